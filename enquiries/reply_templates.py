"""Filling in a reply template: a fixed list of placeholders, never a template language."""

import re
from collections.abc import Collection, Mapping

FILLED_IN = ("name", "reference", "signature")
# What nobody but the writer can fill in: no reply leaves with it.
YOUR_WORDS = "your words"
PLACEHOLDERS = (*FILLED_IN, YOUR_WORDS)
_FILLED_IN = re.compile(rf"\[({'|'.join(FILLED_IN)})\]")


def fill_template(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled in, in one pass.

    A value is never looked at again: somebody called “[signature]” stays so. A placeholder
    without a value stays as it is, and so does the gap for the writer's own words.
    """
    return _FILLED_IN.sub(lambda found: values.get(found[1], found[0]), text)


def has_gap(text: str) -> bool:
    """Whether the place for the writer's own words is still empty."""
    return f"[{YOUR_WORDS}]" in text


def unknown_placeholders(text: str, known: Collection[str] = PLACEHOLDERS) -> list[str]:
    """Return what stands in square brackets and is no placeholder, each once."""
    found = dict.fromkeys(re.findall(r"\[([^\[\]\n]{1,40})\]", text))
    return [name for name in found if name not in known]
