"""Treatment explainers and their index."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField

from content.blocks import KEY_POINTS
from content.models.base import BasePage, BodyPage


class TreatmentIndexPage(BasePage):
    """The list of explainers."""

    introduction = RichTextField(_("introduction"), features=["bold", "link", "ul"], blank=True)

    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.TreatmentPage"]
    max_count_per_parent = 1
    content_panels = [*BasePage.intro_panels, FieldPanel("introduction"), *BasePage.review_panels]

    class Meta:
        verbose_name = _("treatment index")

    def get_context(self, request, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["treatments"] = TreatmentPage.objects.child_of(self).live().order_by("path")
        return context


class TreatmentPage(BodyPage):
    """An explainer: what a treatment or an idea is, and what is known of it."""

    class Status(models.TextChoices):
        """Where the treatment stands, told in a box at the top."""

        EXPERIMENTAL = "experimental", _("Experimental")
        STANDARD_CARE = "standard_care", _("Standard care")
        INFORMATION = "information", _("Information")

    status = models.CharField(
        _("status"),
        max_length=20,
        choices=Status,
        default=Status.EXPERIMENTAL,
        help_text=_(
            "Not standard care means experimental. A page about no treatment: information."
        ),
    )
    key_points = StreamField(
        KEY_POINTS, verbose_name=_("in short"), blank=True, max_num=3, help_text=_("Three points.")
    )

    parent_page_types = ["content.TreatmentIndexPage"]
    subpage_types = []
    search_fields = [*BodyPage.search_fields]
    content_panels = [
        *BasePage.intro_panels,
        FieldPanel("status"),
        FieldPanel("key_points"),
        *BodyPage.body_panels,
        *BasePage.review_panels,
    ]

    class Meta:
        verbose_name = _("treatment explainer")
        verbose_name_plural = _("treatment explainers")
