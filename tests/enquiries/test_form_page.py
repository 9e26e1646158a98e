"""What the page with the form offers, remembers and carries along."""

import re
from datetime import timedelta

import html5lib
import pytest
import time_machine
from django.utils import timezone
from filling_in import filled_in, send, store, token_in

from enquiries.actions import publish_wording
from enquiries.forms.form_token import FormToken
from enquiries.models import Enquiry, EnquiryTopic, Wording
from tests.factories import make_home, make_standard

pytestmark = pytest.mark.usefixtures("letterbox")


def test_the_receipt_names_the_wording_of_the_page_she_read_not_a_newer_one(client):
    page = client.get("/enquire/")
    newer = publish_wording(Wording.Purpose.CONSENT, "en", "I agree to something else.")
    client.post("/enquire/", filled_in(page))
    assert Enquiry.objects.get().receipts.get(purpose="consent").wording.version == 1
    assert newer.text in client.get("/enquire/").content.decode()


@pytest.mark.parametrize("field", ["agreement", "is_adult"])
def test_the_boxes_are_not_ticked_before_and_have_to_be(client, field):
    assert client.get("/enquire/").context["form"][field].value() in (None, False)
    response = send(client, **{field: None})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_a_page_left_open_for_days_keeps_the_words_and_the_key(client):
    page = client.get("/enquire/")
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        response = client.post("/enquire/", filled_in(page))
        form = response.context["form"]
        assert (response.status_code, Enquiry.objects.count()) == (422, 0)
        assert form["message"].value() == "Is there a trial near me?"
        assert form["agreement"].value() in (None, False)
        assert client.post("/enquire/", filled_in(response)).status_code == 302
    key = FormToken.read(token_in(page)).submission_key
    assert Enquiry.objects.get().submission_key == key


@pytest.mark.parametrize("token", ["", "forged", "a:b:c", "\0", "é:1:x"])
def test_a_token_that_is_not_ours_stores_nothing_and_loses_nothing(client, token):
    response = client.post("/enquire/", filled_in(client.get("/enquire/"), form_token=token))
    assert (response.status_code, Enquiry.objects.count()) == (422, 0)
    assert response.context["form"]["message"].value() == "Is there a trial near me?"
    assert client.post("/enquire/", filled_in(response)).status_code == 302


def test_she_chooses_among_the_topics_that_staff_offer_in_her_language(client):
    EnquiryTopic.objects.filter(name="Fertility choices").update(is_offered=False)
    names = [name for _, name in client.get("/enquire/").context["form"].fields["topic"].choices]
    assert names == [
        "Care for premature ovarian insufficiency (POI)",
        "A question about research",
        "Something else",
    ]
    withdrawn = EnquiryTopic.objects.get(name="Fertility choices")
    response = send(client, topic=str(withdrawn.pk))
    assert response.context["form"].errors == {"topic": ["Choose one of these topics."]}


def test_the_form_works_when_staff_have_taken_every_topic_away(client):
    page = client.get("/enquire/")
    answers = filled_in(page, topic=None)
    EnquiryTopic.objects.update(is_offered=False)
    assert b"What is it about?" not in client.get("/enquire/").content
    assert client.post("/enquire/", answers).status_code == 302
    assert Enquiry.objects.get().topic is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("/treatments/what-is-poi/?q=my+name#x", "/treatments/what-is-poi/"),
        ("https://evil.example/", ""),
        ("//evil.example/", ""),
        ("javascript:alert(1)", ""),
        ("/" + "a" * 400, ""),
        ("/\\evil.example/", ""),
    ],
)
def test_the_page_she_came_from_is_kept_only_as_a_path_of_this_site(client, given, kept):
    assert client.get("/enquire/", {"from": given}).context["form"]["came_from"].value() == kept
    assert store(came_from=given).preferences.came_from == kept


def test_the_page_before_is_taken_from_the_browser_without_its_query(client):
    page = client.get("/enquire/", headers={"Referer": "http://testserver/faqs/?q=words"})
    assert page.context["form"]["came_from"].value() == "/faqs/"
    page = client.get("/enquire/", headers={"Referer": "https://elsewhere.example/faqs/"})
    assert page.context["form"]["came_from"].value() == ""


def test_the_german_form_stores_its_language_and_its_wording(client):
    response = send(client, "/de/enquire/", topic=str(EnquiryTopic.objects.for_form("de")[0].pk))
    assert response.headers["Location"].startswith("/de/enquire/received/")
    enquiry = Enquiry.objects.get()
    assert enquiry.language == "de"
    assert "Ich willige ein" in enquiry.receipts.get(purpose="consent").wording.text


@pytest.mark.parametrize("answers", [{}, {"agreement": None, "name": "", "phone": "x"}])
def test_the_form_is_never_kept_by_a_browser_and_is_valid_html(client, answers):
    for response in (client.get("/enquire/"), send(client, **answers)):
        assert "no-store" in response.headers["Cache-Control"]
        if response.status_code != 302:
            html5lib.HTMLParser(strict=True).parse(response.content)


def test_the_error_summary_leads_to_the_fields(client):
    body = send(client, name="", topic="0").content.decode()
    for address in ('href="#id_name"', 'href="#id_topic_0"'):
        assert address in body
        assert f'id="{address[7:-1]}"' in body
    assert "<title>Error:" in body


def test_a_browser_is_asked_to_restore_nothing_and_may_still_fill_in_who_she_is(client):
    body = client.get("/enquire/").content.decode()
    assert re.search(r'<form [^>]*action="/enquire/"[^>]* autocomplete="off"', body)
    for field in ("name", "email", "tel"):
        assert f'autocomplete="{field}"' in body


def test_the_tick_says_i_agree_and_nothing_else(client):
    agreement = client.get("/enquire/").context["form"]["agreement"]
    assert agreement.label.startswith("I agree that the clinic may use")
    assert agreement.help_text == "You may tell us about your health in this form."


def test_the_privacy_page_is_linked_only_where_there_is_one(client):
    home = make_home()
    assert b"More about your privacy" not in client.get("/enquire/").content
    make_standard(home, "Privacy", "privacy")
    body = client.get("/enquire/").content.decode()
    assert re.search(r'href="/privacy/"[^>]*>More about your privacy', body)


def test_a_search_engine_finds_the_form_at_one_address(client):
    page = client.get("/enquire/?from=7").content.decode()
    assert '<link rel="canonical" href="http://testserver/enquire/">' in page
    assert '<meta name="description" content="Write to the clinic' in page
    assert "noindex" not in page
