"""The front door."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField

from content.blocks import DOORS, FAQS, STATEMENTS
from content.blocks.links import open_to_all
from content.models.base import BasePage
from content.models.trials import TrialUpdatePage


class HomePage(BasePage):
    """What the site is for, three ways in, and what is known today."""

    doors = StreamField(DOORS, verbose_name=_("doors"), blank=True, max_num=3)
    known_today = StreamField(STATEMENTS, verbose_name=_("what is known today"), blank=True)
    featured_faqs = StreamField(FAQS, verbose_name=_("questions most read"), blank=True)
    how_we_write = RichTextField(
        _("how we write and who checks"), features=["bold", "link", "ul"], blank=True
    )

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "content.TreatmentIndexPage",
        "content.FaqIndexPage",
        "content.TrialIndexPage",
        "content.StandardPage",
        "content.GlossaryPage",
        "content.PeoplePage",
        "content.SourcesPage",
    ]
    content_panels = [
        *BasePage.intro_panels,
        FieldPanel("doors"),
        FieldPanel("known_today"),
        FieldPanel("featured_faqs"),
        FieldPanel("how_we_write"),
        *BasePage.review_panels,
    ]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["faqs"] = open_to_all(block.value for block in self.featured_faqs)
        context["updates"] = TrialUpdatePage.newest_with_trials(self, 3)
        return context
