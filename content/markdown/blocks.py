"""Each block of a body as Markdown: one function a block, named like it."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from content.blocks import Illustration
from content.markdown.richtext import from_richtext
from content.markdown.writing import (
    bullets,
    escape,
    link,
    numbered,
    paragraphs,
    quoted,
    table,
)


@dataclass(frozen=True)
class Place:
    """Where a block stands: the site's address, and the page's numbered sources."""

    site_url: str
    sources: list

    def rich(self, html: object) -> str:
        """Rich text as Markdown."""
        return from_richtext(getattr(html, "source", html) or "", self.site_url)

    def page_link(self, text: object, page) -> str:
        """A link to a page of the site; words alone for one that is not live."""
        return link(text, page.get_full_url() if page and page.live else "")

    def cited(self, sources: list) -> str:
        """The numbers of sources, each a link to the work."""
        numbers = [
            link(self.sources.index(source) + 1, source.url)
            for source in sources
            if source in self.sources
        ]
        return f"{_('Sources:')} {', '.join(numbers)}" if numbers else ""


def _title(value: dict) -> str:
    return f"### {escape(value['title'])}"


def _lead(text: str) -> str:
    """Words in bold before a text, ended like a sentence."""
    return f"**{escape(text)}{'' if text.endswith(tuple('.?!:')) else '.'}**"


def _heading(value, place: Place) -> str:
    return f"## {escape(value.words)}"


def _paragraph(value, place: Place) -> str:
    return place.rich(value)


def _evidence_statement(value, place: Place) -> str:
    label = _("Strength of the evidence: %(label)s (step %(level)s of 7).") % {
        "label": value.label_text,
        "level": value.level,
    }
    told = f"**{escape(label)}** {escape(value.label_meaning)} {place.cited(value['sources'])}"
    return quoted(paragraphs(escape(value["claim"]), told.strip()))


def _study_result(value, place: Place) -> str:
    numbers = {"affected": value["affected"], "people": value["people"]}
    happened = _("%(affected)s of %(people)s") % numbers
    did_not = _("%(number)s of %(people)s did not.") % {**numbers, "number": value.unaffected}
    lines = [
        escape(f"{happened} {value['who']} {value['outcome']}."),
        escape(did_not),
        escape(f"{_('Compared with')}: {value['compared_with']}"),
        escape(f"{_('Over')}: {value['period']}"),
    ]
    return paragraphs(_title(value), bullets(lines), place.cited(value["sources"]))


def _comparison_table(value, place: Place) -> str:
    heading = [escape(text) for text in [value["row_title"], *value["columns"]]]
    rows = [[escape(text) for text in [row["heading"], *row["cells"]]] for row in value["rows"]]
    return paragraphs(_title(value), table(heading, rows), place.cited(value["sources"]))


def _risk_list(value, place: Place) -> str:
    lines = [
        f"{_lead(risk['risk'])} {escape(risk['text'])} "
        f"({escape(risk.basis_words)}) {place.cited(risk['sources'])}".strip()
        for risk in value["risks"]
    ]
    return paragraphs(_title(value), bullets(lines))


def _steps(value, place: Place) -> str:
    lines = [f"{_lead(step['title'])} {escape(step['text'])}" for step in value["steps"]]
    return paragraphs(_title(value), numbered(lines))


def _illustration(value, place: Place) -> str:
    shown = Illustration(value["name"]).label if value["name"] in Illustration.values else ""
    drawing = f"*{_('Drawing:')} {escape(shown)}.*"
    return f"{drawing} {escape(value['caption'])}".strip() if shown else ""


def _inset(value, place: Place) -> str:
    return quoted(place.rich(value["text"]))


def _care_card(value, place: Place) -> str:
    title = f"**{escape(value.urgency_words)}: {escape(value['title'])}**"
    return quoted(paragraphs(title, place.rich(value["text"])))


def _do_and_dont(value, place: Place) -> str:
    do, dont = (bullets(map(escape, value[name])) for name in ("do", "dont"))
    return paragraphs(f"**{_('Do')}**", do, f"**{_('Do not')}**", dont)


def _questions_to_ask(value, place: Place) -> str:
    return paragraphs(_title(value), bullets(map(escape, value["questions"])))


def _expander(value, place: Place) -> str:
    return paragraphs(_title(value), place.rich(value["text"]))


def _quote(value, place: Place) -> str:
    return quoted(paragraphs(escape(value["text"]), f"— {escape(value['attribution'])}"))


def _figure(value, place: Place) -> str:
    image = value["image"]
    if not image:
        return escape(value["caption"])
    alt = "" if image.decorative else image.contextual_alt_text
    shown = [f"*{_('Picture:')} {escape(alt)}*" if alt else "", escape(value["caption"])]
    credit = ", ".join(filter(None, [image.credit, image.licence]))
    return " ".join(filter(None, [*shown, f"({escape(credit)})" if credit else ""]))


def _recording(value, place: Place) -> str:
    recording = value["recording"]
    if not recording:
        return ""
    kind = f"{recording.get_kind_display()}, {recording.length}"
    title = f"### {escape(recording.title)} ({escape(kind)})"
    return paragraphs(title, place.rich(recording.transcript))


def _related_faqs(value, place: Place) -> str:
    faqs = value.live_faqs
    lines = [f"{place.page_link(faq.title, faq)}: {escape(faq.specific.summary)}" for faq in faqs]
    return paragraphs(_title(value), bullets(lines)) if lines else ""


def _related_trials(value, place: Place) -> str:
    trials = value.live_trials
    lines = [
        f"{place.page_link(trial.title, trial)}: {escape(trial.specific.status_label)}"
        for trial in trials
    ]
    return paragraphs(_title(value), bullets(lines)) if lines else ""


def _call_to_action(value, place: Place) -> str:
    page = value["page"]
    onward = (
        place.page_link(value["link_text"], page)
        if page
        else link(value["link_text"], urljoin(place.site_url, reverse("enquire")))
    )
    return paragraphs(_title(value), escape(capfirst(value["text"] or "")), onward)


FORMS: dict[str, Callable] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "evidence_statement": _evidence_statement,
    "study_result": _study_result,
    "comparison_table": _comparison_table,
    "risk_list": _risk_list,
    "steps": _steps,
    "illustration": _illustration,
    "inset": _inset,
    "care_card": _care_card,
    "do_and_dont": _do_and_dont,
    "questions_to_ask": _questions_to_ask,
    "expander": _expander,
    "quote": _quote,
    "figure": _figure,
    "recording": _recording,
    "related_faqs": _related_faqs,
    "related_trials": _related_trials,
    "call_to_action": _call_to_action,
}


def body_as_markdown(page, site_url: str) -> str:
    """Return the body of a page, block by block."""
    place = Place(site_url, page.listed_sources)
    return paragraphs(*(FORMS[block.block_type](block.value, place) for block in page.body))
