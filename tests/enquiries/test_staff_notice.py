"""The mail that tells staff, against a real mail server that can misbehave."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from filling_in import send, store
from mailroom import Mailroom, free_port, run_worker_once, running, use_mail_server
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from accounts.models import User
from enquiries.models import Delivery, Enquiry, EnquiryEvent
from enquiries.tasks import GrowingWaits, NotDeliveredYetError, deliver


def notice() -> Delivery:
    return Delivery.objects.get(kind=Delivery.Kind.STAFF_NOTICE)


def run_job() -> Delivery:
    delivery = notice()
    deliver(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    return delivery


def test_staff_get_the_reference_and_a_link_and_no_answer(letterbox, mailroom, settings):
    enquiry = store(name="Maryam Quagga", message="words Quagga", phone="020 7946 0123")
    delivery = run_job()
    [(recipients, message)] = mailroom.messages
    assert recipients == ["desk@example.org"]
    assert message["Subject"] == "A new enquiry is waiting"
    assert message["Message-ID"] == delivery.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    body = message.get_content()
    assert enquiry.shown_reference in body
    assert f"{settings.WAGTAILADMIN_BASE_URL}/admin/enquiries/{enquiry.pk}/" in body
    for private in ("Quagga", "maryam", "7946", enquiry.topic.name):
        assert private not in message.as_string()
    assert delivery.sent_at is not None
    assert list(enquiry.events.values_list("kind", flat=True)) == ["received", "notice_sent"]


def test_a_second_run_of_the_job_sends_nothing_more(letterbox, mailroom):
    store()
    run_job()
    assert run_job().attempts == 1
    assert len(mailroom.messages) == 1


def test_without_a_mail_server_the_visitor_notices_nothing(letterbox, no_mail_server, client):
    response = send(client)
    assert (response.status_code, Enquiry.objects.count()) == (302, 1)
    with pytest.raises(NotDeliveredYetError, match=r"^ConnectionRefusedError$"):
        run_job()
    delivery = notice()
    assert (delivery.attempts, delivery.last_error) == (1, "ConnectionRefusedError")
    assert (delivery.sent_at, delivery.failed_at) == (None, None)


def test_a_refusal_for_now_is_tried_again_and_sent_once_with_the_same_name(letterbox, mailroom):
    store()
    mailroom.answer = "451 try later"
    with pytest.raises(NotDeliveredYetError):
        run_job()
    name = notice().message_id
    mailroom.answer = "250 OK"
    delivery = run_job()
    assert [message["Message-ID"] for _, message in mailroom.messages] == [name]
    assert (delivery.attempts, delivery.last_error) == (2, "")


@pytest.mark.parametrize(
    ("refusal", "answer", "error"),
    [
        ("550 no such mailbox desk@example.org", "250 OK", "SMTPRecipientsRefused"),
        (None, "554 not wanted", "SMTPDataError"),
    ],
)
def test_a_refusal_for_good_is_final_at_once_and_shown(letterbox, mailroom, refusal, answer, error):
    enquiry = store()
    mailroom.refusal, mailroom.answer = refusal, answer
    delivery = run_job()
    assert delivery.failed_at is not None
    assert delivery.last_error == error
    assert list(enquiry.events.values_list("kind", flat=True)) == ["received", "notice_failed"]
    mailroom.refusal, mailroom.answer = None, "250 OK"
    assert run_job().attempts == 1
    assert mailroom.messages == []


def test_after_seven_days_it_is_given_up_and_shown(letterbox, no_mail_server):
    store()
    now = timezone.now()
    almost, over = now + timedelta(days=6, hours=23), now + timedelta(days=7, hours=1)
    with time_machine.travel(almost, tick=False), pytest.raises(NotDeliveredYetError):
        run_job()
    with time_machine.travel(over, tick=False):
        assert run_job().failed_at is not None
    assert EnquiryEvent.objects.filter(kind="notice_failed").count() == 1


def test_waits_grow_to_an_hour_and_the_job_never_gives_up_by_itself():
    def wait(attempts: int) -> float | None:
        job = Job(
            id=1, queue="mail", lock=None, queueing_lock=None, task_name="x", attempts=attempts
        )
        decision = GrowingWaits().get_retry_decision(exception=smtplib.SMTPException(), job=job)
        return decision and (decision.retry_at - timezone.now()).total_seconds()

    assert [round(wait(n) / 60) for n in range(3)] == pytest.approx([1, 2, 4], abs=1)
    assert max(wait(n) for n in range(200)) <= 3600 * 1.2
    assert wait(5000) is not None


def test_staff_who_may_read_enquiries_are_told_and_nobody_else(letterbox, mailroom, settings):
    settings.ENQUIRY_NOTICE_TO = []
    call_command("setup_roles", verbosity=0)
    people = {
        "handler@example.org": ("Enquiry handler", True),
        "left@example.org": ("Enquiry handler", False),
        "editor@example.org": ("Editor", True),
    }
    for address, (group, is_active) in people.items():
        user = User.objects.create_user(address, None, is_active=is_active)
        user.groups.add(user.groups.model.objects.get(name=group))
    User.objects.create_superuser("manager@example.org", None)
    store()
    run_job()
    assert [recipients for recipients, _ in mailroom.messages] == [["handler@example.org"]]


def test_a_superuser_is_told_when_nobody_else_would_be(letterbox, mailroom, settings):
    settings.ENQUIRY_NOTICE_TO = []
    store()
    with pytest.raises(NotDeliveredYetError, match=r"^NobodyToTellError$"):
        run_job()
    User.objects.create_superuser("manager@example.org", None)
    run_job()
    assert [recipients for recipients, _ in mailroom.messages] == [["manager@example.org"]]


def notice_job() -> ProcrastinateJob:
    return ProcrastinateJob.objects.get(args={"delivery_id": notice().pk})


def test_a_worker_tries_again_when_mail_is_back(committed_letterbox, settings):
    """The whole way: form, job in PostgreSQL, a real worker, a mail server that comes later."""
    settings.ENQUIRY_NOTICE_TO = ["desk@example.org"]
    port = free_port()
    use_mail_server(settings, port)
    assert send(Client()).status_code == 302
    run_worker_once()
    job = notice_job()
    assert (job.status, job.attempts) == ("todo", 1)
    assert 40 < (job.scheduled_at - timezone.now()).total_seconds() < 80
    assert notice().last_error == "ConnectionRefusedError"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now()")
    with running(Mailroom(), port) as room:
        run_worker_once()
    assert notice_job().status == "succeeded"
    sent = {message["Message-ID"] for _, message in room.messages}
    assert sent == set(Delivery.objects.values_list("message_id", flat=True))
    assert len(room.messages) == 2
