"""Who gets into the inbox, and that nothing else in the admin leads there."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from filling_in import EDITORS, HANDLERS, INBOX, LEADS, page_of, store
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import ModelLogEntry, ReferenceIndex
from wagtail.search.index import class_is_indexed
from wagtail.snippets.models import get_snippet_models

from enquiries.models import Enquiry, EnquiryTopic


def is_turned_away(response) -> bool:
    """Wagtail sends those without a permission to its first page, strangers to sign-in."""
    return response.status_code == 302 and response.headers["Location"].split("?")[0] in (
        "/admin/",
        "/admin/login/",
    )


@pytest.mark.parametrize("who", [EDITORS, "Site manager", "Clinical reviewer", "nobody", None])
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


def test_only_those_who_may_read_see_the_menu_entry(staff):
    assert INBOX in staff(HANDLERS).get("/admin/").content.decode()
    editors = staff(EDITORS).get("/admin/").content.decode()
    assert INBOX not in editors


@pytest.mark.parametrize("group", [HANDLERS, LEADS])
@pytest.mark.parametrize("verb", ["new", "edit", "delete", "copy", "history", "usage", "inspect"])
def test_nobody_can_add_edit_copy_or_delete_whatever_the_role(staff, group, verb):
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
    found = {link.split("?")[0] for link in links} - {f"{INBOX}person/", f"{INBOX}export/"}
    assert found == {INBOX, page_of(enquiry)}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_cannot_be_exported(staff, kind):
    store()
    response = staff(LEADS).get(INBOX, {"export": kind})
    assert response.headers["Content-Type"].startswith("text/html")


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


def test_no_other_part_of_the_admin_leads_to_an_enquiry(staff):
    enquiry, manager = store(name="Maryam Quagga"), staff(LEADS)
    manager.user.is_superuser = True
    manager.user.save()
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
        assert "Quagga" not in body


def test_topics_are_edited_by_those_who_may_and_never_deleted(staff):
    topic = EnquiryTopic.objects.for_form("en")[0]
    store()
    manager, superuser = staff("Site manager"), staff(None)
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


def test_topics_stand_under_settings_for_those_who_may_edit_them(staff):
    topics = "/admin/snippets/enquiries/enquirytopic/"
    assert topics in staff("Site manager").get("/admin/").content.decode()
    assert topics not in staff(EDITORS).get("/admin/").content.decode()
    assert topics not in staff(HANDLERS).get("/admin/").content.decode()
