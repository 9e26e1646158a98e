"""The codes that a privacy officer gives: how identity was checked, why something is kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IdentityCheck(models.TextChoices):
    """How we know that it is the person herself who asks. A code of the audit trail."""

    WROTE_BACK = "id_wrote_back", _("She answered from the address or number in the enquiry")
    CALLED_BACK = "id_called_back", _("We called her back on the number in the enquiry")
    IN_PERSON = "id_in_person", _("She came and showed a document")
    REPRESENTATIVE = "id_representative", _("Somebody with her written authority asked")
    AUTHORITY = "id_authority", _("A court or an authority ordered it")


class HoldReason(models.TextChoices):
    """Why an enquiry is kept although its time may be over. A code of the audit trail."""

    HER_WISH = "hold_her_wish", _("The person asked us to keep it")
    COMPLAINT = "hold_complaint", _("A complaint is open")
    LEGAL_CLAIM = "hold_legal_claim", _("A legal claim is open or likely")
    AUTHORITY = "hold_authority", _("A court or an authority ordered it")
