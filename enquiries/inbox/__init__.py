"""The inbox in the Wagtail admin: who may, the list, one enquiry, the topics."""
