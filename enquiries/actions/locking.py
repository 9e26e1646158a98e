"""Enquiries are locked with all that they were merged with, and always in one order."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from enquiries.models import Enquiry


def lock_families(keys: Iterable[UUID]) -> dict[UUID, Enquiry]:
    """Lock enquiries and all that they were merged with, and return these, without their words.

    For this transaction, and before it writes any event: every writer waits for the enquiries
    in the order of their keys, then for the end of the audit trail, so that no two wait for
    one another. A key of none that is there is passed over.
    """
    wanted = set(keys)
    while True:
        works = Enquiry.objects.filter(pk__in=wanted).exclude(merged_into=None)
        roots = wanted | set(works.values_list("merged_into_id", flat=True))
        family = Enquiry.objects.filter(Q(pk__in=roots) | Q(merged_into__in=roots)).order_by("pk")
        rows = {row.pk: row for row in family.without_words().select_for_update(of=("self",))}
        # Whoever had the lock before may have merged one of them into yet another.
        wanted = {row.work_id for row in rows.values()}
        if wanted <= roots:
            return rows


def locked_with_words(pk: UUID) -> Enquiry:
    """Return one enquiry with its words, locked as `locked` does."""
    locked(pk)
    return Enquiry.objects.get(pk=pk)


def locked(pk: UUID) -> Enquiry:
    """Return one enquiry, locked with its family. Raises `Enquiry.DoesNotExist`."""
    family = lock_families([pk])
    if pk not in family:
        raise Enquiry.DoesNotExist
    return family[pk]
