"""Who may do what, in one place that Wagtail asks for every view, button and menu entry."""

from collections.abc import Iterable

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from enquiries.models import Enquiry, EnquiryTopic


class OnlyThesePolicy(ModelPermissionPolicy):
    """Allows some actions to those who have the permission, and all others to nobody.

    Django lets a superuser do whatever is asked; what the inbox does not have, adding and
    deleting, it must not have for a superuser either.
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
    register_permission_policy(Enquiry, OnlyThesePolicy(Enquiry, ["view", "change"]))
    # A topic is taken off the form, never deleted: enquiries are about it.
    register_permission_policy(
        EnquiryTopic, OnlyThesePolicy(EnquiryTopic, ["view", "add", "change"])
    )


def may_read(user) -> bool:
    """Whether somebody may see that there are enquiries, and read them."""
    return policy_registry.get_by_type(Enquiry).user_has_permission(user, "view")
