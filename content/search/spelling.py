"""What she may have meant: the words of this site that look like the ones she typed."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from operator import itemgetter

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, F, Max, Q
from wagtail.models import Locale

from content.models import GlossaryTerm
from content.search.queries import public_pages
from content.search.words import normalised, without_accents

SHORTEST = 5
LEAST_SHARED_TRIGRAMS = 0.25
CANDIDATES = 30


class Vocabulary:
    """Words with how many pages use each, found by the trigrams that they share."""

    def __init__(self, texts: Iterable[str]):
        self._pages = Counter()
        for text in texts:
            self._pages.update(set(normalised_words(text)))
        self._by_trigram = defaultdict(set)
        for word in self._pages:
            for trigram in trigrams(word):
                self._by_trigram[trigram].add(word)

    def __contains__(self, word: str) -> bool:
        return word in self._pages

    def closest(self, word: str) -> str:
        """Return the word that this one is most likely meant to be, or nothing."""
        likely = [
            (_likeness(word, other), self._pages[other], other) for other in self._candidates(word)
        ]
        good = [each for each in likely if each[0] >= _least_likeness(word, each[2])]
        return max(good)[2] if good else ""

    def split(self, word: str) -> str:
        """Return the two words that were typed as one, or nothing."""
        for place in range(3, len(word) - 2):
            if word[:place] in self and word[place:] in self:
                return f"{word[:place]} {word[place:]}"
        return ""

    def _candidates(self, word: str) -> list[str]:
        own = trigrams(word)
        shared = Counter(other for trigram in own for other in self._by_trigram.get(trigram, ()))
        similar = {
            other: number / (len(own) + len(trigrams(other)) - number)
            for other, number in shared.items()
        }
        best = sorted(similar.items(), key=itemgetter(1), reverse=True)[:CANDIDATES]
        return [other for other, likeness in best if likeness >= LEAST_SHARED_TRIGRAMS]


def normalised_words(text: str) -> list[str]:
    """Return the words of a longer text that a typing error can be compared with."""
    found = []
    for piece in text.split():
        found += normalised(piece).replace("-", " ").split()
    return found


def trigrams(word: str) -> set[str]:
    """Return a word's groups of three letters, as PostgreSQL's pg_trgm counts them."""
    padded = f"  {without_accents(word)} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def corrected(words: list[str], locale: Locale, config: str, others: set[str]) -> list[str]:
    """Return the words with each that no page has replaced by the one it looks most like.

    Short words and anything with a number stay as they are. `others` are words that are
    right although no page may use them.
    """
    pages = public_pages(locale)
    state = pages.aggregate(number=Count("pk"), latest=Max("last_published_at"))
    vocabulary = _vocabulary(locale.pk, tuple(state.values()))
    doubtful = [word for word in words if _is_doubtful(word, vocabulary, others)]
    if not doubtful:
        return words
    unknown = [word for word, is_found in _found(pages, doubtful, config) if not is_found]
    better = {word: vocabulary.split(word) or vocabulary.closest(word) for word in unknown}
    return " ".join(better.get(word) or word for word in words).split()


def _is_doubtful(word: str, vocabulary: Vocabulary, others: set[str]) -> bool:
    return len(word) >= SHORTEST and word.isalpha() and not (word in vocabulary or word in others)


def _found(pages, words: list[str], config: str) -> list[tuple[str, int]]:
    """Return with each word how many pages have it in some form: “menopausal” is no mistake."""
    names = [f"word_{place}" for place in range(len(words))]
    queries = {
        name: SearchQuery(word, config=config) for name, word in zip(names, words, strict=True)
    }
    numbers = pages.annotate(
        _title=F("index_entries__title"), _body=F("index_entries__body")
    ).aggregate(
        **{
            name: Count("pk", filter=Q(_title=query) | Q(_body=query))
            for name, query in queries.items()
        }
    )
    return [(word, numbers[name]) for word, name in zip(words, names, strict=True)]


def _likeness(word: str, other: str) -> float:
    return SequenceMatcher(None, without_accents(word), without_accents(other)).ratio()


def _least_likeness(word: str, other: str) -> float:
    """A short word has many neighbours, and few people mistake the first letter."""
    if word[0] != other[0]:
        return 0.88
    return 0.85 if len(word) == SHORTEST else 0.8


@lru_cache(maxsize=4)
def _vocabulary(locale_id: int, state: tuple) -> Vocabulary:
    """Return the words of public pages and the glossary; a new `state` makes it look again."""
    locale = Locale.objects.get(pk=locale_id)
    pages = public_pages(locale).values_list(
        "index_entries__title_text", "index_entries__body_text"
    )
    terms = GlossaryTerm.objects.filter(locale=locale).values_list("term", "other_forms")
    return Vocabulary(" ".join(filter(None, texts)) for texts in [*pages, *terms])
