"""Patches the site when it has been loaded."""

import os

from django.apps import AppConfig


class SwitchedOffConfig(AppConfig):
    name = "tests.drills.switched_off"
    label = "switched_off"

    def ready(self) -> None:
        from tests.drills.switched_off import patches

        patches.PATCHES.get(os.environ["DRILL_CONTROL"], lambda: None)()
