"""What leaves the inbox, or is looked for across it: written down first."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from enquiries.models import EnquiryEvent, EnquiryExport


@transaction.atomic
def record_search(actor: AbstractBaseUser, found: int) -> None:
    """Write down that somebody looked for a person, and not whom."""
    EnquiryEvent.objects.record(EnquiryEvent.Kind.SEARCHED, actor=actor, count=found)


@transaction.atomic
def record_export(actor: AbstractBaseUser, kind: str, rows: int, reason: str) -> EnquiryExport:
    """Write down an export before it is handed out; its reason is sealed."""
    made = EnquiryExport(made_by=actor, format=kind, rows=rows, reason=reason)
    made.save(force_insert=True)
    EnquiryEvent.objects.record(
        EnquiryEvent.Kind.EXPORTED, actor=actor, count=rows, subject=str(made.pk), reason=kind
    )
    return made
