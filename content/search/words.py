"""What somebody typed, as words that can be compared."""

import re
import unicodedata

MOST_WORDS = 12
LONGEST = 200
# A study's number is often copied without its first letters or with a gap.
_STUDY_NUMBER = re.compile(r"(?<!\w)(?:nct[ -]?)?(\d{8})(?!\w)")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def shown(typed: str) -> str:
    """Return the text without what nobody sees: controls, marks of direction, stray spaces."""
    kept = (
        "" if unicodedata.category(char) in _UNSEEN and not char.isspace() else char
        for char in typed
    )
    return " ".join("".join(kept).split())


def normalised(typed: str) -> str:
    """Return small letters and numbers with single spaces between, and no punctuation.

    Hyphens and apostrophes stay inside a word.
    """
    text = unicodedata.normalize("NFKC", shown(typed)).casefold().replace("\u2019", "'")[:LONGEST]
    letters = (
        char if unicodedata.category(char)[0] in "LMN" or char in "'-" else " " for char in text
    )
    words = (word.strip("'-") for word in "".join(letters).split())
    return " ".join(filter(None, words))


def search_words(typed: str) -> list[str]:
    """Return the words to search for, a study's number in the register's own form."""
    return _STUDY_NUMBER.sub(r"nct\1", normalised(typed)).split()[:MOST_WORDS]


def without_accents(word: str) -> str:
    """Return a word as somebody types it who has no accents on the keyboard."""
    parts = unicodedata.normalize("NFD", word)
    return "".join(char for char in parts if not unicodedata.combining(char))


def folded(text: str) -> tuple[str, ...]:
    """Return words so that one and many are the same: “Stem-cells” and “stem cell”."""
    return tuple(map(_singular, without_accents(normalised(text)).replace("-", " ").split()))


def _singular(word: str) -> str:
    word = word.removesuffix("'s")
    is_plural = len(word) > 3 and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if is_plural else word
