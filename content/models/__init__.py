"""What the clinic says: page types, what they share, pictures and settings."""

from content.models.base import BasePage, BodyPage
from content.models.faqs import FaqIndexPage, FaqPage
from content.models.home import HomePage
from content.models.media import ClinicImage, ClinicRendition
from content.models.site_settings import ClinicSettings
from content.models.snippets import Clinician, Source, Topic
from content.models.standard import StandardPage
from content.models.treatments import TreatmentIndexPage, TreatmentPage
from content.models.trials import TrialIndexPage, TrialPage, TrialUpdatePage

__all__ = [
    "BasePage",
    "BodyPage",
    "ClinicImage",
    "ClinicRendition",
    "ClinicSettings",
    "Clinician",
    "FaqIndexPage",
    "FaqPage",
    "HomePage",
    "Source",
    "StandardPage",
    "Topic",
    "TreatmentIndexPage",
    "TreatmentPage",
    "TrialIndexPage",
    "TrialPage",
    "TrialUpdatePage",
]
