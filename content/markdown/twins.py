"""A whole page as Markdown: what it is, what it says, who checked it, what it rests on."""

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from content.markdown.blocks import body_as_markdown
from content.markdown.richtext import from_html, from_richtext
from content.markdown.writing import (
    bullets,
    escape,
    link,
    numbered,
    paragraphs,
    quoted,
)
from content.models import BodyPage, ClinicSettings, FaqPage, Source, TreatmentPage, TrialPage

TWINNED = (TreatmentPage, FaqPage, TrialPage)


def twin_address(page: Page, page_url: str) -> str:
    """Return where a page's twin is, given where the page is; empty if it has none."""
    return f"{page_url.rstrip('/')}.md" if isinstance(page, TWINNED) else ""


def as_markdown(page: BodyPage, clinic: ClinicSettings, site_url: str) -> str:
    """Return a page as Markdown, notices first and sources last."""
    return (
        paragraphs(
            f"# {escape(page.title)}",
            quoted(_component("demo_notice", page, clinic, site_url)),
            _answer(page, site_url),
            bullets(_particulars(page)),
            _component("status_box", page, clinic, site_url),
            _key_points(page),
            _register_facts(page, site_url),
            body_as_markdown(page, site_url),
            _sources(page.listed_sources),
            _changes(page),
        )
        + "\n"
    )


def _component(name: str, page: Page, clinic: ClinicSettings, site_url: str) -> str:
    """The words of a component of the page, which stand in its template and nowhere else."""
    context = {"page": page, "settings": {"content": {"ClinicSettings": clinic}}}
    return from_html(render_to_string(f"components/{name}.html", context), site_url)


def _answer(page: BodyPage, site_url: str) -> str:
    if isinstance(page, FaqPage):
        return from_richtext(page.short_answer, site_url)
    return escape(page.summary)


def _particulars(page: BodyPage) -> list[str]:
    facts = [(_("Page"), page.get_full_url())]
    if page.author:
        facts.append((_("Written by"), f"{page.author.name}, {page.author.role}"))
    facts += _review(page)
    return [f"{label}: {escape(fact)}" for label, fact in facts if fact]


def _review(page: BodyPage) -> list[tuple[str, str]]:
    if not (page.reviewer and page.reviewed_on):
        facts = [(_("Reviewed by"), _("Not yet reviewed by a clinician."))]
    else:
        person = page.reviewer
        reviewer = ", ".join(filter(None, [person.name, person.credentials, person.role]))
        facts = [(_("Reviewed by"), reviewer), (_("Reviewed on"), _day(page.reviewed_on))]
    overdue = f" {_('This review is overdue.')}" if page.is_review_overdue else ""
    return [*facts, (_("Next review"), _day(page.next_review_on) + overdue)]


def _day(day) -> str:
    return date_format(day, "j F Y") if day else ""


def _key_points(page: BodyPage) -> str:
    points = [escape(point.value) for point in getattr(page, "key_points", [])]
    return paragraphs(f"## {_('In short')}", numbered(points)) if points else ""


def _register_facts(page: BodyPage, site_url: str) -> str:
    """What the register says, for a trial: in the register's words, with the day of our copy."""
    if not isinstance(page, TrialPage):
        return ""
    facts = [
        (_("Status"), f"{page.status_label}. {page.status_meaning}"),
        (_("Phase"), page.phase_label),
        (_("Run by"), page.sponsor_name),
        (_("Where"), ", ".join(page.country_names)),
        (_("We checked our copy of the register on"), _day(page.registry_checked_on)),
    ]
    lines = [f"{capfirst(label)}: {escape(fact)}" for label, fact in facts if fact]
    number = f"{_('Register number')}: {link(page.nct_id, page.registry_url)}"
    notice = from_html(render_to_string("components/register_notice.html"), site_url)
    found = from_richtext(page.evidence_note, site_url)
    what_was_found = f"## {_('What was found')}" if found else ""
    heading = f"## {_('What the register says')}"
    return paragraphs(heading, bullets([number, *lines]), notice, what_was_found, found)


def _sources(sources: list[Source]) -> str:
    return paragraphs(f"## {_('Sources')}", numbered(map(_source, sources))) if sources else ""


def _source(source: Source) -> str:
    published = ", ".join(filter(None, [source.publication, str(source.year or "")]))
    checked = f"{_('Checked on')} {_day(source.checked_on)}" if source.checked_on else ""
    details = [source.authors, published, source.identifier, checked, source.note]
    told = " ".join(f"{escape(detail).rstrip('.')}." for detail in details if detail)
    return f"{link(source.title, source.url)}. {told}".strip()


def _changes(page: BodyPage) -> str:
    changes = [change.value for change in getattr(page, "changes", [])]
    lines = [f"{_day(change['date'])}: {escape(change['text'])}" for change in changes]
    return paragraphs(f"## {_('What changed')}", bullets(lines)) if lines else ""
