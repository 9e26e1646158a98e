"""What a site that takes enquiries must have been told."""

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from enquiries.encryption import NoKeysError, keyring, seal, unseal


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


@register(Tags.security, deploy=True)
def check_keys(**kwargs) -> list[CheckMessage]:
    """Without a ring that seals and opens, no enquiry is taken."""
    try:
        ring = keyring()
        if unseal(seal("probe", "check", ring), "check", ring) == "probe":
            return []
        reason = "The key ring does not open what it has sealed."
    except NoKeysError as error:
        reason = str(error)
    return [
        Error(
            reason,
            hint="Make one with make_enquiry_keys, or put it back from a copy.",
            id="enquiries.E001",
        )
    ]
