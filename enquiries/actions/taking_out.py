"""What leaves the inbox, or is looked for across it: written down first."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from enquiries.models import EnquiryEvent, EnquiryExport


@transaction.atomic
def record_search(actor: AbstractBaseUser, found: int) -> None:
    """Write down that somebody looked for a person, and not whom."""
    EnquiryEvent.objects.record(EnquiryEvent.Kind.SEARCHED, actor=actor, count=found)


@transaction.atomic
def record_export(
    actor: AbstractBaseUser, kind: str, rows: int, reason: str, *, has_words: bool
) -> EnquiryExport:
    """Write down an export before it is handed out; its reason is sealed.

    `has_words` says whether names, addresses and messages are in it: the trail does, too.
    """
    made = EnquiryExport(made_by=actor, format=kind, rows=rows, reason=reason)
    made.save(force_insert=True)
    code = f"{kind}{EnquiryExport.WITH_WORDS}" if has_words else kind
    EnquiryEvent.objects.record(
        EnquiryEvent.Kind.EXPORTED, actor=actor, count=rows, subject=str(made.pk), reason=code
    )
    return made
