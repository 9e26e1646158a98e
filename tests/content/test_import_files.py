"""Files that may be given to import_trials: those that are taken, and one clear line else."""

import io
import json
import subprocess
import sys
from io import StringIO

import pytest
import structlog
from django.core.management import CommandError, call_command
from register import RECORDS, a_record, given_record

from content.models import RegisterChange, TrialPage, TrialRecord
from content.registry_import.files import studies_in_file
from content.registry_import.studies import Unreadable
from tests.factories import make_home, make_trials

GIVEN = [RECORDS / "NCT04207047.json", RECORDS / "NCT06171568.json"]


@pytest.fixture
def site(db):
    make_trials(make_home())


def imported(*names) -> str:
    said = StringIO()
    call_command("import_trials", *map(str, names), stdout=said)
    return said.getvalue()


def numbers() -> set[str]:
    return set(TrialPage.objects.exclude(nct_id="NCT00000001").values_list("nct_id", flat=True))


def test_the_two_given_records_are_taken(site):
    assert "2 new" in imported(*GIVEN)
    page = TrialPage.objects.get(nct_id="NCT04207047")
    assert (page.status, page.last_known_status) == ("UNKNOWN", "ACTIVE_NOT_RECRUITING")
    assert (page.start_date, page.completion_date) == ("2018-10-02", "2020-03-31")
    assert (page.phases, page.enrolment_count, page.is_company_run) == (["NA"], 3, True)
    assert TrialPage.objects.get(nct_id="NCT06171568").phases == []


@pytest.mark.parametrize(
    "shape",
    [
        lambda a, b: [a, b],
        lambda a, b: {"studies": [a, b]},
        lambda a, b: {"totalCount": 2, "studies": [a, b], "nextPageToken": "x"},
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_list_and_a_page_of_studies_in_any_unicode(site, tmp_path, shape, encoding):
    file = tmp_path / "given.json"
    studies = shape(*(given_record(path.stem) for path in GIVEN))
    file.write_text(json.dumps(studies, ensure_ascii=False), encoding=encoding)
    imported(file)
    assert numbers() == {"NCT04207047", "NCT06171568"}
    assert TrialPage.objects.get(nct_id="NCT06171568").title.startswith("Lariboisière")


def test_the_standard_input_is_a_file_too(site, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GIVEN[0].read_bytes())))
    imported("-")
    assert numbers() == {"NCT04207047"}


BAD = {
    "empty": (b"", "It is empty."),
    "blank": (b" \n", "It is empty."),
    "truncated": (GIVEN[0].read_bytes()[:4000], "It is not whole JSON"),
    "no_json": (b"<html>Not found</html>", "It is not whole JSON"),
    "no_text": (b"\xff\xfa\x81\x00\x99", "It is not"),
    "no_study": (b'{"name": "x"}', "This is not a study record"),
    "null": (b"null", "This is not a study record"),
    "text": (b'"NCT04207047"', "This is not a study record"),
    "empty_list": (b"[]", "There is no study in it."),
    "empty_page": (b'{"studies": []}', "There is no study in it."),
    "wrong_id": (json.dumps(a_record("NCT12X")).encode(), "This is not a study record"),
    "zero_id": (json.dumps(a_record("NCT00000000")).encode(), "This is not a study record"),
    "id_is_a_list": (json.dumps(a_record(["NCT00000005"])).encode(), "This is not a study record"),
    "other_digits": (json.dumps(a_record("NCT٠٠٠٠٠٠٠٥")).encode(), "This is not a study record"),
    "one_of_two": (json.dumps([a_record(), None]).encode(), "number 2 of 2: This is not"),
    "deep": (b"[" * 100_000 + b"]" * 100_000, "It is not JSON that can be read."),
    "deep_inside": (
        json.dumps(a_record(conditionsModule={}))
        .replace("{}", '{"a":' * 90 + "1" + "}" * 90)
        .encode(),
        "nested too deeply",
    ),
    "long_number": (b'{"a": ' + b"9" * 5000 + b"}", "It is not JSON that can be read."),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_cannot_be_taken_is_one_clear_line_and_changes_nothing(site, tmp_path, kind):
    raw, reason = BAD[kind]
    file = tmp_path / "bad.json"
    file.write_bytes(raw)
    with pytest.raises(CommandError) as caught:
        imported(GIVEN[0], file)
    line = str(caught.value)
    assert reason in line
    assert line.startswith(f"{file}")
    assert line.endswith("Nothing was changed.")
    assert "\n" not in line
    assert numbers() == set()
    assert not TrialRecord.objects.exists()
    assert not RegisterChange.objects.exists()


def test_a_missing_file_a_folder_and_a_huge_one(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere.json: No such file"):
        imported(tmp_path / "nowhere.json")
    with pytest.raises(CommandError, match="Is a directory"):
        imported(tmp_path)
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(CommandError, match=r"It is larger than 64 MB. Give it in parts."):
        imported(huge)
    with pytest.raises(Unreadable, match="null byte"):
        studies_in_file("a\x00b")


def test_the_shell_sees_one_line_and_a_failure(tmp_path):
    ran = subprocess.run(
        [sys.executable, "manage.py", "import_trials", str(tmp_path / "nowhere.json")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1] == (
        f"CommandError: {tmp_path}/nowhere.json: No such file or directory. Nothing was changed."
    )


@pytest.mark.parametrize("given", [{}, {"ids": ["NCT00000001"], "query": ""}, {"ids": []}])
def test_one_way_to_give_studies_is_asked_for(given):
    with pytest.raises(CommandError, match="Give either|--ids names no study"):
        call_command("import_trials", **given)


def test_unusual_records_are_stored_and_logged(site, tmp_path):
    record = a_record(
        "nct5",
        identificationModule__briefTitle=17,
        statusModule__overallStatus="PAUSED_FOR_REVIEW",
        statusModule__startDateStruct={"date": "soon", "type": "jo@example.org"},
        statusModule__completionDateStruct={"date": "2026-13"},
        designModule__phases=[None, "PHASE9", {"a": 1}, "PHASE1", "PHASE1"],
        designModule__enrollmentInfo={"count": -3, "type": None},
        outcomesModule="none",
        contactsLocationsModule={"locations": [None, "x", {"city": None, "country": "France"}]},
        eligibilityModule=None,
    )
    file = tmp_path / "unusual.json"
    file.write_text(json.dumps(record))
    with structlog.testing.capture_logs() as logged:
        imported(file)
    page = TrialPage.objects.get(nct_id="NCT00000005")
    assert (page.title, page.status) == ("17", "PAUSED_FOR_REVIEW")
    assert (page.start_date, page.completion_date, page.enrolment_count) == ("", "", None)
    assert page.phases == ["PHASE9", "PHASE1"]
    assert page.places == [{"facility": "", "city": "", "country": "France"}]
    kept = TrialRecord.objects.get(nct_id="NCT00000005").record["protocolSection"]
    assert kept["designModule"]["enrollmentInfo"]["count"] == -3
    assert kept["outcomesModule"] == "none"
    assert {(each["event"], each["field"], each["word"]) for each in logged} == {
        ("unknown register word", "status", "PAUSED_FOR_REVIEW"),
        ("unknown register word", "phases", "PHASE9"),
        ("unknown register word", "start_date_type", "(18 characters)"),
        ("register value unreadable", "start_date", ""),
        ("register value unreadable", "completion_date", ""),
        ("register value unreadable", "enrolment_count", ""),
        ("register module unreadable", "outcomesModule", ""),
        ("register module missing", "eligibilityModule", ""),
    }
    assert {each["nct_id"] for each in logged} == {"NCT00000005"}


def test_what_is_logged_reaches_the_log_of_production():
    from pofclinic.logs import only_allowed

    line = {"event": "unknown register word", "nct_id": "NCT1", "field": "status", "word": "X"}
    assert only_allowed(None, None, dict(line)) == line


def test_a_study_with_more_of_anything_than_a_page_can_hold_is_cut_short(site, tmp_path):
    file = tmp_path / "given.json"
    numbers = [f"NCT{number:08}" for number in range(100, 120_000)]
    record = a_record("NCT00000002", identificationModule__nctIdAliases=numbers)
    file.write_text(json.dumps(record))
    assert "1 new" in imported(file)
    assert len(TrialPage.objects.get(nct_id="NCT00000002").nct_aliases) == 2000
