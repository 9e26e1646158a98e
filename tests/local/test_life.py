"""An instance from its first start to its last."""

import json
import os
import signal
import stat
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from pofclinic.local.places import PROJECT
from tests.local.conftest import environment, free_port, running_in

UP = "Ctrl-C stops everything"


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own server
        return answer.read().decode()


def test_a_run_is_up_at_once_the_second_time_and_leaves_nothing(home, port, launch, say):
    began = time.monotonic()
    run = launch(home, "run", PORT=port)
    run.wait_for(UP)
    took = time.monotonic() - began
    assert "Preparing the database" not in run.text()
    assert took < 60, "twenty seconds are promised, on a machine that does nothing else"
    for line in (f"http://127.0.0.1:{port}/admin/", "manager@example.org  demo-clinic-2026"):
        assert line in run.text()
    assert "demonstration" in get(f"http://127.0.0.1:{port}/")
    assert len(running_in(home)) > 3

    code, text = say("run", var=home, PORT=free_port())
    assert code == 1
    assert f"holds {home}: stop it first." in text

    assert run.end() == 0
    assert running_in(home) == []
    assert not (home / "instance.json").exists()


def test_management_reaches_the_running_instance(home, port, launch, say):
    run = launch(home, "run", PORT=port)
    run.wait_for(UP)
    note = home / "instance.json"
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    url = json.loads(note.read_text())["environment"]["DATABASE_URL"]

    shell = "from django.conf import settings; print(settings.SITE_URL); exit(7)"
    code, text = say("manage", "shell", "--no-imports", "-c", shell, var=home)
    assert (code, text.strip()) == (7, f"http://127.0.0.1:{port}")

    command = "CMD=shell --no-imports -c 'print(\"a;b $HOME *\", input())'"
    done = subprocess.run(
        ["make", "manage", command],
        cwd=PROJECT,
        env=environment(home, {}),
        input="from outside\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "a;b $HOME * from outside\n", done.stderr
    assert str(home).replace("/", "%2F") in url
    assert run.end(signal.SIGINT) == 0


def test_management_without_an_instance_brings_a_database_and_takes_it_down(home, say):
    shell = "from content.models import HomePage; print(HomePage.objects.count()); exit(3)"
    code, text = say("manage", "shell", "--no-imports", "-c", shell, var=home)
    assert (code, text.strip()) == (3, "1")
    assert running_in(home) == []


def test_a_stop_during_start_up_leaves_nothing(launch, tmp_path):
    for number, words in enumerate(("Making a PostgreSQL", "Preparing the database")):
        var = tmp_path / str(number)
        run = launch(var, "run", PORT=free_port())
        run.wait_for(words)
        time.sleep(0.2)
        assert run.end() == 0
        assert "Stopped." in run.text()
        assert running_in(var) == []


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("pofclinic.worker", "The job worker stopped unexpectedly (exit code -9)."),
        ("postgres -D", "PostgreSQL stopped unexpectedly: exit code -9 ({var}/postgres.log)."),
    ],
)
def test_the_end_of_one_process_ends_all_with_one_line(words, line, home, port, launch):
    run = launch(home, "run", PORT=port)
    run.wait_for(UP)
    [process] = pids(home, words)
    os.kill(process, signal.SIGKILL)
    assert run.process.wait(60) == 1
    assert run.text().splitlines()[-1] == line.format(var=home)
    assert running_in(home) == []


def test_a_killed_run_takes_its_processes_with_it_and_the_next_one_starts(home, port, launch):
    run = launch(home, "run", PORT=port)
    run.wait_for(UP)
    run.end(signal.SIGKILL)
    end = time.monotonic() + 20
    while running_in(home):
        assert time.monotonic() < end, running_in(home)
        time.sleep(0.1)
    again = launch(home, "run", PORT=port)
    again.wait_for(UP)
    assert again.end(signal.SIGHUP) == 0
    assert running_in(home) == []


def test_serve_is_production_on_this_machine(home, port, launch):
    serve = launch(home, "serve", PORT=port)
    serve.wait_for(UP)
    page = get(f"http://127.0.0.1:{port}/")
    assert "/static/css/site." in page
    secret = home / "secrets" / "secret_key"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert len(pids(home, "granian")) == 3, "one that watches, two that work"
    assert serve.end() == 0
    assert running_in(home) == []
    again = launch(home, "serve", PORT=port)
    again.wait_for(UP)
    assert "Collecting the static files" not in again.text()


def pids(var: Path, words: str) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            variables = (folder / "environ").read_bytes()
        except OSError:
            continue
        if words in command and f"POFCLINIC_INSTANCE={var}".encode() in variables.split(b"\0"):
            found.append(int(folder.name))
    return found
