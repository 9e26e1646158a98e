"""What a privacy officer has in the Wagtail admin: a person's data, retention, the trail."""
