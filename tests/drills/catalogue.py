"""Which drills there are, what each shows, and the controls that can be taken away from it."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType

from tests.drills import (
    a_flood,
    k_keys,
    l_load,
    r1_database_killed,
    r3_exactly_once,
    r4_mail_down,
    r5_store_fails,
    r6_worker_killed,
)
from tests.drills.mail_server import SLOW
from tests.drills.site import Site
from tests.drills.verdict import Verdict


@dataclass(frozen=True)
class Control:
    """Something that the drill relies on: taken away by a patch, by a setting or by the drill."""

    what: str
    extra: dict[str, str] = field(default_factory=dict)
    prepare: Callable[[Site], None] | None = None


@dataclass(frozen=True)
class Drill:
    shows: str
    module: ModuleType
    controls: dict[str, Control]
    # Seconds; a drill that takes longer has failed.
    longest: int = 300
    # Where mail is not what is drilled it is printed, as `make serve` does without MAIL_HOST.
    has_mail: bool = False
    settings: dict[str, str] = field(default_factory=dict)

    def run(self, site: Site, chance: random.Random, *, short: bool = False) -> Verdict:
        return self.module.run(site, self.module.SHORT if short else self.module.FULL, chance)


def _drop_unique_key(site: Site) -> None:
    (name,) = site.sql(
        "SELECT conname FROM pg_constraint WHERE conrelid = 'enquiries_enquiry'::regclass "
        "AND contype = 'u' AND pg_get_constraintdef(oid) LIKE '%%(submission_key)%%'"
    )[0]
    site.sql(f'ALTER TABLE enquiries_enquiry DROP CONSTRAINT "{name}"')


def _promise_only(site: Site) -> None:
    site.sql("ALTER SYSTEM SET synchronous_commit = off", as_superuser=True)
    site.sql("SELECT pg_reload_conf()", as_superuser=True)


def _slow_mail(site: Site) -> None:
    site.mail.become(SLOW)


DRILLS = {
    "R1": Drill(
        "who was thanked is stored, through five deaths of PostgreSQL",
        r1_database_killed,
        {
            "commit": Control("thanks her even when nothing could be stored"),
            "durable": Control("PostgreSQL thanks before it has written", prepare=_promise_only),
        },
        longest=420,
    ),
    "R3": Drill(
        "one form is one enquiry, through parallel posts, dying web workers and replays",
        r3_exactly_once,
        {"unique_key": Control("no unique key, no look-up", prepare=_drop_unique_key)},
        longest=420,
    ),
    "R4": Drill(
        "the form does not notice that mail is down, and every message leaves once it is back",
        r4_mail_down,
        {
            "retries": Control("a message is tried once"),
            "message_id": Control("each try has a Message-ID of its own"),
            "tls": Control("mail without TLS", extra={"MAIL_TLS": "none"}),
        },
        has_mail=True,
    ),
    "R5": Drill(
        "nobody is thanked falsely while the store is full, read-only, taken or without its key",
        r5_store_fails,
        {"not_saved_page": Control("a fault of the store is an error like any other")},
    ),
    "R6": Drill(
        "no message is lost with its worker",
        r6_worker_killed,
        {"sweeper": Control("nobody looks for jobs whose worker died")},
        has_mail=True,
    ),
    "A": Drill(
        "nobody is refused behind a shared address, or in the midst of a flood",
        a_flood,
        {"proof": Control("the step that is asked of a visitor opens nothing")},
        settings={"ENQUIRY_LIMITS_FACTOR": "1"},
    ),
    "K": Drill(
        "keys are rotated while the site works, and tampering is found out",
        k_keys,
        {"associated_data": Control("a sealed value is not bound to its place")},
    ),
    "L": Drill(
        "twenty enquiries a second, and an inbox of 100,000",
        l_load,
        {"jobs": Control("mail leaves within the request, by a slow server", prepare=_slow_mail)},
        has_mail=True,
    ),
}


def help_text() -> str:
    """Return the table of drills and controls."""
    lines = ['make drill [ID=R3 | ID="R3 R4"] [SEED=…] [DRILL_WITHOUT=control]', ""]
    for name, drill in DRILLS.items():
        lines.append(f"  {name:<3} {drill.shows}")
        lines += [f"        without {key:<16} {c.what}" for key, c in drill.controls.items()]
    return "\n".join(lines)
