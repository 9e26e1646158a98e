"""Words that mean the same: what staff wrote, and what it makes of a search."""

from collections import defaultdict
from collections.abc import Iterable

from wagtail.models import Locale

from content.models import Synonyms
from content.search.words import folded

MOST_ALTERNATIVES = 24


class Relatives:
    """The words of one language that a search treats as one."""

    def __init__(self, groups: Iterable[list[str]]):
        self._known: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for group in groups:
            for term in group:
                self._known[folded(term)] += group
        self._known.pop((), None)
        self._longest = max(map(len, self._known), default=0)

    @classmethod
    def of(cls, locale: Locale) -> "Relatives":
        """Return what staff have written for a language, as it is now."""
        return cls(group.terms for group in Synonyms.objects.filter(locale=locale))

    @property
    def words(self) -> set[str]:
        """Every single word of them, as written."""
        return {word for group in self._known.values() for term in group for word in term.split()}

    def alternatives(self, words: list[str]) -> list[list[str]]:
        """Return for each word, or run of words, what may stand in its place: itself first.

        No stemmer makes “mscs” one “msc”; a group that has both words does.
        """
        found, start = [], 0
        while start < len(words):
            length = self._length_of_known_run(words[start:])
            run = " ".join(words[start : start + max(length, 1)])
            known = self._known.get(folded(run), [])
            found.append(list(dict.fromkeys([run, *known]))[:MOST_ALTERNATIVES])
            start += max(length, 1)
        return found

    def own_forms(self, words: list[str]) -> list[list[str]]:
        """Return the same without what is another word: “mscs” for “msc”, not “mesenchymal”."""
        return [
            [text for text in texts if folded(text) == folded(texts[0])]
            for texts in self.alternatives(words)
        ]

    def _length_of_known_run(self, words: list[str]) -> int:
        longest = min(self._longest, len(words))
        lengths = range(longest, 0, -1)
        return next((n for n in lengths if folded(" ".join(words[:n])) in self._known), 0)
