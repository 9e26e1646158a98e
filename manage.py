#!/usr/bin/env python3
"""Django's command line. `make manage CMD="…"` calls it with the right environment."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pofclinic.settings.base")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit('Django is not installed here. Use: make manage CMD="…"')
    execute_from_command_line(sys.argv)
