"""Conditions, treatments and registered studies in schema.org's words."""

import re

from django.utils.translation import gettext as _
from wagtail.models import Page

from content.models import FaqPage, TreatmentPage, TrialPage, TrialUpdatePage
from content.structured_data.shown import without_gaps

MEDICAL_PAGES = (TreatmentPage, FaqPage, TrialPage, TrialUpdatePage)

# The names of the condition, in the order in which one is taken for its name.
CONDITION_NAMES = ("premature ovarian insufficiency", "premature ovarian failure", "POI", "POF")

# Domain brief, section 10.2. What is not here, "unknown" above all, is left out.
STATUSES = {
    "RECRUITING": "Recruiting",
    "NOT_YET_RECRUITING": "NotYetRecruiting",
    "ENROLLING_BY_INVITATION": "EnrollingByInvitation",
    "ACTIVE_NOT_RECRUITING": "ActiveNotRecruiting",
    "COMPLETED": "Completed",
    "SUSPENDED": "Suspended",
    "TERMINATED": "Terminated",
    "WITHDRAWN": "Withdrawn",
}
MASKINGS = {
    "NONE": "OpenTrial",
    "SINGLE": "SingleBlindedTrial",
    "DOUBLE": "DoubleBlindedTrial",
    "TRIPLE": "TripleBlindedTrial",
}


def subject(page: Page) -> dict | None:
    """Return what a page is about, where that has a type of its own."""
    if isinstance(page, TrialUpdatePage):
        # Its number in the register stands on the trial's page, not here.
        return {
            "@type": _study_type(page.trial),
            "name": page.trial.title,
            "url": page.trial.get_full_url(),
        }
    if not isinstance(page, TreatmentPage):
        return None
    if page.about == TreatmentPage.About.CONDITION:
        return _condition(page)
    return _therapy(page) if page.about == TreatmentPage.About.THERAPY else None


def trial(page: Page) -> dict | None:
    """Return the study that a trial page shows, with the register's facts."""
    if not isinstance(page, TrialPage):
        return None
    return without_gaps(
        {
            **_study(page),
            "status": _address(STATUSES.get(page.stated_status)),
            "sponsor": _sponsor(page),
            "studyLocation": [{"@type": "Country", "name": name} for name in page.country_names],
            "healthCondition": _studied_condition(page),
            "trialDesign": _design(page) if _study_type(page) == "MedicalTrial" else [],
        }
    )


def _study(page: TrialPage) -> dict:
    """The register's own address names a study, not ours."""
    return {
        "@type": _study_type(page),
        "name": page.title,
        "identifier": page.nct_id,
        "url": page.registry_url,
    }


def _study_type(page: TrialPage) -> str:
    """In a trial people are given something; a study that only watches is none."""
    return "MedicalTrial" if page.study_type in {"INTERVENTIONAL", ""} else "MedicalStudy"


def _condition(page: TreatmentPage) -> dict:
    """The condition by the names that the page itself uses."""
    said = " ".join([page.title, page.summary, *_body_words(page)])
    used = [name for name in CONDITION_NAMES if re.search(rf"\b{name}\b", said, _case(name))]
    name, *others = used or [page.title]
    return without_gaps({"@type": "MedicalCondition", "name": name, "alternateName": others})


def _case(name: str) -> re.RegexFlag:
    return re.NOFLAG if name.isupper() else re.IGNORECASE


def _body_words(page: TreatmentPage) -> list[str]:
    return page.body.stream_block.get_searchable_content(page.body)


def _therapy(page: TreatmentPage) -> dict:
    """The box at the top of an experimental page names the treatment; other pages are it."""
    if page.status != TreatmentPage.Status.EXPERIMENTAL:
        return {"@type": "MedicalTherapy", "name": page.title}
    return {
        "@type": "MedicalTherapy",
        "name": _("Stem cell therapy for POI"),
        # schema.org's word for what the box calls experimental.
        "legalStatus": "Investigational",
    }


def _sponsor(page: TrialPage) -> dict | None:
    if not page.sponsor_name:
        return None
    kind = "Person" if page.sponsor_class == "INDIV" else "Organization"
    return {"@type": kind, "name": page.sponsor_name}


def _studied_condition(page: TrialPage) -> dict | None:
    """Only the list "Cells for POI" says by itself what its studies are about."""
    is_about_poi = page.kind == TrialPage.Kind.CELLS
    return {"@type": "MedicalCondition", "name": "POI"} if is_about_poi else None


def _design(page: TrialPage) -> list[str]:
    known = [
        "RandomizedTrial" if page.allocation == "RANDOMIZED" else None,
        MASKINGS.get(page.masking),
        "InternationalTrial" if len(set(page.countries)) > 1 else None,
    ]
    return [_address(name) for name in known if name]


def _address(name: str | None) -> str:
    return f"https://schema.org/{name}" if name else ""
