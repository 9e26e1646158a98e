"""From a register's record to the facts on a trial page."""

from time import perf_counter

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as some
from register import a_record

from content.demo.reader import read_record
from content.models import TrialPage
from content.registry.cleaning import storable
from content.registry.mapping import NotAStudy, canonical_number, registry_fields
from content.registry.meanings import phase_meanings, status_meaning
from content.registry.notices import notices
from content.registry.wording import fact_in_words
from content.registry_import.studies import Unreadable, decoded, listed, prepared


def test_a_record_gives_its_facts_as_precisely_as_it_holds_them():
    fields = registry_fields(read_record("NCT02603744"))
    assert fields["nct_id"] == "NCT02603744"
    assert fields["status"] == "UNKNOWN"
    assert fields["phases"] == ["PHASE1", "PHASE2"]
    assert (fields["enrolment_count"], fields["enrolment_type"]) == (9, "ESTIMATED")
    assert (fields["start_date"], fields["completion_date"]) == ("2015-06", "2018-11")
    assert fields["countries"] == ["Iran, Islamic Republic of"]
    assert fields["primary_outcomes"] == ["ovary mass", "ovary abcess"]
    assert fields["has_results"] is None


@pytest.mark.parametrize("emptied", [None, {}, "gone", []])
def test_a_record_without_its_modules_still_gives_what_it_has(emptied):
    modules = ("statusModule", "designModule", "outcomesModule", "sponsorCollaboratorsModule")
    record = {"protocolSection": {name: emptied for name in modules}}
    record["protocolSection"]["identificationModule"] = {"nctId": "nct00000001"}
    fields = registry_fields(record)
    assert fields["nct_id"] == "NCT00000001"
    assert fields["status"] == ""
    assert fields["enrolment_count"] is None
    assert fields["phases"] == fields["countries"] == []


@pytest.mark.parametrize("data", [None, [], {}, "text", {"protocolSection": None}, 7])
def test_something_that_is_no_study_is_refused(data):
    with pytest.raises(NotAStudy):
        registry_fields(data)


def test_not_yet_recruiting_is_not_taken_for_recruiting():
    assert status_meaning("NOT_YET_RECRUITING").label == "Not yet looking for people"


def test_a_word_that_the_register_invents_tomorrow_is_shown_as_it_is():
    assert status_meaning("PAUSED_FOR_REVIEW").label == "PAUSED_FOR_REVIEW"
    assert phase_meanings(["PHASE9"])[0].label == "PHASE9"


def test_no_phase_stated_is_told_apart_from_not_applicable():
    assert phase_meanings([])[0].label == "Not stated"
    assert phase_meanings(["NA"])[0].label == "No phase"


@pytest.mark.parametrize(
    ("status", "updated", "end", "is_old"),
    [
        ("RECRUITING", "2026-11-01", "2027-03", False),
        ("RECRUITING", "2025-11-22", "2027-03", True),
        ("RECRUITING", "2025-11-24", "2027-03", False),
        ("RECRUITING", "2026-11-01", "2026-10", True),
        ("RECRUITING", "2026-11-01", "2026-11", False),
        ("RECRUITING", "2026-11-01", "2026", False),
        ("RECRUITING", "", "", True),
        ("SUSPENDED", "2024-09-19", "2025-12", True),
        ("PAUSED_FOR_REVIEW", "2024-09-19", "", True),
        ("COMPLETED", "2014-05", "2014-05", False),
        ("UNKNOWN", "2017-04-27", "2018-11", False),
    ],
)
def test_a_record_that_says_something_goes_on_grows_old(db, status, updated, end, is_old):
    trial = TrialPage(status=status, registry_updated_on=updated, completion_date=end)
    with time_machine.travel("2026-11-23 12:00"):
        assert trial.is_record_old is is_old


ANYTHING = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats()
    | some.text(some.characters(exclude_categories=()))
    | some.sampled_from(
        ["RECRUITING", "2024-03", "NCT00000007", "a@example.org", "\x00", "\ud800"]
    ),
    lambda parts: some.lists(parts) | some.dictionaries(some.text(), parts),
    max_leaves=8,
)


def paths(part: dict, above: tuple = ()) -> list[tuple]:
    """Every place in a record, however deep."""
    found = []
    for key, value in part.items():
        found.append((*above, key))
        if isinstance(value, dict):
            found += paths(value, (*above, key))
    return found


@given(ANYTHING)
def test_anything_at_all_is_a_study_or_refused(data):
    try:
        registry_fields(data)
    except NotAStudy:
        return
    pytest.fail("Nothing here has a number.")


@given(some.lists(some.tuples(some.sampled_from(paths(a_record())), ANYTHING), max_size=6))
def test_a_record_with_anything_in_any_place_gives_facts_that_fit_a_page(places):
    record = a_record()
    for path, value in places:
        part = record
        for key in path[:-1]:
            part = part.get(key) if isinstance(part, dict) else None
        if isinstance(part, dict):
            part[path[-1]] = value
    try:
        study = prepared(record, is_fresh=True)
    except Unreadable:
        return
    for name, value in study.facts.items():
        TrialPage._meta.get_field(name).run_validators(value)
    assert all(str(fact_in_words(name, value)) for name, value in study.facts.items())
    assert "\x00" not in str(study.record)
    assert "a@example.org" not in str(study.record)


@given(some.binary(max_size=200))
def test_any_bytes_are_json_or_refused(raw):
    try:
        listed(decoded(raw))
    except Unreadable as refused:
        assert "\n" not in str(refused)


@pytest.mark.parametrize(
    ("given_number", "number"),
    [
        ("nct1", "NCT00000001"),
        ("NCT0000000012345678", "NCT12345678"),
        (" NCT00000001\n", "NCT00000001"),
        ("NCT123456789", ""),
        ("NCT00000000", ""),
        ("NCT٠٠٠٠٠٠٠١", ""),
        ("", ""),
        (None, ""),
        (17, ""),
    ],
)
def test_a_register_number_in_its_one_form(given_number, number):
    assert canonical_number(given_number) == number


@pytest.mark.parametrize(
    ("count", "people"),
    [
        (20, 20),
        ("20", 20),
        (20.0, 20),
        (0, 0),
        (2**31 - 1, 2**31 - 1),
        (2**31, None),
        (10**400, None),
        ("about 20", None),
        (20.5, None),
        (-1, None),
        (True, None),
        (float("nan"), None),
        ([20], None),
    ],
)
def test_a_number_of_people_is_one_or_not_stated(count, people):
    record = a_record(designModule__enrollmentInfo={"count": count})
    assert registry_fields(record)["enrolment_count"] == people


@pytest.mark.parametrize(
    ("given_date", "date"),
    [
        ("2024", "2024"),
        ("2024-03", "2024-03"),
        ("2024-02-29", "2024-02-29"),
        ("2023-02-29", ""),
        ("2024-13", ""),
        ("0000", ""),
        ("March 2024", ""),
        ("2024-3-1", ""),
        (2024, "2024"),
    ],
)
def test_a_date_is_one_or_not_stated(given_date, date):
    record = a_record(statusModule__completionDateStruct={"date": given_date})
    assert registry_fields(record)["completion_date"] == date


def test_a_word_of_markup_is_read_without_its_escapes():
    record = a_record(statusModule__whyStopped="Only 2 of \\\\<18 \\*women\\*\n joined \u202ehere")
    assert registry_fields(record)["why_stopped"] == "Only 2 of <18 *women* joined here"


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Call (555) 010-0100 today", "Call [contact left out] today"),
        ("Tel.: 020 7946 0123", "[contact left out]"),
        ("x.y+z@mail.example.org.", "[contact left out]."),
        ("30+7 days, 14+3 days, and 7+3 days", "30+7 days, 14+3 days, and 7+3 days"),
        ("doi:10.1186/s13048-020-00743-3", "doi:10.1186/s13048-020-00743-3"),
        ("2023-A00386-39, NCT02603744, 2015-11-13", "2023-A00386-39, NCT02603744, 2015-11-13"),
        ("CD34+ cells, 1000000 per kg", "CD34+ cells, 1000000 per kg"),
        ("a@b", "a@b"),
    ],
)
def test_a_way_to_reach_somebody_is_taken_out_of_a_text(words, kept):
    assert storable({"text": words, "email": "x", "_note": "y"}) == {"text": kept}


def test_long_texts_are_cleaned_in_no_time():
    begun = perf_counter()
    assert len(storable("a" * 500_000 + "@" + "1 " * 200_000)) == 900_001
    assert perf_counter() - begun < 20


def test_the_words_that_the_register_has_are_not_called_unknown():
    for name in ("NCT02603744", "NCT02912104"):
        record = read_record(name)
        events = {each.event for each in notices(record, registry_fields(record))}
        assert events <= {"register module missing"}
