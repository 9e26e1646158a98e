"""Load invented enquiries from the file in enquiries/demo/."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from enquiries.actions import STORE_FAULTS
from enquiries.demo import DemoFileError, load_enquiries, read_enquiries
from enquiries.demo.reader import FILE


class Command(BaseCommand):
    help = (
        "Puts the invented enquiries of enquiries/demo/ into the inbox, to learn it by. Can be "
        "run again: what is there, or was deleted since, is left alone. Never for a real site."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--file", type=Path, default=FILE, help="Another file in the same format."
        )

    def handle(self, *args, file: Path, **options) -> None:
        if not settings.DEMO_STAFF_ALLOWED:
            raise CommandError(
                "Refused: these people are invented, and this is an inbox for real ones. Set "
                "DEMO_STAFF_ALLOWED=true to try it out."
            )
        try:
            loaded = load_enquiries(read_enquiries(file))
        except DemoFileError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        except STORE_FAULTS as error:
            raise CommandError(f"Nothing was loaded: {type(error).__name__}.") from error
        if options["verbosity"]:
            self.stdout.write(f"Demo enquiries: {loaded} were new.")
