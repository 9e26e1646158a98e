"""What came from the trial register, and what staff have to look at because of it."""

from typing import NamedTuple

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from content.registry.wording import fact_in_words


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
    def read_only_facts(self) -> list[models.Field]:
        """The fields that the editor shows and does not offer."""
        offered = {"nct_id", "registry_checked_on"}
        return [field for field in RegisterFacts._meta.fields if field.name not in offered]


class TrialRecord(models.Model):
    """The register's own record of a study as we last fetched it, without its people."""

    nct_id = models.CharField(_("register number"), max_length=11, unique=True)
    record = models.JSONField(_("record"))
    fetched_at = models.DateTimeField(_("fetched"))

    class Meta:
        verbose_name = _("register record")
        verbose_name_plural = _("register records")

    def __str__(self) -> str:
        return self.nct_id


class FactChange(NamedTuple):
    """One fact in words, before and after."""

    label: str
    before: str | Promise
    after: str | Promise
    is_date: bool


class RegisterChangeQuerySet(models.QuerySet):
    """Changes by whether somebody has still to look at them."""

    def with_state(self) -> "RegisterChangeQuerySet":
        """Say of each whether it is open: nobody ended it, nor published its draft.

        A draft may also go out by the clock or through a workflow, where no view of ours
        comes by; its page's live revision tells.
        """
        is_out = models.Q(page__live_revision__gte=models.F("revision"))
        when = models.When(is_out | models.Q(done_at__isnull=False), then=False)
        return self.annotate(
            is_open=models.Case(when, default=True, output_field=models.BooleanField())
        )

    def open(self) -> "RegisterChangeQuerySet":
        return self.with_state().filter(is_open=True)


class RegisterChange(models.Model):
    """Something that an import found new: a task for staff, with the draft that it made.

    One without any changes is a study that had no page: its draft is new.
    """

    page = models.ForeignKey(
        "content.TrialPage",
        verbose_name=_("trial"),
        on_delete=models.CASCADE,
        related_name="register_changes",
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    found_at = models.DateTimeField(_("found"), auto_now_add=True)
    # [{"field": "status", "before": "RECRUITING", "after": "COMPLETED"}]
    changes = models.JSONField(_("what changed"), default=list)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("done by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = RegisterChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change in the register")
        verbose_name_plural = _("changes in the register")
        ordering = ["-found_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.page_id} {self.found_at:%Y-%m-%d}"

    @property
    def in_words(self) -> list[FactChange]:
        """Each changed fact with its label, before and after."""
        return [
            FactChange(
                capfirst(RegisterFacts._meta.get_field(change["field"]).verbose_name),
                fact_in_words(change["field"], change["before"]),
                fact_in_words(change["field"], change["after"]),
                is_date=change["field"].endswith(("_date", "_on")),
            )
            for change in self.changes
        ]
