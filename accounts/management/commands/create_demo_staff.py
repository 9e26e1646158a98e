"""Three invented members of staff, to try the admin with."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User

PASSWORD = "demo-clinic-2026"  # noqa: S105 - published on purpose, refused in production
STAFF = [
    ("manager@example.org", "Manager", None, "may do everything"),
    ("editor@example.org", "Editor", "Editors", "writes and publishes pages"),
    ("handler@example.org", "Handler", "Enquiry handlers", "reads and answers enquiries"),
]


class Command(BaseCommand):
    help = "Makes three demo staff accounts with a published password. Never for a real site."

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        if not settings.DEMO_STAFF_ALLOWED:
            raise CommandError("Refused: the password is published. Set DEMO_STAFF_ALLOWED=true.")
        for email, role, group, duty in STAFF:
            self._make(email, role, group)
            self.stdout.write(f"{email}  {PASSWORD}  {duty}")

    def _make(self, email: str, role: str, group: str | None) -> None:
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(
                email, PASSWORD, first_name="Demo", last_name=role, is_superuser=group is None
            )
        if group:
            user.groups.add(Group.objects.get(name=group))
