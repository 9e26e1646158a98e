"""What a site that takes enquiries must have been told."""

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.compatibility, deploy=True)
def check_fallback_telephone(**kwargs) -> list[CheckMessage]:
    """Without a number, the page that says "not saved" leaves a person with nothing to do."""
    if settings.FALLBACK_TELEPHONE:
        return []
    return [
        Warning(
            "FALLBACK_TELEPHONE is empty.",
            hint="Set it to the clinic's number: it stands on the page that says “not saved”.",
            id="enquiries.W001",
        )
    ]
