"""The hidden, signed token of one rendered form: its key and the wordings it shows."""

import time
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.core import signing

SALT = "enquiries.form"
MAX_AGE = timedelta(hours=24)


@dataclass(frozen=True)
class FormToken:
    """What a form was rendered with.

    The signature keeps anyone from choosing the key or the wording; the time of issue
    is in it. A stale token keeps its key, so that sending again is still one enquiry.
    """

    submission_key: UUID
    wording_ids: tuple[int, ...]
    is_stale: bool = False
    # In seconds since 1970; None when it is issued only now.
    issued_at: int | None = None

    @classmethod
    def fresh(cls, wording_ids: tuple[int, ...], key: UUID | None = None) -> "FormToken":
        return cls(key or uuid4(), wording_ids)

    @classmethod
    def read(cls, text: str) -> "FormToken | None":
        """Return the token in a posted text, or None when it is not one of ours."""
        try:
            return cls._from(text, signing.loads(text, salt=SALT, max_age=MAX_AGE))
        except signing.SignatureExpired:
            return cls._from(text, signing.loads(text, salt=SALT), is_stale=True)
        except signing.BadSignature:
            return None

    @classmethod
    def _from(cls, text: str, held: dict, *, is_stale: bool = False) -> "FormToken":
        # The signature covers the time, which stands before it.
        issued_at = signing.b62_decode(text.rsplit(":", 2)[1])
        return cls(UUID(held["key"]), tuple(held["wordings"]), is_stale, issued_at)

    @property
    def age(self) -> float:
        """How many seconds ago the page with it was made."""
        return time.time() - self.issued_at if self.issued_at is not None else 0

    def signed(self) -> str:
        held = {"key": self.submission_key.hex, "wordings": self.wording_ids}
        return signing.dumps(held, salt=SALT)
