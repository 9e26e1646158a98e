"""Every public page in every language, and where its other languages are."""

from collections import defaultdict
from functools import cached_property

from django.conf import settings
from django.contrib.sitemaps import views
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page, PageQuerySet

from content.models import Clinician, PeoplePage


class PageSitemap(Sitemap):
    """Wagtail's own, with other languages and with people."""

    def items(self) -> PageQuerySet:
        homes = self.get_wagtail_site().root_page.get_translations(inclusive=True).live()
        in_a_language = Q(pk__in=[])
        for home in homes:
            in_a_language |= Q(path__startswith=home.path)
        pages = Page.objects.filter(in_a_language).live().public().order_by("path")
        return pages.prefetch_related("locale").defer_streamfields().specific()

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict]:
        urls = []
        for item in self.paginator.page(page).object_list:
            own = {**item.get_sitemap_urls(self.request)[0]}
            urls += [{**own, "alternates": self._alternates(item)}, *_people(item, own["location"])]
        changed = [url["lastmod"] for url in urls if url.get("lastmod")]
        if changed:
            self.latest_lastmod = max(changed)
        return urls

    def _alternates(self, page: Page) -> list[dict]:
        languages = self._languages[page.translation_key]
        if len(languages) < 2:
            return []
        first = languages.get(settings.LANGUAGE_CODE) or next(iter(languages.values()))
        found = [*sorted(languages.items()), ("x-default", first)]
        return [{"lang_code": code, "location": location} for code, location in found]

    @cached_property
    def _languages(self) -> dict:
        """The addresses of each page by language, under what its translations share."""
        found = defaultdict(dict)
        for page in self.items():
            address = page.get_full_url(self.request)
            found[page.translation_key][page.locale.language_code] = address
        return found


def _people(page: Page, address: str) -> list[dict]:
    """Those who have a page below this one. When it last changed is not known."""
    if not isinstance(page, PeoplePage):
        return []
    slugs = Clinician.objects.filter(locale=page.locale_id).values_list("slug", flat=True)
    return [
        {"location": address + page.reverse_subpage("person", kwargs={"slug": slug})}
        for slug in slugs
    ]


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Return the sitemap."""
    return views.sitemap(request, {"pages": PageSitemap(request)})
