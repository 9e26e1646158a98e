"""D: backup, wipe and restore, with PostgreSQL's own programs."""

import hashlib
import os
import subprocess

import psycopg
import pytest
from aged import aged, receive
from django.db import DatabaseError, connection
from django.test import Client
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from enquiries import audit
from enquiries.actions import apply_tombstones, erase, run_retention
from enquiries.models import Enquiry, EnquiryEvent, Entry
from pofclinic.local.cluster import PROGRAMS
from tests import databases
from tests.factories import make_staff

pytestmark = pytest.mark.usefixtures("committed_letterbox", "tombstone_file")


def address() -> str:
    name = connection.settings_dict["NAME"]
    return make_conninfo(**conninfo_to_dict(databases.server()) | {"dbname": name})


def program(name: str, *arguments: str) -> None:
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    subprocess.run([PROGRAMS / name, *arguments], env=environment, check=True, timeout=120)


def back_up(file) -> None:
    program("pg_dump", "--format=custom", f"--file={file}", f"--dbname={address()}")


def wipe_and_restore(file) -> None:
    """Drop the database, and make a new one from the backup as docs/operations.md says."""
    name = sql.Identifier(connection.settings_dict["NAME"])
    connection.close()
    with psycopg.connect(databases.server(), autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
    program("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={address()}", str(file))


def hashes() -> dict[str, str]:
    """A hash of all rows of each table."""
    found = {}
    with psycopg.connect(address()) as connected:
        tables = connected.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        for (table,) in tables:
            query = sql.SQL("SELECT t::text FROM {} t ORDER BY 1").format(sql.Identifier(table))
            digest = hashlib.sha256()
            for (row,) in connected.execute(query):
                digest.update(row.encode() + b"\n")
            found[table] = digest.hexdigest()
    return found


def test_a_restored_backup_is_the_same_and_brings_nobody_back(tmp_path, capsys):
    officer = make_staff("Privacy officer")
    stays = receive()
    erased = [receive(name=f"Erased {number}") for number in range(5)]
    aged(100)
    Entry(enquiry=stays, kind="note", text="A note.").save(force_insert=True)
    backup, before = tmp_path / "backup", hashes()
    back_up(backup)

    erase([each.pk for each in erased], "id_in_person", officer)
    assert run_retention().due == 1
    later = hashes()
    assert later["enquiries_enquiry"] != before["enquiries_enquiry"]

    wipe_and_restore(backup)
    differing = {table for table, digest in hashes().items() if before.get(table) != digest}
    assert (differing, hashes().keys()) == (set(), before.keys())
    assert audit.verify()[1] is None
    assert Enquiry.objects.count() == 7
    assert Client().get("/readyz").json()["tombstones"] is False

    done = apply_tombstones()
    returned = Enquiry.objects.exclude(pk=stays.pk).count()
    with capsys.disabled():
        print(
            f"\nD expected tables that differ 0, people who return 0; "
            f"measured {len(differing)} of {len(before)}, {returned} of {done.deleted}"
        )
    assert (done.deleted, returned) == (6, 0)
    assert Enquiry.objects.get().name == "Maryam Quagga"
    assert Client().get("/readyz").json()["tombstones"] is True


def test_the_trail_goes_on_and_stays_guarded_in_a_restored_database(tmp_path):
    enquiry = receive()
    back_up(tmp_path / "backup")
    wipe_and_restore(tmp_path / "backup")
    EnquiryEvent.objects.record("opened", enquiry)
    assert audit.verify()[0].position == 2
    assert audit.verify()[1] is None
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM enquiries_enquiryevent")
