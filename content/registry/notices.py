"""What is unusual about a record: worth a line in the log, never a reason to fail.

The words are the enumerations of the API v2 (domain brief, section 5.5).
"""

import re
from typing import Any, NamedTuple

from content.registry.mapping import module

_STATUSES = frozenset(
    """ACTIVE_NOT_RECRUITING COMPLETED ENROLLING_BY_INVITATION NOT_YET_RECRUITING RECRUITING
    SUSPENDED TERMINATED WITHDRAWN AVAILABLE NO_LONGER_AVAILABLE TEMPORARILY_NOT_AVAILABLE
    APPROVED_FOR_MARKETING WITHHELD UNKNOWN""".split()
)
_ACTUAL_OR_PLANNED = frozenset({"ACTUAL", "ESTIMATED"})
WORDS = {
    "status": _STATUSES,
    "last_known_status": _STATUSES,
    "phases": frozenset({"NA", "EARLY_PHASE1", "PHASE1", "PHASE2", "PHASE3", "PHASE4"}),
    "study_type": frozenset({"EXPANDED_ACCESS", "INTERVENTIONAL", "OBSERVATIONAL"}),
    "start_date_type": _ACTUAL_OR_PLANNED,
    "completion_date_type": _ACTUAL_OR_PLANNED,
    "enrolment_type": _ACTUAL_OR_PLANNED,
    "allocation": frozenset({"RANDOMIZED", "NON_RANDOMIZED", "NA"}),
    "intervention_model": frozenset(
        {"SINGLE_GROUP", "PARALLEL", "CROSSOVER", "FACTORIAL", "SEQUENTIAL"}
    ),
    "masking": frozenset({"NONE", "SINGLE", "DOUBLE", "TRIPLE", "QUADRUPLE"}),
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
