"""What was deleted stays deleted, whatever becomes of the file and of the database."""

from datetime import timedelta
from uuid import UUID

import pytest
from aged import aged, kinds, receive
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from filling_in import filled_in, token_in

from enquiries import tombstones
from enquiries.actions import apply_tombstones, erase, run_retention
from enquiries.actions.deleting import delete_for_good
from enquiries.models import Delivery, Enquiry, EnquiryEvent, Tombstone
from pofclinic import jobs
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("letterbox", "tombstone_file")


def stones_of(*ids: UUID) -> list[str]:
    return [Tombstone.digest_of(pk).hex() for pk in ids]


def digests_in(file) -> list[str]:
    return [line.split()[0] for line in file.read_text().splitlines()]


def lose_the_deletion(enquiry: Enquiry) -> None:
    """What restoring a backup does: the row is back, and its tombstone unknown."""
    Tombstone.objects.filter(digest=Tombstone.digest_of(enquiry.pk)).delete()
    Enquiry.objects.bulk_create([enquiry])


def is_ready() -> bool:
    return Client().get("/readyz").json()["tombstones"]


def test_a_deletion_is_in_the_file_once_it_is_committed(
    tombstone_file, django_capture_on_commit_callbacks
):
    enquiry = aged(90)
    with django_capture_on_commit_callbacks() as waiting:
        run_retention()
        assert not tombstone_file.exists()
    for write in waiting:
        write()
    day = f"{timezone.now():%Y-%m-%d}"
    [stone, form] = stones_of(enquiry.pk, enquiry.submission_key)
    assert tombstone_file.read_text() == f"{stone} {day} retention {form}\n"
    assert tombstone_file.stat().st_mode & 0o777 == 0o600


def test_a_file_that_cannot_be_written_stops_no_erasure_and_is_completed_later(
    tombstone_file, django_capture_on_commit_callbacks
):
    enquiry, officer = receive(), make_staff("Privacy officer")
    tombstone_file.mkdir()
    with django_capture_on_commit_callbacks(execute=True):
        erase([enquiry.pk], "id_in_person", officer)
    assert not Enquiry.objects.exists()
    tombstone_file.rmdir()
    jobs.complete_tombstones.func(timestamp=0)
    assert digests_in(tombstone_file) == stones_of(enquiry.pk)
    jobs.complete_tombstones.func(timestamp=0)
    assert digests_in(tombstone_file) == stones_of(enquiry.pk)


def test_whoever_was_deleted_does_not_come_back_with_a_backup(
    capsys, django_capture_on_commit_callbacks
):
    erased, deleted, stays = receive(), aged(90), receive()
    with django_capture_on_commit_callbacks(execute=True):
        erase([erased.pk], "id_in_person", make_staff("Privacy officer"))
        run_retention()
    assert is_ready()
    lose_the_deletion(erased)
    lose_the_deletion(deleted)
    assert not is_ready()
    call_command("apply_tombstones")
    assert capsys.readouterr().out == (
        "2 enquiries deleted again; 2 tombstones were new to this database; 0 damaged lines.\n"
    )
    assert list(Enquiry.objects.values_list("pk", flat=True)) == [stays.pk]
    assert is_ready()
    assert kinds(erased.pk)[-1] == "restored"
    reasons = EnquiryEvent.objects.filter(kind="restored").order_by("pk")
    assert set(reasons.values_list("reason", "count")) == {
        ("erased", None),
        ("retention", None),
        ("", 2),
    }


def test_applying_them_twice_changes_nothing(django_capture_on_commit_callbacks):
    enquiry = aged(90)
    with django_capture_on_commit_callbacks(execute=True):
        run_retention()
    lose_the_deletion(enquiry)
    apply_tombstones()
    before = EnquiryEvent.objects.count()
    done = apply_tombstones()
    assert (done.deleted, done.learnt, done.damaged) == (0, 0, [])
    assert EnquiryEvent.objects.count() == before


def test_damaged_lines_are_named_and_hide_no_other(
    tombstone_file, capsys, django_capture_on_commit_callbacks
):
    first, second = aged(90), receive()
    with django_capture_on_commit_callbacks(execute=True):
        run_retention()
    with tombstone_file.open("ab") as file:
        file.write(
            b"12ab 2026-01-01 erased\n\xff\xfe\n" + b"0" * 64 + b" 2026-13-45 erased\ncut off"
        )
    with django_capture_on_commit_callbacks(execute=True):
        erase([second.pk], "id_in_person", make_staff("Privacy officer"))
    lose_the_deletion(first)
    lose_the_deletion(second)
    call_command("apply_tombstones")
    said = capsys.readouterr()
    assert [line.split()[1] for line in said.err.splitlines()] == ["2", "3", "4", "5"]
    assert "2 enquiries deleted again" in said.out
    assert not Enquiry.objects.exists()


def test_lines_that_no_backup_can_need_are_pruned_and_damaged_ones_are_not(tombstone_file):
    old, young = timezone.now() - timedelta(days=67), timezone.now() - timedelta(days=60)
    for number, made_at in enumerate((old, young)):
        Tombstone.objects.create(
            digest=Tombstone.digest_of(UUID(int=number)), reason="erased", made_at=made_at
        )
    tombstones.write(Tombstone.objects.order_by("made_at"))
    with tombstone_file.open("a") as file:
        file.write("damaged\n")
    jobs.prune_tombstones.func(timestamp=0)
    lines = tombstone_file.read_text().splitlines()
    assert lines[0] == "damaged"
    assert [line.split()[0] for line in lines[1:]] == stones_of(UUID(int=1))
    assert Tombstone.objects.count() == 1
    jobs.complete_tombstones.func(timestamp=0)
    assert len(tombstone_file.read_text().splitlines()) == 2
    assert is_ready()


def test_a_file_that_cannot_be_read_is_not_ready(tombstone_file):
    assert is_ready()
    tombstone_file.mkdir()
    assert not is_ready()


def test_deleting_nothing_leaves_no_file(tombstone_file, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        delete_for_good([], Tombstone.Reason.ERASED)
    assert not tombstone_file.exists()


def test_a_form_sent_again_after_the_erasure_brings_nothing_back(client, staff):
    answers = filled_in(client.get("/enquire/"))
    assert client.post("/enquire/", answers).status_code == 302
    officer = staff("Privacy officer").user
    erase([Enquiry.objects.get().pk], "id_in_person", officer)
    again = client.post("/enquire/", answers)
    assert again.status_code == 410
    assert "has been deleted since" in again.text
    form = again.context["form"]
    assert form["message"].value() == answers["message"]
    assert not form["agreement"].value() and not form["is_adult"].value()
    assert not Enquiry.objects.exists()
    assert Delivery.objects.count() == 0
    anew = {**answers, "form_token": token_in(again)}
    assert client.post("/enquire/", anew).status_code == 302
    assert Enquiry.objects.count() == 1


def test_a_form_sent_again_brings_nothing_back_after_a_restore_either(
    client, django_capture_on_commit_callbacks
):
    answers = filled_in(client.get("/enquire/"))
    client.post("/enquire/", answers)
    enquiry = Enquiry.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        erase([enquiry.pk], "id_in_person", make_staff("Privacy officer"))
    lose_the_deletion(enquiry)
    apply_tombstones()
    assert client.post("/enquire/", answers).status_code == 410
    assert not Enquiry.objects.exists()


def test_a_line_that_names_no_form_is_whole(tombstone_file):
    [stone] = stones_of(UUID(int=1))
    tombstone_file.write_text(f"{stone} {timezone.now():%Y-%m-%d} erased\n")
    assert (apply_tombstones().learnt, is_ready()) == (1, True)
