"""The form, its confirmation, and the pages for when something is in the way."""

from enquiries.views.confirmation import received
from enquiries.views.enquire import csrf_failure, enquire

__all__ = ["csrf_failure", "enquire", "received"]
