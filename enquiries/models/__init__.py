"""What is stored of an enquiry, by subject."""

from enquiries.models.consent import ConsentReceipt, Wording
from enquiries.models.deliveries import Delivery
from enquiries.models.enquiry import Enquiry
from enquiries.models.history import EnquiryEvent
from enquiries.models.topics import EnquiryTopic

__all__ = ["ConsentReceipt", "Delivery", "Enquiry", "EnquiryEvent", "EnquiryTopic", "Wording"]
