"""Check the audit trail."""

import re

from django.core.management.base import BaseCommand, CommandError, CommandParser

from enquiries import audit
from enquiries.audit import Head

HEAD = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


class Command(BaseCommand):
    help = (
        "Computes the hash of every event anew and names the first one that was changed or is "
        "missing; ends with 1 then. Prints the head, POSITION:HASH, to be kept elsewhere: with "
        "--expect it is found out that the end was cut off or that all was written anew."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--expect", metavar="POSITION:HASH", help="a head that was noted before"
        )

    def handle(self, *args, **options) -> None:
        head, finding = audit.verify(_head_in(options["expect"]))
        if finding:
            raise CommandError(f"{finding} The trail is whole up to {head.position}.")
        self.stdout.write(f"The audit trail is whole. Its head: {head}")


def _head_in(text: str | None) -> Head | None:
    if text is None:
        return None
    found = HEAD.fullmatch(text)
    if not found:
        raise CommandError("--expect takes POSITION:HASH, as this command prints it.")
    return Head(int(found[1]), found[2])
