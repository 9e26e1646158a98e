"""What people write is sealed: for its place, with a key that can be changed, or not at all."""

import re
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from filling_in import LEADS, filled_in, page_of, store
from hypothesis import given
from hypothesis import strategies as st

from enquiries.actions.rotation import rotate_keys, rows_to_rotate
from enquiries.checks import check_keys
from enquiries.encryption import (
    CannotUnsealError,
    KeyRing,
    NoKeysError,
    blind_index,
    key_of,
    new_ring_text,
    normalised_email,
    seal,
    unseal,
)
from enquiries.models import Enquiry, Entry
from enquiries.models.sealed import is_readable

RING = KeyRing.read(new_ring_text("a"))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=3000)


@given(text=TEXT)
def test_whatever_is_sealed_comes_back_and_its_size_tells_only_a_step(text):
    sealed = seal(text, "here", RING)
    assert unseal(sealed, "here", RING) == text
    overhead = 2 + len("a") + 12 + 16
    assert (len(sealed) - overhead) in {256, 1024, 4096, 8192, 12288}
    assert seal(text, "here", RING) != sealed


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40), data=st.data())
def test_a_changed_byte_anywhere_is_noticed(text, data):
    sealed = bytearray(seal(text, "here", RING))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CannotUnsealError):
        unseal(bytes(sealed), "here", RING)


@pytest.mark.parametrize(
    "damaged", [b"", b"\x01", b"\x02\x01a", b"\x01\xff", b"\x01\x01a" + b"x" * 31]
)
def test_what_is_no_sealed_value_is_noticed(damaged):
    with pytest.raises(CannotUnsealError):
        unseal(damaged, "here", RING)


def test_a_value_opens_only_in_the_place_that_it_was_sealed_for():
    with pytest.raises(CannotUnsealError):
        unseal(seal("words", "table|1|name", RING), "table|1|email", RING)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no seal key is active"),
        ("seal a AAAA active", "line 1: the key is not 32 bytes"),
        ("seal a b", "line 1: the key is not 32 bytes"),
        ("sealed a b", "line 1: not"),
        ("seal ü b", "line 1: not"),
        (RING.text() + RING.text(), "the id stands there twice"),
        (RING.text().replace(" active", "", 1), "no seal key is active"),
        (RING.text() + new_ring_text("b"), "a second active seal key"),
        ("seal a b c d e", "line 1: not"),
    ],
)
def test_a_ring_that_cannot_be_used_is_refused_without_repeating_a_key(text, reason):
    with pytest.raises(NoKeysError, match=re.escape(reason)) as refused:
        KeyRing.read(text)
    keys = re.findall(r"[\w-]{43}=", text)
    assert not any(key in str(refused.value) for key in keys)


def test_a_ring_is_the_same_after_being_written_and_read_and_is_never_printed():
    ring = RING.with_new_key("seal", "b")
    again = KeyRing.read(ring.text())
    assert (again.seal, again.index, again.active_seal) == (ring.seal, ring.index, "b")
    assert "bytes" not in repr(ring) and str(ring.seal["b"]) not in repr(ring)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (" Li@Example.ORG ", "li@example.org", True),
        ("ｌｉ@example.org", "li@example.org", True),
        ("li@bücher.example", "li@xn--bcher-kva.example", True),
        ('"\\li"@example.org', "li@example.org", True),
        ('"l\\i"@example.org', '"li"@example.org', True),
        ('"l i"@example.org', "li@example.org", False),
        ("l.i@example.org", "li@example.org", False),
        ("li+clinic@example.org", "li@example.org", False),
    ],
)
def test_two_ways_of_writing_one_address_have_one_index(one, other, is_same):
    index = [blind_index("email", normalised_email(each), RING) for each in (one, other)]
    assert (index[0] == index[1]) is is_same
    assert len(index[0]) == 32


def test_the_database_holds_no_word_of_hers(letterbox):
    enquiry = store(name="Quagga", message="Quagga words", phone="020 7946 0123")
    row = Enquiry.objects.filter(pk=enquiry.pk).values().get()
    assert all(b"Quagga" not in bytes(value) for value in row.values() if isinstance(value, bytes))
    assert "Quagga" not in str({k: v for k, v in row.items() if not isinstance(v, bytes)})
    assert (enquiry.name, enquiry.phone) == ("Quagga", "+442079460123")
    assert enquiry.key_id == key_of(row["sealed_name"])


def test_somebodys_enquiries_are_found_by_address_or_number_and_nobody_elses(letterbox):
    first = store(email="Li@example.org", phone="")
    second = store(channel="phone", email="", phone="020 7946 0123")
    third = store(email="li@example.org", phone="020 7946 0123")
    find = Enquiry.objects.of_person
    assert set(find(email="LI@example.org")) == {first, third}
    assert set(find(phone="+442079460123")) == {second, third}
    assert set(find()) == set()
    assert set(Enquiry.objects.alike(first)) == {third}
    assert set(Enquiry.objects.alike(second)) == {third}


@contextmanager
def ring(settings, text: str):
    before = settings.ENQUIRY_KEYS
    settings.ENQUIRY_KEYS = text
    try:
        yield
    finally:
        settings.ENQUIRY_KEYS = before


@pytest.mark.parametrize("text", ["", "seal broken"])
def test_without_a_key_nothing_is_taken_and_nothing_stored_in_clear(letterbox, settings, text):
    client = Client()
    page = client.get("/enquire/")
    with ring(settings, text):
        response = client.post("/enquire/", filled_in(page))
        assert (response.status_code, Enquiry.objects.count()) == (503, 0)
        assert "Your enquiry was not saved" in response.content.decode()
    assert client.post("/enquire/", filled_in(page)).status_code == 302


def test_what_cannot_be_read_shows_as_such_and_breaks_nothing(staff, settings):
    damaged, whole = store(name="Quagga"), store()
    swapped = bytes(whole.sealed_name)
    Enquiry.objects.filter(pk=damaged.pk).update(sealed_name=swapped, sealed_details=b"")
    lead = staff(LEADS)
    body = lead.get(page_of(damaged)).content.decode()
    assert "This cannot be read" in body
    assert lead.get("/admin/enquiries/").status_code == 200
    damaged.refresh_from_db()
    assert not is_readable(damaged.name)
    assert damaged.preferences.channel == ""


def test_rotation_brings_every_row_to_the_new_key_and_changes_no_word(letterbox, settings, capsys):
    enquiries = [store(message=f"words {n}", email=f"p{n}@example.org") for n in range(5)]
    Entry.objects.create(enquiry=enquiries[0], kind=Entry.Kind.NOTE, text="a note")
    old = KeyRing.read(settings.ENQUIRY_KEYS)
    new = old.with_new_key("seal", "next").with_new_key("index", "next")
    with ring(settings, new.text()):
        assert set(Enquiry.objects.of_person(email="p1@example.org")) == {enquiries[1]}
        call_command("rotate_enquiry_keys", batch=2)
        assert "All is sealed with the key next" in capsys.readouterr().out
    only_new = KeyRing({"next": new.seal["next"]}, {"next": new.index["next"]}, "next", "next")
    with ring(settings, only_new.text()):
        rows = Enquiry.objects.order_by("pk")
        assert [row.message for row in rows] == [f"words {n}" for n in range(5)]
        assert Entry.objects.get().text == "a note"
        assert set(Enquiry.objects.of_person(email="p3@example.org")) == {enquiries[3]}
        call_command("rotate_enquiry_keys")
        assert "0 of 0" in capsys.readouterr().out


def test_rotation_that_is_stopped_goes_on_where_it_was(letterbox, settings):
    for _ in range(4):
        store()
    new = KeyRing.read(settings.ENQUIRY_KEYS).with_new_key("seal", "next")
    with ring(settings, new.text()):
        next(iter(rotate_keys(batch=1)))
        assert rows_to_rotate() == 3
        assert all(is_readable(enquiry.name) for enquiry in Enquiry.objects.all())
        call_command("rotate_enquiry_keys")
        assert rows_to_rotate() == 0


def test_rotation_leaves_what_it_cannot_read_and_says_so(letterbox, settings):
    damaged, whole = store(), store()
    Enquiry.objects.filter(pk=damaged.pk).update(sealed_message=b"damaged")
    new = KeyRing.read(settings.ENQUIRY_KEYS).with_new_key("seal", "next")
    with ring(settings, new.text()):
        with pytest.raises(CommandError, match="1 rows cannot be read"):
            call_command("rotate_enquiry_keys")
        whole.refresh_from_db()
        assert (whole.key_id, bytes(Enquiry.objects.get(pk=damaged.pk).sealed_message)) == (
            "next",
            b"damaged",
        )


def test_a_ring_is_made_once_for_its_owner_only_and_grows(tmp_path, settings):
    path = tmp_path / "keys"
    call_command("make_enquiry_keys", file=str(path), id="one", verbosity=0)
    assert path.stat().st_mode & 0o777 == 0o600
    first = path.read_text()
    with pytest.raises(CommandError, match="is there already"):
        call_command("make_enquiry_keys", file=str(path))
    assert path.read_text() == first
    call_command("make_enquiry_keys", file=str(path), add="seal", id="two", verbosity=0)
    ring = KeyRing.read(path.read_text())
    assert (ring.active_seal, set(ring.seal), ring.active_index) == ("two", {"one", "two"}, "one")
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="two is taken"):
        call_command("make_enquiry_keys", file=str(path), add="seal", id="two")


@pytest.mark.parametrize("content", ["nonsense", "ü"])
def test_a_file_that_is_no_ring_is_left_alone(tmp_path, content):
    path = tmp_path / "keys"
    path.write_text(content)
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("make_enquiry_keys", file=str(path), add="seal")
    assert path.read_text() == content


def test_a_key_that_is_added_while_the_site_runs_is_used_at_once(letterbox, tmp_path, settings):
    path = Path(tmp_path, "keys")
    call_command("make_enquiry_keys", file=str(path), id="one", verbosity=0)
    settings.ENQUIRY_KEYS_FILE = str(path)
    first = store()
    call_command("make_enquiry_keys", file=str(path), add="seal", id="two", verbosity=0)
    second = store()
    assert (first.key_id, second.key_id) == ("one", "two")
    first.refresh_from_db()
    assert is_readable(first.name)


@pytest.mark.parametrize(("text", "ids"), [("", ["enquiries.E001"]), (RING.text(), [])])
def test_a_deployment_without_keys_is_told_before_anybody_writes(settings, text, ids):
    with ring(settings, text):
        assert [message.id for message in check_keys()] == ids
