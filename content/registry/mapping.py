"""From a register's record to the fields of a trial page.

Any module or field of a record may be absent or null (domain brief, section 5.4), so
every step is taken with a default and nothing is guessed: what the record does not say
stays empty. Staff names, telephone numbers and addresses are never read.
"""

from typing import Any


class NotAStudy(ValueError):
    """The data is not one study in the shape of the API v2."""


def registry_fields(study: Any) -> dict[str, Any]:
    """Return the register's part of a trial page from one study record.

    `study` is the decoded JSON of `/studies/{nctId}`. Raises `NotAStudy` when it has no
    `protocolSection` with an `nctId`.
    """
    protocol = _module(study, "protocolSection")
    identification = _module(protocol, "identificationModule")
    status = _module(protocol, "statusModule")
    design = _module(protocol, "designModule")
    enrolment = _module(design, "enrollmentInfo")
    sponsor = _module(_module(protocol, "sponsorCollaboratorsModule"), "leadSponsor")
    if not identification.get("nctId"):
        raise NotAStudy("This is not a study record: it has no protocolSection with an nctId.")
    return {
        "nct_id": str(identification["nctId"]).upper(),
        "registry_title": identification.get("briefTitle") or "",
        "status": status.get("overallStatus") or "",
        "phases": list(design.get("phases") or []),
        "enrolment_count": enrolment.get("count"),
        "enrolment_type": enrolment.get("type") or "",
        "start_date": _date(status, "startDateStruct"),
        "completion_date": _date(status, "completionDateStruct"),
        "sponsor_name": sponsor.get("name") or "",
        "sponsor_class": sponsor.get("class") or "",
        "countries": _countries(protocol),
        "primary_outcomes": _outcomes(protocol),
        "has_results": study.get("hasResults"),
        "registry_updated_on": _date(status, "lastUpdatePostDateStruct"),
    }


def _module(parent: Any, key: str) -> dict:
    """Return a part of a record that is an object, or an empty one."""
    part = parent.get(key) if isinstance(parent, dict) else None
    return part if isinstance(part, dict) else {}


def _date(status: dict, key: str) -> str:
    """Return a date as precisely as the register gives it: 2024, 2024-03 or 2024-03-15."""
    return _module(status, key).get("date") or ""


def _countries(protocol: dict) -> list[str]:
    locations = _module(protocol, "contactsLocationsModule").get("locations") or []
    return sorted({place["country"] for place in locations if place.get("country")})


def _outcomes(protocol: dict) -> list[str]:
    outcomes = _module(protocol, "outcomesModule").get("primaryOutcomes") or []
    return [outcome["measure"] for outcome in outcomes if outcome.get("measure")]
