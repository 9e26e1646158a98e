"""What the clinic says: page types, what they share, pictures and settings."""

from content.models.base import BasePage, BodyPage
from content.models.faqs import FaqIndexPage, FaqPage
from content.models.feedback import PageFeedback
from content.models.home import HomePage
from content.models.media import ClinicImage, ClinicRendition, Recording
from content.models.reference import GlossaryPage, PeoplePage, SourcesPage
from content.models.register import RegisterFacts
from content.models.register_changes import RegisterChange, TrialRecord
from content.models.searches import SearchCount, SearchSighting, Synonyms
from content.models.site_settings import ClinicSettings
from content.models.snippets import Clinician, GlossaryTerm, Source, Topic
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
    "GlossaryPage",
    "GlossaryTerm",
    "HomePage",
    "PageFeedback",
    "PeoplePage",
    "Recording",
    "RegisterChange",
    "RegisterFacts",
    "SearchCount",
    "SearchSighting",
    "Source",
    "SourcesPage",
    "StandardPage",
    "Synonyms",
    "Topic",
    "TreatmentIndexPage",
    "TreatmentPage",
    "TrialIndexPage",
    "TrialPage",
    "TrialRecord",
    "TrialUpdatePage",
]
