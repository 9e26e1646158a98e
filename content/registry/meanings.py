"""The register's own words, each with a label and a plain meaning.

Source: enumerations of the API v2 (domain brief, section 5.5) and the editorial rules
for trial pages (section 4.3). Values are matched whole: "NOT_YET_RECRUITING" contains
"RECRUITING". A value that is not here is shown as the register gives it.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_OWN_WORD = _("This is the register's own word.")


class Meaning(NamedTuple):
    """A label for the page, and one sentence that says what it means."""

    label: str | Promise
    sentence: str | Promise


STATUSES = {
    "NOT_YET_RECRUITING": Meaning(
        _("Not yet looking for people"), _("The study has been registered. Nobody can join yet.")
    ),
    "RECRUITING": Meaning(
        _("Looking for people"), _("Our copy of the register says that people can join.")
    ),
    "ENROLLING_BY_INVITATION": Meaning(
        _("By invitation only"), _("The researchers choose whom they ask. Nobody can apply.")
    ),
    "ACTIVE_NOT_RECRUITING": Meaning(
        _("Running, closed to new people"), _("The study goes on. Nobody else can join.")
    ),
    "COMPLETED": Meaning(
        _("Completed"), _("The study has ended. That does not say what it found.")
    ),
    "SUSPENDED": Meaning(_("Paused"), _("The study has stopped for now. It may or may not go on.")),
    "TERMINATED": Meaning(
        _("Stopped early"), _("The study was stopped before its end. It will not go on.")
    ),
    "WITHDRAWN": Meaning(_("Never started"), _("The study was called off before anybody joined.")),
    "UNKNOWN": Meaning(
        _("Unknown"),
        _(
            "The researchers have not updated this record for a long time, "
            "so we do not know if it is still running."
        ),
    ),
    # Nothing that we may cite says what these mean; they are shown as words and no more.
    "AVAILABLE": Meaning(_("Available"), _OWN_WORD),
    "NO_LONGER_AVAILABLE": Meaning(_("No longer available"), _OWN_WORD),
    "TEMPORARILY_NOT_AVAILABLE": Meaning(_("Not available for now"), _OWN_WORD),
    "APPROVED_FOR_MARKETING": Meaning(_("“Approved for marketing”"), _OWN_WORD),
    "WITHHELD": Meaning(_("Withheld"), _OWN_WORD),
}
# Nothing goes on any more, or nobody says so: such a record does not grow old.
ENDED_OR_UNKNOWN = frozenset({"COMPLETED", "TERMINATED", "WITHDRAWN", "UNKNOWN", ""})
# Says that somebody can join, or soon may.
OPEN_TO_PEOPLE = frozenset({"RECRUITING", "NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION"})
# Ours, not the register's: such a status in a record without a day.
UNDATED = "UNDATED"
UNDATED_STATUS = Meaning(
    _("Not certain"),
    _(
        "Our copy of the register says that people can or soon may join, but not when that was. "
        "It may be years ago."
    ),
)
NO_STATUS = Meaning(
    _("Not seen"), _("The copy of the register that we have does not give a status.")
)

PHASES = {
    "NA": Meaning(_("No phase"), _("The register gives this kind of study no phase.")),
    "EARLY_PHASE1": Meaning(_("Early phase 1"), _("A first look in very few people.")),
    "PHASE1": Meaning(_("Phase 1"), _("Mainly asks about safety, in few people.")),
    "PHASE2": Meaning(_("Phase 2"), _("Looks for early signs of an effect.")),
    "PHASE3": Meaning(_("Phase 3"), _("Compares treatments in more people.")),
    "PHASE4": Meaning(
        _("Phase 4"),
        _(
            "Meant for approved treatments. A sponsor may use this label "
            "even when the treatment is not approved."
        ),
    ),
}
NO_PHASE = Meaning(_("Not stated"), _("The record does not state a phase."))


def stated_status(status: str, updated_on: str) -> str:
    """Return a status as far as its record bears it out.

    That people may join is never said of a record that does not say when it said so
    (domain brief, section 4.3).
    """
    return UNDATED if status in OPEN_TO_PEOPLE and not updated_on else status


def status_meaning(status: str) -> Meaning:
    """Return the meaning of a status; an unknown one keeps its own word."""
    if not status:
        return NO_STATUS
    if status == UNDATED:
        return UNDATED_STATUS
    return STATUSES.get(status, Meaning(status, _OWN_WORD))


def phase_meanings(phases: list[str]) -> list[Meaning]:
    """Return the meaning of each phase; a study may have two (phase 1 and 2 together)."""
    return [PHASES.get(phase, Meaning(phase, "")) for phase in phases] or [NO_PHASE]


def latest_day(date: str) -> str:
    """Return the last day that a register's date may mean, in ISO form, to compare by.

    "2024" -> "2024-12-31", "2024-03" -> "2024-03-31" (a day past the month's end compares
    rightly), a whole day as it is, "" as it is.
    """
    return date + {4: "-12-31", 7: "-31"}.get(len(date), "")
