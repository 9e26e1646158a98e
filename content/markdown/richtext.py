"""An editor's rich text, and small pieces of our own pages, as Markdown."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

from wagtail.rich_text import expand_db_html

from content.markdown.writing import escape, link, paragraphs

MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
HEADINGS = {"h2": "##", "h3": "###", "h4": "####"}
BLOCKS = {"p", "li", "ul", "ol", "div", "aside", "section", *HEADINGS}
SILENT = {"svg", "script", "style"}
EDGES = re.compile(r"^(\s*)(.*?)(\s*)$", re.S)


def from_richtext(html: str, site_url: str) -> str:
    """Return rich text as it is stored, as Markdown with whole addresses."""
    return from_html(expand_db_html(html or ""), site_url)


def from_html(html: str, site_url: str) -> str:
    """Return a piece of HTML as Markdown. Drawings fall silent; unknown elements do not."""
    reader = _Reader(site_url)
    reader.feed(html)
    reader.close()
    reader.end_line()
    return paragraphs(*reader.blocks)


class _Reader(HTMLParser):
    """Reads HTML from front to back and keeps finished blocks."""

    def __init__(self, site_url: str):
        super().__init__()
        self.site_url = site_url
        self.blocks: list[str] = []
        self.line: list[str] = []
        self.starts: list[tuple[int, str]] = []  # where open marks and links began
        self.lists: list[list] = []  # [kind, how many items]
        self.lead = ""
        self.silence = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.silence += tag in SILENT
        if tag in BLOCKS:
            self.end_line()
            self._open_block(tag)
        elif tag == "br":
            self.line.append("\\\n")
        elif tag == "a" or tag in MARKS:
            self.starts.append((len(self.line), dict(attrs).get("href") or ""))

    def handle_endtag(self, tag: str) -> None:
        self.silence -= tag in SILENT
        if tag in BLOCKS:
            self.end_line()
            if tag in {"ul", "ol"} and self.lists:
                self.lists.pop()
        elif (tag == "a" or tag in MARKS) and self.starts:
            self._close_mark(tag)

    def handle_data(self, data: str) -> None:
        if not self.silence:
            before, words, after = EDGES.match(data).groups()
            self.line.append((" " if before else "") + escape(words) + (" " if after else ""))

    def end_line(self) -> None:
        """Keep what has been read as a block, or as the next item of a list."""
        text = re.sub(r" {2,}", " ", "".join(self.line)).strip()
        self.line, self.starts = [], []
        if not text:
            return
        is_item = bool(self.lists) and self.lead.strip() != ""
        line = f"{self.lead}{text}"
        if is_item and self.blocks and _is_list(self.blocks[-1]):
            self.blocks[-1] += f"\n{line}"
        else:
            self.blocks.append(line)
        self.lead = ""

    def _open_block(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self.lists.append([tag, 0])
        elif tag == "li" and self.lists:
            self.lists[-1][1] += 1
            kind, number = self.lists[-1]
            depth = "   " * (len(self.lists) - 1)
            self.lead = depth + ("- " if kind == "ul" else f"{number}. ")
        elif tag in HEADINGS:
            self.lead = f"{HEADINGS[tag]} "

    def _close_mark(self, tag: str) -> None:
        start, address = self.starts.pop()
        # A mark beside a space would stand in the text as it is.
        before, words, after = EDGES.match("".join(self.line[start:])).groups()
        if words and tag == "a":
            target = address if address.startswith("#") else urljoin(f"{self.site_url}/", address)
            words = link("", target).replace("[]", f"[{words}]", 1) if address else words
        elif words:
            words = f"{MARKS[tag]}{words}{MARKS[tag]}"
        self.line[start:] = [f"{before}{words}{after}"]


def _is_list(block: str) -> bool:
    return bool(re.match(r"\s*(-|\d+\.) ", block))
