"""The clinic's own particulars, shown on every page."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Site

from content.kept import keep


@register_setting(icon="cog")
class ClinicSettings(BaseSiteSetting):
    """Name, ways to reach the clinic, and what every page says."""

    clinic_name = models.CharField(_("name of the clinic"), max_length=80, default="The clinic")
    strapline = models.CharField(_("strapline"), max_length=120, blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.TextField(_("address"), blank=True)
    opening_hours = models.CharField(_("opening hours"), max_length=200, blank=True)
    urgent_help = RichTextField(
        _("urgent help"),
        features=["bold", "link", "ul"],
        blank=True,
        help_text=_("Whom to call in an emergency. Stands on every page and before the form."),
    )
    quick_exit_url = models.URLField(
        _("quick exit"),
        blank=True,
        help_text=_("Where “Leave this page quickly” leads. Empty: there is no such link."),
    )
    interests = models.TextField(
        _("what we gain"),
        blank=True,
        max_length=300,
        help_text=_(
            "Whether the clinic offers or sells what the explainers describe. "
            "Shown on every page about an experimental treatment."
        ),
    )
    show_demo_notice = models.BooleanField(
        _("say that this is demonstration content"),
        default=True,
        help_text=_("Take the tick away once clinicians have reviewed every page."),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("clinic_name"), FieldPanel("strapline")], heading=_("The clinic")
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("telephone", "email", "address", "opening_hours")],
            heading=_("How to reach it"),
        ),
        MultiFieldPanel(
            [FieldPanel("urgent_help"), FieldPanel("quick_exit_url")], heading=_("Safety")
        ),
        FieldPanel("interests"),
        FieldPanel("show_demo_notice"),
    ]

    class Meta:
        verbose_name = _("clinic")

    @classmethod
    def for_request(cls, request: HttpRequest) -> "ClinicSettings":
        """Return the settings of the site that was asked for, as they were a moment ago."""
        key = (cls, request.get_host())
        return keep(key, lambda: cls.for_site(Site.find_for_request(request)))
