"""What the enquiry tests stand on: real rows, real roles, a real mail server."""

import pytest
from django.core.management import call_command
from django.test import Client
from mailroom import Mailroom, free_port, running, use_mail_server

from accounts.models import User


@pytest.fixture
def letterbox(db) -> None:
    """A site that takes enquiries."""
    call_command("setup_enquiries", verbosity=0)


@pytest.fixture
def staff(letterbox):
    """Make a signed-in browser of somebody in a group, or of a superuser without one."""
    call_command("setup_roles", verbosity=0)

    def make(group: str | None) -> Client:
        address = f"{group or 'manager'}@example.org".replace(" ", "-").lower()
        user = User.objects.create_user(
            address, "a-long-passphrase", first_name=group or "Manager", is_superuser=group is None
        )
        if group:
            user.groups.add(user.groups.model.objects.get(name=group))
        client = Client()
        client.force_login(user)
        client.user = user
        return client

    return make


@pytest.fixture
def committed_letterbox(committed_db):
    """A letterbox whose rows are really committed, so that other connections see them."""
    call_command("setup_enquiries", verbosity=0)


@pytest.fixture
def mailroom(settings):
    settings.ENQUIRY_NOTICE_TO = ["desk@example.org"]
    port = free_port()
    use_mail_server(settings, port)
    with running(Mailroom(), port) as room:
        yield room


@pytest.fixture
def no_mail_server(settings):
    settings.ENQUIRY_NOTICE_TO = ["desk@example.org"]
    use_mail_server(settings, free_port())


@pytest.fixture
def tombstone_file(settings, tmp_path):
    """A file of tombstones of one's own."""
    settings.ENQUIRY_TOMBSTONES = tmp_path / "tombstones"
    return settings.ENQUIRY_TOMBSTONES
