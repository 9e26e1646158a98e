"""What can be done to an enquiry. Each is one transaction and leaves its trace in it."""

from enquiries.actions.handling import change_state, open_enquiry
from enquiries.actions.receiving import STORE_FAULTS, TooManyAdditionsError, receive_enquiry
from enquiries.actions.wordings import publish_wording

__all__ = [
    "STORE_FAULTS",
    "TooManyAdditionsError",
    "change_state",
    "open_enquiry",
    "publish_wording",
    "receive_enquiry",
]
