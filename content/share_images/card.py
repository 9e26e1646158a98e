"""What the picture of a page says, and where it is."""

from dataclasses import asdict, dataclass
from hashlib import sha256

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from content.models import ClinicSettings, FaqPage, TreatmentPage, TrialPage, TrialUpdatePage

WIDTH, HEIGHT = 1200, 630
# Raise it when the drawing changes: the addresses change with it, and nobody keeps the old one.
DESIGN = 1


@dataclass(frozen=True)
class Card:
    """The words of one picture. Equal words make an equal picture."""

    title: str
    kind: str
    clinic_name: str
    notice: str

    @property
    def digest(self) -> str:
        """Twelve characters that change with anything that is drawn."""
        drawn = f"{DESIGN} {sorted(asdict(self).items())}"
        return sha256(drawn.encode()).hexdigest()[:12]


def card_of(page: Page, clinic: ClinicSettings) -> Card:
    """Return what the picture of a page says, in the page's own language."""
    with translation.override(page.locale.language_code):
        return Card(
            title=page.title,
            kind=_kind(page),
            clinic_name=clinic.clinic_name,
            # A picture travels without its page: what the page owns up to goes along.
            notice=_("Demonstration. Not reviewed by a clinician.")
            if clinic.show_demo_notice
            else "",
        )


def share_address(page: Page, card: Card) -> str:
    """Return the path of a page's picture."""
    return reverse("share_image", kwargs={"pk": page.pk, "digest": card.digest})


def _kind(page: Page) -> str:
    if isinstance(page, TreatmentPage) and page.status != TreatmentPage.Status.INFORMATION:
        return str(page.get_status_display())
    kinds = {FaqPage: _("Question"), TrialPage: _("Registered trial")}
    return kinds.get(type(page), _("Trial update") if isinstance(page, TrialUpdatePage) else "")
