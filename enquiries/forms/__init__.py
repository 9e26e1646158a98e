"""The form that a visitor fills in."""

from enquiries.forms.enquiry_form import EnquiryForm, NoWordingError

__all__ = ["EnquiryForm", "NoWordingError"]
