"""What an import does to the pages of trials: drafts and tasks, and never more."""

import json
import threading
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from register import OUR_TRIAL, a_record, given_record
from wagtail.models import Locale, PageLogEntry, Revision

from content.demo.reader import FOLDER
from content.models import RegisterChange, TrialIndexPage, TrialPage, TrialRecord
from content.registry.mapping import registry_fields
from content.registry_import.studies import prepared
from content.registry_import.sync import take_in, take_turns
from tests.factories import make_home, make_trials

CHECKED_BEFORE = "2026-11-01"


@pytest.fixture
def imports(tmp_path):
    """Run the command on records, as a file; return what it said."""

    def run(*records, **options) -> str:
        file, said = tmp_path / "studies.json", StringIO()
        file.write_text(json.dumps(list(records)))
        call_command("import_trials", str(file), stdout=said, **options)
        return said.getvalue()

    return run


@pytest.fixture
def trial(db, imports) -> TrialPage:
    """A published trial whose facts are those of the record, with the clinic's own words."""
    make_trials(make_home())
    imports(a_record())
    draft = TrialPage.objects.get().get_latest_revision_as_object()
    draft.evidence_note = "<p>What we say.</p>"
    draft.registry_checked_on = CHECKED_BEFORE
    draft.save_revision().publish()
    RegisterChange.objects.all().delete()
    return TrialPage.objects.get()


def everything() -> list:
    """Every row that an import might touch, but for when a record was fetched."""
    return [
        list(TrialPage.objects.order_by("pk").values()),
        list(Revision.objects.order_by("pk").values()),
        list(RegisterChange.objects.order_by("pk").values()),
        list(PageLogEntry.objects.order_by("pk").values()),
        list(TrialRecord.objects.order_by("pk").values("pk", "nct_id", "record")),
    ]


def test_a_new_status_becomes_a_draft_and_a_task_and_readers_see_no_change(trial, imports):
    before = TrialPage.objects.values().get()
    said = imports(a_record(statusModule__overallStatus="COMPLETED"))
    page = TrialPage.objects.get()
    assert (page.status, page.live, page.has_unpublished_changes) == ("RECRUITING", True, True)
    differing = {
        name for name, value in TrialPage.objects.values().get().items() if value != before[name]
    }
    assert differing == {
        "has_unpublished_changes",
        "latest_revision_id",
        "latest_revision_created_at",
    }
    draft = page.get_latest_revision_as_object()
    assert draft.status == "COMPLETED"
    assert draft.registry_checked_on == timezone.localdate()
    change = RegisterChange.objects.open().get()
    assert (change.page_id, change.revision) == (page.pk, page.latest_revision)
    assert change.changes == [{"field": "status", "before": "RECRUITING", "after": "COMPLETED"}]
    assert f"{OUR_TRIAL} has changed: status." in said
    assert "Done: 0 new, 1 changed, 0 as they were." in said


@pytest.mark.parametrize(
    ("part", "value", "fact", "before"),
    [
        ("designModule__enrollmentInfo", {"count": 19, "type": "ACTUAL"}, "enrolment_count", 20),
        ("statusModule__completionDateStruct", {"date": "2026-10"}, "completion_date", ""),
        ("hasResults", True, "has_results", False),
        ("statusModule__whyStopped", "No funds", "why_stopped", ""),
        ("designModule__phases", ["PHASE1", "PHASE2"], "phases", ["PHASE1"]),
    ],
)
def test_numbers_dates_and_results_are_noticed_too(trial, imports, part, value, fact, before):
    imports(a_record(**{part: value}))
    changes = {each["field"]: each for each in RegisterChange.objects.get().changes}
    assert changes[fact]["before"] == before
    draft = TrialPage.objects.get().get_latest_revision_as_object()
    assert getattr(draft, fact) == changes[fact]["after"]


def test_running_it_twice_changes_nothing(trial, imports):
    changed = a_record(statusModule__overallStatus="COMPLETED"), given_record("NCT06171568")
    imports(*changed)
    before = everything()
    fetched_at = TrialRecord.objects.get(nct_id=OUR_TRIAL).fetched_at
    said = imports(*changed)
    assert everything() == before
    assert TrialRecord.objects.get(nct_id=OUR_TRIAL).fetched_at > fetched_at
    assert "0 new, 0 changed, 2 as they were." in said


def test_a_dry_run_says_what_would_be_done_and_changes_nothing(trial, imports):
    before = everything()
    said = imports(
        a_record(statusModule__overallStatus="COMPLETED"), given_record("NCT06171568"), dry_run=True
    )
    assert everything() == before
    assert "It would be: 1 new, 1 changed, 0 as they were." in said


def test_the_clinics_own_words_and_an_editors_unpublished_ones_stay(trial, imports):
    draft = trial.get_latest_revision_as_object()
    draft.title, draft.summary, draft.body = (
        "Unpublished",
        "New words.",
        [("paragraph", "<p>x</p>")],
    )
    draft.save_revision()
    imports(a_record(statusModule__overallStatus="COMPLETED", identificationModule__briefTitle="T"))
    after = TrialPage.objects.get().get_latest_revision_as_object()
    assert (after.title, after.summary) == ("Unpublished", "New words.")
    assert after.evidence_note == "<p>What we say.</p>"
    assert (after.cell_source, after.kind, after.slug) == ("bone_marrow", "cells", "trial-1")
    assert str(after.body[0].value) == "<p>x</p>"
    assert (after.registry_title, after.status) == ("T", "COMPLETED")
    live = TrialPage.objects.get()
    assert (live.title, live.summary) == ("Trial 1", "What trial 1 asks.")


def test_a_draft_that_is_not_finished_takes_the_facts_all_the_same(trial, imports):
    draft = trial.get_latest_revision_as_object()
    draft.summary = ""
    draft.save_revision(clean=False)
    imports(a_record(statusModule__overallStatus="COMPLETED"))
    assert TrialPage.objects.get().get_latest_revision_as_object().status == "COMPLETED"


def test_a_second_change_before_the_first_is_published_is_a_second_task(trial, imports):
    imports(a_record(statusModule__overallStatus="COMPLETED"))
    imports(a_record(statusModule__overallStatus="COMPLETED", hasResults=True))
    assert [
        each["field"] for change in RegisterChange.objects.open() for each in change.changes
    ] == [
        "has_results",
        "status",
    ]
    TrialPage.objects.get().latest_revision.publish()
    assert TrialPage.objects.get().has_results is True
    assert not RegisterChange.objects.open().exists()


def test_a_study_without_a_page_becomes_a_draft_that_asks_for_our_words(db, imports):
    make_trials(make_home())
    imports(given_record("NCT06171568"))
    page = TrialPage.objects.get(slug="nct06171568")
    assert (page.live, page.has_unpublished_changes) == (False, True)
    assert page.title == "Lariboisière Cognitive Assessment: Evaluation of the 1-year Outcomes"
    assert (page.nct_id, page.status) == ("NCT06171568", "NOT_YET_RECRUITING")
    assert (page.enrolment_count, page.enrolment_type) == (400, "ESTIMATED")
    assert page.places == [
        {"facility": "Neurosurgery - Lariboisière hospital", "city": "Paris", "country": "France"}
    ]
    assert (page.summary, page.cell_source) == ("", "")
    assert page.registry_checked_on.isoformat() == "2023-12-14"
    assert page.get_parent().specific == TrialIndexPage.objects.get()
    change = RegisterChange.objects.open().get()
    assert (change.page_id, change.changes) == (page.pk, [])


def test_no_person_is_kept(db, imports):
    make_trials(make_home())
    record = given_record("NCT06171568")
    record["protocolSection"]["sponsorCollaboratorsModule"]["responsibleParty"] = {
        "type": "PRINCIPAL_INVESTIGATOR",
        "investigatorFullName": "Jo Quagga",
    }
    record["resultsSection"] = {"moreInfoModule": {"pointOfContact": {"title": "Jo Quagga"}}}
    record["protocolSection"]["descriptionModule"]["briefSummary"] = (
        "Write to jo.quagga@example.org or telephone +33 1 99 00 12 34, NCT06171568, 2024-03-15."
    )
    imports(record)
    kept = TrialRecord.objects.get(nct_id="NCT06171568").record
    words = json.dumps([kept, list(Revision.objects.values_list("content", flat=True))])
    for trace in ("Quagga", "quagga", "555-0100", "Example Contact", "@", "+33"):
        assert trace not in words
    protocol = kept["protocolSection"]
    assert protocol["descriptionModule"]["briefSummary"] == (
        "Write to [contact left out] or [contact left out], NCT06171568, 2024-03-15."
    )
    assert protocol["sponsorCollaboratorsModule"]["responsibleParty"] == {
        "type": "PRINCIPAL_INVESTIGATOR"
    }
    assert protocol["contactsLocationsModule"]["locations"][0]["geoPoint"]["lat"] == 48.85341


def test_a_study_that_got_a_new_number_keeps_its_page(trial, imports):
    renamed = a_record("NCT00000099", identificationModule__nctIdAliases=["nct00000001"])
    imports(renamed)
    page = TrialPage.objects.get()
    draft = page.get_latest_revision_as_object()
    assert (page.nct_id, draft.nct_id, draft.nct_aliases) == (
        OUR_TRIAL,
        "NCT00000099",
        [OUR_TRIAL],
    )
    assert TrialRecord.objects.get().nct_id == "NCT00000099"
    before = everything()
    imports(renamed)
    assert everything() == before
    imports(a_record())  # an old copy, under the old number
    assert TrialPage.objects.get().get_latest_revision_as_object().nct_id == "NCT00000099"


def test_a_translated_page_gets_its_draft_too(trial, imports):
    german = Locale.objects.get_or_create(language_code="de")[0]
    translated = trial.copy_for_translation(german, copy_parents=True)
    translated.save_revision().publish()
    imports(a_record(statusModule__overallStatus="COMPLETED"))
    assert {page.get_latest_revision_as_object().status for page in TrialPage.objects.all()} == {
        "COMPLETED"
    }
    assert RegisterChange.objects.open().count() == TrialPage.objects.count() == 2


def test_facts_that_do_not_fit_are_shortened_on_the_page_and_whole_in_the_record(trial, imports):
    imports(
        a_record(
            identificationModule__briefTitle="t" * 600,
            statusModule__overallStatus="S" * 70,
            designModule__phases=["P" * 50],
            contactsLocationsModule__locations=[{"country": "C" * 90}],
        )
    )
    draft = TrialPage.objects.get().get_latest_revision_as_object()
    draft.full_clean()
    assert [
        len(v) for v in (draft.registry_title, draft.status, *draft.phases, *draft.countries)
    ] == [
        500,
        60,
        40,
        80,
    ]
    kept = TrialRecord.objects.get().record["protocolSection"]
    assert len(kept["identificationModule"]["briefTitle"]) == 600
    draft.save_revision().publish()
    assert TrialPage.objects.get().registry_title.endswith("t…")


def test_a_new_page_with_a_title_of_any_length_can_be_made(db, imports):
    make_trials(make_home())
    imports(a_record("NCT00000077", identificationModule__briefTitle="t" * 600))
    assert len(TrialPage.objects.get(nct_id="NCT00000077").title) == 255


def test_what_the_database_refuses_is_taken_out(trial, imports):
    nasty = "a\x00b\ud800c \\<18 \\>= 5"
    imports(
        a_record(
            statusModule__whyStopped=nasty,
            designModule__targetDuration=float("inf"),
            eligibilityModule__eligibilityCriteria=nasty,
        )
    )
    draft = TrialPage.objects.get().get_latest_revision_as_object()
    assert draft.why_stopped == "ab?c <18 >= 5"
    kept = TrialRecord.objects.get().record["protocolSection"]
    assert kept["eligibilityModule"]["eligibilityCriteria"] == "ab?c \\<18 \\>= 5"
    assert kept["designModule"]["targetDuration"] is None


def test_of_two_records_of_a_study_the_newer_one_counts(trial, imports):
    older = a_record(statusModule__overallStatus="SUSPENDED")
    newer = a_record(
        statusModule__overallStatus="COMPLETED",
        statusModule__lastUpdatePostDateStruct={"date": "2026-10-01"},
    )
    said = imports(newer, older, newer)
    assert TrialPage.objects.get().get_latest_revision_as_object().status == "COMPLETED"
    assert "1 changed" in said


def test_without_a_place_for_new_pages_nothing_is_changed(db, imports):
    make_home()
    with pytest.raises(CommandError, match="no trial index to make one under. Nothing was changed"):
        imports(a_record())
    assert not TrialRecord.objects.exists()


def test_one_that_has_no_place_takes_the_others_back(trial, imports):
    before = everything()
    record = a_record("NCT00000002")
    TrialIndexPage.objects.update(locale=Locale.objects.get_or_create(language_code="de")[0])
    with pytest.raises(CommandError, match="NCT00000002 has no page"):
        imports(a_record(statusModule__overallStatus="COMPLETED"), record)
    assert everything() == before


def test_an_import_reads_a_record_as_the_demo_does(db):
    files = sorted((FOLDER / "registry").glob("*.json"))
    assert len(files) >= 5
    for file in files:
        record = json.loads(file.read_text(encoding="utf-8"))
        assert prepared(record, is_fresh=True).facts == registry_fields(record), file.name


def test_a_copy_from_the_past_says_so(trial, imports):
    old = a_record(statusModule__overallStatus="COMPLETED")
    old["derivedSection"] = {"miscInfoModule": {"versionHolder": "2026-10-05"}}
    imports(old)
    draft = TrialPage.objects.get().get_latest_revision_as_object()
    assert draft.registry_checked_on.isoformat() == "2026-10-05"


def test_a_second_import_waits_for_the_first(committed_db):
    make_trials(make_home())
    said, taken, begun = [], [], threading.Event()

    def second() -> None:
        with transaction.atomic():
            begun.set()
            take_turns(said.append)
            taken.append(take_in(prepared(a_record("NCT00000055"), is_fresh=True)).outcome)
        connection.close()

    other = threading.Thread(target=second)
    with transaction.atomic():
        take_turns(said.append)
        other.start()
        begun.wait(10)
        taken.append(take_in(prepared(a_record("NCT00000055"), is_fresh=True)).outcome)
        while not said:
            pass
    other.join(20)
    assert said == ["Another import is running. Waiting until it is done."]
    assert taken == ["new", "left"]
    assert TrialPage.objects.filter(nct_id="NCT00000055").count() == 1


def test_a_day_of_the_copy_that_has_not_come_is_today(trial, imports):
    record = a_record(hasResults=True)
    record["derivedSection"] = {"miscInfoModule": {"versionHolder": "2126-10-05"}}
    with time_machine.travel("2026-11-24 12:00"):
        imports(record)
    draft = TrialPage.objects.get().get_latest_revision_as_object()
    assert draft.registry_checked_on.isoformat() == "2026-11-24"
