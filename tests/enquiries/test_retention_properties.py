"""D: retention under very many operations in any order (hypothesis).

`POFCLINIC_D_OPERATIONS` says how many there are in all: few in an ordinary run, 50000 for the
figure of the design. A model in plain Python says what must be there, by a rule of its own.
"""

import itertools
import os
from calendar import monthrange
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from enquiries.actions import (
    CannotMergeError,
    change_policy,
    hold,
    merge_enquiry,
    receive_enquiry,
    release,
    run_retention,
)
from enquiries.actions.handling import move
from enquiries.models import Enquiry, EnquiryEvent, Entry, RetentionPolicy, State, Tombstone
from tests.factories import make_staff

OPERATIONS = int(os.environ.get("POFCLINIC_D_OPERATIONS", "800"))
STEPS = 60
SENTENCE = "D expected violations 0, measured {violations}: {operations} operations, {runs} runs"
CLOSED = ["answered", "no_reply", "became_patient", "withdrawn"]
DAYS = st.sampled_from([0.5, 1, 6, 7, 8, 29, 30, 31, 60, 89, 90, 91, 180, 364, 366, 1100])
POLICIES = {
    "closed_days": st.sampled_from([30, 60, 90, 365, 1096]),
    "patient_days": st.sampled_from([7, 30, 365]),
    "spam_days": st.sampled_from([7, 30, 90]),
    "unanswered_months": st.sampled_from([12, 13, 36]),
    "most_at_once": st.sampled_from([1, 3, 200]),
}
NUMBERS = st.integers(0, 99)


@dataclass
class Row:
    """What the model knows of one enquiry."""

    changed_at: datetime
    state: str
    reason: str = ""
    added_at: datetime | None = None
    noted_at: datetime | None = None
    is_on_hold: bool = False
    root: UUID | None = None

    def grow_older(self, by: timedelta) -> None:
        self.changed_at -= by
        self.added_at = self.added_at and self.added_at - by
        self.noted_at = self.noted_at and self.noted_at - by


def months_later(moment: datetime, months: int) -> datetime:
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


class Retention(RuleBasedStateMachine):
    """Each example is undone at its end; the deeds are those of the site, on real rows."""

    officer = None
    done: Counter = Counter()

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.rows: dict[UUID, Row] = {}
        self.policy = {name: getattr(RetentionPolicy(), name) for name in RetentionPolicy.BOUNDS}
        change_policy(self.policy, self.officer)
        self.is_tampered = False

    def teardown(self) -> None:
        assert self.left() == set(self.rows)
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def left(self) -> set[UUID]:
        return set(Enquiry.objects.values_list("pk", flat=True))

    def some(self, number: int) -> UUID:
        self.done["operations"] += 1
        return list(self.rows)[number % len(self.rows)]

    @rule(is_spam=st.booleans())
    def receive(self, is_spam):
        self.done["operations"] += 1
        words = {"name": "Maryam", "email": "maryam@example.org", "language": "en"}
        made = receive_enquiry(submission_key=uuid4(), is_spam=is_spam, **words)
        self.rows[made.pk] = Row(made.state_changed_at, made.state)

    @precondition(lambda self: self.rows)
    @rule(number=NUMBERS, state=st.sampled_from(State.values), reason=st.sampled_from(CLOSED))
    def change_state(self, number, state, reason):
        """Closing, opening again and spam: any state after any other."""
        pk = self.some(number)
        enquiry = Enquiry.objects.without_words().get(pk=pk)
        move(enquiry, state, self.officer, reason if state == State.CLOSED else "")
        self.rows[pk].state, self.rows[pk].reason = enquiry.state, enquiry.closing_reason
        self.rows[pk].changed_at = enquiry.state_changed_at

    @precondition(lambda self: self.rows)
    @rule(number=NUMBERS, is_note=st.booleans())
    def say(self, number, is_note):
        pk = self.some(number)
        kind = Entry.Kind.NOTE if is_note else Entry.Kind.ADDITION
        entry = Entry(enquiry_id=pk, kind=kind, text="Words")
        entry.save(force_insert=True)
        setattr(self.rows[pk], "noted_at" if is_note else "added_at", entry.created_at)

    @precondition(lambda self: self.rows)
    @rule(number=NUMBERS, is_on_hold=st.booleans())
    def hold_or_release(self, number, is_on_hold):
        pk = self.some(number)
        self.rows[pk].is_on_hold = is_on_hold
        if is_on_hold:
            hold([pk], "hold_complaint", self.officer)
        else:
            release([pk], self.officer)

    @precondition(lambda self: len(self.rows) > 1)
    @rule(number=NUMBERS, other=NUMBERS)
    def merge(self, number, other):
        kept, merged = self.some(number), self.some(other)
        try:
            merge_enquiry(kept, merged, self.officer)
        except CannotMergeError:
            return
        for pk, row in self.rows.items():
            if merged in (pk, row.root):
                row.root = kept
        stored = Enquiry.objects.without_words().get(pk=merged)
        self.rows[merged].state, self.rows[merged].reason = stored.state, stored.closing_reason
        self.rows[merged].changed_at = stored.state_changed_at

    @initialize()
    def receive_some(self):
        for is_spam in (False, False, False, False, True):
            self.receive(is_spam)

    @rule(days=DAYS)
    def time_passes(self, days):
        """Everything grows older, for nobody turns the database's clock."""
        self.done["operations"] += 1
        by = timedelta(days=days)
        Enquiry.objects.update(
            created_at=F("created_at") - by, state_changed_at=F("state_changed_at") - by
        )
        Entry.objects.update(created_at=F("created_at") - by)
        for row in self.rows.values():
            row.grow_older(by)

    @rule(data=st.data(), name=st.sampled_from(list(POLICIES)))
    def change_the_policy(self, data, name):
        self.done["operations"] += 1
        self.policy[name] = data.draw(POLICIES[name])
        change_policy(self.policy, self.officer)
        self.is_tampered = False

    @rule(name=st.sampled_from(["closed_days", "spam_days", "unanswered_months"]))
    def tamper_with_the_policy(self, name):
        self.done["operations"] += 1
        RetentionPolicy.objects.update(**{name: 0})
        self.is_tampered = True

    @rule(days=DAYS)
    def run_later(self, days):
        self.time_passes(days)
        self.run()

    @rule()
    def run(self):
        self.done.update(["operations", "runs"])
        made = run_retention()
        due = self.due_at(made.ran_at)
        assert made.refused == self.refused(due)
        if not made.refused:
            self.rows = {pk: row for pk, row in self.rows.items() if pk not in due}
            self.done["deleted"] += len(due)
            assert not run_retention().due, "A second run found something."
        assert made.due == len(due)
        assert self.left() == set(self.rows)
        self.done["refused"] += bool(made.refused)
        if self.is_tampered:
            change_policy(self.policy, self.officer)
            self.is_tampered = False
        stones = Tombstone.objects.filter(digest__in=map(Tombstone.digest_of, due)).count()
        assert stones == (0 if made.refused else len(due))

    @rule()
    def dry_run(self):
        self.done.update(["operations", "dry runs"])
        before = EnquiryEvent.objects.count(), Tombstone.objects.count()
        made = run_retention(is_dry_run=True)
        assert made.due == len(self.due_at(made.ran_at))
        assert (EnquiryEvent.objects.count(), Tombstone.objects.count()) == before
        assert self.left() == set(self.rows)

    def refused(self, due: set[UUID]) -> str:
        if self.is_tampered:
            return "out_of_bounds"
        return "too_many" if len(due) > self.policy["most_at_once"] else ""

    def due_at(self, now: datetime) -> set[UUID]:
        families = defaultdict(set)
        for pk, row in self.rows.items():
            families[row.root or pk].add(pk)
        over = [
            members
            for members in families.values()
            if all(self.is_over(self.rows[pk], now) for pk in members)
        ]
        return set().union(*over)

    def is_over(self, row: Row, now: datetime) -> bool:
        rule = self.rows[row.root] if row.reason == "merged" and row.root else row
        is_closed = row.state in (State.CLOSED, State.SPAM)
        times = [row.changed_at, row.added_at, None if is_closed else row.noted_at]
        last = max(moment for moment in times if moment)
        return not row.is_on_hold and self.period_after(last, rule) <= now

    def period_after(self, last: datetime, rule: Row) -> datetime:
        policy = self.policy
        if self.is_tampered:
            stored = RetentionPolicy.objects.get()
            floors = RetentionPolicy.BOUNDS
            policy = {name: max(getattr(stored, name), floors[name][0]) for name in floors}
        if rule.state == State.SPAM:
            return last + timedelta(days=policy["spam_days"])
        if rule.state != State.CLOSED:
            return months_later(last, policy["unanswered_months"])
        is_patient = rule.reason == "became_patient"
        return last + timedelta(days=policy["patient_days" if is_patient else "closed_days"])


@pytest.mark.usefixtures("letterbox", "tombstone_file")
def test_nothing_goes_before_its_time_and_nothing_stays_after_it(capsys):
    RetentionPolicy.load()
    Retention.officer, Retention.done = make_staff(), Counter(violations=0)
    how = settings(
        max_examples=max(1, OPERATIONS // STEPS),
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    for number in itertools.count():
        run_state_machine_as_test(seed(number)(Retention), settings=how)
        if Retention.done["operations"] >= OPERATIONS:
            break
    with capsys.disabled():
        print(f"\n{SENTENCE.format(**Retention.done)} {dict(Retention.done)}")
    assert Retention.done["deleted"] > 0
