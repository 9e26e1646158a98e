"""Run in a process of its own, with the site's keys: write, read and tamper with sealed rows.

What it prints is JSON: for `read` how many texts were read and how many could not be, for
`tamper` how often each kind was tried and how often nobody noticed.
"""

import json
import signal
import sys
import time
import uuid

import django

TOLD = "drill"
# Between two rows: readers that took all of a core would drill nothing but that.
READ_PAUSE = 0.002


def fill(rows: int) -> None:
    from enquiries.actions import receive_enquiry

    for number in range(rows):
        receive_enquiry(
            submission_key=uuid.uuid4(),
            name=f"{TOLD} {number}",
            phone="+442079460123",
            message=f"{TOLD} {number} 🌼 " * (1 + number % 7),
            language="en",
            is_spam=True,  # it tells nobody: no mail is meant here
        )


def read() -> dict[str, int]:
    """Read every text of every row, through the models, until we are told to stop."""
    from enquiries.models import Enquiry
    from enquiries.models.sealed import is_readable

    told = {"reads": 0, "errors": 0}
    stopped = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    while not stopped:
        for row in Enquiry.objects.iterator(chunk_size=200):
            texts = [getattr(row, name) for name in Enquiry.SEALED]
            told["reads"] += len(texts)
            told["errors"] += sum(not is_readable(text) for text in texts)
            told["errors"] += row.name.startswith(TOLD) and row.name not in row.message
            if stopped:
                break
            time.sleep(READ_PAUSE)
    return told


def tamper(count: int) -> dict[str, tuple[int, int]]:
    """Put ciphertexts elsewhere and change each byte; count what still opens."""
    from enquiries.models import Enquiry

    rows = list(Enquiry.objects.order_by("?")[: 2 * count])
    pairs = list(zip(rows[::2], rows[1::2], strict=True))
    between_rows = [
        _opens_in_database(one, name, getattr(other, f"sealed_{name}"))
        for one, other in pairs
        for name in Enquiry.SEALED
    ]
    between_fields = [
        _opens_in_database(row, name, getattr(row, f"sealed_{other}"))
        for row in rows
        for name in Enquiry.SEALED
        for other in Enquiry.SEALED
        if name != other
    ]
    flipped = [
        _opens(row, name, changed)
        for row in rows[:count]
        for name in Enquiry.SEALED
        for changed in _each_byte_flipped(bytes(getattr(row, f"sealed_{name}")))
    ]
    tried = {"other row": between_rows, "other field": between_fields, "flipped bytes": flipped}
    return {name: (len(each), sum(each)) for name, each in tried.items()}


def _opens_in_database(row, name: str, sealed: bytes) -> bool:
    """Put a value into the database, read the row as the inbox does, and put things right."""
    column, mine = f"sealed_{name}", type(row).objects.filter(pk=row.pk)
    mine.update(**{column: sealed})
    stored = mine.get()
    mine.update(**{column: getattr(row, column)})
    return _is_readable(stored, name)


def _opens(row, name: str, sealed: bytes) -> bool:
    """Tell whether a value is taken as the text of this row and field."""
    column = f"sealed_{name}"
    held = getattr(row, column)
    setattr(row, column, sealed)
    try:
        return _is_readable(row, name)
    finally:
        setattr(row, column, held)


def _is_readable(row, name: str) -> bool:
    from enquiries.models.sealed import is_readable

    return is_readable(getattr(row, name))


def _each_byte_flipped(sealed: bytes):
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1 << place % 8
        yield bytes(changed)


if __name__ == "__main__":
    django.setup()
    what, *arguments = sys.argv[1:]
    print(json.dumps(globals()[what](*map(int, arguments))), flush=True)
