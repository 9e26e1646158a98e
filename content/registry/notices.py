"""What is unusual about a record: worth a line in the log, never a reason to fail.

The words are the enumerations of the API v2 (domain brief, section 5.5): those that the site
explains to readers, and the rest here.
"""

import re
from typing import Any, NamedTuple

from content.registry.design import ALLOCATIONS, MASKINGS, STUDY_TYPES
from content.registry.mapping import module
from content.registry.meanings import PHASES, STATUSES
from content.registry.wording import PLANNED_OR_ACTUAL

WORDS = {
    "status": STATUSES.keys(),
    "last_known_status": STATUSES.keys(),
    "phases": PHASES.keys(),
    "study_type": STUDY_TYPES.keys(),
    "start_date_type": PLANNED_OR_ACTUAL.keys(),
    "completion_date_type": PLANNED_OR_ACTUAL.keys(),
    "enrolment_type": PLANNED_OR_ACTUAL.keys(),
    "allocation": ALLOCATIONS.keys(),
    "intervention_model": frozenset(
        {"SINGLE_GROUP", "PARALLEL", "CROSSOVER", "FACTORIAL", "SEQUENTIAL"}
    ),
    "masking": MASKINGS.keys(),
    "sponsor_class": frozenset(
        "NIH FED OTHER_GOV INDIV INDUSTRY NETWORK AMBIG OTHER UNKNOWN".split()
    ),
}
MODULES = (
    "statusModule",
    "sponsorCollaboratorsModule",
    "designModule",
    "armsInterventionsModule",
    "outcomesModule",
    "eligibilityModule",
    "contactsLocationsModule",
)
# What a page shows of them, and where the record has it.
READ_WITH_CARE = {
    "start_date": ("statusModule", "startDateStruct", "date"),
    "primary_completion_date": ("statusModule", "primaryCompletionDateStruct", "date"),
    "completion_date": ("statusModule", "completionDateStruct", "date"),
    "registry_updated_on": ("statusModule", "lastUpdatePostDateStruct", "date"),
    "enrolment_count": ("designModule", "enrollmentInfo", "count"),
}
MISSING = "register module missing"
_A_WORD = re.compile(r"[A-Z0-9_]{1,60}")


class Notice(NamedTuple):
    """One thing: what it is, the field or module, the register's word when it is one."""

    event: str
    field: str
    word: str = ""


def notices(study: dict, facts: dict[str, Any]) -> list[Notice]:
    """Return what is unusual about a record whose facts have been read."""
    protocol = module(study, "protocolSection")
    found = [
        Notice(MISSING if absent else "register module unreadable", name)
        for name in MODULES
        if (absent := protocol.get(name) is None) or not isinstance(protocol[name], dict)
    ]
    for field, known in WORDS.items():
        given = facts[field] if isinstance(facts[field], list) else [facts[field]]
        found += [
            Notice("unknown register word", field, _loggable(word))
            for word in given
            if word and word not in known
        ]
    found += [
        Notice("register value unreadable", field)
        for field, (part, struct, key) in READ_WITH_CARE.items()
        if facts[field] in {"", None}
        and module(module(protocol, part), struct).get(key) is not None
    ]
    return found


def _loggable(word: str) -> str:
    """Return a word of the register; what has not the look of one may be a person's."""
    return word if _A_WORD.fullmatch(word) else f"({len(word)} characters)"
