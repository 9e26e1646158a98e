"""Run in a process of its own: bring a database to what the site needs.

All steps share one start of Django, which takes longer than most of them.
"""

import io
import json
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command


def prepare(*, fill: bool, enquiries: bool = False) -> dict[str, str]:
    """Migrate; with `fill` also set up roles and topics, and load the demo when empty.

    With `enquiries` invented ones come with the demo, where its accounts do.
    Returns the text about demo accounts, empty where none were made.
    """
    call_command("migrate", interactive=False, verbosity=0)
    if settings.ENQUIRY_KEYS_FILE and not Path(settings.ENQUIRY_KEYS_FILE).exists():
        call_command("make_enquiry_keys", file=settings.ENQUIRY_KEYS_FILE, verbosity=0)
    if not fill:
        return {"accounts": ""}
    is_empty = not apps.get_model("content", "HomePage").objects.exists()
    call_command("setup_roles", verbosity=0)
    if is_empty:
        call_command("load_demo", verbosity=0)
    # After the demo: topics and wordings are made for the languages that there are.
    call_command("setup_enquiries", verbosity=0)
    call_command("set_site_address", verbosity=0)
    accounts = io.StringIO()
    if settings.DEMO_STAFF_ALLOWED and (is_empty or _has_demo_staff()):
        call_command("create_demo_staff", stdout=accounts)
        if enquiries and is_empty:
            call_command("load_demo_enquiries", verbosity=0)
    return {"accounts": accounts.getvalue()}


def _has_demo_staff() -> bool:
    users = apps.get_model(settings.AUTH_USER_MODEL).objects
    return users.filter(email="manager@example.org").exists()


if __name__ == "__main__":
    django.setup()
    try:
        result = prepare(fill="--fill" in sys.argv, enquiries="--enquiries" in sys.argv)
    except CommandError as error:
        sys.exit(str(error))
    Path(sys.argv[1]).write_text(json.dumps(result))
