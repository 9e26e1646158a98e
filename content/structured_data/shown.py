"""What is being shown: the page with what stands round it."""

from dataclasses import dataclass, field

from wagtail.models import Page

from content.models import Clinician, ClinicSettings


@dataclass(frozen=True)
class Shown:
    """One page view. The addresses are whole; `person` is whose page it is, if somebody's."""

    page: Page
    url: str
    home: Page
    home_url: str
    clinic: ClinicSettings
    person: Clinician | None = None
    topics: list[dict] = field(default_factory=list)

    @property
    def clinic_id(self) -> str:
        return f"{self.home_url}#clinic"

    @property
    def website_id(self) -> str:
        return f"{self.home_url}#website"


def without_gaps(node: dict) -> dict:
    """Return a node without what is not known: an empty property would be a claim."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}
