"""Delete the enquiries whose time is over."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from enquiries.actions import AnotherRunError, run_retention
from enquiries.models import RetentionRun


class Command(BaseCommand):
    help = (
        "Deletes every enquiry whose time is over by the retention policy, unless it is on "
        "hold. Runs every night by itself. Ends with 1 when it was refused, and says why."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count what is due")

    def handle(self, *args, **options) -> None:
        try:
            run = run_retention(is_dry_run=options["dry_run"])
        except AnotherRunError:
            raise CommandError("Another run is at work. Nothing was done.") from None
        if run.refused:
            raise CommandError(f"{run.refused_because}. {_counts(run, 'due, none deleted')}")
        self.stdout.write(_counts(run, "due, none deleted" if run.is_dry_run else "deleted"))


def _counts(run: RetentionRun, what: str) -> str:
    return (
        f"{run.due} {what}: {run.closed} closed, {run.became_patient} became patients, "
        f"{run.spam} spam, {run.unanswered} unanswered. {run.on_hold} on hold were kept."
    )
