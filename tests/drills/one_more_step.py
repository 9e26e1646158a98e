"""The step that is asked of her when very much comes in: a sum, as her browser would do it."""

import base64
import hashlib
import json
import re
from html import unescape

from tests.drills.form import forms_in

_CHALLENGE = re.compile(r'data-challenge="([^"]*)"')


def step_on(page: str, path: str) -> dict[str, str] | None:
    """Return the form of such a page with the sum done; None when the page asks for no step."""
    found = _CHALLENGE.search(page)
    if not found:
        return None
    form = forms_in(page, path)[0]
    return form.hidden | {"proof": _solved(json.loads(unescape(found[1])))}


def _solved(challenge: dict) -> str:
    """Solve ALTCHA's challenge: try counters until the derived key begins as it says."""
    given = challenge["parameters"]
    nonce, salt = bytes.fromhex(given["nonce"]), bytes.fromhex(given["salt"])
    counter = 0
    while True:
        password = nonce + counter.to_bytes(4)
        key = hashlib.pbkdf2_hmac("sha256", password, salt, given["cost"], given["keyLength"])
        if key.hex().startswith(given["keyPrefix"]):
            solution = {"counter": counter, "derivedKey": key.hex()}
            text = json.dumps({"challenge": challenge, "solution": solution})
            return base64.b64encode(text.encode()).decode()
        counter += 1
