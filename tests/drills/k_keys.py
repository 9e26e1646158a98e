"""K: keys are rotated while the site works, and whoever tampers with sealed values is found out."""

import json
import random
import signal
import sys
from dataclasses import dataclass

from pofclinic.local import children
from pofclinic.local.places import PROJECT
from tests.drills import patience
from tests.drills.site import Site
from tests.drills.verdict import Verdict
from tests.drills.visitors import Letters, Sent, Visitor, an_address, write

EXPECTED = "read errors 0, all sealed anew, tampering found 100 %"
BATCH = 20
ROTATE = ("manage.py", "rotate_enquiry_keys", "--batch", str(BATCH))
READ = ("-m", "tests.drills.sealed", "read")
OUTDATED = (
    "SELECT (SELECT count(*) FROM enquiries_enquiry WHERE key_id <> %s OR index_key_id <> %s)"
    " + (SELECT count(*) FROM enquiries_entry WHERE key_id <> %s)"
)


@dataclass(frozen=True)
class Size:
    rows: int
    kills: int
    writers: int
    readers: int
    tampered: int


FULL = Size(rows=3000, kills=3, writers=3, readers=2, tampered=12)
SHORT = Size(rows=60, kills=1, writers=1, readers=1, tampered=1)


def run(site: Site, size: Size, chance: random.Random) -> Verdict:
    """Rotate under load, again and again killed; then tamper."""
    verdict, letters, sent = Verdict("K", EXPECTED), Letters(chance), []
    site.python("tests.drills.sealed", "fill", str(size.rows))
    readers = [_start(site, *READ) for _ in range(size.readers)]
    with patience.crowd(size.writers) as pool:
        is_done = []
        jobs = [
            pool.submit(_keep_writing, site, letters, random.Random(chance.random()), sent, is_done)
            for _ in range(size.writers)
        ]
        for purpose in ("seal", "index"):
            done = site.manage(
                "make_enquiry_keys",
                "--file",
                str(site.keys),
                "--add",
                purpose,
                "--id",
                f"new-{purpose}",
            )
            assert done.returncode == 0, done.stderr[-1000:]
        rounds = _rotate(site, size, chance)
        is_done.append(True)
    for job in jobs:
        job.result()
    _rotate_once(site)  # what was written while the new keys came
    _judge_reading(site, readers, letters, sent, verdict)
    verdict.note(f"rotation killed at {', '.join(rounds)}")
    found = json.loads(site.python("tests.drills.sealed", "tamper", str(size.tampered)))
    for name, (tried, missed) in found.items():
        verdict.check(missed == 0 and tried > 0, f"{name}: {tried - missed} of {tried} found")
    return verdict


def _keep_writing(site: Site, letters: Letters, chance, sent: list[Sent], is_done: list) -> None:
    while not is_done:
        visitor = Visitor(site.at.port, an_address(chance))
        answer = write(visitor, letters.next(), patience=60)
        assert answer, "a letter was refused while keys were rotated"
        sent.append(answer)
        visitor.hang_up()
        patience.sleep(0.1)


def _start(site: Site, *arguments: str) -> children.Child:
    """Start a command whose output we read."""
    child = children.start(
        arguments[0], [sys.executable, *arguments], env=site.env, cwd=PROJECT, captured=True
    )
    site.others.append(child)
    return child


def _rotate(site: Site, size: Size, chance: random.Random) -> list[str]:
    """Rotate, kill it in the midst of it, and again; return how far it was each time."""
    killed = []
    for _ in range(size.kills):
        child, wanted = (
            _start(site, *ROTATE),
            chance.randint(1, size.rows // BATCH // (size.kills + 1)),
        )
        while child.is_running() and child.text().count(" of ") < wanted:
            patience.sleep(0.01)
            child.read_output()
        child.process.kill()
        child.process.wait()
        child.read_output()
        killed.append(child.text().strip().rpartition("\n")[2])
    _rotate_once(site)
    return killed


def _rotate_once(site: Site) -> None:
    done = site.run([sys.executable, *ROTATE])
    assert done.returncode == 0, done.stderr[-1000:] + done.stdout[-300:]


def _judge_reading(site, readers, letters: Letters, sent: list[Sent], verdict: Verdict) -> None:
    reads = errors = 0
    for reader in readers:
        reader.process.send_signal(signal.SIGTERM)
        reader.process.wait(30)
        reader.read_output()
        told = json.loads(reader.text().strip().splitlines()[-1])
        reads, errors = reads + told["reads"], errors + told["errors"]
    verdict.check(errors == 0 and reads > 0, f"{errors} errors in {reads} reads")
    rows = {row["reference"]: row for row in site.enquiries()}
    wrong = [each for each in sent if not each.letter.is_told_by(rows[each.reference])]
    verdict.check(not wrong, f"{len(wrong)} of {len(sent)} letters wrong")
    new = ("new-seal", "new-index", "new-seal")
    left = site.number(OUTDATED, *new)
    verdict.check(left == 0, f"{left} of {len(rows)} rows under an old key")
