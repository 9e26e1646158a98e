"""Make a key ring, or add a key to one that there is."""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from enquiries.encryption import KeyRing, NoKeysError, new_ring_text


class Command(BaseCommand):
    help = (
        "Makes the key ring of enquiries in a new file. With --add, puts a new key into the "
        "ring of that file and makes it the active one; rotate_enquiry_keys brings what is "
        "stored to it. Keep two copies of the file, in two places, neither beside a backup."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--file", required=True, help="where the ring is, or is to be")
        parser.add_argument("--add", choices=["seal", "index"], help="add a key of this purpose")
        parser.add_argument("--id", default="", help="the new key's id (today's date unless given)")

    def handle(self, *args, **options) -> None:
        path, key_id = Path(options["file"]), options["id"] or f"{timezone.localdate():%Y-%m-%d}"
        try:
            text = self._changed(path, options["add"], key_id) if options["add"] else None
            self._write(path, text or new_ring_text(key_id), is_new=text is None)
        except (NoKeysError, ValueError, OSError) as error:
            raise CommandError(_reason(error, path)) from None
        if options["verbosity"]:
            self.stdout.write(f"{path}: the key {key_id} is active. Make two copies now.")

    def _changed(self, path: Path, purpose: str, key_id: str) -> str:
        ring = KeyRing.read(path.read_text(encoding="ascii"))
        return ring.with_new_key(purpose, key_id).text()

    def _write(self, path: Path, text: str, *, is_new: bool) -> None:
        """Write the ring for its owner's eyes only; the old file stays until the new is whole."""
        KeyRing.read(text)
        target = path if is_new else path.with_name(f".{path.name}.new")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | (os.O_EXCL if is_new else os.O_TRUNC)
        with os.fdopen(os.open(target, flags, 0o600), "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if not is_new:
            target.replace(path)


def _reason(error: Exception, path: Path) -> str:
    if isinstance(error, FileExistsError):
        return f"{path} is there already. Nothing was changed; --add puts a key into it."
    if isinstance(error, FileNotFoundError):
        return f"{path} is not there. Without --add it is made."
    if isinstance(error, OSError):
        return f"{path} cannot be written: {error.strerror}."
    return f"{error} Nothing was changed."
