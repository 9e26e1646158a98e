"""Whoever works on one of several that were merged waits at the first of them, holding none."""

import threading
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.test import Client
from filling_in import filled_in, store
from waiting import wait_until_somebody_waits

from accounts.models import User
from enquiries import actions
from enquiries.actions.deleting import delete_rows
from enquiries.models import Enquiry

DEEDS = {
    "take": lambda family, user: actions.take_enquiry(family[1].pk, user),
    "close": lambda family, user: actions.change_state(
        family[1].pk, "closed", user, reason="answered"
    ),
    "merge": lambda family, user: actions.merge_enquiry(store().pk, family[1].pk, user),
    "settle": lambda family, user: actions.settle(family[2].pk, 0, user),
    "erase": lambda family, user: actions.erase([family[2].pk], "id_in_person", user),
    "restore": lambda family, user: transaction.atomic(delete_rows)([family[1].pk]),
    "send again": lambda family, user: family.browser.post("/enquire/", family.changed),
}


class Family(list):
    """Three of one person, the oldest first; the second is worked on."""


@pytest.fixture
def family(committed_letterbox, tombstone_file) -> Family:
    call_command("setup_roles", verbosity=0)
    first, second = store(), store()
    browser = Client()
    answers = filled_in(browser.get("/enquire/"))
    browser.post("/enquire/", answers)
    third = Enquiry.objects.exclude(pk__in=[first.pk, second.pk]).get()
    made = Family([first, second, third])
    made.user = User.objects.create_user("locks@example.org", "x")
    made.browser, made.changed = browser, answers | {"message": "More."}
    for each in (first, third):
        actions.merge_enquiry(second.pk, each.pk, made.user)
    return made


@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_holds_one_of_the_merged_while_waiting_for_another(family, deed):
    def work() -> None:
        with suppress(actions.CannotMergeError):
            DEEDS[deed](family, family.user)
        connection.close()

    worker = threading.Thread(target=work)
    with transaction.atomic():
        lock(family[0])
        worker.start()
        wait_until_somebody_waits()
        try:
            for each in family[1:]:
                lock(each, nowait=True)
        except OperationalError:
            pytest.fail(f"{deed} holds one of them while it waits for the first")
    worker.join(20)
    assert not worker.is_alive()


def lock(enquiry: Enquiry, *, nowait: bool = False) -> None:
    rows = Enquiry.objects.select_for_update(nowait=nowait).filter(pk=enquiry.pk)
    assert list(rows.values_list("pk"))
