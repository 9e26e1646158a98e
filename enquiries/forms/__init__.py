"""The form: what it asks, what it takes, and the token that makes it one of ours."""

from enquiries.forms.enquiry_form import EnquiryForm, NoWordingError
from enquiries.forms.shown_words import ShownWording, shown_words

__all__ = ["EnquiryForm", "NoWordingError", "ShownWording", "shown_words"]
