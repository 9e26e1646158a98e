"""Part of `make lint`, which gives it a migrated database and the test settings.

Are there model changes without a migration, and would a migration break the version
of the site that still runs while it is applied?
"""

import sys

import django
from django.core.management import call_command
from django_migration_linter import MigrationLinter

OURS = ["accounts", "content", "enquiries"]


def main() -> int:
    django.setup()
    try:
        call_command("makemigrations", check_changes=True)
    except SystemExit as ended:
        if ended.code:
            print("Models have changed: make their migrations with make manage CMD=makemigrations.")
            return 1
    linter = MigrationLinter(include_apps=OURS, no_cache=True, quiet=["ok", "ignore"])
    linter.lint_all_migrations()
    linter.print_summary()
    return int(linter.has_errors)


if __name__ == "__main__":
    sys.exit(main())
