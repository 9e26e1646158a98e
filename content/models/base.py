"""What every page has."""

from collections.abc import Iterable
from functools import cached_property

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageQuerySet
from wagtail.search import index

from content.blocks import BODY_BLOCKS, SOURCES, cited_sources
from content.models.snippets import Source
from content.panels import FeedbackPanel

# In the search index, what comes after it is found and not quoted.
END_OF_QUOTABLE_TEXT = "\ue002"


class BasePage(Page):
    """A page with its answer in short, its people and its dates."""

    summary = models.TextField(
        _("in one or two sentences"),
        max_length=300,
        help_text=_("The answer first. Shown under the title, in lists and in search."),
    )
    author = models.ForeignKey(
        "content.Clinician",
        verbose_name=_("written by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reviewer = models.ForeignKey(
        "content.Clinician",
        verbose_name=_("reviewed by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    next_review_on = models.DateField(_("next review"), null=True, blank=True)

    search_fields = [*Page.search_fields, index.SearchField("summary", boost=2)]

    intro_panels = [*Page.content_panels, FieldPanel("summary")]
    review_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("author"), FieldPanel("reviewer")]),
                FieldRowPanel([FieldPanel("reviewed_on"), FieldPanel("next_review_on")]),
            ],
            heading=_("Who checked it, and when"),
        )
    ]
    content_panels = [*intro_panels, *review_panels]
    show_in_menus_default = False

    class Meta:
        abstract = True

    @cached_property
    def breadcrumbs(self) -> list[Page]:
        """The pages above this one, home first."""
        return list(self.get_ancestors().live().filter(depth__gte=2).defer_streamfields())

    @property
    def is_review_overdue(self) -> bool:
        """Whether the day of the next review has gone by."""
        return bool(self.next_review_on and self.next_review_on < timezone.localdate())

    def clean(self) -> None:
        super().clean()
        _check_review_dates(self)

    def serve_preview(self, request, mode_name):
        """Let the editor's own frame show the draft; nobody else's may."""
        policy = settings.SECURE_CSP | {"frame-ancestors": [CSP.SELF]}
        return csp_override(policy)(super().serve_preview)(request, mode_name)


class BodyPage(BasePage):
    """A page with a body of blocks and the sources that it rests on."""

    body = StreamField(BODY_BLOCKS, verbose_name=_("body"), blank=True)
    sources = StreamField(
        SOURCES,
        verbose_name=_("sources"),
        blank=True,
        help_text=_(
            "In the order of the list at the foot. The body's own are added by themselves."
        ),
    )

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("searched_text"),
        index.SearchField("searched_headings", boost=1.5),
    ]
    body_panels = [FieldPanel("body"), FieldPanel("sources")]
    promote_panels = [*Page.promote_panels, FeedbackPanel(heading=_("Answers about this page"))]
    content_panels = [*BasePage.intro_panels, *body_panels, *BasePage.review_panels]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        texts = [text for _anchor, text in self.contents]
        if twice := next((text for text in texts if texts.count(text) > 1), None):
            raise ValidationError(
                {"body": _("Two headings are the same: “%(text)s”.") % {"text": twice}}
            )

    @property
    def contents(self) -> list[tuple[str, str]]:
        """The contents list: (anchor, text) of each heading."""
        return [
            (block.value.anchor, str(block.value.words))
            for block in self.body
            if block.block_type == "heading"
        ]

    @property
    def searched_text(self) -> str:
        """The words of all other blocks, each ended like a sentence: results quote from it."""
        texts = []
        for block in self.body:
            if block.block_type != "heading":
                texts += block.block.get_searchable_content(block.value)
        return _as_sentences(text.strip() for text in texts)

    @property
    def searched_headings(self) -> list[str]:
        """The headings: they weigh more in a search than the text, and no result quotes them."""
        return [END_OF_QUOTABLE_TEXT, *(str(text) for _anchor, text in self.contents)]

    @cached_property
    def listed_sources(self) -> list[Source]:
        """Every source of the page once: its own list first, then the body's."""
        found = [block.value for block in self.sources]
        for block in self.body:
            found.extend(cited_sources(block))
        return list(dict.fromkeys(source for source in found if source))


def readable_from(page: Page, pages: PageQuerySet) -> PageQuerySet:
    """Narrow pages to the live ones that whoever reads `page` may read too.

    Unlike Wagtail's `public()`, it keeps the pages of a section that is closed as a whole:
    its list is read by those who may read them.
    """
    for closed in Page.objects.filter(view_restrictions__isnull=False):
        if not page.path.startswith(closed.path):
            pages = pages.not_descendant_of(closed, inclusive=True)
    return pages.live()


def _as_sentences(texts: Iterable[str]) -> str:
    """Return the texts of blocks in a row; a choice that was not made says nothing."""
    said = [text for text in texts if text not in {"", BLANK_CHOICE_LABEL}]
    return " ".join(text if text[-1] in ".!?:" else f"{text}." for text in said)


def _check_review_dates(page: BasePage) -> None:
    """Raise `ValidationError` for a review in the future or a next one before it."""
    errors = {}
    if page.reviewed_on and page.reviewed_on > timezone.localdate():
        errors["reviewed_on"] = _("This day has not come yet.")
    if page.reviewed_on and page.next_review_on and page.next_review_on <= page.reviewed_on:
        errors["next_review_on"] = _("The next review comes after the last one.")
    if errors:
        raise ValidationError(errors)
