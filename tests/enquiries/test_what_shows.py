"""What shows how the letterbox stands: first page, /readyz, daily summary, charts."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from filling_in import HANDLERS, LEADS, page_of, store

from enquiries.actions import change_state, take_enquiry
from enquiries.charts import HIDDEN, enquiries_by_week, time_to_first_answer
from enquiries.inbox.charts import Chart
from enquiries.models import AnsweringSettings, Delivery, Enquiry, Holiday, RetentionRun
from enquiries.notifications import digest, is_sent_on
from enquiries.tasks import send_digest


def test_readyz_tells_the_age_of_unsent_mail_failed_jobs_retention_and_the_key(letterbox):
    enquiry = store()
    enquiry.deliveries.update(created_at=timezone.now() - timedelta(hours=1))
    run = RetentionRun.objects.create()
    state = Client().get("/readyz").json()
    assert 3590 < state["oldest_unsent_mail_seconds"] < 3700
    assert (state["encryption"], state["key_in_use"], state["failed_jobs"]) == (True, "test", 0)
    assert state["last_retention_run"] == run.ran_at.isoformat()
    assert "maryam" not in str(state)


def test_readyz_is_not_ready_without_a_key_and_names_what_is_missing(letterbox, settings):
    settings.ENQUIRY_KEYS = ""
    response = Client().get("/readyz")
    assert (response.status_code, response.json()["encryption"]) == (503, False)


def test_the_first_page_leads_to_what_waits(staff):
    handler = staff(HANDLERS)
    late, mine, failed = store(), store(), store()
    Enquiry.objects.filter(pk=late.pk).update(due_at=late.created_at)
    take_enquiry(mine.pk, handler.user)
    Delivery.objects.filter(enquiry=failed).update(failed_at=timezone.now())
    body = handler.get("/admin/").content.decode()
    assert "2 new enquiries" in body
    for label, query in (("Overdue", "overdue=yes"), ("Mine", "assignee=me")):
        assert f'?{query}">{label}: 1</a>' in body
    assert '?delivery=failed">Not delivered: 1</a>' in body
    assert "Put aside as spam" not in body
    listed = handler.get("/admin/enquiries/results/", {"delivery": "failed"}).content.decode()
    assert failed.shown_reference in listed and late.shown_reference not in listed


def test_what_was_not_delivered_is_marked_in_the_list_and_on_top_of_the_page(staff):
    handler, failed = staff(HANDLERS), store()
    store(email="two@example.org")
    assert "was not delivered" not in handler.get(page_of(failed)).text
    Delivery.objects.filter(enquiry=failed, kind="acknowledgement").update(
        failed_at=timezone.now(), last_error="SMTPRecipientsRefused"
    )
    assert handler.get("/admin/enquiries/").text.count(">Not delivered</strong>") == 1
    assert "An e-mail about this enquiry was not delivered" in handler.get(page_of(failed)).text


def test_what_a_machine_put_aside_as_spam_is_told_until_somebody_has_looked(staff, mailroom):
    handler = staff(HANDLERS)
    trapped, judged, opened = store(homepage="x"), store(), store(homepage="x")
    change_state(judged.pk, "spam", handler.user)
    told = "Put aside as spam, not looked at: {}"
    assert told.format(2) in handler.get("/admin/").text
    assert told.format(2) in digest(timezone.localdate()).body
    assert "Nothing waits for you." not in digest(timezone.localdate()).body
    for each in (trapped, opened):
        handler.get(page_of(each))
    assert "Put aside as spam" not in handler.get("/admin/").text
    assert told.format(0) in digest(timezone.localdate()).body


@pytest.mark.parametrize(
    ("group", "sees"),
    [(LEADS, True), ("Site manager", True), (HANDLERS, False), ("Editor", False)],
)
def test_those_who_manage_see_how_the_work_behind_stands(staff, group, sees):
    store(name="Quagga")
    body = staff(group).get("/admin/").content.decode()
    assert ("encrypted with the key test" in body) is sees
    assert "Quagga" not in body


def test_the_summary_holds_numbers_only_and_has_one_name_a_day(letterbox, mailroom):
    store(name="Quagga")
    settings = AnsweringSettings.load()
    settings.digest_to = "a@example.org\n\n b@example.org "
    settings.save()
    today = timezone.localdate()
    for _ in range(2):
        send_digest(day=today.isoformat())
    send_digest(day=(today - timedelta(days=1)).isoformat())
    recipients, message = mailroom.messages[0]
    assert recipients == ["a@example.org", "b@example.org"]
    assert "New: 1" in message.get_content()
    assert "Quagga" not in message.as_string()
    assert {each["Message-ID"] for _, each in mailroom.messages} == {message["Message-ID"]}
    assert len(mailroom.messages) == 2


def test_no_summary_on_a_day_off_and_one_that_says_so_when_nothing_waits(letterbox):
    monday, saturday = date(2026, 11, 30), date(2026, 11, 28)
    assert (is_sent_on(monday), is_sent_on(saturday)) == (True, False)
    Holiday.objects.create(day=monday, name="Off")
    assert not is_sent_on(monday)
    assert "Nothing waits for you." in digest(monday).body


def test_those_who_lead_get_the_summary_when_nobody_else_was_named(staff):
    lead = staff(LEADS)
    assert digest(timezone.localdate()).to == [lead.user.email]


def test_a_chart_tells_no_count_under_five_and_no_way_to_work_it_out(letterbox):
    first = store()
    copies = [
        Enquiry(
            submission_key=f"00000000-0000-4000-8000-00000000000{n}",
            language="en",
            topic=first.topic if n < 5 else None,
            name="x",
            email="",
            phone="",
            message="",
            details="{}",
        )
        for n in range(7)
    ]
    Enquiry.objects.bulk_create(copies)
    week = enquiries_by_week()[-1]
    assert week.topics == {first.topic.name: 6}
    assert (week.others, week.total) == (HIDDEN, ">6")
    assert enquiries_by_week()[0].total == 0
    assert time_to_first_answer()[-1].median is None
    Enquiry.objects.update(first_answered_at=first.created_at + timedelta(hours=3))
    assert 2.5 < time_to_first_answer()[-1].median < 3.5


def test_a_chart_stacks_the_topics_of_a_week_and_draws_nothing_of_nothing():
    drawn = Chart([[5, 0, 5], [0, 0, 20]], ["One", "Two", "All others"])
    parts = [(part["y"], part["height"], part["shade"]) for part in drawn.parts]
    assert parts == [(150, 50, 0), (100, 50, 2), (0, 200, 2)]
    assert drawn.parts[0]["x"] == drawn.parts[1]["x"] < drawn.parts[2]["x"]
    assert (drawn.most, [label for label, _ in drawn.legend]) == (20, ["One", "Two", "All others"])
    assert Chart([[0, 0], [0, 0]]).parts == Chart([]).parts == []


def test_only_those_who_lead_see_the_charts(staff):
    store()
    body = staff(LEADS).get("/admin/reports/enquiries/").content.decode()
    assert "Enquiries a week, by topic" in body and HIDDEN.replace("<", "&lt;") in body
    for group in (HANDLERS, "Editor", "Site manager"):
        answer = staff(group).get("/admin/reports/enquiries/")
        assert answer.headers["Location"].split("?")[0] == "/admin/"
