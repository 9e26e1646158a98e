"""`make manage CMD="…"`: a management command against this folder's instance."""

import os
import shlex
import signal
import subprocess
import sys

from pofclinic.local import children, databases, instance, lock, modes, orphans, places, signals
from pofclinic.local.cluster import Cluster
from pofclinic.local.errors import CannotContinue
from pofclinic.local.places import PROJECT, Places


def run(arguments: list[str]) -> int:
    """Run a management command and return its exit code.

    Make hands the command over in POFCLINIC_CMD, so that no shell reads it on the way.
    """
    arguments = arguments or _from_make()
    folder = places.here()
    folder.make()
    if lock.is_held(folder.lock):
        environment = instance.read_environment(folder.instance)
        if environment is None:
            raise CannotContinue(f"{lock.holder(folder.lock)} is not up yet: try again when it is.")
        os.chdir(PROJECT)
        command = _command(arguments)
        os.execve(command[0], command, os.environ | environment)  # noqa: S606
    signals.listen()
    with lock.held(folder.lock, "make manage"):
        return _with_own_database(folder, arguments)


def _from_make() -> list[str]:
    try:
        arguments = shlex.split(os.environ.get("POFCLINIC_CMD", ""))
    except ValueError as error:
        raise CannotContinue(f"CMD: {str(error).lower()}.") from None
    if not arguments:
        raise CannotContinue('Say which command: make manage CMD="…" (CMD=help lists them).')
    return arguments


def _command(arguments: list[str]) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


def _with_own_database(folder: Places, arguments: list[str]) -> int:
    mode = modes.DEVELOPMENT
    env = mode.environment(folder, modes.address()) | {"DJANGO_SETTINGS_MODULE": mode.settings}
    if url := os.environ.get("DATABASE_URL"):
        databases.require_reachable(url)
        return foreground(_command(arguments), os.environ | env)
    orphans.sweep(folder.root)
    cluster = Cluster(folder.root, mark=folder.root)
    try:
        cluster.start()
        databases.ensure_role(cluster)
        databases.ensure_database(cluster, "pofclinic")
        env["DATABASE_URL"] = cluster.url("pofclinic")
        return foreground(_command(arguments), os.environ | env)
    finally:
        signals.forget()
        cluster.stop()


def foreground(command: list[str], env: dict[str, str]) -> int:
    """Run a program with our terminal and return its exit code.

    Ctrl-C reaches it by itself and is its own affair (a shell only drops its line);
    SIGTERM and SIGHUP are passed on.
    """
    signals.check()
    process = subprocess.Popen(
        command,
        env=env,
        cwd=PROJECT,
        preexec_fn=children.die_with_parent(signal.SIGTERM),  # noqa: PLW1509
    )
    while process.poll() is None:
        for signum in signals.take():
            if signum != signal.SIGINT:
                process.send_signal(signum)
        try:
            process.wait(0.2)
        except subprocess.TimeoutExpired:
            continue
    code = process.returncode
    return code if code >= 0 else 128 - code
