"""What the Wagtail admin gets from this app. Registration only."""

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.contrib.settings.models import register_setting
from wagtail.snippets.models import register_snippet

from enquiries.inbox.charts import ChartsMenuItem, ChartsView
from enquiries.inbox.dashboard import LetterboxPanel, NewEnquiriesPanel
from enquiries.inbox.viewsets import EnquiryTopicViewSet, InboxViewSet
from enquiries.models import AnsweringSettings
from enquiries.permissions import may, may_manage, register_policies
from enquiries.rights import menu
from enquiries.rights.panel import PrivacyPanel
from enquiries.rights.policy import (
    RefusedRunPanel,
    RetentionRunViewSet,
    may_see_runs,
    refused_run,
)
from enquiries.rights.trail import AuditViewSet
from enquiries.wording_admin import addresses as texts
from enquiries.wording_admin import lists

register_policies()
register_snippet(EnquiryTopicViewSet)
register_snippet(lists.ReplyTemplateViewSet)
lists.set_up_answering_settings()
register_setting(AnsweringSettings, icon="calendar-check")
hooks.register("register_admin_viewset", AuditViewSet)
hooks.register("register_admin_viewset", RetentionRunViewSet)
hooks.register("register_admin_urls", menu.addresses)
hooks.register("register_admin_urls", texts.addresses)
hooks.register("register_settings_menu_item", texts.menu_item)
hooks.register("register_admin_viewset", lists.HolidayViewSet)
hooks.register("after_edit_setting", lists.after_edit_setting)
hooks.register("register_admin_menu_item", menu.privacy_menu)


@hooks.register("register_admin_viewset")
def register_inbox() -> InboxViewSet:
    return InboxViewSet()


@hooks.register("construct_homepage_panels")
def show_new_enquiries(request, panels: list) -> None:
    if may(request.user, "view"):
        panels.append(NewEnquiriesPanel())
    if may_manage(request.user):
        panels.append(LetterboxPanel())


@hooks.register("construct_homepage_panels")
def show_privacy(request, panels: list) -> None:
    if may(request.user, "erase"):
        panels.append(PrivacyPanel())


@hooks.register("construct_homepage_panels")
def show_a_refused_retention_run(request, panels: list) -> None:
    if may_see_runs(request.user) and (run := refused_run()):
        panels.append(RefusedRunPanel(run))


@hooks.register("register_admin_urls")
def register_charts() -> list:
    return [path("reports/enquiries/", ChartsView.as_view(), name="enquiry_charts")]


@hooks.register("register_reports_menu_item")
def show_charts() -> MenuItem:
    return ChartsMenuItem(_("Enquiries"), reverse_lazy("enquiry_charts"), icon_name="mail")
