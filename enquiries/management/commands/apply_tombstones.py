"""Delete again, after a restore, what had been deleted since the backup."""

from django.core.management.base import BaseCommand, CommandError

from enquiries.actions import apply_tombstones


class Command(BaseCommand):
    help = (
        "After a restore: deletes every enquiry whose tombstone stands in the file "
        "ENQUIRY_TOMBSTONES or in the database. To be run before the site is opened; "
        "/readyz answers 503 until then. Twice does no harm."
    )

    def handle(self, *args, **options) -> None:
        try:
            done = apply_tombstones()
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}.") from None
        for number in done.damaged:
            self.stderr.write(f"Line {number} is damaged and was left out.")
        self.stdout.write(
            f"{done.deleted} enquiries deleted again; {done.learnt} tombstones were new to this "
            f"database; {len(done.damaged)} damaged lines."
        )
