"""A short form of each drill, by the same code: seconds instead of minutes, without its timings.

`make drill` runs them at full size, and says what each has to reach. R1, R4 and R6 are run by it
only: what they find depends on how busy the machine is, and a test must not.
"""

import random
from collections.abc import Iterator

import pytest

from tests.drills.__main__ import main, site_for
from tests.drills.catalogue import DRILLS, Drill
from tests.drills.site import Site

# Each that harms the site comes after those that need it whole.
ORDER = ("R3", "K", "L", "R5")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with site_for(Drill("every short drill", None, {}, has_mail=True)) as site:
        yield site


@pytest.mark.parametrize("name", ORDER)
def test_what_the_drill_promises_holds(name, site):
    verdict = DRILLS[name].run(site, random.Random(name), short=True)
    assert verdict.passed, verdict.line()


def test_nobody_is_refused_in_a_flood():
    with site_for(DRILLS["A"]) as site:
        verdict = DRILLS["A"].run(site, random.Random("A"), short=True)
    assert verdict.passed, verdict.line()


@pytest.mark.parametrize(
    ("name", "control", "missed"),
    [
        ("R3", "unique_key", "with two references"),
        ("K", "associated_data", "other row"),
    ],
)
def test_without_its_control_the_drill_fails(name, control, missed):
    with site_for(DRILLS[name], control) as site:
        verdict = DRILLS[name].run(site, random.Random(name), short=True)
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
