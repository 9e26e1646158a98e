"""The register's facts about a study, and what they mean."""

from datetime import timedelta
from functools import cached_property

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content.registry.countries import country_name
from content.registry.design import design_sentences
from content.registry.meanings import (
    ENDED_OR_UNKNOWN,
    Meaning,
    latest_day,
    phase_meanings,
    stated_status,
    status_meaning,
)
from content.registry.wording import fact_in_words

REGISTER_ADDRESS = "https://clinicaltrials.gov/study/"


class RegisterFacts(models.Model):
    """The register's facts about a study: read-only for people, filled by imports."""

    nct_id = models.CharField(
        _("register number"),
        max_length=11,
        validators=[RegexValidator(r"^NCT\d{8}$", _("Eight digits after NCT."))],
    )
    nct_aliases = ArrayField(
        models.CharField(max_length=20), verbose_name=_("older numbers"), default=list, blank=True
    )
    registry_title = models.CharField(_("title in the register"), max_length=500, blank=True)
    official_title = models.TextField(_("official title"), blank=True)
    acronym = models.CharField(_("acronym"), max_length=80, blank=True)
    status = models.CharField(_("status"), max_length=60, blank=True)
    last_known_status = models.CharField(_("last known status"), max_length=60, blank=True)
    why_stopped = models.TextField(_("why it stopped"), blank=True)
    study_type = models.CharField(_("kind of study"), max_length=60, blank=True)
    phases = ArrayField(
        models.CharField(max_length=40), verbose_name=_("phases"), default=list, blank=True
    )
    allocation = models.CharField(_("how people are put in groups"), max_length=60, blank=True)
    intervention_model = models.CharField(_("design"), max_length=60, blank=True)
    masking = models.CharField(_("who knows who gets what"), max_length=60, blank=True)
    enrolment_count = models.PositiveIntegerField(_("people"), null=True, blank=True)
    enrolment_type = models.CharField(_("planned or actual"), max_length=20, blank=True)
    start_date = models.CharField(_("start"), max_length=10, blank=True)
    start_date_type = models.CharField(_("start planned or actual"), max_length=20, blank=True)
    primary_completion_date = models.CharField(_("main results due"), max_length=10, blank=True)
    completion_date = models.CharField(_("end"), max_length=10, blank=True)
    completion_date_type = models.CharField(_("end planned or actual"), max_length=20, blank=True)
    sponsor_name = models.CharField(_("sponsor"), max_length=300, blank=True)
    sponsor_class = models.CharField(_("kind of sponsor"), max_length=20, blank=True)
    interventions = ArrayField(
        models.TextField(), verbose_name=_("what is tested"), default=list, blank=True
    )
    countries = ArrayField(
        models.CharField(max_length=80), verbose_name=_("countries"), default=list, blank=True
    )
    # [{"facility": …, "city": …, "country": …}]: never a person, a number or an address.
    places = models.JSONField(_("places"), default=list, blank=True)
    minimum_age = models.CharField(_("youngest"), max_length=40, blank=True)
    maximum_age = models.CharField(_("oldest"), max_length=40, blank=True)
    primary_outcomes = ArrayField(
        models.TextField(), verbose_name=_("main outcomes"), default=list, blank=True
    )
    has_results = models.BooleanField(_("results posted"), null=True, blank=True)
    registry_updated_on = models.CharField(_("record last updated"), max_length=10, blank=True)
    registry_checked_on = models.DateField(_("checked on"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def registry_url(self) -> str:
        return f"{REGISTER_ADDRESS}{self.nct_id}"

    @property
    def stated_status(self) -> str:
        """The status as far as the record bears it out."""
        return stated_status(self.status, self.registry_updated_on)

    @property
    def status_label(self) -> str:
        return status_meaning(self.stated_status).label

    @property
    def status_meaning(self) -> str:
        return status_meaning(self.stated_status).sentence

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

    @property
    def read_only_facts(self) -> list[models.Field]:
        """The fields that the editor shows and does not offer."""
        offered = {"nct_id", "registry_checked_on"}
        return [field for field in RegisterFacts._meta.fields if field.name not in offered]

    def fact_in_words(self, name: str) -> str | Promise:
        """Return the value of one of these fields as a person would say it."""
        return fact_in_words(name, getattr(self, name))
