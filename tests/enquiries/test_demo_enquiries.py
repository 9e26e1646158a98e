"""Invented enquiries to learn the inbox by: in every state, once, and never among real ones."""

import pytest
import yaml
from django.core.management import CommandError, call_command
from wagtail.models import Locale

from enquiries import audit
from enquiries.actions import erase
from enquiries.demo import read_enquiries
from enquiries.models import ClosingReason, Delivery, Enquiry, EnquiryEvent, IdentityCheck, State
from enquiries.tasks import deliver
from tests.factories import make_staff

ONE = {"key": "one", "name": "Ana", "topic": "Something else", "channel": "phone", "received": 1}


@pytest.fixture
def clinic(db):
    """What `make run` has made before: languages, roles, staff, topics."""
    Locale.objects.get_or_create(language_code="de")
    for command in ("setup_roles", "setup_enquiries", "create_demo_staff"):
        call_command(command, verbosity=0)


@pytest.fixture
def load_file(clinic, tmp_path):
    def load(rows: object) -> None:
        file = tmp_path / "mine.yaml"
        text = rows if isinstance(rows, str) else yaml.safe_dump(rows, allow_unicode=True)
        file.write_text(text, encoding="utf-8")
        call_command("load_demo_enquiries", file=file, verbosity=0)

    return load


def load() -> None:
    call_command("load_demo_enquiries", verbosity=0)


def test_there_is_one_in_every_state_and_of_every_kind_that_the_inbox_marks(clinic):
    load()
    rows = Enquiry.objects.without_words()
    assert rows.count() == len(read_enquiries()) == 16
    assert set(rows.values_list("state", flat=True)) == set(State.values)
    assert {ClosingReason.ANSWERED, ClosingReason.MERGED, ClosingReason.BECAME_PATIENT} <= set(
        rows.values_list("closing_reason", flat=True)
    )
    assert rows.overdue().exists() and rows.filter(is_unread=True).exists()
    assert rows.filter(is_on_hold=True).exists()
    assert Delivery.objects.not_delivered().count() == 1
    assert any(Enquiry.objects.alike(each).exists() for each in rows)
    assert audit.verify()[1] is None


def test_loaded_twice_nothing_comes_twice(clinic):
    load()
    before = set(Enquiry.objects.values_list("pk", "state")), EnquiryEvent.objects.count()
    load()
    after = set(Enquiry.objects.values_list("pk", "state")), EnquiryEvent.objects.count()
    assert after == before


def test_no_mail_leaves_for_people_who_do_not_exist(clinic, mailroom):
    load()
    kinds = set(Delivery.objects.values_list("kind", flat=True))
    assert kinds == {"staff_notice", "acknowledgement", "reply"}
    for delivery in Delivery.objects.all():
        deliver(delivery_id=delivery.pk)
    assert mailroom.messages == []


def test_one_that_was_erased_does_not_come_back(clinic):
    load()
    gone = Enquiry.objects.filter(state=State.NEW).first()
    erase([gone.pk], IdentityCheck.IN_PERSON, make_staff("Privacy officer"))
    load()
    assert not Enquiry.objects.filter(submission_key=gone.submission_key).exists()


def test_they_are_refused_where_no_demonstration_is_wanted(clinic, settings):
    settings.DEMO_STAFF_ALLOWED = False
    with pytest.raises(CommandError, match="Refused"):
        load()
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("{", "mine.yaml"),
        ("", "not a list"),
        ("just words", "not a list"),
        (["one"], "with a key"),
        ([ONE | {"colour": "red"}], "one: unknown: colour"),
        ([{"key": "one"}], "one: .*missing"),
        ([ONE, ONE], "more than once: one"),
        ([ONE, ONE | {"key": "two", "topic": "Nothing"}], "two: there is no topic 'Nothing'"),
        ([ONE | {"then": [{"dance": "now"}]}], "one: what is to be done here"),
        ([ONE | {"then": ["take"]}], "one: what is to be done here"),
        ([ONE, ONE | {"key": "two", "then": [{"close": "no idea"}]}], "two: close: no idea"),
        ([ONE | {"then": [{"merge": "nobody"}]}], "one: merge: nobody cannot be done"),
        ([ONE | {"then": [{"take": "nobody"}]}], "There is no 'nobody'"),
        ([ONE | {"then": [{"reply": "Hello"}]}], "one: reply: Hello cannot be done"),
        ([ONE | {"received": "long ago"}], "one: received"),
        ([ONE | {"then": 5}], "one: then"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_the_reason_and_loads_nothing(
    load_file, rows, complaint
):
    with pytest.raises(CommandError, match=complaint):
        load_file(rows)
    assert not Enquiry.objects.exists()


def test_a_file_of_ones_own_is_loaded(load_file):
    load_file([ONE | {"then": [{"take": "lead"}, {"call": "Talked."}, {"state": "waiting"}]}])
    enquiry = Enquiry.objects.get()
    assert (enquiry.name, enquiry.state) == ("Ana", State.WAITING)
    assert enquiry.entries.get().text == "Talked."
