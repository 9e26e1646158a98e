"""The tests' PostgreSQL: each run has a server of its own, copied from a prepared one.

Migrating takes half a minute and loading the demo some more, so both are done once
and kept as stopped servers in `var/test/`, named after a fingerprint of what went in.
A run copies one in less than a second. Two runs never meet, and one that is killed
spoils nothing.
"""

import contextlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pofclinic.local import children, databases, fingerprint, lock, orphans
from pofclinic.local.cluster import FOR_TESTS, Cluster
from pofclinic.local.places import Places
from pofclinic.local.preparing import prepare_step

MIGRATED = "template_pofclinic"
DEMO = "template_pofclinic_demo"


@dataclass(frozen=True)
class TestServer:
    """A running server with the templates, and the uploads that belong to the demo."""

    cluster: Cluster
    folder: Path

    @property
    def media(self) -> Path:
        return self.folder / "media"

    def url(self, database: str = "pofclinic") -> str:
        return self.cluster.url(database)


@contextlib.contextmanager
def running(places: Places, *, with_demo: bool) -> Iterator[TestServer]:
    """Run a server with the template databases for the time of the block."""
    with folder_of_a_run(places, "a test run") as folder:
        fill(places, folder, with_demo=with_demo)
        with _started(folder) as server:
            databases.ensure_database(server.cluster, "pofclinic", template=MIGRATED)
            yield server


@contextlib.contextmanager
def folder_of_a_run(places: Places, what: str) -> Iterator[Path]:
    """Hold an empty folder for the time of the block; end what runs in it, and remove it."""
    runs = places.tests / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    _remove_dead(runs)
    folder = Path(tempfile.mkdtemp(dir=runs, prefix=""))
    folder.chmod(0o755)
    with lock.held(folder / "lock", what):
        try:
            yield folder
        finally:
            orphans.sweep(folder)
            shutil.rmtree(folder, ignore_errors=True)


def fill(places: Places, folder: Path, *, with_demo: bool) -> None:
    """Copy the data of a stopped server with the template databases into a folder."""
    waiting = "Waiting for another run that prepares the test databases …"
    with lock.waited_for(places.tests / "lock", waiting):
        _copy(_prepared(places.tests, with_demo=with_demo), folder)


def _prepared(tests: Path, *, with_demo: bool) -> Path:
    """Return the folder of a stopped server with the templates, made where it is missing."""
    schema = fingerprint.of_schema()
    base = tests / f"migrated-{schema}"
    if not base.exists():
        _make(base, None, MIGRATED, "Migrating the test database")
    if not with_demo:
        return base
    demo = tests / f"demo-{fingerprint.of_site()}-{schema}"
    if not demo.exists():
        _make(demo, base, DEMO, "Loading the demo for the browser tests")
    return demo


def _make(target: Path, base: Path | None, database: str, title: str) -> None:
    print(f"{title} …", flush=True)
    kind = target.name.partition("-")[0]
    for old in target.parent.glob(f"{kind}-*"):
        shutil.rmtree(old)
    unfinished = target.with_name(f"unfinished-{kind}")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    if base:
        _copy(base, unfinished)
    with _started(unfinished) as server:
        databases.ensure_role(server.cluster, may_create_databases=True)
        template = MIGRATED if base else "template0"
        databases.ensure_database(server.cluster, database, template=template)
        ours = {"DATABASE_URL": server.url(database), "MEDIA_ROOT": str(server.media)}
        ours["DJANGO_SETTINGS_MODULE"] = "pofclinic.settings.dev"
        fill = ["--fill"] if base else []
        env = children.environment(unfinished, ours)
        children.complete([prepare_step(title, unfinished / "result", *fill, env=env)])
        databases.freeze(server.cluster, database)
    unfinished.rename(target)


@contextlib.contextmanager
def _started(folder: Path) -> Iterator[TestServer]:
    cluster = Cluster(folder, mark=folder, options=FOR_TESTS)
    try:
        cluster.start()
        yield TestServer(cluster, folder)
    finally:
        cluster.stop()


def _copy(source: Path, target: Path) -> None:
    for name in ("postgres", "media"):
        if (source / name).exists():
            # cp keeps the owner, and shares the blocks where the file system can.
            command = ["cp", "-a", str(source / name), str(target / name)]
            subprocess.run(command, check=True, capture_output=True)


def _remove_dead(runs: Path) -> None:
    """Remove what killed runs left, their servers first."""
    for folder in runs.iterdir():
        if not lock.is_held(folder / "lock") and (folder / "lock").exists():
            orphans.sweep(folder)
            if (folder / "postgres").exists():
                Cluster(folder, mark=folder).stop_left_behind()
            shutil.rmtree(folder, ignore_errors=True)
