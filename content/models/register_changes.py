"""What an import fetched, and what staff have to look at because of it."""

from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from content.models.register import RegisterFacts
from content.registry.wording import fact_in_words


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
