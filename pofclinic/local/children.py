"""Child processes that never outlive us."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pofclinic.local import signals
from pofclinic.local.errors import CannotContinue, disk_is_full

# Carried by every child and what it starts in turn; `orphans` looks for it.
MARK = "POFCLINIC_INSTANCE"
_PR_SET_PDEATHSIG = 1
_MAKE_VARIABLES = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "POFCLINIC_CMD"}


@dataclass
class Child:
    """A running program, the leader of its own session (Ctrl-C reaches only us)."""

    name: str
    process: subprocess.Popen
    stop_signal: int = signal.SIGTERM
    grace: float = 10.0
    output: list[bytes] = field(default_factory=list)

    def is_running(self) -> bool:
        """Tell whether the program itself still runs (its own children aside)."""
        return self.process.poll() is None

    def read_output(self) -> None:
        """Take what the program has written so far; needs `captured`."""
        while (chunk := self.process.stdout.read(65536)) is not None and chunk:
            self.output.append(chunk)

    def text(self) -> str:
        """Return what a captured program has written."""
        return b"".join(self.output).decode(errors="replace")


def environment(mark: Path, extra: Mapping[str, str] = {}) -> dict[str, str]:
    """Return our own environment for a child, without what belongs to make."""
    kept = {k: v for k, v in os.environ.items() if k not in _MAKE_VARIABLES}
    return {**kept, "PYTHONUNBUFFERED": "1", MARK: str(mark), **extra}


def die_with_parent(signum: int) -> Callable[[], None]:
    """Return what a new child calls first, so that it gets `signum` when we die (Linux)."""
    ours, libc = os.getpid(), ctypes.CDLL(None)

    def call() -> None:
        if sys.platform == "linux":
            libc.prctl(_PR_SET_PDEATHSIG, signum)
            if os.getppid() != ours:  # we died before the line above
                os._exit(1)

    return call


def end_with_make() -> None:
    """Get SIGTERM when the make that started us is killed in a way that it can't pass on."""
    if "MAKELEVEL" in os.environ and sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def start(
    name: str,
    command: Iterable[str],
    *,
    env: Mapping[str, str],
    captured: bool = False,
    stop_signal: int = signal.SIGTERM,
    orphan_signal: int | None = None,
    **options,
) -> Child:
    """Start a program. `captured` keeps its output for `Child.text()`.

    It gets `stop_signal` from `stop()`, and `orphan_signal` (the same unless given)
    from the kernel when we die without stopping it.
    """
    if captured:
        options |= {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    process = subprocess.Popen(
        list(command),
        env=env,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent(orphan_signal or stop_signal),  # noqa: PLW1509
        **options,
    )
    if captured:
        os.set_blocking(process.stdout.fileno(), False)
    return Child(name, process, stop_signal)


def stop(children: Iterable[Child]) -> None:
    """Stop the programs at once and whatever they started; kill what does not go in time."""
    children = list(children)
    for child in children:
        if child.is_running():
            child.process.send_signal(child.stop_signal)
    for child in children:
        end = time.monotonic() + child.grace
        while child.is_running() and time.monotonic() < end:
            time.sleep(0.05)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
        if child.process.stdout:
            child.process.stdout.close()


def complete(steps: Iterable[Child]) -> None:
    """Wait for captured programs that run side by side, and end with the first failure.

    Raises `CannotContinue` with the end of its output, `Interrupted` on a stop signal;
    the others are stopped then.
    """
    steps = list(steps)

    def all_done() -> bool:
        running = [step.is_running() for step in steps]
        for step in steps:
            step.read_output()
            if step.process.returncode:
                raise CannotContinue(_failure(step))
        return not any(running)

    try:
        signals.wait_for(all_done, seconds=3600)
    finally:
        stop(steps)


def _failure(step: Child) -> str:
    text = step.text().rstrip()
    if disk_is_full(text):
        return f"The disk is full ({step.name})."
    tail = "\n".join(text.splitlines()[-25:])
    return f"{step.name} failed (exit code {step.process.returncode}):\n{tail}"
