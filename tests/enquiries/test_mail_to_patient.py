"""What a patient gets by e-mail: at most one confirmation, and the replies of staff."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from filling_in import HANDLERS, INBOX, page_of, send, store
from mailroom import Mailroom, free_port, run_worker_once, running, use_mail_server

from enquiries.actions import (
    CannotReplyError,
    publish_wording,
    record_call,
    send_reply,
    try_delivery_again,
)
from enquiries.models import Delivery, Enquiry, EnquiryTopic, Entry
from enquiries.tasks import NotDeliveredYetError, deliver, tend_mail, wake_waiting

ACK, REPLY = Delivery.Kind.ACKNOWLEDGEMENT, Delivery.Kind.REPLY


def ack_of(enquiry: Enquiry) -> Delivery:
    return enquiry.deliveries.get(kind=ACK)


def deliver_to(delivery: Delivery) -> Delivery:
    deliver(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    return delivery


def test_she_is_told_that_it_arrived_with_none_of_her_answers(letterbox, mailroom):
    enquiry = store(name="Maryam Quagga", message="Quagga words", phone="020 7946 0123")
    deliver_to(ack_of(enquiry))
    [(recipients, message)] = mailroom.messages
    assert recipients == ["maryam@example.org"]
    assert message["Subject"] == "Your message has arrived"
    assert message["Auto-Submitted"] == "auto-replied"
    text = message.get_body("plain").get_content()
    html = message.get_body("html").get_content()
    for part in (text, html):
        assert enquiry.shown_reference in part
        assert "We aim to answer within 2 working days." in part
        for private in ("Quagga", "7946", enquiry.topic.name):
            assert private not in part
    assert 'lang="en"' in html and "<img" not in html and "http" not in html
    assert [event.kind for event in enquiry.events.all()] == ["received", "acknowledged"]


@pytest.mark.parametrize("reply_to", ["", "desk@example.org"])
def test_a_reply_says_whether_an_answer_to_it_is_read(staff, mailroom, settings, reply_to):
    settings.ENQUIRY_REPLY_TO = reply_to
    settings.FALLBACK_TELEPHONE = "+44 20 7946 0123"
    enquiry = store()
    send_reply(enquiry.pk, "When may we call you?", staff(HANDLERS).user, uuid4())
    deliver_to(enquiry.deliveries.get(kind=REPLY))
    [(_, message)] = mailroom.messages
    assert message["Reply-To"] == (reply_to or None)
    for kind in ("plain", "html"):
        text = " ".join(message.get_body(kind).get_content().split())
        assert ("nobody reads its mailbox" in text) is not bool(reply_to)
        assert ("/enquire/" in text and "7946 0123" in text) is not bool(reply_to)


def test_the_confirmation_speaks_her_language(letterbox, mailroom):
    topic = str(EnquiryTopic.objects.for_form("de")[0].pk)
    send(Client(), "/de/enquire/", topic=topic)
    deliver_to(ack_of(Enquiry.objects.get()))
    [(_, message)] = mailroom.messages
    assert message["Subject"] == "Ihre Nachricht ist angekommen"
    assert 'lang="de"' in message.get_body("html").get_content()


def test_whoever_chose_the_telephone_gets_no_mail(letterbox):
    enquiry = store(channel="phone", phone="020 7946 0123")
    assert [each.kind for each in enquiry.deliveries.all()] == ["staff_notice"]


def test_one_address_gets_one_confirmation_in_ten_minutes_and_three_a_day(letterbox):
    now = timezone.now()
    sent = []
    for minutes in (0, 5, 11, 12, 30, 60, 24 * 60 + 1):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            enquiry = store(email="Li@Example.org" if minutes else "li@example.org")
            sent.append(enquiry.deliveries.filter(kind=ACK).exists())
    assert sent == [True, False, True, False, True, False, True]
    assert Enquiry.objects.count() == 7
    assert store(email="other@example.org").deliveries.filter(kind=ACK).exists()


def test_a_line_end_in_a_wording_does_not_become_a_header(letterbox, mailroom):
    publish_wording("ack_subject", "en", "Hello\r\nBcc: all@example.org")
    deliver_to(ack_of(store()))
    [(recipients, message)] = mailroom.messages
    assert (recipients, message["Bcc"]) == (["maryam@example.org"], None)
    assert message["Subject"] == "Hello Bcc: all@example.org"


def test_a_reply_reaches_her_once_as_written_and_belongs_to_the_confirmation(staff, mailroom):
    enquiry, handler = store(), staff(HANDLERS)
    key = uuid4()
    for _ in range(2):
        send_reply(enquiry.pk, "Dear Maryam,\n\n<b>yes</b> & no.", handler.user, key)
    delivery = Delivery.objects.get(kind=REPLY)
    deliver_to(delivery)
    [(recipients, message)] = mailroom.messages
    assert recipients == ["maryam@example.org"]
    assert message["Subject"] == "An answer to your message"
    assert message["In-Reply-To"] == ack_of(enquiry).message_id
    plain = message.get_body("plain").get_content().replace("\r\n", "\n")
    assert "Dear Maryam,\n\n<b>yes</b> & no." in plain
    assert "&lt;b&gt;yes&lt;/b&gt; &amp; no." in message.get_body("html").get_content()
    assert message.get_body("plain").get_content().count("With kind regards") == 1
    entry = Entry.objects.get()
    assert entry.author == handler.user
    enquiry.refresh_from_db()
    assert enquiry.first_answered_at == entry.created_at
    kinds = [event.kind for event in enquiry.events.all()]
    assert kinds == ["received", "replied", "reply_sent"]


def test_a_signature_that_is_there_already_is_not_added_again(staff, mailroom):
    enquiry, handler = store(), staff(HANDLERS)
    send_reply(enquiry.pk, "Yes.\n\nWith kind regards\nThe clinic", handler.user, uuid4())
    deliver_to(Delivery.objects.get(kind=REPLY))
    assert mailroom.messages[0][1].get_body("plain").get_content().count("With kind regards") == 1


@pytest.mark.parametrize("changes", [{"channel": "phone", "phone": "020 7946 0123"}])
def test_nobody_writes_to_her_by_e_mail_who_chose_the_telephone(staff, changes):
    enquiry, handler = store(**changes), staff(HANDLERS)
    with pytest.raises(CannotReplyError):
        send_reply(enquiry.pk, "Hello", handler.user, uuid4())
    assert not Entry.objects.exists()
    record_call(enquiry.pk, "Talked it over.", handler.user, uuid4())
    enquiry.refresh_from_db()
    assert enquiry.first_answered_at is not None


@pytest.mark.parametrize("text", ["", "  \n", "x" * 10_001])
def test_a_reply_without_words_or_with_too_many_is_not_sent(staff, text):
    enquiry, handler = store(), staff(HANDLERS)
    with pytest.raises(ValueError, match="no text"):
        send_reply(enquiry.pk, text, handler.user, uuid4())
    assert not Delivery.objects.filter(kind=REPLY).exists()


def test_an_address_that_cannot_be_read_waits_for_its_key(letterbox, mailroom):
    enquiry = store()
    sealed = bytes(enquiry.sealed_email)
    Enquiry.objects.filter(pk=enquiry.pk).update(sealed_email=b"damaged")
    with pytest.raises(NotDeliveredYetError, match="UnreadableError"):
        deliver(delivery_id=ack_of(enquiry).pk)
    Enquiry.objects.filter(pk=enquiry.pk).update(sealed_email=sealed)
    assert deliver_to(ack_of(enquiry)).sent_at is not None


def test_what_was_refused_for_good_can_be_begun_again_under_its_name(staff, mailroom):
    enquiry, handler = store(), staff(HANDLERS)
    mailroom.refusal = "550 no such mailbox"
    failed = deliver_to(ack_of(enquiry))
    assert failed.failed_at is not None
    mailroom.refusal = None
    again = try_delivery_again(failed.pk, handler.user)
    assert (again.failed_at, again.message_id) == (None, failed.message_id)
    assert deliver_to(ack_of(enquiry)).sent_at is not None
    at = again.give_up_at
    assert try_delivery_again(failed.pk, handler.user).give_up_at == at
    kinds = [event.kind for event in enquiry.events.all()]
    assert kinds == ["received", "ack_failed", "tried_again", "acknowledged"]


def test_what_was_not_delivered_is_let_go_when_she_was_reached_otherwise(staff, mailroom):
    enquiry, handler = store(), staff(HANDLERS)
    mailroom.refusal = "550 no such mailbox"
    failed = deliver_to(ack_of(enquiry))
    assert "Not delivered: 1" in handler.get("/admin/").text
    assert "She was reached otherwise" in handler.get(page_of(enquiry)).text
    address = reverse("enquiry_inbox:let_go", args=[enquiry.pk, failed.pk])
    for _ in range(2):
        assert handler.post(address).url == f"{page_of(enquiry)}#deliveries-section"
    assert "Not delivered" not in handler.get("/admin/").text
    assert enquiry.shown_reference not in handler.get(INBOX, {"delivery": "failed"}).text
    page = handler.get(page_of(enquiry))
    assert not page.context["has_failed_mail"] and address not in page.text
    kinds = [event.kind for event in enquiry.events.all()]
    assert kinds.count("let_go") == 1
    assert Delivery.objects.not_delivered().count() == 0
    mailroom.refusal = None
    try_delivery_again(failed.pk, handler.user)
    assert deliver_to(ack_of(enquiry)).sent_at is not None


def test_a_deleted_enquirys_mail_never_leaves(letterbox, mailroom):
    enquiry = store()
    delivery = ack_of(enquiry)
    enquiry.delete()
    deliver(delivery_id=delivery.pk)
    assert mailroom.messages == []


def waiting_jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at > now()"
        )
        return cursor.fetchone()[0]


def test_when_one_message_leaves_those_that_wait_follow_at_once(committed_letterbox, settings):
    settings.ENQUIRY_NOTICE_TO = ["desk@example.org"]
    port = free_port()
    use_mail_server(settings, port)
    for number in range(3):
        send(Client(), email=f"p{number}@example.org")
    run_worker_once()
    assert waiting_jobs() == 6
    assert wake_waiting(1) == 1
    with running(Mailroom(), port) as room:
        run_worker_once()
    assert len(room.messages) == 6
    assert not Delivery.objects.unsettled().exists()


def test_a_message_that_lost_its_job_gets_another(letterbox):
    enquiry = store()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    tend_mail()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone()[0] == 0
    enquiry.deliveries.update(created_at=timezone.now() - timedelta(minutes=6))
    tend_mail()
    tend_mail()
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'delivery_id' FROM procrastinate_jobs ORDER BY 1")
        found = [int(row[0]) for row in cursor.fetchall()]
    assert sorted(found) == sorted(enquiry.deliveries.values_list("pk", flat=True))
