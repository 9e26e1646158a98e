"""Pages that can be kept as Markdown."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from wagtail.models import Locale, PageViewRestriction

from content.blocks import BODY_BLOCKS
from content.markdown.blocks import FORMS, Place
from content.markdown.richtext import from_richtext
from content.markdown.writing import escape, link, table
from content.models import Clinician, ClinicSettings, Source, TreatmentPage
from tests.factories import make_faqs, make_home, make_standard, make_treatments, make_trials

HERE = "https://clinic.example"


def shown(markdown: str) -> str:
    """What a reader of the Markdown sees."""
    tokens = MarkdownIt().enable("table").parse(markdown)
    pieces = [child for token in tokens for child in token.children or []]
    return " ".join(piece.content for piece in pieces if piece.type in {"text", "text_special"})


@given(st.text(max_size=40))
def test_a_text_is_never_taken_for_markdown(text):
    html = MarkdownIt().render(escape(text))
    words = " ".join(text.split())
    if words:
        assert html.startswith("<p>")
        for sign in ("<em>", "<strong>", "<a ", "<code>", "<img"):
            assert sign not in html
        inline = MarkdownIt().parseInline(escape(text))[0].children
        read = "".join(each.content for each in inline)
        assert read == words.replace("\0", "\ufffd")


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One <b>bold </b>word and <i>another</i>.</p>", "One **bold** word and *another*."),
        ("<p>11 * 2 [x] &lt;b&gt; a_b</p>", "11 \\* 2 \\[x\\] \\<b\\> a\\_b"),
        ("<p># no heading</p>", "\\# no heading"),
        ("<p>1. no list</p>", "1\\. no list"),
        ("<p>- no list</p>", "\\- no list"),
        ("<h3>Why</h3><p>Because.</p>", "### Why\n\nBecause."),
        ("<ul><li>one</li><li>two</li></ul><p>after</p>", "- one\n- two\n\nafter"),
        ("<ol><li>one</li><li>two<ul><li>in</li></ul></li></ol>", "1. one\n2. two\n   - in"),
        (
            '<p>See <a href="https://x.example/a(b)">it</a></p>',
            "See [it](https://x.example/a%28b%29)",
        ),
        ('<p><a href="/about/">about <b>us</b></a></p>', f"[about **us**]({HERE}/about/)"),
        ("<p>One<br/>two</p>", "One\\\ntwo"),
        ("<p>5 &amp;lt; 6</p>", "5 \\&lt; 6"),
        ("", ""),
    ],
)
def test_rich_text_keeps_its_meaning(html, markdown):
    assert from_richtext(html, HERE) == markdown


def test_a_link_can_lead_nowhere_else():
    assert link("a](b", "https://x.example/)(y") == "[a\\](b](https://x.example/%29%28y)"
    assert link("words", "") == "words"


def test_a_table_keeps_its_cells():
    made = table([escape("a|b"), "c"], [[escape("1\n2"), escape("|")]])
    assert made == "| a\\|b | c |\n| --- | --- |\n| 1 2 | \\| |"
    assert MarkdownIt().enable("table").render(made).count("<td>") == 2


def test_every_block_of_a_body_has_its_markdown():
    assert set(FORMS) == {name for name, _block in BODY_BLOCKS}


@pytest.mark.parametrize("name", [name for name, _block in BODY_BLOCKS])
def test_every_block_says_in_markdown_what_its_preview_says(name, db):
    make_home()
    block = dict(BODY_BLOCKS)[name]
    given_value = block.meta.preview_value
    markdown = FORMS[name](block.normalize(given_value), Place(HERE, []))
    texts = [given_value] if isinstance(given_value, str) else list(_texts(given_value))
    if name in {"related_faqs", "related_trials", "recording"}:
        assert markdown == ""  # the preview has no page and no recording to name
        return
    assert markdown
    for text in texts:
        assert _plain(text) in _plain(markdown), text


def _texts(value):
    """The words of a block's value; a choice is told in words of its own."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name not in {"label", "basis", "urgency", "name", "illustration", "part"}:
                yield from _texts(each)


def _plain(text: str) -> str:
    no_html = from_richtext(text, HERE) if text.startswith("<p>") else text
    return "".join(char for char in no_html if char.isalnum())


def full_page() -> TreatmentPage:
    [page] = make_treatments(make_home())
    person = {"role": "Nurse (invented)", "locale": Locale.get_default()}
    page.author = Clinician.objects.create(name="Wren Sample", slug="wren", **person)
    page.reviewer = Clinician.objects.create(
        name="Isla Placeholder", slug="isla", credentials="not a real nurse", **person
    )
    page.reviewed_on = timezone.localdate() - timedelta(days=1)
    page.next_review_on = timezone.localdate() + timedelta(days=300)
    page.key_points = [("point", "One."), ("point", "Two."), ("point", "Three.")]
    page.changes = [("change", {"date": date(2026, 11, 20), "text": "A new study."})]
    source = page.listed_sources[0]
    Source.objects.filter(pk=source.pk).update(url="https://doi.example/1", year=2020)
    page.save_revision().publish()
    return TreatmentPage.objects.get(pk=page.pk)


def test_an_explainer_can_be_kept_with_all_that_vouches_for_it(client, db):
    page = full_page()
    response = client.get("/treatments/treatment-1.md")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert response["X-Robots-Tag"] == "noindex"
    text = response.content.decode()
    assert text.startswith("# Treatment 1\n\n> **This is a demonstration.** No clinician has")
    day = f"{page.reviewed_on.day} {page.reviewed_on:%B %Y}"
    for line in (
        "Answer 1.",
        "- Written by: Wren Sample, Nurse (invented)",
        "- Reviewed by: Isla Placeholder, not a real nurse, Nurse (invented)",
        f"- Reviewed on: {day}",
        "## Experimental",
        "1. One.\n2. Two.\n3. Three.",
        "## What it is",
        "> Nobody knows yet.",
        "> **Strength of the evidence: Theory (step 1 of 7).** An idea. It has not been shown. "
        "Sources: [1](https://doi.example/1)",
        "1. [A study](https://doi.example/1). 2020. Checked on",
        "- 20 November 2026: A new study.",
    ):
        assert line in text, line


@pytest.mark.parametrize("lacks", ["reviewer", "reviewed_on"])
def test_a_page_that_no_clinician_has_reviewed_says_so_in_markdown_too(client, db, lacks):
    page = full_page()
    setattr(page, lacks, None)
    page.save_revision().publish()
    text = client.get("/treatments/treatment-1.md").content.decode()
    assert "- Reviewed by: Not yet reviewed by a clinician." in text
    assert "Reviewed on" not in text


def test_the_demo_notice_goes_from_the_markdown_with_the_setting(client, db):
    page = full_page()
    clinic = ClinicSettings.for_site(page.get_site())
    clinic.show_demo_notice = False
    clinic.save()
    assert "demonstration" not in client.get("/treatments/treatment-1.md").content.decode()


def test_the_head_leads_to_the_markdown_and_the_markdown_to_the_page(client, db):
    [page] = make_treatments(make_home())
    html = client.get(page.url).content.decode()
    assert f'type="text/markdown" href="{page.full_url[:-1]}.md"' in html
    response = client.get("/treatments/treatment-1.md")
    assert response["Link"] == f'<{page.full_url}>; rel="canonical"'


def test_a_page_below_an_explainer_has_one_too(client, db):
    [page] = make_treatments(make_home())
    page.add_child(instance=TreatmentPage(title="Below", slug="below", summary="Deeper."))
    response = client.get("/treatments/treatment-1/below.md")
    assert response.content.decode().startswith("# Below")


def test_questions_and_trials_have_one_too(client, db):
    home = make_home()
    make_faqs(home)
    make_trials(home, status="UNKNOWN", countries=["China"], sponsor_name="A hospital")
    assert "Short answer 1." in client.get("/faqs/question-1.md").content.decode()
    trial = client.get("/trials/trial-1.md").content.decode()
    assert "- Register number: [NCT00000001](https://clinicaltrials.gov/study/NCT00000001)" in trial
    assert "- Run by: A hospital" in trial
    assert "does not mean that a regulator has approved" in trial


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere.md",
        "/treatments.md",
        "/about.md",
        "/.md",
        "/treatments/treatment-1/.md",
        "/de/treatments/treatment-1.md",
        "/treatments/treatment-1.md/x",
        "/admin/pages.md",
    ],
)
def test_there_is_no_markdown_of_anything_else(client, db, address):
    home = make_home()
    make_treatments(home)
    make_standard(home)
    expected = {404, 301, 302} if address.startswith("/admin") else {404}
    assert client.get(address).status_code in expected


def test_there_is_no_markdown_of_what_readers_cannot_open(client, db):
    [page] = make_treatments(make_home())
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get("/treatments/treatment-1.md").status_code == 404
    PageViewRestriction.objects.all().delete()
    page.unpublish()
    assert client.get("/treatments/treatment-1.md").status_code == 404


def test_a_translated_page_has_its_own_under_its_prefix(client, db):
    home = make_home()
    [page] = make_treatments(home)
    german = Locale.objects.get_or_create(language_code="de")[0]
    home.copy_for_translation(german).save_revision().publish()
    page.get_parent().specific.copy_for_translation(german).save_revision().publish()
    translated = page.copy_for_translation(german)
    translated.title = "Behandlung"
    translated.save_revision().publish()
    with translation.override("de"):
        address = f"{translated.get_url()[:-1]}.md"
    assert client.get(address).content.decode().startswith("# Behandlung")


def test_machines_are_told_what_the_site_is_and_how_to_repeat_it(client, db):
    home = make_home()
    [page], [faq], [trial] = make_treatments(home), make_faqs(home), make_trials(home)
    page.title = "Bone & blood [new]"
    page.save_revision().publish()
    response = client.get("/llms.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    text = response.content.decode()
    assert text.startswith("# The clinic\n\n> What this site is for.\n")
    assert "This is a demonstration." in text
    for title, shown_page in (
        (r"Bone & blood \[new\]", page),
        (faq.title, faq),
        (trial.title, trial),
    ):
        assert f"- [{title}]({shown_page.full_url[:-1]}.md): " in text
    faq.unpublish()
    assert faq.title not in client.get("/llms.txt").content.decode()
