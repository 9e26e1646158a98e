"""`python -m tests.drills`: what `make drill` calls."""

import os
import random
import secrets
import shutil
import sys
import time
from contextlib import contextmanager

from pofclinic.local import children, places, signals, testing_server
from pofclinic.local.errors import CannotContinue, Interrupted
from tests.drills import patience
from tests.drills.catalogue import DRILLS, Control, Drill, help_text
from tests.drills.site import Site
from tests.drills.verdict import Verdict
from tests.drills.visitors import NoAnswerError

# Starting a site may include migrating its database and loading the demo.
LONGEST_START = 300


def main() -> int:
    """Run the drills that `ID` names, all without it; 0 when each passes."""
    ids = os.environ.get("ID", "").upper().split() or list(DRILLS)
    # Nothing that we start may see it: production settings refuse to start with it.
    without = os.environ.pop("DRILL_WITHOUT", "")
    short = bool(os.environ.get("SHORT"))
    if ids == ["HELP"]:
        print(help_text())
        return 0
    if wrong := _what_is_unknown(ids, without):
        print(wrong + help_text())
        return 2
    patience.listen()
    children.end_with_make()
    seed = os.environ.get("SEED") or str(secrets.randbelow(10**6))
    print(f"Seed {seed} (SEED={seed} repeats the drills' choices)", flush=True)
    began = time.monotonic()
    verdicts = [_run(name, seed, without, short) for name in ids]
    minutes = (time.monotonic() - began) / 60
    print(f"{sum(v.passed for v in verdicts)} of {len(verdicts)} pass, {minutes:.1f} minutes")
    return 0 if all(verdict.passed for verdict in verdicts) else 1


def _what_is_unknown(ids: list[str], without: str) -> str:
    if unknown := [name for name in ids if name not in DRILLS]:
        return f"No such drill: {' '.join(unknown)}.\n\n"
    if without and not all(without in DRILLS[name].controls for name in ids):
        return f"No such control of {' '.join(ids)}: {without}.\n\n"
    return ""


def _run(name: str, seed: str, without: str, short: bool) -> Verdict:
    began, drill = time.monotonic(), DRILLS[name]
    verdict = Verdict(name, "runs to its end")
    try:
        with site_for(drill, without) as site:
            patience.begin(drill.longest)
            verdict = drill.run(site, random.Random(f"{seed}-{name}"), short=short)
    except (AssertionError, NoAnswerError) as error:
        verdict.check(False, str(error) or f"line {error.__traceback__.tb_lineno}")
    line = f"{verdict.line()}   ({time.monotonic() - began:.0f} s{_off(without)})"
    print(line, flush=True)
    _keep(seed, line)
    return verdict


@contextmanager
def site_for(drill: Drill, without: str = ""):
    """Start a site of its own for a drill, with or without one of its controls."""
    control = drill.controls.get(without, Control(""))
    folder = places.here()
    folder.make()
    patience.begin(LONGEST_START)
    with testing_server.folder_of_a_run(folder, "a drill") as run:
        mail = {} if drill.has_mail else {"MAIL_BACKEND": "console"}
        site = Site(run, without=without, extra=mail | drill.settings | control.extra)
        try:
            site.start()
            if control.prepare:
                control.prepare(site)
            yield site
        finally:
            patience.end()
            signals.forget()
            site.stop()
            _keep_log(site)


def _keep_log(site: Site) -> None:
    """Keep what the site said in the last drill: it tells why a drill failed."""
    if site.log.exists():
        shutil.copyfile(site.log, places.here().root / "last-drill.log")


def _off(without: str) -> str:
    return f", without {without}" if without else ""


def _keep(seed: str, line: str) -> None:
    """Keep the line and its seed in `var/drills.log`."""
    with (places.here().root / "drills.log").open("a") as log:
        log.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} seed {seed}  {line}\n")


if __name__ == "__main__":
    os.umask(0o022)
    try:
        sys.exit(main())
    except Interrupted as interrupted:
        sys.exit(128 + interrupted.signum)
    except CannotContinue as reason:
        sys.exit(str(reason))
