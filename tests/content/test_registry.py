"""From a register's record to the facts on a trial page."""

import pytest
import time_machine

from content.demo.reader import read_record
from content.models import TrialPage
from content.registry.mapping import NotAStudy, registry_fields
from content.registry.meanings import phase_meanings, status_meaning


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
