"""Registration with Wagtail, and nothing else."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.documents.wagtail_hooks import DocumentsSummaryItem
from wagtail.snippets.models import register_snippet

from content.feedback_admin import PageFeedbackViewSet
from content.register_changes import (
    RegisterChangesPanel,
    RegisterChangeViewSet,
    end_tasks_of_published,
    may_look,
)
from content.registry_import.sync import LOG_ACTION
from content.search import reports as searches
from content.serving import keep_to_its_language
from content.viewsets import SharedContentViewSetGroup, keep_sources_in_use

register_snippet(SharedContentViewSetGroup)
hooks.register("before_serve_page", keep_to_its_language)
hooks.register("before_delete_snippet", keep_sources_in_use)
hooks.register("register_admin_viewset", RegisterChangeViewSet)
hooks.register("after_publish_page", end_tasks_of_published)
# Before Wagtail's own addresses, some of which it stands in for.
hooks.register("register_admin_urls", searches.addresses, order=-1)
hooks.register("register_reports_menu_item", searches.menu_item)
hooks.register("construct_reports_menu", searches.leave_wagtails_own_list_out)


@hooks.register("register_log_actions")
def name_what_an_import_does(actions) -> None:
    """So that the history of a trial says where a draft came from."""
    actions.register_action(
        LOG_ACTION, _("Take facts from the register"), _("Facts taken from the register")
    )


@hooks.register("construct_homepage_panels")
def show_register_changes(request, panels: list) -> None:
    if may_look(request.user):
        panels.append(RegisterChangesPanel())


@hooks.register("register_admin_viewset")
def register_page_feedback() -> PageFeedbackViewSet:
    """What readers said of the pages, among the reports."""
    return PageFeedbackViewSet()


@hooks.register("construct_main_menu")
def leave_documents_out(request, menu_items) -> None:
    """There is no document library: what a patient reads is a page (docs/decisions/0003)."""
    menu_items[:] = [item for item in menu_items if item.name != "documents"]


@hooks.register("construct_homepage_summary_items")
def leave_the_number_of_documents_out(request, items) -> None:
    """See above."""
    items[:] = [item for item in items if not isinstance(item, DocumentsSummaryItem)]


@hooks.register("construct_search")
def leave_the_search_for_documents_out(request, search_areas) -> None:
    """See above."""
    search_areas[:] = [area for area in search_areas if area.name != "documents"]
