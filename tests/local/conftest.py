"""Real launchers in folders of their own; the folder's real `var/` is not touched."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pofclinic.local import orphans
from pofclinic.local.places import PROJECT

# A launcher that we start knows nothing of the test run that we are in.
_THEIRS = ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONDONTWRITEBYTECODE")


class Launched:
    """A launcher that was started from the outside."""

    def __init__(self, var: Path, arguments: list[str], extra: dict[str, str]):
        self.var = var
        self.output = var.with_name(f"{var.name}-{time.monotonic_ns()}.txt")
        with self.output.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "pofclinic.local", *arguments],
                cwd=PROJECT,
                env=environment(var, extra),
                stdout=file,
                stderr=subprocess.STDOUT,
            )

    def text(self) -> str:
        return self.output.read_text(errors="replace")

    def wait_for(self, words: str, seconds: float = 150) -> None:
        """Wait until it has said something."""
        end = time.monotonic() + seconds
        while words not in self.text():
            assert self.process.poll() is None, (
                f"ended with {self.process.returncode}:\n{self.text()}"
            )
            assert time.monotonic() < end, f"It never said {words!r}.\n{self.text()}"
            time.sleep(0.05)

    def end(self, signum: int = signal.SIGTERM) -> int:
        """Send it a signal and return its exit code."""
        self.process.send_signal(signum)
        return self.process.wait(60)


def environment(var: Path, extra: dict[str, str]) -> dict[str, str]:
    """Return the environment of a launcher that works in `var`."""
    kept = {name: value for name, value in os.environ.items() if name in _THEIRS}
    return kept | {"POFCLINIC_VAR": str(var)} | extra


def free_port() -> str:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def running_in(var: Path) -> list[str]:
    """Return the command lines of all processes that belong to an instance."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            place = str((folder / "cwd").readlink())
            variables = (folder / "environ").read_bytes()
        except OSError:
            continue
        ours = f"POFCLINIC_INSTANCE={var}".encode() in variables.split(b"\0")
        if ours or place.startswith(str(var)) or f"-D {var}/" in command:
            found.append(command)
    return found


@pytest.fixture
def launch() -> Iterator[Callable[..., Launched]]:
    """Start launchers: `launch(var, "run", PORT="…")`; the living ones are ended afterwards."""
    launched = []

    def start(var: Path, *arguments: str, **extra: str) -> Launched:
        launched.append(Launched(var, list(arguments), extra))
        return launched[-1]

    yield start
    for each in launched:
        if each.process.poll() is None:
            each.end()
        orphans.sweep(each.var)


@pytest.fixture
def say(tmp_path) -> Callable[..., tuple[int, str]]:
    """Run a launcher to its end; return its exit code and what it said."""

    def run(*arguments: str, var: Path = tmp_path / "var", **extra: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "pofclinic.local", *arguments],
            cwd=PROJECT,
            env=environment(var, extra),
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    return run


@pytest.fixture(scope="session")
def port() -> str:
    """The port of the instance in `home`: at another, its database is prepared anew."""
    return free_port()


@pytest.fixture(scope="session")
def home(tmp_path_factory, port) -> Path:
    """The folder of an instance that has run once, from nothing, and was stopped."""
    var = tmp_path_factory.mktemp("home") / "var"
    first = Launched(var, ["run"], {"PORT": port})
    try:
        first.wait_for("Ctrl-C stops everything")
    finally:
        assert first.end() == 0
    return var
