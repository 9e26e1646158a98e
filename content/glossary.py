"""Explains the glossary's terms where a reader meets them first.

Works on the HTML of our own templates, which is well formed, and changes nothing of it
but the words that it explains.
"""

import re
from collections.abc import Callable, Iterable
from html import escape, unescape

from content.models import GlossaryTerm

Explain = Callable[[GlossaryTerm, str], str]

# A tag or a comment as it stands; a quoted value may hold a ">".
_MARKUP = re.compile(
    r"""<!--.*?-->|<(?P<end>/?)(?P<tag>[a-zA-Z][^\s/>]*)(?P<rest>(?:"[^"]*"|'[^']*'|[^'">])*+)>""",
    re.DOTALL,
)
_RUNNING_TEXT = {"p", "li", "td", "dd"}
_VOID = {"br", "hr", "img", "input", "source", "track", "wbr"}
# What is a control, a title or a name, or somebody else's own words.
_LEFT_ALONE = {
    *("a", "button", "summary", "label", "select", "textarea"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "caption", "dt", "th"),
    *("svg", "blockquote", "script", "style", "template", "video", "audio"),
}
_HIDDEN = re.compile(r"\bvisually-hidden\b|\baria-hidden=|\bevidence-label\b|\spopover\b")


class Terms:
    """Terms that can be found in a text by each of their forms, the longest first."""

    def __init__(self, terms: Iterable[GlossaryTerm]):
        forms = [(form, term) for term in terms for form in term.forms]
        forms.sort(key=lambda pair: -len(pair[0]))
        self._terms = [term for _form, term in forms]
        self._forms = re.compile("|".join(_pattern(form) for form, _term in forms) or r"(?!)")

    def found_in(self, text: str) -> Iterable[tuple[re.Match, GlossaryTerm]]:
        """Return each whole word or group of words that is a term, from left to right."""
        for match in self._forms.finditer(text):
            yield match, self._terms[match.lastindex - 1]


def explain_terms(html: str, terms: Terms, explain: Explain, known: str = "") -> str:
    """Return HTML in which the first mention of each term in running text is explained.

    `explain(term, word)` returns the HTML of one explanation. A term that the text
    `known` mentions, as a page's title, needs none. Folded text counts by itself: what
    is explained there may still be folded away.
    """
    return _Reader(terms, explain, known).read(html)


class _Reader:
    """Goes through one page from its beginning to its end."""

    def __init__(self, terms: Terms, explain: Explain, known: str):
        self.terms = terms
        self.explain = explain
        self.open: list[str] = []
        self.left_alone: list[bool] = []
        titled = {term.pk for _match, term in terms.found_in(known)}
        self.seen = {(pk, is_folded) for pk in titled for is_folded in (True, False)}

    def read(self, html: str) -> str:
        done, parts = 0, []
        for markup in _MARKUP.finditer(html):
            parts.append(self._text(html[done : markup.start()]))
            parts.append(markup[0])
            self._step(markup)
            done = markup.end()
        return "".join([*parts, self._text(html[done:])])

    def _step(self, markup: re.Match) -> None:
        tag, rest = (markup["tag"] or "").lower(), markup["rest"] or ""
        if not tag or tag in _VOID or rest.endswith("/"):
            return
        if not markup["end"]:
            self.open.append(tag)
            # A custom element rearranges its own contents.
            self.left_alone.append(tag in _LEFT_ALONE or "-" in tag or bool(_HIDDEN.search(rest)))
        elif tag in self.open:
            while self.open.pop() != tag:
                self.left_alone.pop()
            self.left_alone.pop()

    def _text(self, raw: str) -> str:
        is_running = not _RUNNING_TEXT.isdisjoint(self.open) and not any(self.left_alone)
        if not is_running or not raw.strip():
            return raw
        text, done, parts = unescape(raw), 0, []
        for match, term in self.terms.found_in(text):
            mention = (term.pk, "details" in self.open)
            if mention in self.seen:
                continue
            self.seen.add(mention)
            parts += [
                escape(text[done : match.start()], quote=False),
                self.explain(term, match[0]),
            ]
            done = match.end()
        return "".join([*parts, escape(text[done:], quote=False)]) if parts else raw


def _pattern(form: str) -> str:
    """One form as a group: whole words only; capitals count where the form is an acronym."""
    words = r"\s+".join(re.escape(word) for word in form.split())
    is_acronym = sum(letter.isupper() for letter in form) > 1
    case = "" if is_acronym else "i"
    return rf"((?{case}:(?<![\w-]){words}(?![\w-])))"
