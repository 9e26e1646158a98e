"""The page with the reference."""

from datetime import timedelta

import html5lib
import pytest
import time_machine
from django.utils import timezone
from filling_in import send

from enquiries.models import Enquiry

pytestmark = pytest.mark.usefixtures("letterbox")


def test_it_shows_the_reference_and_none_of_the_answers_and_survives_a_reload(client):
    address = send(client, name="Maryam Quagga", message="words Quagga").headers["Location"]
    enquiry = Enquiry.objects.get()
    for _ in range(2):
        response = client.get(address)
        body = response.content.decode()
        html5lib.HTMLParser(strict=True).parse(body)
        assert f"{enquiry.reference[:4]}-{enquiry.reference[4:]}" in body
        assert "Quagga" not in body
        assert "maryam@example.org" not in body
        assert "no-store" in response.headers["Cache-Control"]
    assert Enquiry.objects.count() == 1


def test_its_address_tells_neither_reference_nor_person(client):
    address = send(client).headers["Location"]
    enquiry = Enquiry.objects.get()
    assert enquiry.reference not in address
    assert "aryam" not in address


def test_it_can_no_longer_be_shown_after_a_week(client):
    address = send(client).headers["Location"]
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        response = client.get(address)
    assert response.status_code == 410
    assert Enquiry.objects.get().shown_reference not in response.content.decode()
    assert "This confirmation can no longer be shown" in response.content.decode()


@pytest.mark.parametrize("change", ["forged", "other-letter", "form-token"])
def test_an_address_that_is_not_ours_shows_no_enquiry(client, change):
    address = send(client).headers["Location"]
    form_token = client.get("/enquire/").context["form"].token.signed()
    addresses = {
        "forged": "/enquire/received/abc:def:ghi/",
        "other-letter": address[:-2] + ("A" if address[-2] != "A" else "B") + "/",
        "form-token": f"/enquire/received/{form_token}/",
    }
    response = client.get(addresses[change])
    assert response.status_code == 404
    assert "This confirmation can no longer be shown" in response.content.decode()


def test_it_cannot_be_shown_once_the_enquiry_is_deleted(client):
    address = send(client).headers["Location"]
    Enquiry.objects.all().delete()
    assert client.get(address).status_code == 404
