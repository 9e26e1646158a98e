"""The limits hold whatever comes in which order, and never stand in the way of a proof."""

from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enquiries import abuse
from enquiries.abuse import figures, proofs
from enquiries.models import DailySalt

pytestmark = pytest.mark.usefixtures("db")

SMALL = {
    "address": figures.Limit(3, 5),
    "email": figures.Limit(2, 3),
    "site": figures.Limit(8, 12),
}
NOON = 1_800_000_000
visits = st.lists(
    st.tuples(
        st.integers(1, 4),  # the address's last number
        st.sampled_from(["", "a@example.org", "A@example.org", "b@example.org"]),
        st.integers(0, 200),  # seconds since the one before
        st.booleans(),  # whether there is a proof
    ),
    max_size=40,
)


QUIET = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class RolledBackError(Exception):
    """Ends one example without leaving a row."""


@pytest.fixture
def small_limits(monkeypatch, settings):
    monkeypatch.setattr(figures, "LIMITS", SMALL)
    settings.TRUSTED_PROXIES = []


def wait_that_is_over(key: UUID, now: float) -> str:
    with time_machine.travel(now - 120, tick=False):
        return proofs.make_check(key, "", is_long=True).wait


def admitted(visits) -> list[tuple]:
    """Let visitors come; return (window, address, e-mail, has a proof, level) of each."""
    now, seen = NOON, []
    for number, email, later, has_proof in visits:
        now, key = now + later, uuid4()
        wait = wait_that_is_over(key, now) if has_proof else ""
        meta = {"REMOTE_ADDR": f"198.51.100.{number}"}
        with time_machine.travel(now, tick=False):
            verdict = abuse.admit(meta, key=key, email=email, age=60, proof="", wait=wait)
        seen.append((now // 600, number, email.lower(), has_proof, verdict.level))
    return seen


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(visits=visits)
def test_no_window_lets_more_through_than_its_limit_and_a_proof_always_gets_through(
    small_limits, visits
):
    with pytest.raises(RolledBackError), transaction.atomic():
        seen = admitted(visits)
        assert all(level == abuse.Level.FREE for *_, proven, level in seen if proven)
        for kind, of in (("address", 1), ("email", 2), ("site", None)):
            groups: dict = {}
            for visit in seen:
                if not visit[3] and (of is None or visit[of]):
                    groups.setdefault((visit[0], of and visit[of]), []).append(visit[4])
            for levels in groups.values():
                assert levels.count(abuse.Level.FREE) <= SMALL[kind].soft
                assert sum(level < abuse.Level.FULL for level in levels) <= SMALL[kind].hard
        raise RolledBackError


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(number=st.integers(1, 9))
def test_below_every_limit_nobody_is_held_up(small_limits, number):
    with pytest.raises(RolledBackError), transaction.atomic():
        seen = admitted([(number, "", 0, False)] * SMALL["address"].soft)
        assert {level for *_, level in seen} == {abuse.Level.FREE}
        raise RolledBackError


def test_the_next_window_begins_at_nothing(small_limits):
    seen = admitted([(1, "", 0, False)] * 9 + [(1, "", 600, False)])
    assert [level for *_, level in seen] == [0] * 3 + [1] * 2 + [2] * 4 + [0]


def test_a_day_has_one_salt_and_the_next_another(small_limits):
    admitted([(1, "", 0, False), (1, "", 10, False), (1, "", 86_400, False)])
    first, second = DailySalt.objects.order_by("day")
    assert bytes(first.salt) != bytes(second.salt)


def test_a_factor_widens_every_limit(small_limits, settings):
    settings.ENQUIRY_LIMITS_FACTOR = 3
    seen = admitted([(1, "", 0, False)] * 10)
    assert [level for *_, level in seen] == [0] * 9 + [1]
