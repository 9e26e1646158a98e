"""From a register's record to the fields of a trial page.

Any module or field of a record may be absent, null or of another type than expected
(domain brief, section 5.4), so every step is taken with a default and nothing is
guessed: what the record does not say stays empty. Staff names, telephone numbers and
addresses are never read.
"""

import math
import re
from datetime import date
from typing import Any

NUMBER = re.compile(r"nct0*([1-9][0-9]{0,7})", re.IGNORECASE)
PARTIAL_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
# A backslash before a sign that Markdown knows: the register writes \< and \>=.
ESCAPE = re.compile(r"\\{1,4}([\\`*_{}\[\]()#+\-.!<>~|=&])")
MOST_PEOPLE = 2**31 - 1


class NotAStudy(ValueError):
    """The data is not one study in the shape of the API v2."""


def canonical_number(given: Any) -> str:
    """Return a register number as NCT and eight digits, or nothing when it is none."""
    found = NUMBER.fullmatch(given.strip()) if isinstance(given, str) else None
    return f"NCT{int(found[1]):08}" if found else ""


def registry_fields(study: Any) -> dict[str, Any]:
    """Return the register's part of a trial page from one study record.

    `study` is the decoded JSON of `/studies/{nctId}`. Raises `NotAStudy` when it has no
    `protocolSection` with an `nctId`, or one that is no register number.
    """
    protocol = module(study, "protocolSection")
    identification = module(protocol, "identificationModule")
    number = canonical_number(identification.get("nctId"))
    if not number:
        raise NotAStudy(
            "This is not a study record: it has no protocolSection with an nctId "
            "of NCT and eight digits."
        )
    return {
        "nct_id": number,
        "nct_aliases": _aliases(identification, number),
        "registry_title": text(identification.get("briefTitle")),
        "official_title": text(identification.get("officialTitle")),
        "acronym": text(identification.get("acronym")),
        "has_results": _truth(study.get("hasResults")),
        **_status(module(protocol, "statusModule")),
        **_design(module(protocol, "designModule")),
        **_people(protocol),
        **_places(module(protocol, "contactsLocationsModule")),
    }


def _status(status: dict) -> dict[str, Any]:
    """Return where the study stands, and its dates."""
    return {
        "status": text(status.get("overallStatus")),
        "last_known_status": text(status.get("lastKnownStatus")),
        "why_stopped": text(status.get("whyStopped")),
        "start_date": _date(status, "startDateStruct"),
        "start_date_type": text(module(status, "startDateStruct").get("type")),
        "primary_completion_date": _date(status, "primaryCompletionDateStruct"),
        "completion_date": _date(status, "completionDateStruct"),
        "completion_date_type": text(module(status, "completionDateStruct").get("type")),
        "registry_updated_on": _date(status, "lastUpdatePostDateStruct"),
    }


def _design(design: dict) -> dict[str, Any]:
    """Return how the study is made."""
    info, enrolment = module(design, "designInfo"), module(design, "enrollmentInfo")
    return {
        "study_type": text(design.get("studyType")),
        "phases": _texts(design, "phases"),
        "allocation": text(info.get("allocation")),
        "intervention_model": text(info.get("interventionModel")),
        "masking": text(module(info, "maskingInfo").get("masking")),
        "enrolment_count": _count(enrolment.get("count")),
        "enrolment_type": text(enrolment.get("type")),
    }


def _people(protocol: dict) -> dict[str, Any]:
    """Return who runs it, who may take part, what is tested and measured."""
    sponsor = module(module(protocol, "sponsorCollaboratorsModule"), "leadSponsor")
    eligibility = module(protocol, "eligibilityModule")
    arms = module(protocol, "armsInterventionsModule")
    outcomes = module(protocol, "outcomesModule")
    return {
        "sponsor_name": text(sponsor.get("name")),
        "sponsor_class": text(sponsor.get("class")),
        "minimum_age": text(eligibility.get("minimumAge")),
        "maximum_age": text(eligibility.get("maximumAge")),
        "interventions": _named(arms, "interventions", "name"),
        "primary_outcomes": _named(outcomes, "primaryOutcomes", "measure"),
    }


def _places(contacts: dict) -> dict[str, Any]:
    """Return where it is done: the facility, the town, the country; no person."""
    places = [
        {key: text(place.get(key)) for key in ("facility", "city", "country")}
        for place in _objects(contacts, "locations")
    ]
    countries = {place["country"] for place in places}
    return {
        "places": [place for place in places if any(place.values())],
        "countries": sorted(filter(None, countries)),
    }


def module(parent: Any, key: str) -> dict:
    """Return a part of a record that is an object, or an empty one."""
    part = parent.get(key) if isinstance(parent, dict) else None
    return part if isinstance(part, dict) else {}


def text(given: Any) -> str:
    """Return a text in one line without Markdown's escapes; a number as text; else nothing."""
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        return ""
    if isinstance(given, float) and not math.isfinite(given):
        return ""
    line = " ".join(ESCAPE.sub(r"\1", str(given)).split())
    return "".join(filter(str.isprintable, line))


def _aliases(identification: dict, number: str) -> list[str]:
    """Return the study's older numbers."""
    found = (canonical_number(each) for each in _texts(identification, "nctIdAliases"))
    return [each for each in dict.fromkeys(found) if each and each != number]


def _date(status: dict, key: str) -> str:
    """Return a date as precisely as the register gives it: 2024, 2024-03 or 2024-03-15."""
    given = text(module(status, key).get("date"))
    if not PARTIAL_DATE.fullmatch(given):
        return ""
    try:
        date.fromisoformat(f"{given}-01-01"[:10])
    except ValueError:
        return ""
    return given


def _count(given: Any) -> int | None:
    """Return a number of people; nothing for what cannot be one."""
    if isinstance(given, float):
        number = int(given) if given.is_integer() else -1
    else:
        digits = text(given)
        number = int(digits) if digits.isdecimal() and len(digits) <= 10 else -1
    return number if 0 <= number <= MOST_PEOPLE else None


def _truth(given: Any) -> bool | None:
    """Return yes, no, or not stated."""
    return given if isinstance(given, bool) else None


def _texts(parent: dict, key: str) -> list[str]:
    """Return a list of texts, each once; a single text as a list of one."""
    given = parent.get(key)
    items = given if isinstance(given, list) else [given]
    return list(dict.fromkeys(filter(None, map(text, items))))


def _named(parent: dict, key: str, name: str) -> list[str]:
    """Return one text of each object in a list, leaving out those that have none."""
    return list(filter(None, (text(each.get(name)) for each in _objects(parent, key))))


def _objects(parent: dict, key: str) -> list[dict]:
    """Return the objects of a list."""
    given = parent.get(key)
    items = given if isinstance(given, list) else []
    return [each for each in items if isinstance(each, dict)]
