"""An explainer keeps the order of DISCERN and leaves nothing out when it is published."""

import re
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.blocks import StreamValue
from wagtail.test.utils.form_data import nested_form_data, streamfield

from content.blocks import Part
from content.models import TreatmentPage
from tests.factories import make_home, make_source, make_staff, make_treatments

MUST_HAVE = ["what_we_do_not_know", "risks", "without_it", "other_choices"]


def body(*parts: str) -> list:
    blocks = []
    for part in parts:
        blocks += [("heading", {"part": part, "text": ""}), ("paragraph", f"<p>{part}</p>")]
    return blocks


def with_body(page: TreatmentPage, blocks: list) -> TreatmentPage:
    page.body = blocks
    page.sources = [("source", make_source())]
    vars(page).pop("listed_sources", None)
    return page


@pytest.fixture
def explainer(db) -> TreatmentPage:
    [page] = make_treatments(make_home())
    return with_body(page, body(*MUST_HAVE))


def test_a_new_explainer_offers_every_part_in_order(db):
    offered = [block.value["part"] for block in TreatmentPage().body]
    assert offered == [part.value for part in Part]


def test_a_complete_explainer_lacks_nothing(explainer):
    assert explainer.what_it_lacks() == {}


def test_each_missing_part_is_named(explainer):
    with_body(explainer, body("who_for", "risks"))
    assert explainer.what_it_lacks() == {
        "body": [
            "The part “What we do not know” is missing.",
            "The part “What happens without it” is missing.",
            "The part “Other choices” is missing.",
        ]
    }


def test_a_page_about_no_treatment_may_leave_parts_out(explainer):
    with_body(explainer, body("who_for", "support")).status = TreatmentPage.Status.INFORMATION
    assert explainer.what_it_lacks() == {}


def test_a_part_out_of_its_place_is_named(explainer):
    with_body(explainer, body(*MUST_HAVE, "who_for"))
    assert explainer.what_it_lacks() == {
        "body": ["“Who this page is for” stands after “Other choices”: the order is fixed."]
    }


def test_a_heading_over_nothing_is_named(explainer):
    with_body(explainer, [*body(*MUST_HAVE), ("heading", {"part": "support", "text": "Help"})])
    assert explainer.what_it_lacks() == {"body": ["Nothing stands under “Help”."]}


def test_an_explainer_without_sources_is_not_ready(explainer):
    explainer.sources = []
    assert list(explainer.what_it_lacks()) == ["sources"]


def test_the_reader_sees_the_usual_words_of_a_part_and_its_line_in_the_contents(client, explainer):
    explainer.save_revision().publish()
    html = BeautifulSoup(client.get(explainer.url).content, "html.parser")
    assert html.find(id="s-what-we-do-not-know").get_text() == "What we do not know"
    assert html.select_one('nav a[href="#s-what-we-do-not-know"]')


def editor_post(page: TreatmentPage, **action) -> dict:
    """What the editor's form sends, with one heading and nothing under it."""
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "summary": page.summary,
            "about": page.about,
            "status": page.status,
            "body": streamfield([("heading", {"part": "risks", "text": ""})]),
            "sources": streamfield([]),
            "key_points": streamfield([]),
            "changes": streamfield([]),
            "comment_form-TOTAL_FORMS": "0",
            "comment_form-INITIAL_FORMS": "0",
            **action,
        }
    )


def test_an_editor_may_save_a_draft_that_is_not_finished(client, explainer):
    explainer.save_revision().publish()
    client.force_login(make_staff())
    address = reverse("wagtailadmin_pages:edit", args=[explainer.pk])
    response = client.post(address, editor_post(explainer))
    assert response.status_code == 302
    draft = TreatmentPage.objects.get(pk=explainer.pk).get_latest_revision_as_object()
    assert len(draft.body) == 1


def test_an_editor_is_told_what_is_missing_and_nothing_is_published(client, explainer):
    explainer.save_revision().publish()
    client.force_login(make_staff())
    address = reverse("wagtailadmin_pages:edit", args=[explainer.pk])
    response = client.post(address, editor_post(explainer, **{"action-publish": "1"}))
    assert response.status_code == 200
    told = " ".join(re.findall(r'{"messages": \[(.*?)\]}', unescape(response.content.decode())))
    assert r"The part \u201cOther choices\u201d is missing." in told
    assert r"Nothing stands under \u201cRisks\u201d." in told
    assert "Name the sources that the page rests on." in told
    live = TreatmentPage.objects.get(pk=explainer.pk)
    assert isinstance(live.body, StreamValue) and len(live.body) == 8
