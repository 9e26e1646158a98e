"""After words that staff list, help is shown once more. Nothing is held back, nobody is judged."""

import pytest
from django.core import signing
from django.test import Client
from filling_in import filled_in, send, store
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from content.models import ClinicSettings
from enquiries.actions import publish_wording
from enquiries.forms.urgent_words import holds_urgent_words
from enquiries.models import Enquiry, EnquiryTopic, Wording
from enquiries.views.confirmation import SALT

REPEATED = "If you need help now, do not wait for us"
LIST = ["heavy bleeding", "suicide", "can't breathe", "自杀", "อยากตาย", "خودکشی", "आत्महत्या"]


@pytest.mark.parametrize(
    "message",
    [
        "I have HEAVY\n  bleeding since Monday",
        "heavy-bleeding!",
        "ＨＥＡＶＹ ｂｌｅｅｄｉｎｇ",
        "I think of su\u00adicide.",
        "(suicide)",
        "I can’t breathe",
        "我想自杀了",
        "ฉันอยากตายมาก",
        "به خودکشی فکر می‌کنم",
        "मैं आत्महत्या के बारे में",
    ],
)
def test_words_of_the_list_are_found(message):
    assert holds_urgent_words(message, LIST)


@pytest.mark.parametrize(
    "message",
    ["", "suicidekit", "a heavy bag; no bleeding", "presuicide", "آخودکشی", "आत्महत्याओं", "heavy"],
)
def test_other_words_are_not(message):
    assert not holds_urgent_words(message, LIST)


@given(message=st.text(max_size=300), phrases=st.lists(st.text(max_size=20), max_size=5))
def test_no_text_breaks_the_search(message, phrases):
    holds_urgent_words(message, phrases)


@given(before=st.text(max_size=40), after=st.text(max_size=40))
def test_a_word_is_found_whatever_stands_around_it(before, after):
    assert holds_urgent_words(f"{before} ¶ SUICIDE ¶ {after}", LIST)


@pytest.fixture
def help_box(letterbox):
    settings = ClinicSettings.for_site(Site.objects.get(is_default_site=True))
    settings.urgent_help = "<p>Telephone 999.</p>"
    settings.save()


def confirmation(client, message: str, address: str = "/enquire/", **changes) -> str:
    response = send(client, address, message=message, **changes)
    assert response.status_code == 302
    assert "urgent" not in response.headers["Location"]
    return client.get(response.headers["Location"]).content.decode()


def test_the_confirmation_shows_help_above_the_reference(help_box, client):
    body = confirmation(client, "There is heavy bleeding.")
    assert body.index(REPEATED) < body.index("reference-slip")
    assert body.count("care-card--immediate") == 1
    assert "care-card--urgent" not in body
    assert "Nobody has read your message yet" in body
    assert Enquiry.objects.get().preferences.has_urgent_words is True
    assert "sessionid" not in str(client.cookies)


def test_without_such_words_it_does_not(help_box, client):
    body = confirmation(client, "Is there a trial near me?")
    assert REPEATED not in body
    assert Enquiry.objects.get().preferences.has_urgent_words is False


def test_the_form_with_an_error_shows_help_again_too(help_box, client):
    response = send(client, message="I want to die", agreement=None)
    body = response.content.decode()
    assert response.status_code == 422
    assert REPEATED in body
    assert "care-card--urgent" not in body
    assert "Telephone 999." in body[body.index(REPEATED) : body.index("Send an enquiry</h1>")]


def test_words_of_the_first_language_count_on_a_german_form_as_well(help_box, client):
    topic = str(EnquiryTopic.objects.for_form("de")[0].pk)
    for message in ("heavy bleeding", "Ich habe BRUSTSCHMERZEN"):
        confirmation(client, message, "/de/enquire/", topic=topic)
    assert [each.preferences.has_urgent_words for each in Enquiry.objects.all()] == [True, True]


def test_staff_change_the_list(help_box, client):
    publish_wording(Wording.Purpose.URGENT_WORDS, "en", "purple\nrain")
    assert store(message="Purple.").preferences.has_urgent_words is True
    assert store(message="heavy bleeding").preferences.has_urgent_words is False


def test_help_is_shown_when_it_cannot_be_read_whether_it_was_asked_for(help_box, settings):
    enquiry = store(message="Nothing special.")
    settings.ENQUIRY_KEYS = (
        "seal other AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8= active\n"
        "index other Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA= active\n"
    )
    token = signing.dumps(enquiry.pk.hex, salt=SALT)
    body = Client().get(f"/enquire/received/{token}/").content.decode()
    assert REPEATED in body
    assert enquiry.shown_reference in body


def test_a_very_long_message_is_searched_quickly_and_comes_back(help_box, client):
    response = client.post(
        "/enquire/", filled_in(client.get("/enquire/"), message="suicide " + "ü" * 300_000)
    )
    assert response.status_code == 422
    assert REPEATED in response.content.decode()
