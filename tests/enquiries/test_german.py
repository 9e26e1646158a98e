"""Whoever writes in German meets no English on her way, from the form to its refusals."""

import gettext
import json
import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from filling_in import filled_in
from wagtail.models import Locale

from enquiries.actions.deleting import delete_for_good
from enquiries.models import Enquiry, EnquiryTopic
from tests.factories import make_home

FOLDER = settings.BASE_DIR / "locale" / "de" / "LC_MESSAGES"
STRING = r'((?:"(?:[^"\\]|\\.)*"\n?)+)'
ENTRY = re.compile(
    rf"^msgid {STRING}(?:msgid_plural {STRING})?msgstr(?:\[0\])? {STRING}(?:msgstr\[1\] {STRING})?",
    re.MULTILINE,
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
FORM = "/de/enquire/"


def _text(quoted: str) -> str:
    return "".join(json.loads(line) for line in quoted.splitlines())


def pairs() -> list[tuple[str, str]]:
    """Every English text of the catalogue with its German one, plurals too."""
    found = []
    for entry in ENTRY.finditer((FOLDER / "django.po").read_text()):
        english, plural, german, germans = (_text(each or "") for each in entry.groups())
        found += [(english, german), *([(plural, germans)] if plural else [])]
    return [pair for pair in found if pair[0]]


def english_in(response) -> list[str]:
    """The sentences of the catalogue that stand in an answer as they are in English."""
    words = " ".join(unescape(re.sub(r"<[^>]*>", " ", response.text)).split())
    sentences = (re.split(PLACEHOLDER, english)[0].strip() for english, _german in pairs())
    return [each for each in sentences if len(each) > 7 and each in words]


@pytest.fixture
def german(letterbox) -> dict:
    return {"topic": str(EnquiryTopic.objects.for_form("de")[0].pk)}


def test_the_catalogue_that_is_read_is_the_one_that_is_written():
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = set(gettext.GNUTranslations(file)._catalog.values())
    assert len(pairs()) > 100
    for english, german in pairs():
        assert german in compiled, f"{german}: run compilemessages (docs/house.md)"
        assert sorted(PLACEHOLDER.findall(english)) == sorted(PLACEHOLDER.findall(german)), english


def shown_on_her_way(client: Client, german: dict, settings) -> dict:
    """Every answer that she can get from the form, by what has happened."""
    home = make_home()
    home.copy_for_translation(Locale.objects.get_or_create(language_code="de")[0]).save()
    page = client.get(FORM)
    answers = filled_in(page, **german)
    found = {"form": page, "nothing filled in": client.post(FORM, {"form_token": "x"})}
    wrong = {"email": "x", "phone": "1", "message": "x" * 2001, "topic": "0", "name": "y" * 300}
    found["wrong"] = client.post(FORM, {**answers, **wrong, "channel": "post", "best_time": "?"})
    settings.ENQUIRY_LEAST_SECONDS = 3600
    found["one more step"] = client.post(FORM, answers)
    settings.ENQUIRY_LEAST_SECONDS = 0
    found["thanks"] = client.post(FORM, answers, follow=True)
    found["no such confirmation"] = client.get("/de/enquire/received/x/")
    found["no such page"] = client.get("/de/nothing/")
    found["not hers"] = Client(enforce_csrf_checks=True).post(FORM, answers)
    found["too much"] = client.generic("POST", FORM, b"a" * 2**21, "text/plain")
    delete_for_good([Enquiry.objects.get().pk], "erased")
    found["deleted since"] = client.post(FORM, answers)
    settings.ENQUIRY_KEYS = ""
    found["not saved"] = client.post(FORM, filled_in(page, **german))
    found["not shown"] = client.get(FORM)
    return found


def test_no_answer_of_the_german_form_is_in_english(client, german, settings, tombstone_file):
    shown = shown_on_her_way(client, german, settings)
    statuses = {name: answer.status_code for name, answer in shown.items()}
    assert statuses == {
        "form": 200,
        "nothing filled in": 422,
        "wrong": 422,
        "one more step": 422,
        "thanks": 200,
        "no such confirmation": 404,
        "no such page": 404,
        "not hers": 403,
        "too much": 413,
        "deleted since": 410,
        "not saved": 503,
        "not shown": 503,
    }
    for name, answer in shown.items():
        assert '<html lang="de"' in answer.text, name
        assert english_in(answer) == [], name
