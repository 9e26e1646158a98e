"""From Markdown to the rich text that Wagtail stores."""

import re
from collections.abc import Callable
from html import unescape

from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False})
_PAGE_LINK = re.compile(r'<a href="page:(?P<path>[^"#]*)(?P<anchor>#[^"]*)?">(?P<text>.*?)</a>')
# Wagtail's editor writes these, so that an edit without a change makes no difference.
_AS_WAGTAIL = {"<strong>": "<b>", "</strong>": "</b>", "<em>": "<i>", "</em>": "</i>"}


def rich_text(markdown: str | None, page_id: Callable[[str], int | None]) -> str:
    """Return the rich text of a CommonMark text without HTML.

    A link to `page:treatments/what-is-poi` becomes a link to the page that `page_id`
    finds for that path; where it finds none, its words stay without the link.
    """

    def link(match: re.Match) -> str:
        found = page_id(unescape(match["path"]).strip("/"))
        return f'<a id="{found}" linktype="page">{match["text"]}</a>' if found else match["text"]

    html = _PAGE_LINK.sub(link, _markdown.render(markdown or "").strip())
    for given, stored in _AS_WAGTAIL.items():
        html = html.replace(given, stored)
    return html
