"""What staff see of enquiries in the Wagtail admin, and what they do not."""

import re

import pytest
from django.urls import reverse
from filling_in import HANDLERS, INBOX, LEADS, page_of, store

from enquiries.models import Enquiry, EnquiryEvent, EnquiryTopic


def test_a_handler_finds_the_enquiry_in_the_list_and_reads_it(staff):
    enquiry = store(name="Maryam Quagga", message="one\n  two <b>", phone="020 7946 0123")
    handler = staff(HANDLERS)
    listing = handler.get(INBOX).content.decode()
    assert enquiry.shown_reference in listing
    assert page_of(enquiry) in listing
    body = handler.get(page_of(enquiry)).content.decode()
    for words in (
        "Maryam Quagga",
        "one\n  two &lt;b&gt;",
        "maryam@example.org",
        "+44 20 7946 0123",
    ):
        assert words in body
    assert "I agree that the clinic may use" in body
    assert "Ticked the box on the form" in body


def test_the_list_shows_and_loads_no_words(staff):
    store(name="Maryam Quagga", message="words Quagga")
    assert "Quagga" not in staff(HANDLERS).get(INBOX).content.decode()
    (enquiry,) = Enquiry.objects.without_words()
    assert enquiry.get_deferred_fields() == set(Enquiry.sealed_columns())


def test_looking_is_written_down_before_anything_is_shown(staff):
    enquiry, handler = store(), staff(HANDLERS)
    body = handler.get(page_of(enquiry)).content.decode()
    opened = EnquiryEvent.objects.get(kind="opened")
    assert (opened.enquiry_id, opened.actor) == (enquiry.pk, handler.user)
    assert body.count("Opened") == 1
    handler.get(page_of(enquiry))
    assert EnquiryEvent.objects.filter(kind="opened").count() == 2


def test_a_handler_changes_the_state_and_the_history_says_who(staff):
    enquiry, handler = store(), staff(HANDLERS)
    address = f"{page_of(enquiry)}state/"
    move = {"state": "in_progress", "seen": "new"}
    response = handler.post(address, move, follow=True)
    assert f"Enquiry {enquiry.shown_reference} is now: In progress." in response.content.decode()
    handler.post(address, move)
    event = EnquiryEvent.objects.get(kind="state_changed")
    assert (event.actor, event.state_before, event.state_after) == (
        handler.user,
        "new",
        "in_progress",
    )
    enquiry.refresh_from_db()
    assert enquiry.state == "in_progress"
    assert enquiry.state_changed_at > enquiry.created_at


def test_a_state_that_does_not_exist_changes_nothing(staff):
    enquiry = store()
    response = staff(HANDLERS).post(f"{page_of(enquiry)}state/", {"state": "gone"}, follow=True)
    assert "There is no such state. Nothing was changed." in response.content.decode()
    assert Enquiry.objects.get().state == "new"


def test_what_she_wrote_cannot_run_in_the_inbox(staff):
    words = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    enquiry = store(name=words, message=words)
    body = staff(HANDLERS).get(page_of(enquiry)).content.decode()
    assert "<script>alert" not in body
    # The name, the message, and the name once more to be corrected.
    assert body.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 3


def test_the_list_can_be_narrowed_by_state_topic_and_language(staff):
    topics = EnquiryTopic.objects.for_form("en")
    old = store(topic=str(topics[1].pk))
    Enquiry.objects.filter(pk=old.pk).update(state="closed", language="de")
    new = store(topic=str(topics[2].pk))
    handler = staff(HANDLERS)
    for query in (
        {"state": "closed"},
        {"language": "de"},
        {"topic": str(topics[1].translation_key)},
        {"q": f" {old.shown_reference.lower()} "},
    ):
        body = handler.get(f"{INBOX}results/", query).content.decode()
        assert old.shown_reference in body, query
        assert new.shown_reference not in body, query
    order = re.findall(r"[A-Z0-9]{4}-[A-Z0-9]{4}(?=\s*</a>)", handler.get(INBOX).content.decode())
    assert order == [new.shown_reference, old.shown_reference]


@pytest.mark.parametrize("who", [HANDLERS, LEADS])
def test_the_list_asks_as_often_for_three_as_for_one(staff, who, django_assert_num_queries):
    """Nine are Wagtail's; then the choices of the filters, the count and the page."""
    handler = staff(who)
    store()
    handler.get(INBOX)
    with django_assert_num_queries(12):
        handler.get(INBOX)
    store()
    store()
    with django_assert_num_queries(12):
        handler.get(INBOX)


def test_one_enquiry_asks_as_often_however_long_its_history(staff, django_assert_num_queries):
    enquiry, handler = store(), staff(HANDLERS)
    handler.get(page_of(enquiry))
    with django_assert_num_queries(22):
        handler.get(page_of(enquiry))
    staff(LEADS).get(page_of(enquiry))
    with django_assert_num_queries(22):
        handler.get(page_of(enquiry))


def test_an_enquiry_is_called_by_its_reference_only():
    enquiry = Enquiry(reference="CDFG3467", name="Maryam")
    assert (str(enquiry), repr(enquiry)) == ("CDFG-3467", "<Enquiry: CDFG-3467>")


def test_the_history_outlives_the_account_of_who_looked(staff):
    enquiry, handler = store(), staff(HANDLERS)
    handler.get(page_of(enquiry))
    handler.user.delete()
    body = staff(LEADS).get(page_of(enquiry)).content.decode()
    assert "Somebody whose account is gone" in body


def test_no_page_of_the_inbox_is_kept_by_a_browser(staff):
    enquiry, handler = store(), staff(HANDLERS)
    for address in (reverse("enquiry_inbox:index"), page_of(enquiry)):
        assert "no-store" in handler.get(address).headers["Cache-Control"]


def test_a_notice_that_was_not_delivered_is_shown(staff):
    enquiry = store()
    enquiry.deliveries.update(failed_at=enquiry.created_at, last_error="SMTPDataError", attempts=1)
    body = staff(HANDLERS).get(page_of(enquiry)).content.decode()
    assert "Not delivered" in body
    assert "SMTPDataError" in body


def test_the_list_says_in_words_the_language_and_marks_what_is_new(staff):
    old = store()
    Enquiry.objects.filter(pk=old.pk).update(state="closed", language="de")
    store()
    body = staff(HANDLERS).get(INBOX).content.decode()
    assert body.count('<strong class="enquiry__new">New</strong>') == 1
    cells = [cell.strip() for cell in re.findall(r"<td[^>]*>([^<]*)</td>", body)]
    assert cells.count("German") == cells.count("English") == 1
    assert {"de", "en"}.isdisjoint(cells)
    assert "enquiries/inbox" in body


def test_the_search_says_that_it_takes_a_whole_reference(staff):
    enquiry, handler = store(), staff(HANDLERS)
    assert 'placeholder="Whole reference"' in handler.get(INBOX).content.decode()
    body = handler.get(INBOX, {"q": enquiry.reference[:4]}).content.decode()
    assert "No enquiry that you may see has this reference. Enter the whole reference" in body
    assert enquiry.shown_reference not in body


def test_the_first_page_tells_handlers_how_many_are_new(staff):
    handler = staff(HANDLERS)
    assert "There are no new enquiries." in handler.get("/admin/").content.decode()
    store()
    assert re.search(r"\b1 new enquiry\b", handler.get("/admin/").content.decode())
    store()
    body = handler.get("/admin/").content.decode()
    assert re.search(r'href="/admin/enquiries/\?state=new">\s*2 new enquiries\s*</a>', body)
    Enquiry.objects.update(state="closed")
    assert "There are no new enquiries." in handler.get("/admin/").content.decode()


def test_the_state_is_named_once_on_the_page_of_an_enquiry(staff):
    body = staff(HANDLERS).get(page_of(store())).content.decode()
    assert len(re.findall(r">\s*State\s*<", body)) == 1
