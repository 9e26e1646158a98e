"""Registered studies, their updates, and their index.

The index, the trial and the update name each other and change together.
"""

from datetime import timedelta
from functools import cached_property

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from content.models.base import BasePage, BodyPage
from content.models.register import RegisterFacts
from content.panels import RegisterFactsPanel
from content.registry.countries import country_name
from content.registry.design import design_sentences
from content.registry.filters import Choice
from content.registry.meanings import (
    ENDED_OR_UNKNOWN,
    Meaning,
    latest_day,
    phase_meanings,
    status_meaning,
)

NEWEST_UPDATES = 5
REGISTER_ADDRESS = "https://clinicaltrials.gov/study/"


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
        trials = TrialPage.objects.child_of(self).live().defer_streamfields().order_by("path")
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

    @property
    def registry_url(self) -> str:
        return f"{REGISTER_ADDRESS}{self.nct_id}"

    @property
    def status_label(self) -> str:
        return status_meaning(self.status).label

    @property
    def status_meaning(self) -> str:
        return status_meaning(self.status).sentence

    @cached_property
    def phase_meanings(self) -> list[Meaning]:
        """Label and meaning of each phase; a combined study has two."""
        return phase_meanings(self.phases)

    @property
    def phase_label(self) -> str:
        return " / ".join(str(phase.label) for phase in self.phase_meanings)

    @property
    def phase_meaning(self) -> str:
        return " ".join(str(phase.sentence) for phase in self.phase_meanings)

    @property
    def last_known_status_label(self) -> str:
        return status_meaning(self.last_known_status).label

    @property
    def country_names(self) -> list[str]:
        """The countries as people say them."""
        return [country_name(country) for country in self.countries]

    @property
    def design(self) -> list[str]:
        """How the study is made, in plain sentences."""
        return design_sentences(self.study_type, self.allocation, self.masking)

    @property
    def is_record_old(self) -> bool:
        """Whether the record says that something goes on, and has not said so for a year.

        Also when the planned end has gone by. A study that has ended stays ended.
        """
        if self.status in ENDED_OR_UNKNOWN:
            return False
        today = timezone.localdate()
        a_year_ago = (today - timedelta(days=365)).isoformat()
        is_stale = latest_day(self.registry_updated_on) < a_year_ago
        end = latest_day(self.completion_date)
        return is_stale or (bool(end) and end < today.isoformat())

    @property
    def is_company_run(self) -> bool:
        """Whether the register calls the lead sponsor a company."""
        return self.sponsor_class == "INDUSTRY"

    @property
    def is_run_by_one_person(self) -> bool:
        """Whether the register calls the lead sponsor an individual."""
        return self.sponsor_class == "INDIV"


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
        """Live updates below a page, newest first."""
        return cls.objects.descendant_of(page).live().order_by("-date", "-pk")

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
