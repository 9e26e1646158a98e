"""What is stored of an enquiry, by subject."""

from enquiries.models.consent import ConsentReceipt, Wording
from enquiries.models.conversation import Entry, ReplyTemplate
from enquiries.models.deliveries import Delivery
from enquiries.models.enquiry import Enquiry
from enquiries.models.exports import EnquiryExport
from enquiries.models.history import EnquiryEvent, TrailStart
from enquiries.models.keeping import RetentionPolicy, RetentionRun, Tombstone
from enquiries.models.limits import DailySalt, SpentProof, Tally
from enquiries.models.preferences import BestTime, Channel, Preferences
from enquiries.models.reaching import Allowed, allowed_by, allowed_in, may_reply
from enquiries.models.rights import HoldReason, IdentityCheck
from enquiries.models.states import ClosingReason, State, Unsettled
from enquiries.models.timetable import AnsweringSettings, Holiday
from enquiries.models.topics import EnquiryTopic

__all__ = [
    "Allowed",
    "AnsweringSettings",
    "BestTime",
    "Channel",
    "ClosingReason",
    "ConsentReceipt",
    "DailySalt",
    "Delivery",
    "Enquiry",
    "EnquiryEvent",
    "EnquiryExport",
    "EnquiryTopic",
    "Entry",
    "HoldReason",
    "Holiday",
    "IdentityCheck",
    "Preferences",
    "ReplyTemplate",
    "RetentionPolicy",
    "RetentionRun",
    "SpentProof",
    "State",
    "Tally",
    "Tombstone",
    "TrailStart",
    "Unsettled",
    "Wording",
    "allowed_by",
    "allowed_in",
    "may_reply",
]
