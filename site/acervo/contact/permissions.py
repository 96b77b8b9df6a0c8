"""Who reads what people write: whoever may change the contact page that it was written on."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import page_permission_policy

from .models import ContactMessage, ContactPage


class MessagePolicy(BasePermissionPolicy):
    """One source of right: Wagtail's page permission «change» on the message's page, given there or anywhere above.

    Messages come from the public form, so nobody adds one. Those whose page is gone are for superusers only.
    """

    def __init__(self) -> None:
        super().__init__(ContactMessage)

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and (_everything(user) or pages_of(user).exists())

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: ContactMessage) -> bool:
        return self.instances_user_has_permission_for(user, action).filter(pk=instance.pk).exists()

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: ContactMessage) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_permission_for(self, user: Any, action: str) -> QuerySet[ContactMessage]:
        if action == "add":
            return ContactMessage.objects.none()
        if _everything(user):
            return ContactMessage.objects.all()
        return ContactMessage.objects.filter(page__in=pages_of(user).values("pk"))

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[ContactMessage]:
        return self.instances_user_has_permission_for(user, "view" if set(actions) - {"add"} else "add")

    def users_with_any_permission(self, actions: Any) -> QuerySet[Any]:
        able = [user.pk for user in _people() if self.user_has_any_permission(user, actions)]
        return get_user_model().objects.filter(pk__in=able)

    def users_with_permission(self, action: str) -> QuerySet[Any]:
        return self.users_with_any_permission([action])

    def users_with_any_permission_for_instance(self, actions: Any, instance: ContactMessage) -> QuerySet[Any]:
        able = [user.pk for user in _people() if self.user_has_any_permission_for_instance(user, actions, instance)]
        return get_user_model().objects.filter(pk__in=able)

    def users_with_permission_for_instance(self, action: str, instance: ContactMessage) -> QuerySet[Any]:
        return self.users_with_any_permission_for_instance([action], instance)


def _everything(user: Any) -> bool:
    return user.is_active and user.is_superuser


def pages_of(user: Any) -> QuerySet[ContactPage]:
    """The contact pages that the user may change."""
    if not user.is_active:
        return ContactPage.objects.none()
    if user.is_superuser:
        return ContactPage.objects.all()
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    return ContactPage.objects.filter(pk__in=pages.values("pk"))


def _people() -> QuerySet[Any]:
    return get_user_model().objects.filter(is_active=True)
