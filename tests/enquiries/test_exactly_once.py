"""“When you see the reference, your enquiry is stored, once.”"""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from filling_in import filled_in
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException

from enquiries.actions import receive_enquiry
from enquiries.actions.deleting import delete_for_good
from enquiries.models import (
    ConsentReceipt,
    Delivery,
    Enquiry,
    EnquiryEvent,
    EnquiryTopic,
    Wording,
    identity,
)


def stored_rows() -> tuple[int, ...]:
    kinds = (Enquiry, ConsentReceipt, EnquiryEvent, Delivery, ProcrastinateJob)
    return tuple(kind.objects.count() for kind in kinds)


def receive(**changes) -> Enquiry:
    answers = {"submission_key": uuid4(), "wordings": [], "name": "Li", "language": "en"}
    return receive_enquiry(**{**answers, **changes})


def reference_on(client: Client, response) -> str:
    return client.get(response.headers["Location"]).context["reference"]


def test_sending_the_same_page_again_leads_to_the_same_reference(letterbox, client):
    answers = filled_in(client.get("/enquire/"))
    first = client.post("/enquire/", answers)
    again = client.post("/enquire/", {**answers, "name": "Somebody else"})
    assert reference_on(client, first) == reference_on(client, again)
    assert stored_rows() == (1, 3, 2, 2, 2)
    assert Enquiry.objects.get().name == "Maryam"


def test_what_she_changed_before_sending_again_is_added_once_and_not_lost(letterbox, client):
    answers = filled_in(client.get("/enquire/"))
    client.post("/enquire/", answers)
    for _ in range(2):
        client.post("/enquire/", answers | {"message": "And another thing."})
    enquiry = Enquiry.objects.get()
    (entry,) = enquiry.entries.all()
    assert (entry.kind, entry.text) == ("addition", "Message: And another thing.")
    assert [event.kind for event in enquiry.events.all()] == ["received", "added_to"]


def test_another_topic_alone_is_told_to_staff(letterbox, client):
    answers = filled_in(client.get("/enquire/"))
    client.post("/enquire/", answers)
    other = EnquiryTopic.objects.for_form("en")[1]
    client.post("/enquire/", answers | {"topic": str(other.pk)})
    assert Enquiry.objects.get().entries.get().text == f"Topic: {other.name}"


def test_the_same_person_writing_again_is_a_second_enquiry(letterbox, client):
    for _ in range(2):
        client.post("/enquire/", filled_in(client.get("/enquire/")))
    assert stored_rows() == (2, 6, 2, 3, 3)


@pytest.mark.parametrize("times", [2, 5])
def test_posts_at_the_same_moment_are_one_enquiry_with_one_reference(committed_letterbox, times):
    answers = filled_in(Client().get("/enquire/"))
    together = Barrier(times)

    def post(_) -> str:
        try:
            client = Client()
            together.wait(timeout=10)
            return reference_on(client, client.post("/enquire/", answers))
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        references = list(pool.map(post, range(times)))
    assert len(set(references)) == 1
    assert stored_rows() == (1, 3, 1, 2, 2)


def test_a_rival_that_has_not_committed_is_waited_for(committed_letterbox):
    """The second post starts after the first has inserted and before it commits."""
    key = uuid4()

    def second() -> Enquiry:
        try:
            return receive(submission_key=key, name="second")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first = receive(submission_key=key, name="first")
            later = pool.submit(second)
            with pytest.raises(TimeoutError):
                later.result(timeout=0.5)
        assert later.result(timeout=10).pk == first.pk
    assert [enquiry.name for enquiry in Enquiry.objects.all()] == ["first"]


def test_a_rival_that_fails_leaves_the_place_to_the_next(committed_letterbox):
    key = uuid4()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        receive(submission_key=key, name="first")
        raise ZeroDivisionError
    assert stored_rows() == (0, 0, 0, 0, 0)
    assert receive(submission_key=key, name="second").reference
    assert stored_rows() == (1, 0, 1, 1, 1)


def test_nothing_is_left_when_the_last_step_fails(letterbox):
    """The job is the last thing written; without it nothing may be there."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE procrastinate_jobs RENAME TO jobs_gone")
    with pytest.raises(ConnectorException):
        receive(wordings=Wording.objects.filter(purpose__in=["consent", "notice"]))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE jobs_gone RENAME TO procrastinate_jobs")
    assert stored_rows() == (0, 0, 0, 0, 0)


def test_a_reference_that_is_taken_is_drawn_again(letterbox, monkeypatch):
    drawn = iter(["CCCC3333", "CCCC3333", "CCCC3333", "DDDD4444"])
    monkeypatch.setattr(Enquiry._meta.get_field("reference"), "_get_default", lambda: next(drawn))
    assert [receive().reference, receive().reference] == ["CCCC3333", "DDDD4444"]


def test_a_reference_has_no_look_alikes_and_no_vowels():
    drawn = {identity.make_reference() for _ in range(2000)}
    assert len(drawn) == 2000
    assert all(len(reference) == 8 for reference in drawn)
    assert not set("".join(drawn)) & set("0O1IL2Z5S8BUAE")
    assert identity.shown("CDFG3467") == "CDFG-3467"
    assert identity.typed(" cdfg-3467 ") == "CDFG3467"


def test_the_search_box_takes_a_whole_reference_however_it_is_typed_and_no_name():
    whole = re.compile(identity.pattern()).fullmatch
    for reference in (identity.make_reference() for _ in range(200)):
        typed = identity.shown(reference)
        assert whole(reference) and whole(typed) and whole(f" {typed.lower().replace('-', ' ')}.")
    for other in ("Margaret", "CDFG-346", "CDFG-34677", "maryam@example.org", "020 7946 0123"):
        assert not whole(other), other


def test_keys_follow_the_order_of_their_making():
    keys = [identity.uuid7() for _ in range(3)]
    assert {key.version for key in keys} == {7}
    assert [key.int >> 80 for key in keys] == sorted(key.int >> 80 for key in keys)


def test_the_job_carries_an_id_and_not_a_word(letterbox):
    receive(name="Maryam", email="maryam@example.org", message="private")
    job = ProcrastinateJob.objects.get()  # no way to write to her was agreed to
    assert job.args == {"delivery_id": Delivery.objects.get().pk}
    assert job.task_name == "enquiries.tasks.deliver"


@pytest.mark.parametrize("has_begun", ["locked", "deleted"])
def test_a_form_sent_again_while_its_enquiry_is_being_deleted_brings_nothing_back(
    committed_letterbox, tombstone_file, has_begun
):
    answers = filled_in(Client().get("/enquire/"))
    Client().post("/enquire/", answers)
    enquiry = Enquiry.objects.get()

    def send_again():
        try:
            return Client().post("/enquire/", answers | {"message": "One more thing."})
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Enquiry.objects.select_for_update().get(pk=enquiry.pk)
            if has_begun == "deleted":
                delete_for_good([enquiry.pk], "erased")
            answer = pool.submit(send_again)
            with pytest.raises(TimeoutError):
                answer.result(2)  # it waits for what the deletion comes to
            if has_begun == "locked":
                delete_for_good([enquiry.pk], "erased")
        response = answer.result(30)
    assert response.status_code == 410
    assert response.context["form"]["message"].value() == "One more thing."
    assert not Enquiry.objects.exists()
