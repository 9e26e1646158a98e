"""A register's record as we may keep it: what PostgreSQL can store, and no person.

Contacts, officials and investigators are dropped whole. An e-mail address or telephone
number that stands inside a text is blanked; the names of a paper's authors stay.
"""

import math
import re
from typing import Any

PERSONAL_KEYS = frozenset(
    """centralContacts overallOfficials contacts pointOfContact certainAgreement email phone
    phoneExt investigatorFullName investigatorTitle investigatorAffiliation oldNameTitle
    oldOrganization""".split()
)
# Lengths are bounded, so that a long text without a match takes no long time.
EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
TELEPHONE = re.compile(
    r"""(?<![\w.+/-])(?:
        (?:tel|telephone|phone|mobile|fax|whatsapp)\b[ .:]{0,4}\+?[0-9][0-9 ().-]{5,20}[0-9]
      | \+[0-9][0-9 ().-]{6,20}[0-9]
      | \(?[0-9]{3}\)?[ .-][0-9]{3}[ .-][0-9]{4}
    )(?![\w-])""",
    re.VERBOSE | re.IGNORECASE,
)
LEFT_OUT = "[contact left out]"
DEEPEST = 60


def storable(part: Any, depth: int = 0) -> Any:
    """Return a part of a record without people and without what PostgreSQL refuses.

    Refused are NUL, half of a surrogate pair, and numbers that are not finite. Keys that
    begin with "_" are notes of ours, not the register's. Raises `ValueError` for a record
    that is nested more deeply than any real one.
    """
    if depth > DEEPEST:
        raise ValueError("It is nested too deeply to be a study record.")
    if isinstance(part, str):
        return _blanked(_plain(part))
    if isinstance(part, float) and not math.isfinite(part):
        return None
    if isinstance(part, list):
        return [storable(each, depth + 1) for each in part]
    if isinstance(part, dict):
        return {
            _plain(key): storable(value, depth + 1)
            for key, value in part.items()
            if key not in PERSONAL_KEYS and not key.startswith("_")
        }
    return part


def _plain(given: str) -> str:
    return given.replace("\x00", "").encode("utf-8", "replace").decode()


def _blanked(given: str) -> str:
    if "@" in given:
        given = EMAIL.sub(LEFT_OUT, given)
    return TELEPHONE.sub(LEFT_OUT, given)
