"""Bringing what is stored to the active keys, a few rows at a time, while the site runs."""

from collections.abc import Iterator
from dataclasses import dataclass

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet

from enquiries.encryption import CannotUnsealError, keyring
from enquiries.models import Enquiry, EnquiryEvent, EnquiryExport, Entry

SEALED_MODELS = (Enquiry, Entry, EnquiryExport)
BATCH = 100

log = structlog.get_logger("enquiries.actions")


@dataclass
class Progress:
    """How far a rotation is: rows brought to the active keys, and rows that no key opens."""

    done: int = 0
    unreadable: int = 0


def rows_to_rotate() -> int:
    """Return how many rows still need an older key."""
    return sum(_outdated(model).count() for model in SEALED_MODELS)


def rotate_keys(batch: int = BATCH) -> Iterator[Progress]:
    """Seal and index every row anew with the active keys; yield the progress after each batch.

    Each batch is one transaction under row locks, so that it can be stopped at any moment and
    begun again, and a row that is being changed is taken in a later batch. A row that cannot
    be read is left as it is, counted and logged by its id: its key may come back.
    """
    progress = Progress()
    for model in SEALED_MODELS:
        unreadable: list = []
        while _rotate_batch(model, batch, unreadable, progress):
            yield progress
    if progress.done:
        EnquiryEvent.objects.record(EnquiryEvent.Kind.KEYS_ROTATED, count=progress.done)
    yield progress


def _outdated(model: type) -> QuerySet:
    ring = keyring()
    old = ~Q(key_id=ring.active_seal)
    if model is Enquiry:
        old |= ~Q(index_key_id=ring.active_index)
    return model.objects.filter(old)


def _rotate_batch(model: type, batch: int, unreadable: list, progress: Progress) -> bool:
    """Rotate some rows; return whether there may be more."""
    with transaction.atomic():
        waiting = _outdated(model).exclude(pk__in=unreadable).order_by("pk")
        rows = list(waiting.select_for_update(of=("self",), skip_locked=True)[:batch])
        changed = [row for row in rows if _is_renewed(row, unreadable, progress)]
        model.objects.bulk_update(changed, _fields(model))
    progress.done += len(changed)
    return bool(rows) or waiting.exists()


def _is_renewed(row, unreadable: list, progress: Progress) -> bool:
    try:
        row.reseal()
        if isinstance(row, Enquiry):
            row.index_person()
    except CannotUnsealError:
        unreadable.append(row.pk)
        progress.unreadable += 1
        log.error("cannot be read", object_id=str(row.pk))
        return False
    return True


def _fields(model: type) -> list[str]:
    index = ["email_index", "phone_index", "index_key_id"] if model is Enquiry else []
    return [*model.resealed_fields(), *index]
