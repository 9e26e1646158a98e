"""Pages made of what other pages share: the glossary, the people, the sources."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from content.models.base import BasePage
from content.models.snippets import Clinician, GlossaryTerm, Source


class GlossaryPage(BasePage):
    """Every term from A to Z."""

    parent_page_types = ["content.HomePage"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("glossary page")

    def get_context(self, request, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        terms = sorted(
            GlossaryTerm.objects.filter(locale=self.locale), key=lambda term: term.term.casefold()
        )
        context["letters"] = [
            (letter, list(group)) for letter, group in groupby(terms, key=_first_letter)
        ]
        return context


class PeoplePage(RoutablePageMixin, BasePage):
    """Who writes and who reviews, each with a page below this one."""

    parent_page_types = ["content.HomePage", "content.StandardPage"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("people page")

    def get_context(self, request, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["people"] = Clinician.objects.filter(locale=self.locale)
        return context

    @path("<slug:slug>/")
    def person(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show one person, with what she wrote and reviewed."""
        person = get_object_or_404(Clinician, slug=slug, locale=self.locale)
        return self.render(
            request,
            context_overrides={"person": person},
            template="content/person.html",
        )


class SourcesPage(BasePage):
    """Every source that a page rests on."""

    parent_page_types = ["content.HomePage"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("sources page")

    def get_context(self, request, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        found = Source.objects.filter(locale=self.locale)
        context["kinds"] = [
            (kind.label, [source for source in found if source.kind == kind])
            for kind in Source.Kind
        ]
        return context


def _first_letter(term: GlossaryTerm) -> str:
    return term.term[0].upper()
