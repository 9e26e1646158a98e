"""The texts around the form, in the Wagtail admin: read, changed, previewed, their history."""
