"""The file of tombstones: what was deleted, outside the database and its backups.

One line a deletion: SHA-256 of the enquiry's id in hex, the day, the reason, SHA-256 of its
form's key. A backup that is restored brings back what was deleted after it was made;
`apply_tombstones` deletes it again by this file, and its form stays refused.
"""

import contextlib
import fcntl
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from enquiries.models import Tombstone

# Backups are kept 35 days; a month more, in case one was restored on its last day.
KEPT_FOR = timedelta(days=35 + 30)
# As many of the newest lines as are looked up to tell whether a database is behind the file.
NEWEST = 500
LINE = re.compile(r"([0-9a-f]{64}) (\d{4}-\d\d-\d\d) (erased|retention)(?: ([0-9a-f]{64}))?")
LONGEST_LINE = 160


@dataclass(frozen=True)
class Stone:
    digest: bytes
    day: date
    reason: str
    form_digest: bytes | None = None

    def line(self) -> str:
        form = f" {self.form_digest.hex()}" if self.form_digest else ""
        return f"{self.digest.hex()} {self.day.isoformat()} {self.reason}{form}\n"


@dataclass(frozen=True)
class Stones:
    """What the file says, and the numbers of its lines that say nothing."""

    whole: list[Stone]
    damaged: list[int]


def read() -> Stones:
    """Return the file's tombstones; none when there is no file. Raises `OSError`."""
    try:
        text = _path().read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return Stones([], [])
    whole, damaged = [], []
    for number, line in enumerate(text.split("\n"), 1):
        if stone := _stone_in(line):
            whole.append(stone)
        elif line:
            damaged.append(number)
    return Stones(whole, damaged)


def write(rows: Iterable[Tombstone]) -> None:
    """Add rows to the end of the file, on the disk before this returns. Raises `OSError`."""
    if stones := [_stone_of(row) for row in rows]:
        with _locked():
            _append(stones)


def complete() -> int:
    """Add the rows of the database that the file lacks; return how many. Raises `OSError`.

    Rows as old as lines that are pruned stay out.
    """
    with _locked():
        written = {stone.digest for stone in read().whole}
        rows = Tombstone.objects.filter(made_at__gte=_start_of(_oldest_day())).order_by(
            "made_at", "pk"
        )
        missing = [stone for row in rows if (stone := _stone_of(row)).digest not in written]
        if missing:
            _append(missing)
    return len(missing)


def prune() -> int:
    """Drop the lines that no backup can need any more, and their rows; return how many lines.

    Damaged lines stay: somebody has to look at them. Raises `OSError`.
    """
    with _locked():
        stones = read()
        kept = [stone for stone in stones.whole if stone.day >= _oldest_day()]
        dropped = len(stones.whole) - len(kept)
        if dropped:
            _replace(kept, stones.damaged)
    # A day later than their lines, so that the file never knows more than the table.
    Tombstone.objects.filter(made_at__lt=_start_of(_oldest_day() - timedelta(days=1))).delete()
    return dropped


def tombstones_applied() -> bool:
    """Whether the database knows of the newest deletions in the file.

    It does not after a restore, until `apply_tombstones` has run. A file that cannot be read
    says no.
    """
    try:
        lines = _newest_lines()
    except OSError:
        return False
    digests = {stone.digest for line in lines if (stone := _stone_in(line))}
    return Tombstone.objects.filter(digest__in=digests).count() == len(digests)


def _path() -> Path:
    return Path(settings.ENQUIRY_TOMBSTONES)


def _oldest_day() -> date:
    return timezone.now().date() - KEPT_FOR


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _stone_in(line: str) -> Stone | None:
    found = LINE.fullmatch(line)
    with contextlib.suppress(ValueError):
        if found:
            day, form = date.fromisoformat(found[2]), bytes.fromhex(found[4] or "")
            return Stone(bytes.fromhex(found[1]), day, found[3], form or None)
    return None


def _stone_of(row: Tombstone) -> Stone:
    day, form = row.made_at.astimezone(UTC).date(), row.form_digest
    return Stone(bytes(row.digest), day, row.reason, form and bytes(form))


def _newest_lines() -> list[str]:
    try:
        with _path().open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - NEWEST * LONGEST_LINE))
            return file.read().decode("utf-8", "replace").split("\n")[-NEWEST:]
    except FileNotFoundError:
        return []


@contextlib.contextmanager
def _locked() -> Iterator[None]:
    """One writer at a time, on a file of its own: the other one is replaced by `prune`."""
    _path().parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(_path().with_name(f"{_path().name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _append(stones: Iterable[Stone]) -> None:
    is_new = not _path().exists()
    with os.fdopen(os.open(_path(), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b") as file:
        # A line that the power cut in half must not spoil the next one.
        if (size := file.seek(0, os.SEEK_END)) and os.pread(file.fileno(), 1, size - 1) != b"\n":
            file.write(b"\n")
        file.write("".join(stone.line() for stone in stones).encode())
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        _sync_folder()


def _replace(stones: Iterable[Stone], damaged: list[int]) -> None:
    lines = _path().read_text(encoding="utf-8", errors="replace").split("\n")
    spoilt = "".join(f"{lines[number - 1]}\n" for number in damaged)
    new = _path().with_name(f"{_path().name}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write((spoilt + "".join(stone.line() for stone in stones)).encode())
        file.flush()
        os.fsync(file.fileno())
    new.replace(_path())
    _sync_folder()


def _sync_folder() -> None:
    folder = os.open(_path().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
