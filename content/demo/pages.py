"""Makes the demo's tree of pages."""

import json

from django.core.exceptions import ValidationError
from wagtail.fields import StreamField
from wagtail.models import Page, Site

from content.demo.fields import page_fields
from content.demo.reader import DemoFileError, PageFile
from content.demo.shared import Shared
from content.models import (
    FaqIndexPage,
    FaqPage,
    GlossaryPage,
    HomePage,
    PeoplePage,
    SourcesPage,
    StandardPage,
    TreatmentIndexPage,
    TreatmentPage,
    TrialIndexPage,
    TrialPage,
    TrialUpdatePage,
)

MODELS = {
    "home": HomePage,
    "treatments_index": TreatmentIndexPage,
    "treatments": TreatmentPage,
    "faqs_index": FaqIndexPage,
    "faqs": FaqPage,
    "trials_index": TrialIndexPage,
    "trials": TrialPage,
    "update": TrialUpdatePage,
    "standard": StandardPage,
    "glossary": GlossaryPage,
    "people": PeoplePage,
    "sources": SourcesPage,
}
HOME_SLUG = "clinic"


class Tree:
    """The demo's pages by their paths, made in two rounds.

    The first makes every page, unpublished and without what points to other pages; the
    second fills them in and publishes them. So pages may link to each other in circles.
    """

    def __init__(self, shared: Shared, *, update: bool):
        self.shared = shared
        self.update = update
        self.pages: dict[str, Page] = {}
        self.new: set[str] = set()

    def load(self, files: list[PageFile], site: Site) -> dict[str, int]:
        """Make or bring up to date every page; return how many were made, changed, left."""
        for file in files:
            self.pages[file.path] = self._find(file, site) or self._add(file, site)
        outcomes = [self._fill(file) for file in files]
        return {name: outcomes.count(name) for name in ("made", "changed", "left")}

    def page_id(self, path: str) -> int | None:
        """Return the id of the page at a path, or nothing while it is not made yet."""
        page = self.pages.get(path)
        return page.pk if page else None

    def _find(self, file: PageFile, site: Site) -> Page | None:
        if file.kind == "home":
            return HomePage.objects.filter(pk=site.root_page_id).first()
        parent = self.pages[file.parent_path]
        found = parent.get_children().filter(slug=file.slug).first()
        return found.specific if found else None

    def _add(self, file: PageFile, site: Site) -> Page:
        is_home = file.kind == "home"
        parent = Page.get_first_root_node() if is_home else self.pages[file.parent_path]
        page = MODELS[file.kind](slug=HOME_SLUG if is_home else file.slug, live=False)
        page.locale = self.shared.locale
        self._set(page, file, is_draft=True)
        try:
            parent.add_child(instance=page)
        except ValidationError as error:
            raise DemoFileError(f"{file.origin.name} ({file.path}): {error}") from error
        self.new.add(file.path)
        return page

    def _fill(self, file: PageFile) -> str:
        is_new = file.path in self.new
        if not is_new and not self.update:
            return "left"
        page = self.pages[file.path]
        before = _snapshot(page)
        self._set(page, file, is_draft=False)
        if not is_new and _snapshot(page) == before:
            return "left"
        try:
            self._keep(page, is_published=not file.data.get("unpublished"))
        except ValidationError as error:
            raise DemoFileError(f"{file.origin.name} ({file.path}): {error}") from error
        return "made" if is_new else "changed"

    def _keep(self, page: Page, *, is_published: bool) -> None:
        """Store a page's values, and publish it unless it is to stay a draft.

        Raises `ValidationError` for what may not be published.
        """
        if not is_published:
            page.save()
            page.save_revision(clean=True, log_action=True)
            return
        if lacks := getattr(page, "what_it_lacks", dict)():
            raise ValidationError(lacks)
        page.save_revision(clean=True, log_action=True).publish()

    def _set(self, page: Page, file: PageFile, *, is_draft: bool) -> None:
        try:
            fields = page_fields(file, self.shared, self.page_id, is_draft=is_draft)
        except (KeyError, TypeError, ValueError) as error:
            name = type(error).__name__
            raise DemoFileError(f"{file.origin.name} ({file.path}): {name} {error}") from error
        for name, value in fields.items():
            setattr(page, name, value)


def _snapshot(page: Page) -> dict:
    """A page's values, comparable: PostgreSQL reorders the keys of stored JSON."""
    streams = {field.name for field in page._meta.fields if isinstance(field, StreamField)}
    return {
        name: json.loads(value) if name in streams else value
        for name, value in page.serializable_data().items()
    }


def take_over_home(site: Site, home: Page) -> None:
    """Make a page the site's home, and remove Wagtail's welcome page if it was that."""
    former = site.root_page
    if former.pk == home.pk:
        return
    site.root_page = home
    site.site_name = site.site_name or home.title
    site.save()
    if type(former.specific) is Page and not former.get_children().exists():
        former.delete()
