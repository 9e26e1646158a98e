"""What can be done to an enquiry. Each is one transaction and leaves its trace in it."""

from enquiries.actions.conversation import (
    CannotReplyError,
    add_note,
    may_reply,
    record_call,
    send_reply,
    try_delivery_again,
)
from enquiries.actions.handling import change_state, open_enquiry
from enquiries.actions.receiving import STORE_FAULTS, TooManyAdditionsError, receive_enquiry
from enquiries.actions.wordings import publish_wording

__all__ = [
    "STORE_FAULTS",
    "CannotReplyError",
    "TooManyAdditionsError",
    "add_note",
    "change_state",
    "may_reply",
    "open_enquiry",
    "publish_wording",
    "receive_enquiry",
    "record_call",
    "send_reply",
    "try_delivery_again",
]
