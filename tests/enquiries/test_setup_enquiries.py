"""The command that gives a new installation its topics and wordings."""

import pytest
from django.core.management import call_command
from wagtail.models import Locale

from enquiries.actions import publish_wording
from enquiries.models import EnquiryTopic, Wording
from enquiries.models.consent import sha256_of


@pytest.mark.django_db
def test_it_can_be_run_again_and_leaves_alone_what_staff_changed():
    call_command("setup_enquiries", verbosity=0)
    EnquiryTopic.objects.filter(name="Something else").update(name="Anything", is_offered=False)
    publish_wording(Wording.Purpose.CONSENT, "en", "I agree.")
    before = list(EnquiryTopic.objects.values()), list(Wording.objects.order_by("pk").values())
    call_command("setup_enquiries", verbosity=0)
    assert before == (
        list(EnquiryTopic.objects.values()),
        list(Wording.objects.order_by("pk").values()),
    )


@pytest.mark.django_db
def test_a_language_that_comes_later_gets_translations_of_the_same_topics():
    call_command("setup_enquiries", verbosity=0)
    Locale.objects.get_or_create(language_code="de")
    call_command("setup_enquiries", verbosity=0)
    keys = {
        code: list(EnquiryTopic.objects.in_language(code).values_list("translation_key", flat=True))
        for code in ("en", "de")
    }
    assert len(keys["en"]) == 4
    assert keys["en"] == keys["de"]


@pytest.mark.django_db
def test_a_new_text_is_a_new_version_and_the_old_one_stays():
    first = publish_wording(Wording.Purpose.CONSENT, "en", "One.")
    assert publish_wording(Wording.Purpose.CONSENT, "en", "One.") == first
    second = publish_wording(Wording.Purpose.CONSENT, "en", "Two.")
    assert [(w.version, w.text, w.sha256) for w in Wording.objects.order_by("version")] == [
        (1, "One.", sha256_of("One.")),
        (2, "Two.", sha256_of("Two.")),
    ]
    assert Wording.objects.by_purpose("en")["consent"] == second


@pytest.mark.django_db
def test_a_language_without_a_wording_shows_the_first_language():
    english = publish_wording(Wording.Purpose.CONSENT, "en", "I agree.")
    assert Wording.objects.by_purpose("de")["consent"] == english
    german = publish_wording(Wording.Purpose.CONSENT, "de", "Ja.")
    publish_wording(Wording.Purpose.CONSENT, "en", "I agree, second.")
    assert Wording.objects.by_purpose("de")["consent"] == german
