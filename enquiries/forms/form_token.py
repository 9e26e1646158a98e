"""The hidden, signed token of one rendered form: its key and the wordings it shows."""

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

    @classmethod
    def fresh(cls, wording_ids: tuple[int, ...], key: UUID | None = None) -> "FormToken":
        return cls(key or uuid4(), wording_ids)

    @classmethod
    def read(cls, text: str) -> "FormToken | None":
        """Return the token in a posted text, or None when it is not one of ours."""
        try:
            return cls._from(signing.loads(text, salt=SALT, max_age=MAX_AGE))
        except signing.SignatureExpired:
            return cls._from(signing.loads(text, salt=SALT), is_stale=True)
        except signing.BadSignature:
            return None

    @classmethod
    def _from(cls, held: dict, *, is_stale: bool = False) -> "FormToken":
        return cls(UUID(held["key"]), tuple(held["wordings"]), is_stale)

    def signed(self) -> str:
        held = {"key": self.submission_key.hex, "wordings": self.wording_ids}
        return signing.dumps(held, salt=SALT)
