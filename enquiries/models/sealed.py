"""Rows whose texts are sealed: a column holds the ciphertext, a property the text."""

from typing import Any

from django.db import models
from django.utils.translation import gettext

from enquiries.encryption import CannotUnsealError, NoKeysError, keyring, seal, unseal
from enquiries.models import identity


class UnreadableText(str):
    """What stands where a text cannot be read: a sentence for people.

    A string, so that a list or a page shows it and goes on. Whatever would send a text on
    (mail, a telephone link) has to ask `is_readable` first.
    """


def is_readable(text: str) -> bool:
    """Tell whether a text is what was stored, and not the sentence that it cannot be read."""
    return not isinstance(text, UnreadableText)


class Sealed(property):
    """A text of a row, sealed in the column `sealed_<name>` for exactly this row and field.

    A property, so that it can be given to the model's constructor; the row has its key by
    then. Setting it seals at once: no clear text waits in the row.
    """

    def __init__(self):
        super().__init__(self._read, self._write)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def _read(self, row: "SealedModel") -> str:
        try:
            return row.unsealed(self.name)
        except (CannotUnsealError, NoKeysError):
            return UnreadableText(
                gettext("This cannot be read: its key is missing, or it was changed.")
            )

    def _write(self, row: "SealedModel", text: str) -> None:
        row.put_sealed(self.name, text)


class SealedModel(models.Model):
    """A row with sealed texts, named in `SEALED`.

    `key_id` is the oldest key that may be needed to read it, so that rotation finds it.
    """

    SEALED: tuple[str, ...] = ()

    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=identity.uuid7, editable=False)
    key_id = models.CharField(max_length=32, editable=False, db_index=True)

    class Meta:
        abstract = True

    @classmethod
    def sealed_columns(cls) -> list[str]:
        return [f"sealed_{name}" for name in cls.SEALED]

    def place_of(self, name: str) -> str:
        """Return what a value of this row is bound to: table, row and field."""
        return f"{self._meta.db_table}|{self.pk}|{name}"

    def unsealed(self, name: str) -> str:
        """Return a text. Raises `CannotUnsealError` or `NoKeysError`."""
        return unseal(getattr(self, f"sealed_{name}"), self.place_of(name))

    def put_sealed(self, name: str, text: str) -> None:
        """Seal a text with the active key. Raises `NoKeysError`."""
        ring = keyring()
        setattr(self, f"sealed_{name}", seal(text, self.place_of(name), ring))
        self.key_id = self.key_id or ring.active_seal

    def reseal(self) -> None:
        """Seal every text of the row anew with the active key; save `resealed_fields()`.

        Raises `CannotUnsealError` when one of them cannot be read, and changes nothing then.
        """
        ring = keyring()
        texts = {name: self.unsealed(name) for name in self.SEALED}
        for name, text in texts.items():
            setattr(self, f"sealed_{name}", seal(text, self.place_of(name), ring))
        self.key_id = ring.active_seal

    @classmethod
    def resealed_fields(cls) -> list[str]:
        return [*cls.sealed_columns(), "key_id"]


def sealed_column(**options: Any) -> models.BinaryField:
    """Return the column of a sealed text. Nothing of it belongs into a form."""
    return models.BinaryField(editable=False, **options)
