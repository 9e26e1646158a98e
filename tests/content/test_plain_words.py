"""The demonstration pages in plain words: short, easy, and without a promise.

Sources: domain brief, section 1 (words not to use) and 7.3 (NHS content style).
"""

import re

import pytest
import textstat
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from wagtail.models import Page

from content.models import GlossaryTerm, TreatmentPage

HARDEST_GRADE = 8
LONGEST_SENTENCES = 20
OWN_TEXT = ".page-head__summary, .key-points li, .body-text p, .body-text li, .body-text td"
# Names of sources, labels that every page repeats, and what the glossary adds.
NOT_OWN = ".quote, .source-refs, .evidence-label, [popover], .visually-hidden, svg"
# Names of things and bodies, which no writer can make shorter.
NAMES = [
    "premature ovarian insufficiency",
    "premature ovarian failure",
    "mesenchymal stromal cells",
    "mesenchymal stem cells",
    "mesenchymal",
    "umbilical cord",
    "amniotic epithelial cells",
    "chemotherapy",
    "radiotherapy",
    "ClinicalTrials.gov",
    "the Daisy Network",
    "Fertility Network UK",
    "Human Fertilisation and Embryology Authority",
    "Medicines and Healthcare products Regulatory Agency",
    "Food and Drug Administration",
]
NOT_TO_BE_USED = re.compile(
    r"\b(revolutionary|game[- ]changer\w*|breakthrough\w*|miracle\w*|cure[ds]?|rejuvenat\w+"
    r"|transformative|rays? of hope|restor\w+ (?:\w+ )?fertility|proven|success rates?"
    r"|world[- ]class|guarantee\w*|leading (?:clinic|treatment|expert)\w*|risk[- ]free)\b",
    re.I,
)
QUOTED = re.compile(r"“[^”]*”")


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """Every page of the demo: (page, what a reader gets)."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0)
        client = Client()
        found = [
            (page, BeautifulSoup(client.get(page.url).content, "html.parser"))
            for page in Page.objects.live().filter(depth__gt=1).specific()
        ]
        names = [form for term in GlossaryTerm.objects.all() for form in term.forms]
        yield found, sorted([*NAMES, *names], key=len, reverse=True)
        transaction.set_rollback(True)


def own_text(html: BeautifulSoup, names: list[str]) -> str:
    """What the page's writer wrote, sentence after sentence, with a short word for each name."""
    for other in html.select(NOT_OWN):
        other.extract()
    lines = []
    for element in html.select(OWN_TEXT):
        if not element.select(OWN_TEXT):
            line = " ".join(element.get_text("").split())
            lines.append(line if line.endswith((".", "?", "!", ":")) else f"{line}.")
    text = " ".join(line.replace(":", ".") for line in lines if len(line) > 1)
    return re.sub("|".join(rf"\b{re.escape(name)}s?\b" for name in names), "it", text, flags=re.I)


def test_every_explainer_can_be_read_by_a_child_of_thirteen(pages):
    found, names = pages
    grades = {
        page.slug: grade
        for page, html in found
        if isinstance(page, TreatmentPage)
        and (grade := textstat.flesch_kincaid_grade(own_text(html, names))) > HARDEST_GRADE
    }
    assert grades == {}


def test_sentences_are_short(pages):
    found, names = pages
    lengths = {
        page.slug: length
        for page, html in found
        if isinstance(page, TreatmentPage)
        and (length := textstat.avg_sentence_length(own_text(html, names))) > LONGEST_SENTENCES
    }
    assert lengths == {}


def test_no_page_promises_anything(pages):
    found, _names = pages
    promises = {}
    for page, html in found:
        for quotation in html.select(".quote, blockquote"):
            quotation.extract()
        text = QUOTED.sub("", " ".join(html.get_text(" ").split()))
        if words := NOT_TO_BE_USED.findall(text):
            promises[page.url] = words
    assert promises == {}
