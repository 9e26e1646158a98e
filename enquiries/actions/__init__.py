"""What can be done to an enquiry. Each is one transaction and leaves its trace in it."""

from enquiries.actions.conversation import (
    CannotReplyError,
    NewerEntryError,
    add_note,
    let_delivery_go,
    record_call,
    send_reply,
    try_delivery_again,
)
from enquiries.actions.correcting import CannotCorrectError, correct_details
from enquiries.actions.due_times import renew_due_times
from enquiries.actions.handling import (
    TRANSITIONS,
    CannotMoveError,
    TakenError,
    assign_enquiry,
    change_state,
    give_back,
    open_enquiry,
    take_enquiry,
)
from enquiries.actions.merging import CannotMergeError, merge_enquiry
from enquiries.actions.policy import change_policy
from enquiries.actions.receiving import (
    STORE_FAULTS,
    DeletedSinceError,
    TooManyAdditionsError,
    receive_enquiry,
)
from enquiries.actions.restoring import apply_tombstones
from enquiries.actions.retention_run import AnotherRunError, run_retention
from enquiries.actions.rights import Erasure, erase, find_person, hold, note_copy, release
from enquiries.actions.settling import NewerWishesError, settle
from enquiries.actions.shortening import shorten_trail
from enquiries.actions.taking_out import record_export, record_search
from enquiries.actions.wordings import publish_wording

__all__ = [
    "STORE_FAULTS",
    "TRANSITIONS",
    "AnotherRunError",
    "CannotCorrectError",
    "CannotMergeError",
    "CannotMoveError",
    "CannotReplyError",
    "DeletedSinceError",
    "Erasure",
    "NewerEntryError",
    "NewerWishesError",
    "TakenError",
    "TooManyAdditionsError",
    "add_note",
    "apply_tombstones",
    "assign_enquiry",
    "change_policy",
    "change_state",
    "correct_details",
    "erase",
    "find_person",
    "give_back",
    "hold",
    "let_delivery_go",
    "merge_enquiry",
    "note_copy",
    "open_enquiry",
    "publish_wording",
    "receive_enquiry",
    "record_call",
    "record_export",
    "record_search",
    "release",
    "renew_due_times",
    "run_retention",
    "send_reply",
    "settle",
    "shorten_trail",
    "take_enquiry",
    "try_delivery_again",
]
