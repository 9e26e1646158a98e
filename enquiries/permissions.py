"""Who may do what with which enquiry: the one place that every view, button and menu asks.

Being a superuser opens nothing here. Wagtail lets a superuser do whatever is asked; who reads
what patients write is named by a role, and a role can be seen and taken away.
"""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from wagtail.permission_policies import BasePermissionPolicy, ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from enquiries.models import (
    Enquiry,
    EnquiryEvent,
    EnquiryTopic,
    ReplyTemplate,
    RetentionPolicy,
    RetentionRun,
    Wording,
)

APP = "enquiries"


def held_permissions(user) -> frozenset[str]:
    """The codenames of this app that somebody holds by a role or in person; once a request."""
    if not user.is_active or user.is_anonymous:
        return frozenset()
    if not user.is_superuser:  # Django has looked already, and keeps what it found
        mine = (name.partition(".") for name in user.get_all_permissions())
        return frozenset(codename for app, _, codename in mine if app == APP)
    if not hasattr(user, "_enquiry_permissions"):
        held = Permission.objects.filter(content_type__app_label=APP)
        held = held.filter(Q(group__user=user) | Q(user=user))
        user._enquiry_permissions = frozenset(held.values_list("codename", flat=True))
    return user._enquiry_permissions


class NamedPolicy(BasePermissionPolicy):
    """Allows the named actions to those who hold the permission, superusers not excepted."""

    def __init__(self, model, actions: Iterable[str]):
        super().__init__(model)
        self.actions = frozenset(actions)

    def codename(self, action: str) -> str:
        return f"{action}_{self.model._meta.model_name}"

    def user_has_permission(self, user, action: str) -> bool:
        return action in self.actions and self.codename(action) in held_permissions(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        names = [self.codename(action) for action in self.actions.intersection(actions)]
        held = Permission.objects.filter(content_type__app_label=APP, codename__in=names)
        users = get_user_model().objects.filter(is_active=True)
        return users.filter(
            Q(groups__permissions__in=held) | Q(user_permissions__in=held)
        ).distinct()


class EnquiryPolicy(NamedPolicy):
    """The object rules: whoever handles enquiries has the unassigned ones and her own.

    Whoever leads has all of them. Adding and deleting do not exist.
    """

    def __init__(self):
        super().__init__(Enquiry, ("view", "change", "lead", "export", "erase"))

    def user_has_permission_for_instance(self, user, action: str, instance: Enquiry) -> bool:
        if not self.user_has_permission(user, action):
            return False
        return self._sees_all(user, action) or instance.assignee_id in (None, user.pk)

    def instances_user_has_any_permission_for(self, user, actions: Iterable[str]) -> QuerySet:
        held = [action for action in actions if self.user_has_permission(user, action)]
        if not held:
            return Enquiry.objects.none()
        if any(self._sees_all(user, action) for action in held):
            return Enquiry.objects.all()
        return Enquiry.objects.filter(Q(assignee=None) | Q(assignee=user))

    def _sees_all(self, user, action: str) -> bool:
        return action == "erase" or self.user_has_permission(user, "lead")


class OnlyThesePolicy(ModelPermissionPolicy):
    """Allows some actions to those who have the permission, and all others to nobody.

    For lists that hold nothing of a person, where a superuser may do what there is to do.
    """

    def __init__(self, model, actions: Iterable[str]):
        super().__init__(model)
        self.actions = frozenset(actions)

    def user_has_permission(self, user, action: str) -> bool:
        return action in self.actions and super().user_has_permission(user, action)

    def users_with_any_permission(self, actions: Iterable[str]):
        return super().users_with_any_permission(self.actions.intersection(actions))


def register_policies() -> None:
    """Tell Wagtail, before it makes policies of its own for these models."""
    register_permission_policy(Enquiry, EnquiryPolicy())
    register_permission_policy(EnquiryEvent, NamedPolicy(EnquiryEvent, ["view"]))
    register_permission_policy(RetentionRun, NamedPolicy(RetentionRun, ["view"]))
    register_permission_policy(RetentionPolicy, NamedPolicy(RetentionPolicy, ["change"]))
    # A topic and a template are put aside, never deleted: enquiries are about the one.
    lists = (EnquiryTopic, ReplyTemplate)
    for model in lists:
        register_permission_policy(model, OnlyThesePolicy(model, ["view", "add", "change"]))
    register_permission_policy(Wording, OnlyThesePolicy(Wording, ["view", "add"]))


def policy() -> EnquiryPolicy:
    """The policy that Wagtail asks, too."""
    return policy_registry.get_by_type(Enquiry)


def may(user, action: str, enquiry: Enquiry | None = None) -> bool:
    """Whether somebody may do this with some enquiry, or with the given one."""
    if enquiry is None:
        return policy().user_has_permission(user, action)
    return policy().user_has_permission_for_instance(user, action, enquiry)


def visible_to(user, action: str = "view") -> QuerySet:
    """The enquiries with which somebody may do this."""
    return policy().instances_user_has_permission_for(user, action)


def may_manage(user) -> bool:
    """Whether somebody is told how the work behind enquiries stands."""
    return not held_permissions(user).isdisjoint({"lead_enquiry", "change_answeringsettings"})
