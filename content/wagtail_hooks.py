"""Registration with Wagtail, and nothing else."""

from wagtail import hooks
from wagtail.documents.wagtail_hooks import DocumentsSummaryItem
from wagtail.snippets.models import register_snippet

from content.serving import keep_to_its_language
from content.viewsets import SharedContentViewSetGroup, keep_sources_in_use

register_snippet(SharedContentViewSetGroup)
hooks.register("before_serve_page", keep_to_its_language)
hooks.register("before_delete_snippet", keep_sources_in_use)


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
