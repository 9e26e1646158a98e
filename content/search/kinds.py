"""The kinds of page that a reader tells apart."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import get_page_models

from content.models import (
    FaqIndexPage,
    FaqPage,
    TreatmentIndexPage,
    TreatmentPage,
    TrialIndexPage,
    TrialPage,
    TrialUpdatePage,
)


class Kind(models.TextChoices):
    """What the results can be narrowed to."""

    EXPLAINERS = "explainers", _("Explainers")
    QUESTIONS = "questions", _("Questions")
    TRIALS = "trials", _("Trials")
    UPDATES = "updates", _("News of trials")
    OTHERS = "others", _("Other pages")


KINDS = {
    TreatmentPage: Kind.EXPLAINERS,
    TreatmentIndexPage: Kind.EXPLAINERS,
    FaqPage: Kind.QUESTIONS,
    FaqIndexPage: Kind.QUESTIONS,
    TrialPage: Kind.TRIALS,
    TrialIndexPage: Kind.TRIALS,
    TrialUpdatePage: Kind.UPDATES,
}
SINGULAR = {
    TreatmentPage: _("Explainer"),
    FaqPage: _("Question"),
    TrialPage: _("Trial"),
    TrialUpdatePage: _("News of a trial"),
}


def kind_of(content_type_id: int) -> Kind:
    """Return the kind of a page by its content type."""
    return KINDS.get(_model(content_type_id), Kind.OTHERS)


def kind_label(content_type_id: int) -> str:
    """Return what a page is in one or two words; a list of pages has the name of its kind."""
    model = _model(content_type_id)
    return SINGULAR.get(model) or (KINDS[model].label if model in KINDS else _("Page"))


def content_types(kind: Kind) -> Iterable[int]:
    """Return the ids of the content types that make a kind."""
    found = ContentType.objects.get_for_models(*get_page_models())
    return [each.pk for model, each in found.items() if KINDS.get(model, Kind.OTHERS) == kind]


def _model(content_type_id: int) -> type[models.Model] | None:
    return ContentType.objects.get_for_id(content_type_id).model_class()
