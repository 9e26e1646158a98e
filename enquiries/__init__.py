"""What people ask: the form, the letterbox behind it, and the inbox of the staff."""
