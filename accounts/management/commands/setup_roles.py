"""Make the clinic's roles, or bring them back to what they should be."""

from django.core.management.base import BaseCommand, CommandError

from accounts.roles import set_up_roles


class Command(BaseCommand):
    help = "Makes the groups of accounts/roles.py with exactly their permissions. Can be run again."

    def handle(self, *args, **options) -> None:
        try:
            groups = set_up_roles()
        except LookupError as error:
            raise CommandError(f"{error} Run migrate first.") from error
        if options["verbosity"]:
            self.stdout.write(f"Roles ready: {', '.join(group.name for group in groups)}.")
