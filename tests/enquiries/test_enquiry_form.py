"""What happens to the words that somebody types into the form."""

import pytest
from filling_in import filled_in, send, store

from enquiries.models import ConsentReceipt, Enquiry, EnquiryEvent, EnquiryTopic, Wording

pytestmark = pytest.mark.usefixtures("letterbox")

NAUGHTY = [
    "O'Brien",
    "Nguyễn",
    "李",
    "عبد الله",
    "-5 since Monday",
    "=) thanks",
    "+44 is where I live",
    "@SUM(1+1)",
    "🌷 👩🏽‍⚕️",
    "Robert'); DROP TABLE enquiries_enquiry;--",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} {% debug %}",
    "%s %(name)s %00 \\x00",
    "e\u0301 \u202eabc\u202c",
    "李\u3000明",
]


def test_what_she_wrote_is_stored_with_everything_staff_need():
    enquiry = store(phone="020 7946 0123", may_leave_message="on", message="One\r\n\r\ntwo")
    topic = EnquiryTopic.objects.for_form("en")[0]
    assert (enquiry.name, enquiry.email, enquiry.phone) == (
        "Maryam",
        "maryam@example.org",
        "+442079460123",
    )
    assert (enquiry.message, enquiry.preferences.best_time) == ("One\n\ntwo", "morning")
    assert (enquiry.topic, enquiry.language, enquiry.state) == (topic, "en", "new")
    assert enquiry.preferences.may_leave_message is True
    assert enquiry.pk.version == 7
    assert [event.kind for event in enquiry.events.all()] == [EnquiryEvent.Kind.RECEIVED]


def test_the_receipt_holds_the_words_she_agreed_to():
    enquiry = store()
    held = {
        (receipt.purpose, receipt.how, receipt.sha256, receipt.wording.version)
        for receipt in ConsentReceipt.objects.filter(enquiry=enquiry)
    }
    texts = Wording.objects.by_purpose("en")
    assert held == {
        ("consent", "ticked", texts["consent"].sha256, 1),
        ("notice", "shown", texts["notice"].sha256, 1),
        ("email", "chosen", texts["email"].sha256, 1),
    }
    assert "I agree that the clinic may use" in texts["consent"].text


@pytest.mark.parametrize("text", NAUGHTY)
def test_nothing_that_people_really_write_is_refused_or_changed(text):
    enquiry = store(name=text, message=text)
    assert (enquiry.name, enquiry.message) == (text, text)


def test_an_error_keeps_everything_she_typed(client):
    typed = {"name": "O'Brien & <b>", "phone": "twelve", "email": "", "message": "a\nb <i>"}
    response = send(client, **typed, agreement=None)
    form = response.context["form"]
    assert response.status_code == 422
    assert {name: form[name].value() for name in typed} == typed
    assert form["best_time"].value() == "morning"
    assert form.errors["phone"] == [form.fields["phone"].error_messages["not_a_number"]]
    assert form.errors["agreement"] == ["Tick the box if you agree. We need it to answer you."]
    assert Enquiry.objects.count() == 0


def test_one_way_to_reach_her_is_enough():
    assert store(channel="phone", email="", phone="07400 123456").phone == "+447400123456"
    assert store(email="li@example.org", phone="").email == "li@example.org"


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("email", "Enter your e-mail address, so that we can answer by e-mail."),
        ("phone", "Enter your telephone number, so that we can telephone you."),
    ],
)
def test_the_way_that_she_chose_is_the_one_that_is_asked_for(client, channel, error):
    response = send(client, channel=channel, email=" ", phone="")
    assert response.context["form"].errors == {channel: [error]}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("+44 (0)20 7946 0123", "+442079460123"),
        ("0049 30 123456", "+4930123456"),
        ("+98 21 2345 6789", "+982123456789"),
        ("020 7946 0123 ext 12", "+442079460123;ext=12"),
        ("٠٢٠ ٧٩٤٦ ٠١٢٣", "+442079460123"),
        ("020 7946 0999", "+442079460999"),
        ("+44 7700 900123", "+447700900123"),
        ("+49 170 1234567", "+491701234567"),
        ("44 20 7946 0123", "+442079460123"),
    ],
)
def test_a_telephone_number_is_taken_as_people_write_it(typed, stored):
    assert store(channel="phone", email="", phone=typed).phone == stored


@pytest.mark.parametrize("typed", ["0170 1234567", "49 170 1234567", "06 12 34 56 78", "999"])
def test_a_number_from_elsewhere_without_its_country_is_never_made_a_british_one(client, typed):
    response = send(client, phone=typed)
    assert response.context["form"].errors == {
        "phone": [
            "Enter a telephone number, like 020 7946 0123. "
            "With a number from outside the UK, start with + and the country code."
        ]
    }
    assert Enquiry.objects.count() == 0


@pytest.mark.parametrize(
    "typed",
    [
        "a@b.org, c@d.org",
        "Li <li@example.org>",
        "li@",
        "li@x\n.org",
        "a" * 65 + "@example.org",
        "a@" + ".".join(["b" * 62] * 4) + ".org",
    ],
)
def test_only_one_plain_e_mail_address_is_taken(client, typed):
    response = send(client, email=typed)
    assert response.context["form"].errors == {
        "email": ["Enter one e-mail address, like name@example.org."]
    }


def test_the_longest_e_mail_address_that_can_be_written_to_is_taken():
    address = "a" * 64 + "@" + ".".join(["b" * 61] * 3) + ".org"
    assert len(address) == 254
    assert store(email=address).email == address


def test_a_line_end_counts_as_one_character():
    message = "\r\n".join(["a"] * 1000) + "b"
    assert len(message) == 2999
    assert len(store(message=message).message) == 2000


def test_every_kind_of_line_end_becomes_one_line_feed():
    assert store(message="one\r\ntwo\rthree\nfour").message == "one\ntwo\nthree\nfour"


def test_a_message_too_long_is_refused_whole_and_kept_whole(client):
    message = "ü" * 2001
    response = send(client, message=message)
    assert response.status_code == 422
    assert response.context["form"]["message"].value() == message
    assert response.context["form"].errors == {
        "message": ["The message can have at most 2,000 characters; yours has 2001."]
    }
    assert "maxlength" not in str(response.context["form"])


def test_characters_that_nobody_types_are_left_out():
    enquiry = store(name="Ma\0ry\x07am", message="a\0b\x1b[31m\tc\x85", email="m\0@example.org")
    assert (enquiry.name, enquiry.message) == ("Maryam", "ab[31m\tc")
    assert enquiry.email == "m@example.org"


def test_bytes_that_are_no_text_do_not_break_the_form(client):
    page = client.get("/enquire/")
    body = "&".join(f"{name}={value}" for name, value in filled_in(page, name="x%FF%FE").items())
    form = "application/x-www-form-urlencoded"
    response = client.post("/enquire/", body.replace("?", "%3F"), content_type=form)
    assert (response.status_code, Enquiry.objects.get().name) == (302, "x\ufffd\ufffd")


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "iso-8859-1", "no-such-charset"])
def test_a_form_in_another_character_set_is_refused_not_garbled(client, charset):
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    response = client.generic("POST", "/enquire/", b"name=x", content_type=kind)
    assert (response.status_code, Enquiry.objects.count()) == (415, 0)
