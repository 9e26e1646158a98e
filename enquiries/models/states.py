"""Where an enquiry can stand, and why it can be closed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    NEW = "new", _("New")
    IN_PROGRESS = "in_progress", _("In progress")
    WAITING = "waiting", _("Waiting for the patient")
    CLOSED = "closed", _("Closed")
    SPAM = "spam", _("Spam")


class Unsettled(models.TextChoices):
    """Why it is not settled how she may be reached."""

    SENT = "sent", _("she sent another address, number or way to reach her since")
    ERASED = "erased", _("one that was merged with it has been erased")


class ClosingReason(models.TextChoices):
    ANSWERED = "answered", _("Answered")
    NO_REPLY = "no_reply", _("The patient did not reply")
    REFERRED = "referred", _("Referred elsewhere")
    BECAME_PATIENT = "became_patient", _("Became a patient here")
    WITHDRAWN = "withdrawn", _("Withdrawn by the patient")
    NOT_FOR_US = "not_for_us", _("Not a matter for the clinic")
    MERGED = "merged", _("Merged into another enquiry")
