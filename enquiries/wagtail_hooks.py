"""What the Wagtail admin gets from this app. Registration only."""

from wagtail import hooks
from wagtail.contrib.settings.models import register_setting
from wagtail.snippets.models import register_snippet

from enquiries.inbox.dashboard import NewEnquiriesPanel
from enquiries.inbox.viewsets import EnquiryTopicViewSet, InboxViewSet
from enquiries.models import AnsweringSettings, RetentionPolicy
from enquiries.permissions import may, register_policies

register_policies()
register_snippet(EnquiryTopicViewSet)
register_setting(AnsweringSettings, icon="calendar-check")
register_setting(RetentionPolicy, icon="bin")


@hooks.register("register_admin_viewset")
def register_inbox() -> InboxViewSet:
    return InboxViewSet()


@hooks.register("construct_homepage_panels")
def show_new_enquiries(request, panels: list) -> None:
    if may(request.user, "view"):
        panels.append(NewEnquiriesPanel())
