"""Our own PostgreSQL: closed to others, silent about people, up again after any end."""

import os
import signal
import stat

import psycopg
import pytest

from pofclinic.local import databases
from pofclinic.local.cluster import Cluster
from pofclinic.local.errors import CannotContinue

CANARY = "canary.patient@example.org"


@pytest.fixture
def folder(tmp_path):
    # pytest's folders are closed to others, PostgreSQL's user among them when we are root.
    for each in (tmp_path, *tmp_path.parents[:2]):
        each.chmod(0o755)
    return tmp_path


@pytest.fixture
def cluster(folder):
    cluster = Cluster(folder, mark=folder)
    yield cluster
    cluster.stop()


def started(cluster: Cluster) -> Cluster:
    cluster.start()
    databases.ensure_role(cluster)
    databases.ensure_database(cluster, "pofclinic")
    return cluster


def ask(cluster: Cluster, query: str):
    with psycopg.connect(cluster.url("pofclinic"), autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchone() if cursor.description else None


def test_the_site_is_no_superuser_and_may_have_its_extensions(cluster):
    started(cluster)
    with psycopg.connect(cluster.url("pofclinic"), autocommit=True) as connection:
        connection.execute("CREATE EXTENSION unaccent")
        connection.execute("CREATE EXTENSION pg_trgm")
    assert ask(cluster, "SELECT current_setting('is_superuser')") == ("off",)


def test_it_listens_on_no_network_and_its_folders_are_closed(cluster):
    started(cluster)
    assert ask(cluster, "SELECT current_setting('listen_addresses')") == ("",)
    for path in (cluster.data, cluster.socket_folder):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_what_people_wrote_does_not_reach_its_log(cluster):
    started(cluster)
    ask(cluster, "CREATE TABLE people (email text PRIMARY KEY)")
    for query in (
        f"INSERT INTO people VALUES ('{CANARY}')",
        f"INSERT INTO people VALUES ('{CANARY}')",
        f"SELECT '{CANARY}'::int",
        f"SELECT no_such_column, '{CANARY}'",
    ):
        try:
            ask(cluster, query)
        except psycopg.Error as error:
            assert CANARY in str(error) or "no_such_column" in str(error)
    cluster.stop()
    log = cluster.log.read_text()
    assert "database system is ready" in log
    assert CANARY not in log


def test_a_server_that_a_killed_run_left_is_taken_down(cluster, folder):
    left = started(cluster)
    ask(left, "CREATE TABLE kept AS SELECT 1 AS number")
    again = Cluster(folder, mark=folder)
    try:
        again.start()
        assert left.child.process.poll() is not None
        assert ask(again, "SELECT number FROM kept") == (1,)
    finally:
        again.stop()


def test_a_crashed_server_whose_number_another_process_has_now(cluster):
    started(cluster)
    ask(cluster, "CREATE TABLE kept AS SELECT 1 AS number")
    pid_file = cluster.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    os.killpg(cluster.child.process.pid, signal.SIGKILL)
    cluster.child.process.wait()
    # As after a restart of the machine: the number belongs to a living process.
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    cluster.start()
    assert ask(cluster, "SELECT number FROM kept") == (1,)


def test_data_of_another_version_is_left_alone(cluster):
    cluster.start()
    cluster.stop()
    (cluster.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(CannotContinue, match="was made by PostgreSQL 17, and this is 18"):
        cluster.start()
    assert (cluster.data / "base").is_dir()


def test_a_folder_too_deep_for_a_socket(folder):
    deep = folder / ("a" * 60) / ("b" * 60)
    deep.mkdir(parents=True)
    cluster = Cluster(deep, mark=deep)
    try:
        started(cluster)
        assert ask(cluster, "SELECT 1") == (1,)
    finally:
        cluster.stop()
        cluster.socket_folder.rmdir()
