"""Bring what is stored to the active keys."""

from django.core.management.base import BaseCommand, CommandError

from enquiries.actions.rotation import BATCH, rotate_keys, rows_to_rotate
from enquiries.encryption import NoKeysError, keyring


class Command(BaseCommand):
    help = (
        "Seals every enquiry, note, reply and export reason anew with the active key, and makes "
        "the blind indexes anew. While the site runs; can be stopped and begun again."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--batch", type=int, default=BATCH, help="rows in one transaction")

    def handle(self, *args, **options) -> None:
        if options["batch"] < 1:
            raise CommandError("--batch: at least 1.")
        try:
            active = keyring().active_seal
            total = rows_to_rotate()
        except NoKeysError as error:
            raise CommandError(f"{error} Nothing was changed.") from None
        for progress in rotate_keys(options["batch"]):
            self.stdout.write(f"{progress.done} of {total}", self.style.NOTICE)
        if progress.unreadable:
            raise CommandError(
                f"{progress.unreadable} rows cannot be read with any key of the ring and were "
                "left as they are; the log names their ids. Keep the old keys."
            )
        self.stdout.write(f"All is sealed with the key {active}. The older ones may go.")
