"""One short text that changes when any of some files does."""

import contextlib
import hashlib
from collections.abc import Iterable
from pathlib import Path

from pofclinic.local.places import PROJECT

APPS = ("accounts", "content", "enquiries")


def of(paths: Iterable[Path]) -> str:
    """Return the fingerprint of files and folders; missing ones count as such."""
    digest = hashlib.sha256()
    for path in sorted(set(_files(paths))):
        with contextlib.suppress(FileNotFoundError):  # an editor's own file, gone again
            digest.update(f"{path}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:24]


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from (p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
        elif path.exists():
            yield path


def of_schema() -> str:
    """Fingerprint what a migrated database depends on: migrations, models, settings, packages."""
    paths = [PROJECT / "requirements.txt", Path(__file__).parent / "prepare.py"]
    paths += (PROJECT / "pofclinic/settings").glob("*.py")
    for app in APPS:
        paths += [PROJECT / app / "models", PROJECT / app / "models.py", PROJECT / app / "apps.py"]
        paths += (PROJECT / app).rglob("migrations")
    return of(paths)


def of_site() -> str:
    """Fingerprint what a prepared database depends on: also all code that may fill it."""
    paths = [PROJECT / "requirements.txt", PROJECT / "content/demo", PROJECT / "enquiries/demo"]
    for folder in ("pofclinic", *APPS):
        paths += (PROJECT / folder).rglob("*.py")
    ours = Path(__file__).parent
    return of(path for path in paths if ours not in path.parents or path.name == "prepare.py")


def of_static() -> str:
    """Fingerprint what the collected static files depend on."""
    paths = [PROJECT / "requirements.txt", PROJECT / "static", PROJECT / "pofclinic/staticfiles.py"]
    paths += (PROJECT / "pofclinic/settings").glob("*.py")
    paths += [PROJECT / app / "static" for app in APPS]
    return of(paths)
