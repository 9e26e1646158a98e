"""Invented members of staff, one for each role, to try the admin with."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User

PASSWORD = "demo-clinic-2026"  # noqa: S105 - published on purpose, refused in production
STAFF = [
    ("manager@example.org", "Manager", ["Site manager"], "administers the site and its users"),
    ("editor@example.org", "Editor", ["Editor"], "writes and publishes pages"),
    ("reviewer@example.org", "Reviewer", ["Clinical reviewer"], "reads the wordings"),
    ("handler@example.org", "Handler", ["Enquiry handler"], "reads and answers enquiries"),
    ("lead@example.org", "Lead", ["Enquiry lead"], "assigns, merges and exports enquiries"),
    ("privacy@example.org", "Privacy", ["Privacy officer"], "copies and erases a person's data"),
]
# May do everything that Wagtail knows; enquiries are not among it without a role.
SUPERUSERS = {"manager@example.org"}


class Command(BaseCommand):
    help = "Makes demo staff accounts with a published password. Never for a real site."

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        if not settings.DEMO_STAFF_ALLOWED:
            raise CommandError("Refused: the password is published. Set DEMO_STAFF_ALLOWED=true.")
        for email, role, groups, duty in STAFF:
            self._make(email, role, groups)
            self.stdout.write(f"{email}  {PASSWORD}  {duty}")

    def _make(self, email: str, role: str, groups: list[str]) -> None:
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(
                email,
                PASSWORD,
                first_name="Demo",
                last_name=role,
                is_superuser=email in SUPERUSERS,
            )
        user.groups.add(*Group.objects.filter(name__in=groups))
