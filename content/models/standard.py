"""Pages that are none of the others: about us, privacy, accessibility."""

from django.utils.translation import gettext_lazy as _

from content.models.base import BodyPage


class StandardPage(BodyPage):
    """A plain page."""

    parent_page_types = ["content.HomePage", "content.StandardPage"]
    subpage_types = ["content.StandardPage", "content.PeoplePage"]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
