"""What the clinic says."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("Content")

    def ready(self) -> None:
        from content import checks, forgetting  # noqa: F401, PLC0415 - they register themselves
