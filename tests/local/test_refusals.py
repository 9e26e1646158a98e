"""What cannot work is refused in one clear line."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from pofclinic.local import children, lock
from pofclinic.local.errors import CannotContinue
from pofclinic.local.places import PROJECT


def one_line(said: tuple[int, str]) -> str:
    code, text = said
    assert code == 1
    assert text.count("\n") == 1, text
    return text.strip()


def test_a_port_in_use_is_named(say):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert one_line(say("run", PORT=str(port))).startswith(f"Port {port} is in use: ")


@pytest.mark.parametrize("port", ["eighty", "0", "65536", "-1", "80 80"])
def test_a_port_that_is_none(say, port):
    assert one_line(say("run", PORT=port)) == f"PORT={port} is not a number from 1 to 65535."


def test_a_database_that_does_not_answer_is_named_without_its_password(say):
    line = one_line(say("run", PORT="18999", DATABASE_URL="postgresql://u:geheim@127.0.0.1:1/x"))
    assert line == "DATABASE_URL: the database x at 127.0.0.1 does not answer: Connection refused"


def test_a_database_url_that_is_none(say):
    line = one_line(say("serve", PORT="18998", DATABASE_URL="mysql://u:geheim@h/x"))
    assert line.startswith("DATABASE_URL is not a PostgreSQL address")
    assert "geheim" not in line


def test_a_folder_that_another_run_holds(say, tmp_path):
    var = tmp_path / "var"
    var.mkdir()
    with lock.held(var / "lock", "make run at http://127.0.0.1:8000"):
        line = one_line(say("run", PORT="18997"))
    holder = f"`make run at http://127.0.0.1:8000` (process {os.getpid()})"
    assert line == f"{holder} holds {var}: stop it first."


def test_a_lock_whose_holder_died_holds_nothing(tmp_path):
    (tmp_path / "lock").write_text('{"pid": 1, "what": "make run"}')
    with lock.held(tmp_path / "lock", "make run"):
        assert lock.is_held(tmp_path / "lock")
    assert not lock.is_held(tmp_path / "lock")


def test_a_step_that_meets_a_full_disk():
    text = "psycopg.errors.DiskFull: could not extend file: No space left on device"
    step = children.start(
        "Preparing the database",
        ["sh", "-c", f"echo '{text}'; exit 1"],
        env=dict(os.environ),
        captured=True,
    )
    with pytest.raises(CannotContinue, match=r"^The disk is full \(Preparing the database\)\.$"):
        children.complete([step])


def test_management_without_a_command(say):
    assert one_line(say("manage")).startswith("Say which command: make manage CMD=")


def test_management_with_an_open_quote(say):
    assert (
        one_line(say("manage", POFCLINIC_CMD="shell -c 'print(1)")) == "CMD: no closing quotation."
    )


def environment_script(folder: Path, python3: str) -> subprocess.CompletedProcess:
    """Run environment.sh in an empty project where this is the only Python."""
    programs = folder / "bin"
    programs.mkdir()
    for name in ("sh", "cmp", "flock", "mkdir", "rm"):
        (programs / name).symlink_to(shutil.which(name))
    (programs / "python3").write_text(python3)
    (programs / "python3").chmod(0o755)
    script = PROJECT / "pofclinic/local/environment.sh"
    command = [shutil.which("sh"), str(script), "run"]
    env = {"PATH": str(programs)}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_an_old_python(tmp_path):
    old = '#!/bin/sh\n[ "$1" = --version ] && echo Python 3.11.2 && exit\nexit 1\n'
    done = environment_script(tmp_path, old)
    assert done.returncode == 1
    assert done.stderr == "Python 3.12 or newer is needed; python3 here is Python 3.11.2.\n"


def test_a_python_without_its_venv_module(tmp_path):
    bare = '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\n'
    done = environment_script(tmp_path, bare)
    assert done.returncode == 1
    assert done.stderr == (
        "python3 cannot make virtual environments: install its venv module "
        "(Debian: apt-get install python3-venv).\n"
    )
