"""Medical words are explained where a reader meets them first."""

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale

from content.glossary import Terms, explain_terms
from content.models import GlossaryPage, GlossaryTerm
from tests.factories import make_home, make_treatments

FSH = GlossaryTerm(pk=1, term="FSH", slug="fsh", other_forms="follicle-stimulating hormone")
FOLLICLE = GlossaryTerm(pk=2, term="Follicle", slug="follicle", other_forms="follicles")
RISK = GlossaryTerm(pk=3, term="Risk & benefit", slug="risk")
TERMS = Terms([FSH, FOLLICLE, RISK])


def explained(html: str, known: str = "") -> str:
    return explain_terms(html, TERMS, lambda term, word: f"[{term.pk}:{word}]", known)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>Your FSH is high.</p>", "<p>Your [1:FSH] is high.</p>"),
        ("<p>FSH and FSH</p><p>FSH</p>", "<p>[1:FSH] and FSH</p><p>FSH</p>"),
        ("<ul><li>follicles</li></ul>", "<ul><li>[2:follicles]</li></ul>"),
        (
            "<table><td>A <b>Follicle</b></td></table>",
            "<table><td>A <b>[2:Follicle]</b></td></table>",
        ),
        ("<p>a follicle-stimulating\nhormone</p>", "<p>a [1:follicle-stimulating\nhormone]</p>"),
        ("<p>the follicle’s wall</p>", "<p>the [2:follicle]’s wall</p>"),
        ("<p>Risk &amp; Benefit: 1 &lt; 2</p>", "<p>[3:Risk &amp; Benefit]: 1 &lt; 2</p>"),
        ('<p title="a > b">FSH<br>follicle</p>', '<p title="a > b">[1:FSH]<br>[2:follicle]</p>'),
        ("<p>&quot;FSH&quot; &amp;amp; <i>x</i></p>", '<p>"[1:FSH]" &amp;amp; <i>x</i></p>'),
    ],
)
def test_the_first_mention_in_running_text_is_explained(html, shown):
    def with_escaped_words(term, word):
        return f"[{term.pk}:{word.replace('&', '&amp;')}]"

    assert explain_terms(html, TERMS, with_escaped_words) == shown


@pytest.mark.parametrize(
    "html",
    [
        "<p>fsh, FSHR, non-FSH, follicular, folliclesque</p>",
        "<h2>FSH</h2><div>FSH</div>",
        '<p><a href="/">FSH</a> <button>FSH</button></p>',
        "<details><summary>FSH</summary></details>",
        '<p><span class="visually-hidden">FSH</span></p>',
        '<div class="evidence-label"><p>FSH</p></div>',
        "<p><svg><title>FSH</title></svg></p>",
        "<questions-to-ask><ul><li>FSH?</li></ul></questions-to-ask>",
        "<blockquote><p>FSH</p></blockquote>",
        "<p><label>FSH <input></label></p>",
        "<p><!-- FSH --></p>",
        '<p data-x="FSH">&amp;</p>',
    ],
)
def test_titles_links_controls_and_longer_words_are_left_as_they_are(html):
    assert explained(html) == html


def test_a_word_of_the_pages_own_title_needs_no_explanation():
    html = "<p>FSH and a follicle</p>"
    assert explained(html, known="What is FSH?") == "<p>FSH and a [2:follicle]</p>"


def test_what_is_explained_in_folded_text_is_explained_in_open_text_too():
    html = "<details><p>FSH FSH</p></details><p>FSH</p>"
    assert explained(html) == "<details><p>[1:FSH] FSH</p></details><p>[1:FSH]</p>"


PIECES = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<br>",
    "&amp;",
    "&lt;p>",
    "FSH",
    "follicle",
    " ",
    "“x”",
    "'",
]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_the_text_of_a_page_stays_as_it_was(html):
    marked = explain_terms(html, TERMS, lambda term, word: word)
    assert str(BeautifulSoup(marked, "html.parser")) == str(BeautifulSoup(html, "html.parser"))


def a_page_about_fsh(words: str, other_terms: int = 0):
    home = make_home()
    locale = Locale.get_default()
    GlossaryTerm.objects.create(
        term="FSH", slug="fsh", definition="A hormone <that> tells.", locale=locale
    )
    for number in range(other_terms):
        GlossaryTerm.objects.create(
            term=f"Word{number}", slug=f"word-{number}", definition="Plain.", locale=locale
        )
    glossary = home.add_child(
        instance=GlossaryPage(title="Words", slug="words", summary="All of them.")
    )
    [page] = make_treatments(home)
    page.body = [("paragraph", f"<p>{words}</p>")]
    page.save_revision().publish()
    return page, glossary


def read(client, page) -> BeautifulSoup:
    return BeautifulSoup(client.get(page.url).content, "html.parser")


def test_a_reader_opens_the_meaning_of_a_word_without_a_script(client, db):
    page, glossary = a_page_about_fsh("High FSH & low FSH.")
    html = read(client, page)
    [button] = html.select("main button[popovertarget]")
    assert button.text == "FSH"
    meaning = html.find(id=button["popovertarget"])
    assert meaning.has_attr("popover")
    assert meaning.name == "span"
    assert "A hormone <that> tells." in meaning.text
    assert meaning.a["href"] == f"{glossary.url}#term-fsh"
    assert "High FSH" in re.sub(r"\s+", " ", button.find_parent("p").text)
    assert BeautifulSoup(client.get(glossary.url).content, "html.parser").find(id="term-fsh")


def test_no_word_leads_to_a_glossary_that_is_not_there(client, db):
    page, glossary = a_page_about_fsh("High FSH.")
    glossary.unpublish()
    assert read(client, page).select("main button[popovertarget]") == []


def test_more_terms_ask_the_database_no_more_often(client, db):
    counts = []
    page, _glossary = a_page_about_fsh("FSH Word0 Word1 Word2", other_terms=3)
    read(client, page)
    for kept in (4, 1):
        GlossaryTerm.objects.exclude(
            pk__in=GlossaryTerm.objects.order_by("pk").values("pk")[:kept]
        ).delete()
        with CaptureQueriesContext(connection) as queries:
            assert len(read(client, page).select("main button[popovertarget]")) == kept
        counts.append(len(queries))
    assert counts[0] == counts[1]
