"""How a test fills in the form: as a browser would, from the page that it was given."""

import re
from html import unescape

from django.test import Client

from enquiries.models import Enquiry, EnquiryTopic

INBOX = "/admin/enquiries/"
HANDLERS, LEADS, EDITORS = "Enquiry handler", "Enquiry lead", "Editor"
TOKEN = re.compile(r'name="form_token" value="([^"]+)"')


def token_in(response) -> str:
    """The hidden token of a page with the form."""
    return unescape(TOKEN.search(response.content.decode())[1])


def filled_in(response, **changes) -> dict:
    """What a browser sends after she filled in the form of a page; `None` leaves a field out."""
    answers = {
        "name": "Maryam",
        "email": "maryam@example.org",
        "phone": "",
        "channel": "email",
        "best_time": "morning",
        "topic": str(EnquiryTopic.objects.for_form("en")[0].pk),
        "message": "Is there a trial near me?",
        "agreement": "on",
        "is_adult": "on",
        "form_token": token_in(response),
    }
    return {name: value for name, value in {**answers, **changes}.items() if value is not None}


def send(client: Client, address: str = "/enquire/", **changes):
    """Open the form and send it."""
    return client.post(address, filled_in(client.get(address), **changes))


def store(**changes) -> Enquiry:
    """Store an enquiry through the form of a visitor."""
    before = set(Enquiry.objects.values_list("pk", flat=True))
    assert send(Client(), **changes).status_code == 302
    return Enquiry.objects.exclude(pk__in=before).get()


def page_of(enquiry: Enquiry) -> str:
    """The address of an enquiry in the inbox."""
    return f"{INBOX}{enquiry.pk}/"
