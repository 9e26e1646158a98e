"""The page with one more step, as a browser has it: its fields, and a solved proof."""

import json
import re
from html import unescape

import altcha
from django.utils import timezone

from enquiries.abuse import counting, figures
from enquiries.models import Tally

CHALLENGE = re.compile(r'data-challenge="([^"]+)"')
HIDDEN = re.compile(r'<input name="([^"]+)" type="hidden" value="([^"]*)">', re.DOTALL)


def carried(response) -> dict[str, str]:
    """What the page sends when its button is pressed."""
    body = response.content.decode().split("<proof-of-work")[1].split("</proof-of-work>")[0]
    return {name: unescape(value) for name, value in HIDDEN.findall(body)}


def challenge_on(response) -> altcha.Challenge:
    text = unescape(CHALLENGE.search(response.content.decode())[1])
    return altcha.Challenge.from_dict(json.loads(text))


def solved(response) -> dict[str, str]:
    """What the page sends when the browser has done its sum."""
    challenge = challenge_on(response)
    payload = altcha.Payload(challenge, altcha.solve_challenge(challenge))
    return carried(response) | {"proof": payload.to_base64()}


def use_up(kind: str, value: bytes, number: int) -> None:
    """Let there have been so many in this window already, and in the next."""
    now = timezone.now()
    for moment in (now, now + figures.WINDOW):  # whichever it is when the test comes to it
        window = counting.window_at(moment)
        digest = counting.digest_of(counting.salt_of(window), kind, value)
        Tally.objects.update_or_create(digest=digest, window_at=window, defaults={"count": number})
