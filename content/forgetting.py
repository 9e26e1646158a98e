"""What is kept for a moment is forgotten at once when it changes in this process."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import post_page_move

from content import kept
from content.models import ClinicSettings

KEPT_FROM = (Locale, Page, PageViewRestriction, Site, ClinicSettings)


@receiver([post_save, post_delete, post_page_move], dispatch_uid="content.forgetting")
def forget_what_changed(sender: type, **kwargs) -> None:
    if issubclass(sender, KEPT_FROM):
        kept.forget()
