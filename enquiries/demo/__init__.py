"""Invented enquiries in every state, to learn the inbox by. Never among real ones."""

from enquiries.demo.loading import load_enquiries
from enquiries.demo.reader import DemoEnquiry, DemoFileError, read_enquiries

__all__ = ["DemoEnquiry", "DemoFileError", "load_enquiries", "read_enquiries"]
