"""How staff meet the things that pages share."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from content.models import Clinician, Source, Topic


class ClinicianViewSet(SnippetViewSet):
    """Authors and reviewers."""

    model = Clinician
    icon = "user"
    list_display = ["name", "role", UpdatedAtColumn()]
    panels = [FieldPanel(name) for name in ("name", "role", "credentials", "biography")]


class SourceViewSet(SnippetViewSet):
    """Sources, with where each is used."""

    model = Source
    icon = "link"
    list_display = ["key", "title", "year", "checked_on", UpdatedAtColumn()]
    list_filter = ["year"]
    panels = [
        FieldPanel("key"),
        MultiFieldPanel(
            [
                FieldPanel("authors"),
                FieldPanel("title"),
                FieldRowPanel([FieldPanel("publication"), FieldPanel("year")]),
            ],
            heading=_("What it is"),
        ),
        FieldRowPanel([FieldPanel("identifier"), FieldPanel("url")]),
        FieldPanel("checked_on"),
        FieldPanel("note"),
    ]


class TopicViewSet(SnippetViewSet):
    """Headings under which questions are grouped."""

    model = Topic
    icon = "folder-open-inverse"
    list_display = ["name", "sort_order", UpdatedAtColumn()]
    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("sort_order")]


class SharedContentViewSetGroup(SnippetViewSetGroup):
    """The menu entry that holds them."""

    items = (SourceViewSet, ClinicianViewSet, TopicViewSet)
    menu_label = _("Shared content")
    menu_icon = "snippet"
    menu_order = 250
    add_to_admin_menu = True
