"""Filling in a reply template: a fixed list of placeholders, never a template language."""

import re
from collections.abc import Mapping

PLACEHOLDERS = ("name", "reference", "signature")
_PLACEHOLDER = re.compile(r"\[(name|reference|signature)\]")


def fill_template(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled in, in one pass.

    A value is never looked at again: somebody called “[signature]” stays so. A placeholder
    without a value stays as it is.
    """
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def unknown_placeholders(text: str) -> list[str]:
    """Return what stands in square brackets and is no placeholder, each once."""
    found = dict.fromkeys(re.findall(r"\[([^\[\]\n]{1,40})\]", text))
    return [name for name in found if name not in PLACEHOLDERS]
