"""What staff see of enquiries in the Wagtail admin, and what they do not."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from filling_in import store
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import ModelLogEntry, ReferenceIndex
from wagtail.search.index import class_is_indexed
from wagtail.snippets.models import get_snippet_models

from enquiries.models import Enquiry, EnquiryEvent, EnquiryTopic

INBOX = "/admin/enquiries/"
HANDLERS, EDITORS = "Enquiry handlers", "Editors"


def page_of(enquiry: Enquiry) -> str:
    return f"{INBOX}{enquiry.pk}/"


def is_turned_away(response) -> bool:
    """Wagtail sends those without a permission to its first page, strangers to sign-in."""
    return response.status_code == 302 and response.headers["Location"].split("?")[0] in (
        "/admin/",
        "/admin/login/",
    )


def test_a_handler_finds_the_enquiry_in_the_list_and_reads_it(staff):
    enquiry = store(name="Maryam Xq", message="one\n  two <b>", phone="020 7946 0123")
    handler = staff(HANDLERS)
    listing = handler.get(INBOX).content.decode()
    assert enquiry.shown_reference in listing
    assert page_of(enquiry) in listing
    body = handler.get(page_of(enquiry)).content.decode()
    for words in ("Maryam Xq", "one\n  two &lt;b&gt;", "maryam@example.org", "+44 20 7946 0123"):
        assert words in body
    assert "I agree that the clinic may use" in body
    assert "Ticked the box on the form" in body


def test_the_list_shows_and_loads_no_words(staff):
    store(name="Maryam Xq", message="words Xq")
    assert "Xq" not in staff(HANDLERS).get(INBOX).content.decode()
    (enquiry,) = Enquiry.objects.without_words()
    assert enquiry.get_deferred_fields() == {"name", "email", "phone", "message"}


def test_looking_is_written_down_before_anything_is_shown(staff):
    enquiry, handler = store(), staff(HANDLERS)
    body = handler.get(page_of(enquiry)).content.decode()
    opened = EnquiryEvent.objects.get(kind="opened")
    assert (opened.enquiry_id, opened.actor) == (enquiry.pk, handler.user)
    assert body.count("Opened") == 1
    handler.get(page_of(enquiry))
    assert EnquiryEvent.objects.filter(kind="opened").count() == 2


@pytest.mark.parametrize("who", [EDITORS, "Site managers", "nobody"])
@pytest.mark.parametrize("method", ["get", "post", "head", "put", "delete"])
def test_people_without_the_permission_see_and_change_nothing(staff, who, method):
    enquiry = store()
    browser = Client() if who == "nobody" else staff(who)
    for address in (INBOX, f"{INBOX}results/", page_of(enquiry), f"{page_of(enquiry)}state/"):
        assert is_turned_away(getattr(browser, method)(address, {"state": "closed"})), address
    enquiry.refresh_from_db()
    assert enquiry.state == "new"
    assert list(enquiry.events.values_list("kind", flat=True)) == ["received"]


def test_an_unknown_key_tells_an_editor_no_more_than_a_known_one(staff):
    editor = staff(EDITORS)
    assert is_turned_away(editor.get(f"{INBOX}019c0000-0000-7000-8000-000000000000/"))
    assert staff(HANDLERS).get(f"{INBOX}019c0000-0000-7000-8000-000000000000/").status_code == 404


def test_only_those_who_may_read_see_the_menu_entry_with_the_number_of_new_ones(staff):
    store()
    store()
    assert "Enquiries (2)" in staff(HANDLERS).get("/admin/").content.decode()
    editors = staff(EDITORS).get("/admin/").content.decode()
    assert "Enquiries" not in editors
    assert INBOX not in editors


@pytest.mark.parametrize("group", [HANDLERS, None])
@pytest.mark.parametrize("verb", ["new", "edit", "delete", "copy", "history", "usage", "inspect"])
def test_nobody_can_add_edit_copy_or_delete_not_even_a_superuser(staff, group, verb):
    enquiry, browser = store(), staff(group)
    for address in (
        f"{INBOX}{verb}/",
        f"{INBOX}{verb}/{enquiry.pk}/",
        f"{page_of(enquiry)}{verb}/",
    ):
        for method in ("get", "post"):
            assert getattr(browser, method)(address).status_code == 404
    bulk = f"/admin/bulk/enquiries/enquiry/delete/?id={enquiry.pk}"
    assert browser.post(bulk).status_code == 404
    assert Enquiry.objects.count() == 1
    links = re.findall(r'href="(/admin/enquiries/[^"]*)"', browser.get(INBOX).content.decode())
    assert {link.split("?")[0] for link in links} == {INBOX, page_of(enquiry)}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_cannot_be_exported(staff, kind):
    store()
    response = staff(None).get(INBOX, {"export": kind})
    assert response.headers["Content-Type"].startswith("text/html")


def test_a_handler_changes_the_state_and_the_history_says_who(staff):
    enquiry, handler = store(), staff(HANDLERS)
    address = f"{page_of(enquiry)}state/"
    response = handler.post(address, {"state": "in_progress"}, follow=True)
    assert f"Enquiry {enquiry.shown_reference} is now: In progress." in response.content.decode()
    handler.post(address, {"state": "in_progress"})
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


def test_changing_a_state_needs_the_visitors_token_and_a_post(staff):
    enquiry, handler = store(), staff(HANDLERS)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(handler.user)
    address = f"{page_of(enquiry)}state/"
    assert strict.post(address, {"state": "closed"}).status_code == 403
    assert handler.get(address, {"state": "closed"}).status_code == 405
    assert Enquiry.objects.get().state == "new"


def test_somebody_who_may_only_read_is_offered_no_change(staff):
    enquiry, reader = store(), staff(EDITORS)
    reader.user.user_permissions.add(Permission.objects.get(codename="view_enquiry"))
    body = reader.get(page_of(enquiry)).content.decode()
    assert "Change state" not in body
    assert is_turned_away(reader.post(f"{page_of(enquiry)}state/", {"state": "closed"}))


def test_what_she_wrote_cannot_run_in_the_inbox(staff):
    words = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    enquiry = store(name=words, message=words)
    body = staff(HANDLERS).get(page_of(enquiry)).content.decode()
    assert "<script>alert" not in body
    assert body.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2


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


def test_the_list_asks_as_often_for_three_as_for_one(staff, django_assert_num_queries):
    """Thirteen: nine are Wagtail's, then count, page, topics, and the number in the menu."""
    handler = staff(HANDLERS)
    store()
    handler.get(INBOX)
    with django_assert_num_queries(13):
        handler.get(INBOX)
    store()
    store()
    with django_assert_num_queries(13):
        handler.get(INBOX)


def test_one_enquiry_asks_as_often_however_long_its_history(staff, django_assert_num_queries):
    enquiry, handler = store(), staff(HANDLERS)
    handler.get(page_of(enquiry))
    with django_assert_num_queries(17):
        handler.get(page_of(enquiry))
    staff(None).get(page_of(enquiry))
    with django_assert_num_queries(17):
        handler.get(page_of(enquiry))


def test_no_other_part_of_the_admin_leads_to_an_enquiry(staff):
    enquiry, manager = store(name="Maryam Xq"), staff(None)
    manager.get(page_of(enquiry))
    manager.get(INBOX)
    manager.post(f"{page_of(enquiry)}state/", {"state": "closed"}, follow=True)
    assert Enquiry not in get_snippet_models()
    assert not class_is_indexed(Enquiry)
    assert not ReferenceIndex.model_is_indexable(Enquiry)
    assert ReferenceIndex.objects.count() == 0
    assert AdminURLFinder(manager.user).get_edit_url(enquiry) is None
    assert ModelLogEntry.objects.count() == 0
    for address in ("/admin/reports/site-history/", f"/admin/search/?q={enquiry.reference}"):
        body = manager.get(address, follow=True).content.decode()
        assert enquiry.shown_reference not in body
        assert "Xq" not in body


def test_an_enquiry_is_called_by_its_reference_only():
    enquiry = Enquiry(reference="CDFG3467", name="Maryam")
    assert (str(enquiry), repr(enquiry)) == ("CDFG-3467", "<Enquiry: CDFG-3467>")


def test_the_history_outlives_the_account_of_who_looked(staff):
    enquiry, handler = store(), staff(HANDLERS)
    handler.get(page_of(enquiry))
    handler.user.delete()
    body = staff(None).get(page_of(enquiry)).content.decode()
    assert "Somebody whose account is gone" in body


def test_topics_are_edited_by_those_who_may_and_never_deleted(staff):
    topic = EnquiryTopic.objects.for_form("en")[0]
    store()
    manager, superuser = staff("Site managers"), staff(None)
    base = "/admin/snippets/enquiries/enquirytopic/"
    answer = manager.post(f"{base}edit/{topic.pk}/", {"name": "POI", "is_offered": ""})
    assert answer.status_code == 302
    topic.refresh_from_db()
    assert (topic.name, topic.is_offered) == ("POI", False)
    for browser in (manager, superuser):
        assert is_turned_away(browser.post(f"{base}delete/{topic.pk}/"))
        bulk = f"/admin/bulk/enquiries/enquirytopic/delete/?id={topic.pk}"
        browser.post(bulk)
        assert EnquiryTopic.objects.filter(pk=topic.pk).exists()
    assert is_turned_away(staff(EDITORS).get(base))


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
