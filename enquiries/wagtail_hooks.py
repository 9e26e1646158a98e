"""What the Wagtail admin gets from this app. Registration only."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from enquiries.inbox.dashboard import NewEnquiriesPanel
from enquiries.inbox.permissions import may_read, register_policies
from enquiries.inbox.viewsets import EnquiryTopicViewSet, InboxViewSet

register_policies()
register_snippet(EnquiryTopicViewSet)


@hooks.register("register_admin_viewset")
def register_inbox() -> InboxViewSet:
    return InboxViewSet()


@hooks.register("construct_homepage_panels")
def show_new_enquiries(request, panels: list) -> None:
    if may_read(request.user):
        panels.append(NewEnquiriesPanel())
