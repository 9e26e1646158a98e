"""Registered studies, their updates, and their index.

The index, the trial and the update name each other and change together.
"""

from functools import cached_property

from django.db import models
from django.db.models.functions import Left, Length
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from content.models.base import BasePage, BodyPage, readable_from
from content.models.register import RegisterFacts
from content.panels import RegisterFactsPanel
from content.registry.filters import Choice

NEWEST_UPDATES = 5


class TrialIndexPage(BasePage):
    """All studies, in three lists that are kept apart."""

    introduction = RichTextField(_("introduction"), features=["bold", "link", "ul"], blank=True)

    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.TrialPage"]
    max_count_per_parent = 1
    content_panels = [*BasePage.intro_panels, FieldPanel("introduction"), *BasePage.review_panels]

    class Meta:
        verbose_name = _("trial index")

    def get_context(self, request, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        trials = readable_from(self, TrialPage.objects.child_of(self))
        trials = trials.defer_streamfields().order_by("path")
        choice = Choice(trials, request.GET.dict())
        groups = [
            {
                "kind": kind.label,
                "trials": [trial for trial in choice.trials if trial.kind == kind],
            }
            for kind in TrialPage.Kind
        ]
        context["choice"] = choice
        context["groups"] = [group for group in groups if group["trials"]]
        context["updates"] = TrialUpdatePage.newest_with_trials(self, NEWEST_UPDATES)
        return context


class TrialPage(RegisterFacts, BodyPage):
    """One registered study: the register's facts beside the clinic's own words."""

    class Kind(models.TextChoices):
        """The three lists."""

        CELLS = "cells", _("Cells for POI")
        CELL_FREE = "cell_free", _("Cell-free or platelet products")
        OTHER = "other", _("Not POI, or laboratory work")

    class CellSource(models.TextChoices):
        """Where the cells come from."""

        BONE_MARROW = "bone_marrow", _("Bone marrow")
        FAT = "fat", _("Fat")
        UMBILICAL_CORD = "umbilical_cord", _("Umbilical cord")
        MENSTRUAL_BLOOD = "menstrual_blood", _("Menstrual blood")
        AMNION = "amnion", _("Amnion")
        PLACENTA = "placenta", _("Placenta")
        EMBRYONIC = "embryonic", _("Embryonic stem cells")
        BLOOD = "blood", _("Blood")
        NOT_APPLICABLE = "not_applicable", _("No cells")

    class Donor(models.TextChoices):
        """Whose cells they are."""

        OWN = "own", _("Her own")
        DONOR = "donor", _("A donor's")
        NOT_APPLICABLE = "not_applicable", _("No cells")
        NOT_STATED = "not_stated", _("Not stated")

    # The clinic's own words: never touched by an import.
    kind = models.CharField(_("list"), max_length=20, choices=Kind, default=Kind.CELLS)
    cell_source = models.CharField(_("cells from"), max_length=20, choices=CellSource)
    donor = models.CharField(_("whose"), max_length=20, choices=Donor, default=Donor.NOT_STATED)
    administration = models.CharField(_("how they are given"), max_length=200, blank=True)
    evidence_note = RichTextField(_("what was found"), features=["bold", "link", "ul"], blank=True)

    parent_page_types = ["content.TrialIndexPage"]
    subpage_types = ["content.TrialUpdatePage"]
    search_fields = [
        *BodyPage.search_fields,
        *(index.SearchField(name, boost=2) for name in ("nct_id", "nct_aliases")),
        *map(index.SearchField, ("registry_title", "evidence_note", "country_names")),
        index.SearchField("get_cell_source_display"),
    ]
    own_panels = [
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldRowPanel([FieldPanel("cell_source"), FieldPanel("donor")]),
                FieldPanel("administration"),
                FieldPanel("evidence_note"),
            ],
            heading=_("In our words"),
        )
    ]
    registry_panels = [
        FieldPanel("nct_id"),
        FieldPanel("registry_checked_on"),
        RegisterFactsPanel(heading=_("What the register says")),
    ]
    content_panels = [
        *BasePage.intro_panels,
        *own_panels,
        *BodyPage.body_panels,
        *registry_panels,
        *BasePage.review_panels,
    ]

    class Meta:
        verbose_name = _("trial")
        verbose_name_plural = _("trials")

    def get_context(self, request, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["updates"] = TrialUpdatePage.newest_live(self)
        return context


class TrialUpdatePage(BodyPage):
    """Something new about a study, with its day."""

    date = models.DateField(_("date"), help_text=_("When it happened or was published."))

    parent_page_types = ["content.TrialPage"]
    subpage_types = []
    content_panels = [
        *BasePage.intro_panels,
        FieldPanel("date"),
        *BodyPage.body_panels,
        *BasePage.review_panels,
    ]

    class Meta:
        verbose_name = _("trial update")
        verbose_name_plural = _("trial updates")

    @classmethod
    def newest_live(cls, page: Page) -> models.QuerySet["TrialUpdatePage"]:
        """Live updates of live studies that stand below or on a page, newest first."""
        trial_path = Left("path", Length("path") - cls.steplen)
        studies = TrialPage.objects.live().values("path")
        updates = cls.objects.descendant_of(page).alias(trial_path=trial_path)
        return readable_from(page, updates.filter(trial_path__in=studies)).order_by("-date", "-pk")

    @classmethod
    def newest_with_trials(cls, page: Page, count: int) -> list["TrialUpdatePage"]:
        """The newest live updates below a page, with their studies fetched in one query."""
        updates = list(cls.newest_live(page)[:count])
        parents = {update.path[: -cls.steplen] for update in updates}
        trials = {trial.path: trial for trial in TrialPage.objects.filter(path__in=parents)}
        for update in updates:
            update.trial = trials[update.path[: -cls.steplen]]
        return updates

    @cached_property
    def trial(self) -> TrialPage:
        """The study that this is about."""
        return TrialPage.objects.parent_of(self).get()
