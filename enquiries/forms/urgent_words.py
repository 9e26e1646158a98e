"""Whether a message holds words after which help is offered once more.

Nobody is judged by it and nothing is held back: the page shows again where help is to be
found, and staff see a mark. Words are compared whole, in any script, without capitals.
"""

import unicodedata
from collections.abc import Iterable

from enquiries.models import Wording

# More than any message that is stored; what is longer comes back with an error anyway.
LONGEST_SEARCHED = 20_000
# Scripts that put no space between words: their phrases are found anywhere.
UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
APOSTROPHES = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u2018": "'"})


def holds_urgent_words(message: str, phrases: Iterable[str]) -> bool:
    """Tell whether one of the phrases stands in a message, word by word."""
    spaced = f" {_in_words(message[:LONGEST_SEARCHED])} "
    return any(_stands_in(spaced, _in_words(phrase)) for phrase in phrases)


def urgent_phrases(wordings: Iterable[Wording]) -> list[str]:
    """Return the newest phrases of each language among the wordings, one from each line.

    `wordings` come in order: of two in one language the later one counts.
    """
    lists = [each for each in wordings if each.purpose == Wording.Purpose.URGENT_WORDS]
    newest = {each.language: each for each in lists}
    return [phrase for each in newest.values() for phrase in each.text.splitlines()]


def _stands_in(spaced: str, phrase: str) -> bool:
    if not phrase:
        return False
    before = "" if _is_unspaced(phrase[0]) else " "
    after = "" if _is_unspaced(phrase[-1]) else " "
    return f"{before}{phrase}{after}" in spaced


def _in_words(text: str) -> str:
    """Return the words of a text with one space between them: no signs, no capitals.

    Format characters (soft hyphens, joiners) are left out, so that they hide no word.
    """
    folded = unicodedata.normalize("NFKC", text.translate(APOSTROPHES)).casefold()
    folded = unicodedata.normalize("NFKC", folded)
    kept = (_as_part_of_word(sign) for sign in folded)
    words = (word.strip("'") for word in "".join(kept).split())
    return " ".join(filter(None, words))


def _as_part_of_word(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Cf":
        return ""
    return sign if kind[0] in "LMN" or sign == "'" else " "


def _is_unspaced(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith(UNSPACED)
