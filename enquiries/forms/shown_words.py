"""The texts that staff write for the form, as the page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html

from enquiries.models import Wording
from enquiries.promise import Promise


@dataclass(frozen=True)
class ShownWording:
    """A text on a page; `lang` is its language where it is not the page's own."""

    text: str
    lang: str = ""

    @property
    def lines(self) -> list[str]:
        """The lines of the text: each is an item of a list."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]

    @property
    def marked(self) -> str:
        """The text for a place that has no element of its own: with its language around it."""
        if not self.lang:
            return self.text
        return format_html('<span lang="{}">{}</span>', self.lang, self.text)


def shown_words(wordings: Mapping[str, Wording], language: str) -> dict[str, ShownWording]:
    """Return the texts by purpose; one that is missing or empty leaves its place out."""
    promise = Promise()
    return {
        str(purpose): ShownWording(
            promise.fill_in(wording), "" if wording.language == language else wording.language
        )
        for purpose, wording in wordings.items()
        if wording.text.strip()
    }
