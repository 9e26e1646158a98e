"""How words become Markdown that says just these words."""

import re
from collections.abc import Iterable

# What Markdown would take for its own signs anywhere in a line …
SIGNS = re.compile(r"([\\`*_\[\]<>|~])")
# … an entity such as &amp; …
ENTITY = re.compile(r"&(?=#?\w+;)")
# … and at its beginning: a heading, a list, a line under a heading.
LEADING_SIGN = re.compile(r"^(?=[#+=-])")
LEADING_NUMBER = re.compile(r"^(\d{1,9})(?=[.)](\s|$))")


def escape(text: object) -> str:
    """Return a text in one line, in which no character is Markdown's own."""
    words = " ".join(str(text).split())
    words = ENTITY.sub(r"\\&", SIGNS.sub(r"\\\1", words))
    return LEADING_NUMBER.sub(r"\1\\", LEADING_SIGN.sub(r"\\", words))


def link(text: object, address: str) -> str:
    """Return a link; only its words where there is no address."""
    target = re.sub(r"[\s<>()\\]", lambda sign: f"%{ord(sign[0]):02X}", address or "")
    return f"[{escape(text)}]({target})" if target else escape(text)


def quoted(text: str) -> str:
    """Set a text apart from the rest."""
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def bullets(lines: Iterable[str]) -> str:
    """Return a list."""
    return "\n".join(f"- {line}" for line in lines)


def numbered(lines: Iterable[str]) -> str:
    """Return a list whose order means something."""
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def table(heading: list[str], rows: list[list[str]]) -> str:
    """Return a table of texts."""
    ruled = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in ruled)


def paragraphs(*parts: str) -> str:
    """Join what is not empty, with a line between."""
    return "\n\n".join(part.strip("\n") for part in parts if part and part.strip())
