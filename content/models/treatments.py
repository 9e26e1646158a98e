"""Treatment explainers and their index."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField, StreamField

from content.blocks import BODY_BLOCKS, CHANGES, EXPLAINER_PARTS, KEY_POINTS
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

    class About(models.TextChoices):
        """What the page is about, for those who read its structured data."""

        THERAPY = "therapy", _("A treatment")
        CONDITION = "condition", _("The condition")
        SUBJECT = "subject", _("Something else")

    about = models.CharField(
        _("what it is about"), max_length=20, choices=About, default=About.SUBJECT
    )
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
    body = StreamField(BODY_BLOCKS, verbose_name=_("body"), blank=True, default=EXPLAINER_PARTS)
    changes = StreamField(
        CHANGES,
        verbose_name=_("what changed"),
        blank=True,
        help_text=_("Newest first. For changes that a reader who comes back should know."),
    )

    parent_page_types = ["content.TreatmentIndexPage", "content.TreatmentPage"]
    subpage_types = ["content.TreatmentPage"]
    content_panels = [
        *BasePage.intro_panels,
        FieldRowPanel([FieldPanel("status"), FieldPanel("about")]),
        FieldPanel("key_points"),
        *BodyPage.body_panels,
        FieldPanel("changes"),
        *BasePage.review_panels,
    ]

    class Meta:
        verbose_name = _("treatment explainer")
        verbose_name_plural = _("treatment explainers")
