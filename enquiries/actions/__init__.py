"""What can be done to an enquiry. Each is one transaction and leaves its trace in it."""

from enquiries.actions.conversation import (
    CannotReplyError,
    add_note,
    may_reply,
    record_call,
    send_reply,
    try_delivery_again,
)
from enquiries.actions.handling import (
    TRANSITIONS,
    CannotMoveError,
    TakenError,
    assign_enquiry,
    change_state,
    open_enquiry,
    take_enquiry,
)
from enquiries.actions.merging import CannotMergeError, merge_enquiry
from enquiries.actions.receiving import STORE_FAULTS, TooManyAdditionsError, receive_enquiry
from enquiries.actions.taking_out import record_export, record_search
from enquiries.actions.wordings import publish_wording

__all__ = [
    "STORE_FAULTS",
    "TRANSITIONS",
    "CannotMergeError",
    "CannotMoveError",
    "CannotReplyError",
    "TakenError",
    "TooManyAdditionsError",
    "add_note",
    "assign_enquiry",
    "change_state",
    "may_reply",
    "merge_enquiry",
    "open_enquiry",
    "publish_wording",
    "receive_enquiry",
    "record_call",
    "record_export",
    "record_search",
    "send_reply",
    "take_enquiry",
    "try_delivery_again",
]
