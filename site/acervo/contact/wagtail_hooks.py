from wagtail import hooks
from wagtail.permissions import register_permission_policy

from .admin.messages import ContactMessageViewSet
from .models import ContactMessage
from .permissions import MessagePolicy

register_permission_policy(ContactMessage, MessagePolicy())
hooks.register("register_admin_viewset", ContactMessageViewSet)
