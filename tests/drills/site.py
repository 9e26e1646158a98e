"""The site under drill: what `make serve` runs, on a PostgreSQL of its own that keeps its word.

Processes are started from the main thread only: the kernel ends a child when the thread that
started it is gone (`children.die_with_parent`).
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from pofclinic.local import children, databases, lock, modes, orphans, places, testing_server
from pofclinic.local.children import Child
from pofclinic.local.cluster import SUPERUSER, Cluster
from pofclinic.local.modes import Address
from pofclinic.local.places import PROJECT, Places
from pofclinic.local.preparing import StaticFiles
from tests.drills import patience
from tests.drills.mail_server import MailServer

DATABASE = "pofclinic"
# Settings with one control taken away; production code holds no such switches.
WITHOUT = "tests.drills.without"
LONGEST_COMMAND = 180


@dataclass
class Site:
    """PostgreSQL, granian with two workers, a job worker and a mail server, all real."""

    folder: Path
    without: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    at: Address = field(default_factory=lambda: Address("127.0.0.1", free_port()))
    mail: MailServer = field(default_factory=MailServer)
    server: Child | None = None
    worker: Child | None = None
    # What a drill has started besides.
    others: list[Child] = field(default_factory=list)

    def __post_init__(self):
        self.cluster = Cluster(self.folder, mark=self.folder)
        self.database_url = self.cluster.url(DATABASE)
        self.log = self.folder / "log"
        self.keys = Places(self.folder).enquiry_keys

    # --- Starting and stopping ----------------------------------------------
    def start(self) -> None:
        """Start everything; return when the site answers and its worker has been seen."""
        if not self.cluster.data.exists():
            testing_server.fill(places.here(), self.folder, with_demo=True)
        self.cluster.start()
        databases.ensure_database(self.cluster, DATABASE, template=testing_server.DEMO)
        self.mail.start(self.folder)
        self.env = children.environment(self.folder, self._environment())
        self._collect_static()
        self._make_keys()
        self.start_server()
        self.start_worker()
        self.wait_for(self.is_ready, 120)

    def stop(self) -> None:
        """Stop everything; the database last."""
        children.stop(child for child in (self.server, self.worker, *self.others) if child)
        self.mail.stop()
        self.cluster.stop()

    def start_server(self) -> None:
        command = modes.production_server(self.at)
        self.server = self.start_process("server", command)

    def start_worker(self) -> None:
        self.worker = self.start_process("worker", modes.worker())

    def stop_server(self) -> None:
        children.stop([self.server])

    def stop_worker(self) -> None:
        children.stop([self.worker])

    def start_process(self, name: str, command: list[str]) -> Child:
        with self.log.open("ab") as log:
            options = {"env": self.env, "cwd": PROJECT, "stdout": log, "stderr": log}
            if name == "worker":
                options["orphan_signal"] = signal.SIGKILL
            return children.start(name, command, **options)

    # --- Killing --------------------------------------------------------------
    def kill_database(self) -> None:
        """Kill PostgreSQL with -9: the postmaster and every process of its."""
        while pids := self._database_processes():
            for pid in pids:
                kill(pid)
            self.cluster.child.process.poll()
            time.sleep(0.01)
        self.cluster.child.process.wait()

    def restart_database(self) -> None:
        """Start it again, as a supervisor does, and return when it takes connections."""
        self.cluster.start()
        self.wait_for(self._database_answers, 60, pause=0.01)

    def kill_web_worker(self) -> None:
        """Kill the older of granian's workers with -9.

        The younger one may not have begun to answer. Were it killed twice within 5.5 seconds,
        granian would see a crash loop and end itself, to be started again by a supervisor.
        """
        if pids := child_processes(self.server.process.pid):
            kill(pids[0])

    def kill_worker(self) -> None:
        """Kill the job worker with -9."""
        self.worker.process.kill()
        self.worker.process.wait()

    def _database_processes(self) -> list[int]:
        pids = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
        return [pid for pid in pids if orphans.works_in(pid, self.cluster.data)]

    # --- Looking --------------------------------------------------------------
    def sql(self, query: str, *parameters, as_superuser: bool = False) -> list[tuple]:
        """Ask PostgreSQL."""
        url = self.cluster.url(DATABASE, SUPERUSER) if as_superuser else self.database_url
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(query, parameters or None)
            return cursor.fetchall() if cursor.description else []

    def cut_connections(self) -> None:
        """End the site's connections to PostgreSQL, and wait until it has new ones."""
        query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'pofclinic'"
        self.sql(query, as_superuser=True)
        self.wait_for(lambda: all(self._page_answers() for _ in range(10)), 60)

    def _page_answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.at.url}/enquire/", timeout=30) as answer:  # noqa: S310
                return answer.status == 200
        except (OSError, urllib.error.URLError):
            return False

    def number(self, query: str, *parameters) -> int:
        """Return the one number that a query asks for."""
        return self.sql(query, *parameters)[0][0]

    def enquiries(self) -> list[dict]:
        """Read all enquiries as the site does, through its models and with its keys."""
        return json.loads(self.python("tests.drills.read_back"))

    def python(self, module: str, *arguments: str) -> str:
        """Run a module of ours in the site's environment and return what it printed."""
        done = self.run([sys.executable, "-m", module, *arguments])
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def manage(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run a management command."""
        return self.run([sys.executable, "manage.py", *arguments])

    def run(self, command: list[str]) -> subprocess.CompletedProcess:
        return subprocess.run(
            command,
            env=self.env,
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_COMMAND,
        )

    def wait_for(self, condition: Callable[[], object], seconds: float, *, pause: float = 0.1):
        """Return what `condition()` returns as soon as that is true; fail when it stays false."""
        end = time.monotonic() + seconds
        while not (value := condition()):
            patience.check()
            assert time.monotonic() < end, f"In vain waited {seconds} s.\n{self.log_end()}"
            time.sleep(pause)
        return value

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.at.url}/readyz", timeout=30) as answer:  # noqa: S310
                return answer.status == 200
        except (OSError, urllib.error.URLError):
            return False

    def log_end(self) -> str:
        return self.log.read_text(errors="replace")[-4000:] if self.log.exists() else ""

    def _database_answers(self) -> bool:
        with contextlib.suppress(psycopg.Error):
            return self.sql("SELECT 1") == [(1,)]
        return False

    # --- Settings ---------------------------------------------------------------
    def _environment(self) -> dict[str, str]:
        ours = modes.PRODUCTION.environment(Places(self.folder), self.at)
        settings = WITHOUT if self.without else modes.PRODUCTION.settings
        return ours | {
            "DJANGO_SETTINGS_MODULE": settings,
            "DRILL_CONTROL": self.without,
            "SITE_URL": self.at.url,
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "DATABASE_URL": self.database_url,
            "STATIC_ROOT": str(places.here().tests / "static"),
            "TRUSTED_PROXIES": "127.0.0.1/32",
            # The limits are drill A's subject; the other drills are floods on purpose.
            "ENQUIRY_LIMITS_FACTOR": "1000",
            "ENQUIRY_LEAST_SECONDS": "0",
            "ENQUIRY_KEYS_FILE": str(self.keys),
            "ENQUIRY_KEYS": "",
            "ENQUIRY_TOMBSTONES": str(self.folder / "tombstones"),
            "ENQUIRY_NOTICE_TO": "staff@example.org",
            "LOG_LEVEL": "INFO",
            **self.mail.environment(),
            **self.extra,
        }

    def _make_keys(self) -> None:
        if not self.keys.exists():
            done = self.manage("make_enquiry_keys", "--file", str(self.keys))
            assert done.returncode == 0, done.stderr[-2000:]

    def _collect_static(self) -> None:
        static = StaticFiles(Path(self.env["STATIC_ROOT"]))
        with lock.waited_for(static.stamp.with_suffix(".lock"), "Waiting for the static files …"):
            if not static.is_current():
                children.complete([static.step(self.env)])
                static.record()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def child_processes(pid: int) -> list[int]:
    """Return the children of a process, the youngest last (Linux)."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
            if int(parent) == pid and state != "Z":
                found.append(int(path.parent.name))
    return sorted(found)
