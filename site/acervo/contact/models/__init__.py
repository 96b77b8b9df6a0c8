from .messages import ContactMessage, MailState, MessageState
from .pages import ContactPage

__all__ = ["ContactMessage", "ContactPage", "MailState", "MessageState"]
