"""A short form of each drill, by the same code: seconds instead of minutes, without its timings.

`make drill` runs them at full size, and says what each has to reach.
"""

import random

import pytest

from tests.drills.__main__ import main, site_for
from tests.drills.catalogue import DRILLS
from tests.drills.verdict import Verdict


def short(name: str, without: str = "") -> Verdict:
    """Run a drill on a site of its own: what one breaks is not the next one's affair."""
    with site_for(DRILLS[name], without) as site:
        return DRILLS[name].run(site, random.Random(name), short=True)


@pytest.mark.parametrize("name", DRILLS)
def test_what_the_drill_promises_holds(name):
    verdict = short(name)
    assert verdict.passed, verdict.line()


@pytest.mark.parametrize(
    ("name", "control", "missed"),
    [
        ("R3", "unique_key", "with two references"),
        ("A", "proof", "at the flood's own address"),
        ("K", "associated_data", "other row"),
    ],
)
def test_without_its_control_the_drill_fails(name, control, missed):
    verdict = short(name, control)
    assert [fact for fact in verdict.failed if missed in fact], verdict.line()


def test_every_drill_has_a_control():
    assert [name for name, drill in DRILLS.items() if not drill.controls] == []


@pytest.mark.parametrize(
    ("given", "said", "code"),
    [
        ({"ID": "help"}, "unique_key", 0),
        ({"ID": "R99"}, "No such drill: R99.", 2),
        ({"ID": "R3", "DRILL_WITHOUT": "luck"}, "No such control of R3: luck.", 2),
    ],
)
def test_the_table_of_drills_and_controls_is_shown(given, said, code, monkeypatch, capsys):
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert main() == code
    assert said in capsys.readouterr().out
