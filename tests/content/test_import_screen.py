"""What staff see of an import: the task, what changed in words, and how it ends."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from register import a_record

from content.models import RegisterChange, TrialPage
from content.registry_import.studies import prepared
from content.registry_import.sync import take_in
from tests.factories import make_home, make_staff, make_trials

CHANGES = "/admin/register-changes/"


@pytest.fixture
def editor(client, db):
    client.user = make_staff("Editor", first_name="Ada", last_name="Moon")
    client.force_login(client.user)
    return client


@pytest.fixture
def change(db) -> RegisterChange:
    """A published trial of which the register says something new."""
    make_trials(make_home())
    take(a_record())
    TrialPage.objects.get().latest_revision.publish()
    RegisterChange.objects.all().delete()
    take(
        a_record(
            statusModule__overallStatus="COMPLETED",
            statusModule__completionDateStruct={"date": "2026-10", "type": "ACTUAL"},
            designModule__phases=[],
        )
    )
    return RegisterChange.objects.get()


def take(record: dict) -> None:
    take_in(prepared(record, is_fresh=True))


def words(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def test_the_list_says_in_words_what_changed_and_where_to_go(editor, change):
    response = editor.get(CHANGES)
    text = words(response)
    assert f"Found on {timezone.localdate():%-d %B %Y}" in text
    assert "Status: Completed (before: Looking for people)" in text
    assert "Phases: Not stated (before: Phase 1)" in text
    assert "End: October 2026 (before: Not stated)" in text
    assert "End planned or actual: actual (before: Not stated)" in text
    links = {
        a["href"] for a in BeautifulSoup(response.content, "html.parser").select("main a[href]")
    }
    page = change.page_id
    assert f"/admin/pages/{page}/edit/" in links
    compare = f"/admin/pages/{page}/revisions/compare/live...{change.revision_id}/"
    assert compare in links
    compared = words(editor.get(compare))
    assert "Status: Looking for people Completed" in compared
    assert "2026-10" in compared


def test_a_new_study_says_what_is_still_to_be_written(editor, change):
    take(a_record("NCT00000002"))
    text = words(editor.get(CHANGES))
    assert "Study NCT00000002" in text
    assert "A study that had no page here. Its draft waits for our own words." in text
    page = TrialPage.objects.get(nct_id="NCT00000002")
    assert editor.get(f"/admin/pages/{page.pk}/edit/").status_code == 200


def test_marking_it_as_done_ends_the_task_and_keeps_who_did_it(editor, change):
    response = editor.post(f"{CHANGES}{change.pk}/done/", follow=True)
    assert "Done: Trial 1." in words(response)
    assert f"Done on {timezone.localdate():%-d %B %Y} by Ada Moon" in words(response)
    change.refresh_from_db()
    assert change.done_by == editor.user
    first = change.done_at
    editor.post(f"{CHANGES}{change.pk}/done/")
    change.refresh_from_db()
    assert change.done_at == first
    assert TrialPage.objects.get().has_unpublished_changes


def test_a_look_ends_no_task(editor, change):
    assert editor.get(f"{CHANGES}{change.pk}/done/").status_code == 405
    assert editor.post(f"{CHANGES}999999/done/").status_code == 404
    assert RegisterChange.objects.open().count() == 1


def test_publishing_the_draft_in_the_editor_ends_the_task(editor, change):
    page = TrialPage.objects.get()
    form = BeautifulSoup(editor.get(f"/admin/pages/{page.pk}/edit/").content, "html.parser")
    posted = {
        field["name"]: field.get("value", "")
        for field in form.select("#w-editor-form input[name], #page-edit-form input[name]")
        if field.get("type") not in {"checkbox", "radio"} or field.has_attr("checked")
    }
    for field in form.select("form textarea[name]"):
        posted[field["name"]] = field.text.strip()
    for field in form.select("form select[name]"):
        chosen = field.select_one("option[selected]")
        posted[field["name"]] = chosen["value"] if chosen else ""
    posted |= {
        "action-publish": "1",
        "body-count": "0",
        "sources-count": "0",
        "evidence_note": "null",
    }
    response = editor.post(f"/admin/pages/{page.pk}/edit/", posted, follow=True)
    assert "published" in words(response)
    page.refresh_from_db()
    assert page.status == "COMPLETED"
    change.refresh_from_db()
    assert change.done_by == editor.user
    assert not RegisterChange.objects.open().exists()


def test_a_draft_that_the_clock_publishes_ends_the_task_too(editor, change):
    change.revision.publish()
    assert not RegisterChange.objects.open().exists()
    assert "Published" in words(editor.get(CHANGES))


def test_publishing_something_older_ends_no_task(change):
    TrialPage.objects.get().revisions.order_by("pk").first().publish()
    assert RegisterChange.objects.open().get() == change


def test_open_ones_come_first_and_can_be_shown_alone(editor, change):
    take(a_record("NCT00000002"))
    newer = RegisterChange.objects.get(page__title="Study NCT00000002")
    editor.post(f"{CHANGES}{newer.pk}/done/", follow=True)
    text = words(editor.get(CHANGES))
    assert text.index("Trial 1") < text.index("Study NCT00000002")
    assert "Study NCT00000002" not in words(editor.get(CHANGES, {"is_open": "True"}))
    assert "Trial 1" not in words(editor.get(f"{CHANGES}results/", {"is_open": "False"}))


def test_the_dashboard_and_the_menu_count_what_waits(editor, change):
    text = words(editor.get("/admin/"))
    assert "1 change to look at" in text
    assert "Register (1)" in editor.get("/admin/").content.decode()
    change.revision.publish()
    assert "Nothing new from the register." in words(editor.get("/admin/"))


def test_the_trials_editor_says_what_was_found(editor, change):
    text = words(editor.get(f"/admin/pages/{change.page_id}/edit/"))
    assert "Do our own words still fit?" in text
    assert "Status: Completed (before: Looking for people)" in text
    assert "Facts taken from the register" in words(
        editor.get(f"/admin/pages/{change.page_id}/history/")
    )


def test_the_list_asks_the_database_as_often_for_three_as_for_one(
    editor, change, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    editor.get(CHANGES)
    with CaptureQueriesContext(connection) as for_one:
        editor.get(CHANGES)
    take(a_record("NCT00000002"))
    take(a_record("NCT00000003"))
    with django_assert_num_queries(len(for_one)):
        editor.get(CHANGES)


@pytest.mark.parametrize("group", ["Editor", "Site manager", None])
def test_those_who_write_trials_see_it(client, change, group):
    client.force_login(make_staff(group))
    assert client.get(CHANGES).status_code == 200
    assert "to look at" in words(client.get("/admin/"))


def test_others_do_not(client, change):
    client.force_login(make_staff("Enquiry handler"))
    assert client.get(CHANGES).status_code == 302
    assert client.post(f"{CHANGES}{change.pk}/done/").status_code == 302
    assert "to look at" not in words(client.get("/admin/"))
    assert "register-changes" not in client.get("/admin/").content.decode()
    assert RegisterChange.objects.open().count() == 1
    client.logout()
    assert "/admin/login/" in client.get(CHANGES).url


def test_nothing_can_be_added_exported_or_deleted_there(client, change):
    client.force_login(make_staff())
    assert client.get(f"{CHANGES}add/").status_code == 404
    assert client.get(f"{CHANGES}new/").status_code == 404
    assert client.get(f"{CHANGES}delete/{change.pk}/").status_code == 404
    response = client.get(CHANGES, {"export": "csv"})
    assert response["Content-Type"].startswith("text/html")
    assert "Add " not in words(response)


def test_what_a_sponsor_wrote_cannot_run_there(editor, change):
    script = "<script>alert(1)</script>"
    take(a_record(statusModule__whyStopped=script, identificationModule__briefTitle=script))
    take(a_record("NCT00000002", identificationModule__briefTitle=script))
    for address in (CHANGES, f"/admin/pages/{change.page_id}/edit/"):
        body = editor.get(address).content.decode()
        assert script not in body
        assert "&lt;script&gt;alert(1)" in body
