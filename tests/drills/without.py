"""Settings of a site with one control taken away, to show that a drill then fails.

Production settings, plus an app whose only work is to patch. They are used by the drills alone:
production itself refuses to start where `DRILL_WITHOUT` is set.
"""

from pofclinic.settings.base import *  # noqa: F403
from pofclinic.settings.base import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.drills.switched_off"]
