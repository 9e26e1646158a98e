"""How staff meet the things that pages share."""

from collections.abc import Iterable

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import ReferenceIndex
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from content.models import Clinician, GlossaryTerm, Recording, Source, Synonyms, Topic


class ClinicianViewSet(SnippetViewSet):
    """Authors and reviewers."""

    model = Clinician
    icon = "user"
    list_display = ["name", "role", "credentials"]
    panels = [FieldPanel(name) for name in ("name", "slug", "role", "credentials", "biography")]


class SourceViewSet(SnippetViewSet):
    """Sources, with where each is used."""

    model = Source
    icon = "link"
    list_display = ["key", "title", "authors", "publication", "year", "checked_on"]
    list_filter = ["kind", "year"]
    panels = [
        FieldRowPanel([FieldPanel("key"), FieldPanel("kind")]),
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
    list_display = ["name", "sort_order"]
    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("sort_order")]


class GlossaryTermViewSet(SnippetViewSet):
    """Words explained once for every page."""

    model = GlossaryTerm
    icon = "title"
    list_display = ["term", "definition"]
    panels = [FieldPanel(name) for name in ("term", "slug", "other_forms", "definition")]


class RecordingViewSet(SnippetViewSet):
    """Films and sound recordings with their transcripts."""

    model = Recording
    icon = "media"
    list_display = ["title", "kind", "length"]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("length")]),
        FieldPanel("file"),
        FieldPanel("captions"),
        FieldPanel("elsewhere"),
        FieldPanel("transcript"),
    ]


class AddSynonymsView(CreateView):
    """The form, begun with a search from the list of searches."""

    def get_initial(self) -> dict[str, str]:
        return {"words": self.request.GET.get("words", "")}


class SynonymsViewSet(SnippetViewSet):
    """Words that a search treats as one."""

    model = Synonyms
    icon = "search"
    list_display = ["__str__"]
    add_view_class = AddSynonymsView
    panels = [FieldPanel("words")]


class SharedContentViewSetGroup(SnippetViewSetGroup):
    """The menu entry that holds them."""

    items = (
        SourceViewSet,
        ClinicianViewSet,
        GlossaryTermViewSet,
        TopicViewSet,
        RecordingViewSet,
        SynonymsViewSet,
    )
    menu_label = _("Shared content")
    menu_icon = "snippet"
    menu_order = 250
    add_to_admin_menu = True


def keep_sources_in_use(request: HttpRequest, instances: Iterable[Model]) -> HttpResponse | None:
    """Refuse to delete a source that a page cites: its claims would stand without evidence."""
    for source in instances:
        if isinstance(source, Source) and ReferenceIndex.get_references_to(source).exists():
            messages.error(
                request,
                _("%(source)s is cited and was not deleted. Take it off these pages first.")
                % {"source": source.key},
            )
            return redirect(SourceViewSet().get_url_name("usage"), source.pk)
    return None
