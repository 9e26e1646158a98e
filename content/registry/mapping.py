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
    if not identification.get("nctId"):
        raise NotAStudy("This is not a study record: it has no protocolSection with an nctId.")
    return {
        "nct_id": str(identification["nctId"]).upper(),
        "nct_aliases": _texts(identification, "nctIdAliases"),
        "registry_title": identification.get("briefTitle") or "",
        "official_title": identification.get("officialTitle") or "",
        "acronym": identification.get("acronym") or "",
        "has_results": study.get("hasResults"),
        **_status(_module(protocol, "statusModule")),
        **_design(_module(protocol, "designModule")),
        **_people(protocol),
        **_places(_module(protocol, "contactsLocationsModule")),
    }


def _status(status: dict) -> dict[str, Any]:
    """Return where the study stands, and its dates."""
    return {
        "status": status.get("overallStatus") or "",
        "last_known_status": status.get("lastKnownStatus") or "",
        "why_stopped": status.get("whyStopped") or "",
        "start_date": _date(status, "startDateStruct"),
        "start_date_type": _module(status, "startDateStruct").get("type") or "",
        "primary_completion_date": _date(status, "primaryCompletionDateStruct"),
        "completion_date": _date(status, "completionDateStruct"),
        "completion_date_type": _module(status, "completionDateStruct").get("type") or "",
        "registry_updated_on": _date(status, "lastUpdatePostDateStruct"),
    }


def _design(design: dict) -> dict[str, Any]:
    """Return how the study is made."""
    info, enrolment = _module(design, "designInfo"), _module(design, "enrollmentInfo")
    return {
        "study_type": design.get("studyType") or "",
        "phases": _texts(design, "phases"),
        "allocation": info.get("allocation") or "",
        "intervention_model": info.get("interventionModel") or "",
        "masking": _module(info, "maskingInfo").get("masking") or "",
        "enrolment_count": enrolment.get("count"),
        "enrolment_type": enrolment.get("type") or "",
    }


def _people(protocol: dict) -> dict[str, Any]:
    """Return who runs it, who may take part, what is tested and measured."""
    sponsor = _module(_module(protocol, "sponsorCollaboratorsModule"), "leadSponsor")
    eligibility = _module(protocol, "eligibilityModule")
    arms = _module(protocol, "armsInterventionsModule")
    outcomes = _module(protocol, "outcomesModule")
    return {
        "sponsor_name": sponsor.get("name") or "",
        "sponsor_class": sponsor.get("class") or "",
        "minimum_age": eligibility.get("minimumAge") or "",
        "maximum_age": eligibility.get("maximumAge") or "",
        "interventions": _named(arms, "interventions", "name"),
        "primary_outcomes": _named(outcomes, "primaryOutcomes", "measure"),
    }


def _places(contacts: dict) -> dict[str, Any]:
    """Return where it is done: the facility, the town, the country; no person."""
    found = [place for place in contacts.get("locations") or [] if isinstance(place, dict)]
    places = [
        {key: place.get(key) or "" for key in ("facility", "city", "country")} for place in found
    ]
    countries = {place["country"] for place in places}
    return {"places": places, "countries": sorted(filter(None, countries))}


def _module(parent: Any, key: str) -> dict:
    """Return a part of a record that is an object, or an empty one."""
    part = parent.get(key) if isinstance(parent, dict) else None
    return part if isinstance(part, dict) else {}


def _date(status: dict, key: str) -> str:
    """Return a date as precisely as the register gives it: 2024, 2024-03 or 2024-03-15."""
    return _module(status, key).get("date") or ""


def _texts(parent: dict, key: str) -> list[str]:
    """Return a list of texts, or an empty one."""
    given = parent.get(key)
    return [str(each) for each in given if each] if isinstance(given, list) else []


def _named(parent: dict, key: str, name: str) -> list[str]:
    """Return one text of each object in a list, leaving out those that have none."""
    given = parent.get(key)
    items = given if isinstance(given, list) else []
    return [str(each[name]) for each in items if isinstance(each, dict) and each.get(name)]
