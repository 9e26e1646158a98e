"""Treatment explainers and their index."""

from itertools import pairwise

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from content.blocks import BODY_BLOCKS, CHANGES, EXPLAINER_PARTS, KEY_POINTS, Part
from content.models.base import BasePage, BodyPage, readable_from
from content.panels import ExplainerForm

# What no page about a treatment may leave out (DISCERN 8, 11, 12 and 14).
MUST_HAVE = (Part.WHAT_WE_DO_NOT_KNOW, Part.RISKS, Part.WITHOUT_IT, Part.OTHER_CHOICES)


class TreatmentIndexPage(BasePage):
    """The list of explainers."""

    introduction = RichTextField(_("introduction"), features=["bold", "link", "ul"], blank=True)

    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.TreatmentPage"]
    max_count_per_parent = 1
    content_panels = [*BasePage.intro_panels, FieldPanel("introduction"), *BasePage.review_panels]

    class Meta:
        verbose_name = _("treatment index")

    def get_context(self, request, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        treatments = readable_from(self, TreatmentPage.objects.child_of(self))
        context["treatments"] = treatments.order_by("path")
        return context


class TreatmentPage(BodyPage):
    """An explainer: what a treatment or an idea is, and what is known of it."""

    class Status(models.TextChoices):
        """Where the treatment stands, told in a box at the top."""

        EXPERIMENTAL = "experimental", _("Experimental")
        STANDARD_CARE = "standard_care", _("Standard care")
        INFORMATION = "information", _("Information")

    class About(models.TextChoices):
        """What the page is about, for those who read its structured data."""

        THERAPY = "therapy", _("A treatment")
        CONDITION = "condition", _("The condition")
        SUBJECT = "subject", _("Something else")

    about = models.CharField(
        _("what it is about"), max_length=20, choices=About, default=About.SUBJECT
    )
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=Status,
        default=Status.EXPERIMENTAL,
        help_text=_(
            "Not standard care means experimental. A page about no treatment: information."
        ),
    )
    key_points = StreamField(
        KEY_POINTS, verbose_name=_("in short"), blank=True, max_num=3, help_text=_("Three points.")
    )
    body = StreamField(BODY_BLOCKS, verbose_name=_("body"), blank=True, default=EXPLAINER_PARTS)
    changes = StreamField(
        CHANGES,
        verbose_name=_("what changed"),
        blank=True,
        help_text=_("Newest first. For changes that a reader who comes back should know."),
    )

    search_fields = [index.SearchField("key_points", boost=2), *BodyPage.search_fields]
    parent_page_types = ["content.TreatmentIndexPage", "content.TreatmentPage"]
    subpage_types = ["content.TreatmentPage"]
    content_panels = [
        *BasePage.intro_panels,
        FieldRowPanel([FieldPanel("status"), FieldPanel("about")]),
        FieldPanel("key_points"),
        *BodyPage.body_panels,
        FieldPanel("changes"),
        *BasePage.review_panels,
    ]

    base_form_class = ExplainerForm

    class Meta:
        verbose_name = _("treatment explainer")
        verbose_name_plural = _("treatment explainers")

    def what_it_lacks(self) -> dict[str, list[str]]:
        """Return what stands in the way of publishing, by field; empty when nothing does.

        The order of the parts is DISCERN's, and no heading may stand over nothing. A page
        about a treatment must name its sources, and say what is not known, the risks, what
        happens without it and the other choices (DISCERN 4, 8, 11, 12 and 14).
        """
        found: dict[str, list[str]] = {}
        if body := [*self._parts_out_of_order(), *self._empty_parts(), *self._missing_parts()]:
            found["body"] = body
        if self.status != self.Status.INFORMATION and not self.listed_sources:
            found["sources"] = [_("Name the sources that the page rests on.")]
        return found

    def _parts(self) -> list[Part]:
        headings = (block.value for block in self.body if block.block_type == "heading")
        return [Part(value["part"]) for value in headings if value.get("part")]

    def _parts_out_of_order(self) -> list[str]:
        parts, order = self._parts(), list(Part)
        return [
            _("“%(later)s” stands after “%(earlier)s”: the order is fixed.")
            % {"earlier": before.label, "later": after.label}
            for before, after in pairwise(parts)
            if order.index(after) <= order.index(before)
        ]

    def _empty_parts(self) -> list[str]:
        blocks = [*self.body, None]
        return [
            _("Nothing stands under “%(heading)s”.") % {"heading": block.value.words}
            for block, following in pairwise(blocks)
            if block.block_type == "heading"
            and (following is None or following.block_type == "heading")
        ]

    def _missing_parts(self) -> list[str]:
        if self.status == self.Status.INFORMATION:
            return []
        return [
            _("The part “%(part)s” is missing.") % {"part": part.label}
            for part in MUST_HAVE
            if part not in self._parts()
        ]
