"""Publishing the texts that people rely on: each change is a new version."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from enquiries.models import EnquiryEvent, Wording
from enquiries.models.consent import sha256_of


@transaction.atomic
def publish_wording(
    purpose: str,
    language: str,
    text: str,
    actor: AbstractBaseUser | None = None,
    *,
    is_renewal: bool = False,
) -> Wording:
    """Make a text the newest version of its purpose, unless it already is.

    A renewal is a version with the same text: a translation that still fits its changed
    source. Without an actor it is a text that an installation begins with, and no event.
    """
    versions = Wording.objects.select_for_update().filter(purpose=purpose, language=language)
    newest = versions.order_by("-version").first()
    if newest and newest.text == text and not is_renewal:
        return newest
    made = Wording.objects.create(
        purpose=purpose,
        language=language,
        version=newest.version + 1 if newest else 1,
        text=text,
        sha256=sha256_of(text),
        published_by=actor,
    )
    if actor:
        EnquiryEvent.objects.record(
            EnquiryEvent.Kind.WORDING_PUBLISHED, actor=actor, subject=str(made.pk), reason=purpose
        )
    return made
