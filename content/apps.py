"""What the clinic says."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("Content")

    def ready(self) -> None:
        from wagtail.models import Locale, Page, PageViewRestriction, Site  # noqa: PLC0415
        from wagtail.signals import post_page_move  # noqa: PLC0415

        from content import checks, kept  # noqa: F401, PLC0415 - registers the checks
        from content.models import ClinicSettings  # noqa: PLC0415

        kept.forget_after(
            [post_save, post_delete, post_page_move],
            (Locale, Page, PageViewRestriction, Site, ClinicSettings),
        )
