"""Sets words in the site's own face, and knows which letters it has."""

import re
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from django.conf import settings
from PIL import ImageDraw, ImageFont

# Latin letters stand in two files, as browsers fetch them (static/css/fonts.css).
FACES = (
    "atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
)
NO_LETTER = "\uffff"
TITLE_SIZES = (80, 72, 64, 56, 50, 44, 38)
TITLE_WEIGHT = 750


class Lettering:
    """The face in one size and weight."""

    def __init__(self, size: int, weight: int):
        self.faces = [_face(name, size, weight) for name in FACES]
        self.leading = round(size * 1.16)

    def width(self, text: str) -> float:
        """How long a line of text is."""
        return sum(face.getlength(run) for face, run in self._runs(text))

    def write(self, pen: ImageDraw.ImageDraw, place: tuple[int, int], text: str, colour: str):
        """Write one line from the place of its upper left corner; nothing if it cannot."""
        x, y = place
        if not can_write(text):
            return
        for face, run in self._runs(text):
            pen.text((x, y), run, font=face, fill=colour)
            x += face.getlength(run)

    def _runs(self, text: str) -> list[tuple[ImageFont.FreeTypeFont, str]]:
        """Split a text where the letters come from another file."""
        runs = groupby(text, key=lambda letter: _file_with(letter) or 0)
        return [(self.faces[number], "".join(letters)) for number, letters in runs]


def can_write(text: str) -> bool:
    """Whether the site's face has each letter. Boxes in place of words help nobody."""
    return all(_file_with(letter) is not None for letter in text)


def fitted(title: str, width: int, height: int) -> tuple[Lettering, list[str]]:
    """Return a title in lines, in the largest size that fits; no lines if it cannot be set.

    A title that is too long even in the smallest size ends in "…".
    """
    if not can_write(title):
        return Lettering(TITLE_SIZES[0], TITLE_WEIGHT), []
    for size in TITLE_SIZES:
        lettering = Lettering(size, TITLE_WEIGHT)
        lines = _wrapped(title, lettering, width)
        most = height // lettering.leading
        if len(lines) <= most and not _is_broken(title, lines):
            return lettering, lines
    return lettering, _cut(_wrapped(title, lettering, width), most)


def _wrapped(title: str, lettering: Lettering, width: int) -> list[str]:
    lines = [""]
    for word in _breakable(title, lettering, width):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and lettering.width(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _breakable(title: str, lettering: Lettering, width: int) -> list[str]:
    """The words; one that is wider than a line in pieces that are not."""
    pieces = []
    for word in title.split():
        rest = word
        while lettering.width(rest) > width:
            fits = next(n for n in range(len(rest), 0, -1) if lettering.width(rest[:n]) <= width)
            pieces.append(rest[:fits])
            rest = rest[fits:]
        pieces.append(rest)
    return pieces


def _is_broken(title: str, lines: list[str]) -> bool:
    return " ".join(lines) != " ".join(title.split())


def _cut(lines: list[str], most: int) -> list[str]:
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], re.sub(r"\W*\w*$", "…", lines[most - 1])]


@lru_cache(maxsize=32)
def _face(name: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    file = Path(settings.BASE_DIR, "static/fonts", name)
    face = ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)
    face.set_variation_by_axes([weight])
    return face


@lru_cache(maxsize=2048)
def _file_with(letter: str) -> int | None:
    """The number of the file that has a letter: a letter that is missing draws as a box."""
    if letter.isspace():
        return 0
    for number, name in enumerate(FACES):
        face = _face(name, 40, 400)
        if bytes(face.getmask(letter)) != bytes(face.getmask(NO_LETTER)):
            return number
    return None
