"""Panels of the page editor that Wagtail does not have."""

from wagtail.admin.panels import Panel


class RegisterFactsPanel(Panel):
    """What the trial register says, in words, for reading only."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "content/admin/register_facts.html"

        def is_shown(self) -> bool:
            return bool(self.instance.registry_title or self.instance.status)
