"""What the Wagtail admin gets from this app. Registration only."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from enquiries.inbox.permissions import register_policies
from enquiries.inbox.viewsets import EnquiryTopicViewSet, InboxViewSet

register_policies()
register_snippet(EnquiryTopicViewSet)


@hooks.register("register_admin_viewset")
def register_inbox() -> InboxViewSet:
    return InboxViewSet()
