"""`make run` and `make serve`: everything up, watched, and everything down again."""

import http.client
import os
import signal
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from pofclinic.local import (
    children,
    databases,
    fingerprint,
    instance,
    lock,
    modes,
    orphans,
    places,
    signals,
)
from pofclinic.local.children import Child
from pofclinic.local.cluster import Cluster
from pofclinic.local.errors import CannotContinue, Interrupted
from pofclinic.local.modes import Address, Mode
from pofclinic.local.places import PROJECT, Places
from pofclinic.local.preparing import Preparation, StaticFiles

# Django's reloader ends with this when a source file has changed.
_RELOAD = 3


def run(mode: Mode) -> int:
    """Bring the site up and keep it up until we are told to stop."""
    began = time.monotonic()
    at = modes.address()
    at.require_free()
    folder = places.here()
    folder.make()
    signals.listen()
    children.end_with_make()
    with lock.held(folder.lock, f"{mode.name} at {at.url}"), ExitStack() as stack:
        site = Site(mode, at, folder)
        stack.callback(site.stop)
        try:
            site.start()
            print(site.announcement(time.monotonic() - began), flush=True)
            site.watch()
        except Interrupted:
            print("\nStopping …", flush=True)
    print("Stopped.", flush=True)
    return 0


@dataclass
class Site:
    """The processes of one instance."""

    mode: Mode
    at: Address
    places: Places
    cluster: Cluster | None = None
    env: dict[str, str] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)
    preparation: Preparation | None = None
    has_reloaded: bool = False
    mistaken: str = ""

    def start(self) -> None:
        """Start the database, prepare it, start the site and wait until it answers."""
        instance.remove(self.places.instance)
        if orphans.sweep(self.places.root):
            print("Stopped what an earlier run had left behind.", flush=True)
        url = self._database()
        ours = self.mode.environment(self.places, self.at)
        ours |= {"DJANGO_SETTINGS_MODULE": self.mode.settings, "DATABASE_URL": url}
        self.env = children.environment(self.places.root, ours)
        self._prepare(url)
        self._start_server()
        self._start_worker()
        if not signals.wait_for(self._answers, seconds=120):
            raise CannotContinue(f"The site does not answer at {self.at.url}.")
        instance.write(self.places.instance, ours)

    def watch(self) -> None:
        """Never return.

        Raises `Interrupted` when told to stop, `CannotContinue` when a process ends.
        """
        while True:
            self._check_processes()
            signals.wait_for(lambda: False, seconds=0.3, pause=0.1)

    def stop(self) -> None:
        """Stop every process; the database last."""
        signals.forget()
        instance.remove(self.places.instance)
        children.stop(self.children)
        if self.cluster:
            self.cluster.stop()
        orphans.sweep(self.places.root)

    def announcement(self, seconds: float) -> str:
        """Return where the site is and who may sign in."""
        lines = ["", f"{self.mode.title}, up after {seconds:.0f} seconds. Ctrl-C stops everything."]
        lines += [f"  Site    {self.at.url}/", f"  Admin   {self.at.url}/admin/"]
        if accounts := self.preparation.accounts().strip():
            lines += ["", *(f"  {line}" for line in accounts.splitlines())]
        return "\n".join([*lines, ""])

    def _database(self) -> str:
        if url := os.environ.get("DATABASE_URL"):
            databases.require_reachable(url)
            return url
        self.cluster = Cluster(self.places.root, mark=self.places.root)
        self.cluster.start()
        databases.ensure_role(self.cluster)
        databases.ensure_database(self.cluster, "pofclinic")
        return self.cluster.url("pofclinic")

    def _prepare(self, url: str) -> None:
        self.preparation = Preparation(self.places, url)
        work = [self.preparation]
        env = self.env
        if self.cluster:  # `serve` makes no accounts with a published password elsewhere
            env = env | {"DEMO_STAFF_ALLOWED": "true"}
        if self.mode.needs_static_files:
            work.append(StaticFiles(Path(self.env["STATIC_ROOT"])))
        work = [item for item in work if not item.is_current()]
        steps = []
        for item in work:
            steps.append(item.step(env))
            print(f"{steps[-1].name} …", flush=True)
        children.complete(steps)
        for item in work:
            item.record()

    def _start_server(self) -> None:
        env = self.env
        if self.mode.reloads:
            # We are the reloader's other half (see `_check_processes`): one Python process less.
            env = env | {"RUN_MAIN": "true"}
        server = children.start("The web server", self.mode.server(self.at), env=env, cwd=PROJECT)
        self.children.append(server)

    def _start_worker(self) -> None:
        # Without its database it would wait for ever to end in good order; a job that
        # was cut short is taken up again by the next run.
        options = {"env": self.env, "cwd": PROJECT, "orphan_signal": signal.SIGKILL}
        self.children.append(children.start("The job worker", modes.worker(), **options))

    def _check_processes(self) -> None:
        if self.cluster and not self.cluster.child.is_running():
            raise CannotContinue(self.cluster.why_it_stopped())
        if self.mode.reloads and self.children[0].process.poll() == _RELOAD:
            self.has_reloaded, self.mistaken = True, ""
            children.stop(self.children)
            self.children.clear()
            self._start_server()
            self._start_worker()
        if self.mistaken and self.mistaken != fingerprint.of_site():
            self.mistaken = ""
            self._start_worker()
        for child in list(self.children):
            if not child.is_running():
                self._miss(child)

    def _miss(self, child: Child) -> None:
        reason = f"{child.name} stopped unexpectedly (exit code {child.process.returncode})."
        if not self.has_reloaded or child is self.children[0]:
            raise CannotContinue(reason)
        # A mistake in code that was just saved. The server answers with it, or waits.
        self.children.remove(child)
        self.mistaken = fingerprint.of_site()
        print(f"{reason} It starts again when a file changes.", flush=True)

    def _answers(self) -> bool:
        self._check_processes()
        host, _, port = self.at.url.removeprefix("http://").rpartition(":")
        connection = http.client.HTTPConnection(host.strip("[]"), int(port), timeout=30)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        return True
