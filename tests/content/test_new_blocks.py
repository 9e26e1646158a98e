"""What the blocks of an explainer give to those who read, listen, print or have no script."""

from datetime import date
from hashlib import sha1
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale

from content.blocks import (
    BODY_BLOCKS,
    ComparisonTableBlock,
    Illustration,
)
from content.demo import reader
from content.demo.fields import page_fields
from content.demo.reader import PageFile
from content.demo.shared import Shared
from content.models import (
    Clinician,
    ClinicImage,
    ClinicSettings,
    PeoplePage,
    Recording,
    SourcesPage,
    TrialPage,
)
from tests.factories import (
    make_faqs,
    make_home,
    make_source,
    make_staff,
    make_standard,
    make_treatments,
    make_trials,
)


def read(client, page_or_path) -> BeautifulSoup:
    response = client.get(getattr(page_or_path, "url", page_or_path))
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(element) -> str:
    return " ".join(element.get_text(" ").split())


def a_page(*blocks, **fields):
    [page] = make_treatments(make_home())
    page.body = list(blocks)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def test_a_cell_of_a_table_names_its_column_and_its_row(client, db):
    source = make_source()
    table = {
        "title": "Where cells come from",
        "row_title": "Cells from",
        "columns": ["Whose", "How taken"],
        "rows": [
            {"heading": "Bone marrow", "cells": ["Her own", "With a needle"]},
            {"heading": "Cord", "cells": ["A donor’s", ""]},
        ],
        "sources": [source],
    }
    html = read(client, a_page(("comparison_table", table)))
    found = html.find("table")
    assert words(found.caption) == "Where cells come from"
    columns = [words(th) for th in found.select("thead th[scope=col]")]
    assert columns == ["Cells from", "Whose", "How taken"]
    rows = [[words(cell) for cell in row.find_all(["th", "td"])] for row in found.tbody("tr")]
    assert rows == [
        ["Bone marrow", "Whose : Her own", "How taken : With a needle"],
        ["Cord", "Whose : A donor’s", "How taken : Not stated"],
    ]
    assert len(found.select("tbody th[scope=row]")) == 2
    assert html.select_one(f'.comparison-table a[href="#{source.anchor}"]')


def test_a_row_that_an_editor_has_not_finished_still_shows():
    value = ComparisonTableBlock().to_python(
        {"columns": ["A", "B"], "rows": [{"heading": "One", "cells": ["x"]}]}
    )
    assert value.named_rows == [{"heading": "One", "cells": [("A", "x"), ("B", "")]}]


def test_a_risk_says_how_it_is_known_and_where_that_can_be_read(client, db):
    source = make_source()
    risk = {"risk": "Bruising", "text": "7 of 35 women.", "basis": "seen_in_poi"}
    block = {"title": "Risks", "risks": [risk | {"sources": [source]}]}
    item = read(client, a_page(("risk_list", block))).select_one(".risk-list li")
    assert words(item).startswith(
        "Bruising 7 of 35 women. How we know: Seen in studies of POI Source: "
    )
    assert item.select_one(f'a[href="#{source.anchor}"]')


def test_each_line_of_do_and_do_not_is_whole_when_read_aloud(client, db):
    block = {"do": ["bring somebody"], "dont": ["stop HRT alone"]}
    html = read(client, a_page(("do_and_dont", block)))
    lines = [words(line) for line in html.select(".do-and-dont li")]
    assert lines == ["Do bring somebody", "Do not stop HRT alone"]


def test_questions_are_a_plain_list_and_their_script_comes_with_them(client, db):
    block = {"title": "Ask", "questions": ["How many?", "Who paid?"]}
    page = a_page(("questions_to_ask", block))
    html = read(client, page)
    element = html.find("questions-to-ask")
    assert [words(item) for item in element.ul("li")] == ["How many?", "Who paid?"]
    assert element.find(["input", "button"]).find_parent("template")
    assert len(html.select("script[src*=questions_to_ask]")) == 1
    other = make_standard(page.get_parent().get_parent().specific)
    assert not read(client, other).select("script[src*=questions_to_ask]")


@pytest.mark.parametrize("name", Illustration.values)
def test_a_drawing_has_a_name_of_its_own_even_when_it_stands_twice(name, client, db):
    block = ("illustration", {"name": name, "caption": "What it shows"})
    html = read(client, a_page(block, block))
    drawings = html.select("figure.drawing svg[role=img]")
    assert len(drawings) == 2
    ids = [each["id"] for each in html.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for drawing in drawings:
        named = [drawing.find(id=each) for each in drawing["aria-labelledby"].split()]
        assert [each.name for each in named] == ["title", "desc"]
        assert all(words(each) for each in named)
    assert words(html.figcaption) == "What it shows"


def a_recording(**fields) -> Recording:
    return Recording.objects.create(
        title="A talk",
        length="4 minutes",
        transcript="<p>Every word.</p>",
        locale=Locale.get_default(),
        **fields,
    )


def test_a_film_of_our_own_loads_nothing_before_she_plays_it(client, db):
    film = a_recording(kind="video", file="recordings/a.mp4", captions="recordings/a.vtt")
    html = read(client, a_page(("recording", {"recording": film})))
    assert html.video["preload"] == "none"
    assert html.video.source["src"] == "/media/recordings/a.mp4"
    assert html.video.track["kind"] == "captions"
    assert html.video.track["srclang"] == "en"
    assert "Video, 4 minutes" in words(html.main)
    assert "Every word." in words(html.select_one(".recording details"))


@pytest.mark.parametrize(
    ("kind", "file", "captions", "field"),
    [
        ("audio", "film.mp4", None, "kind"),
        ("video", "talk.mp3", b"WEBVTT", "kind"),
        ("video", "film.mp4", b"<script>", "captions"),
        ("video", "film.mp4", b"\xef\xbb\xbfWEBVTT", None),
        ("audio", "talk.m4a", None, None),
    ],
)
def test_a_recording_is_of_its_kind_and_its_captions_can_be_read(db, kind, file, captions, field):
    recording = Recording(
        title="A talk", kind=kind, length="1", transcript="x", locale=Locale.get_default()
    )
    recording.file = SimpleUploadedFile(file, b"x")
    recording.captions = captions and SimpleUploadedFile("c.vtt", captions)
    try:
        recording.full_clean()
    except ValidationError as error:
        assert list(error.message_dict) == [field]
    else:
        assert field is None


def test_a_film_elsewhere_is_only_a_link_that_says_where_it_leads(client, db):
    film = a_recording(kind="video", elsewhere="https://www.video.example/talk")
    html = read(client, a_page(("recording", {"recording": film})))
    block = html.select_one(".recording")
    assert block.a["href"] == "https://www.video.example/talk"
    assert "Watch it on video.example" in words(block)
    assert "video.example may then learn that you were there." in words(block)
    assert not block.find(["video", "audio", "iframe", "img"])


def test_related_trials_say_their_status_and_hide_what_was_taken_down(client, db):
    home = make_home()
    kept, gone = make_trials(home, 2, status="COMPLETED", registry_updated_on="2021-09-23")
    [page] = make_treatments(home)
    page.body = [("related_trials", {"title": "Studies", "trials": [kept, gone]})]
    page.save_revision().publish()
    gone.unpublish()
    block = read(client, page).select_one(".related-trials")
    assert [link.text for link in block.select("a")] == ["Trial 1"]
    assert "Completed (record last updated on 23 September 2021)." in words(block)
    TrialPage.objects.update(status="RECRUITING")
    assert "This record is old." in words(read(client, page).select_one(".related-trials"))


def test_a_title_never_stands_over_an_empty_list(client, db):
    home = make_home()
    [faq] = make_faqs(home)
    [page] = make_treatments(home)
    page.body = [("related_faqs", {"title": "Asked", "faqs": [faq]})]
    page.save_revision().publish()
    assert "Asked" in words(read(client, page).main)
    faq.unpublish()
    assert "Asked" not in words(read(client, page).main)


def test_an_experimental_page_says_what_the_clinic_gains(client, db):
    page = a_page(("paragraph", "<p>Text.</p>"))
    ClinicSettings.objects.update_or_create(
        site=page.get_site(), defaults={"interests": "We sell nothing."}
    )
    assert "What we gain: We sell nothing." in words(read(client, page).main)
    page.status = "information"
    page.save_revision().publish()
    assert "What we gain" not in words(read(client, page).main)


def test_a_reader_who_comes_back_sees_what_changed_and_what_stands_below(client, db):
    change = {"date": date(2026, 11, 20), "text": "We added a study."}
    page = a_page(("paragraph", "<p>Text.</p>"), changes=[("change", change)])
    below = page.add_child(instance=type(page)(title="Signals", slug="signals", summary="How."))
    html = read(client, page)
    assert "What changed 20 November 2026 We added a study." in words(html.main)
    assert html.select_one(f'main a[href="{below.url}"]')
    below.unpublish()
    assert "More about this" not in words(read(client, page).main)


def somebody(name: str) -> Clinician:
    return Clinician.objects.create(
        name=name,
        slug=name.lower(),
        role="Nurse",
        credentials="RN",
        biography="She <nurses>.",
        locale=Locale.get_default(),
    )


def test_who_wrote_and_who_reviewed_have_pages_that_name_their_work(client, db):
    ada, eve = somebody("Ada"), somebody("Eve")
    page = a_page(
        ("paragraph", "<p>Text.</p>"), author=ada, reviewer=eve, reviewed_on=date(2026, 11, 1)
    )
    assert not read(client, page).select(".review-box a")
    home = page.get_parent().get_parent().specific
    people = home.add_child(instance=PeoplePage(title="People", slug="people", summary="Who."))
    links = [link["href"] for link in read(client, page).select(".review-box a")]
    assert links == [f"{people.url}ada/", f"{people.url}eve/"]
    assert {link["href"] for link in read(client, people).main("a")} >= set(links)
    html = read(client, links[1])
    assert html.title.text.strip().startswith("Eve")
    assert "She <nurses>." in words(html.main)
    assert "Treatment 1 Reviewed, 1 November 2026" in words(html.main)
    page.unpublish()
    assert "Treatment 1" not in words(read(client, links[1]).main)


def test_the_sources_page_says_where_each_source_is_used_in_few_queries(client, db):
    page = a_page(("paragraph", "<p>Text.</p>"))
    home = page.get_parent().get_parent().specific
    listing = home.add_child(instance=SourcesPage(title="Sources", slug="sources", summary="All."))
    counts = []
    for number in (1, 3):
        while len(page.sources) < number:
            page.sources.append(("source", make_source()))
        page.save_revision().publish()
        read(client, listing)
        with CaptureQueriesContext(connection) as queries:
            html = read(client, listing)
        counts.append(len(queries))
        assert len(html.select(f'main a[href="{page.url}"]')) == number
    assert counts[0] == counts[1]


@pytest.mark.parametrize("first", ["risk_list", "heading"])
def test_no_heading_of_the_third_level_comes_before_one_of_the_second(first, client, db):
    home = make_home()
    [trial] = make_trials(home)
    risks = {
        "title": "Risks",
        "risks": [{"risk": "A", "text": "B", "basis": "theory", "sources": []}],
    }
    value = risks if first == "risk_list" else {"part": "", "text": "First"}
    for page in (trial, make_standard(home)):
        page.body = [(first, value), ("risk_list", risks)]
        page.save_revision().publish()
        html = read(client, page)
        body = html.select_one(".body-text")
        before = body.find_previous("h2") if first == "risk_list" else body.h2
        assert words(before) == ("In more detail" if first == "risk_list" else "First")


PICTURE = Path(reader.FOLDER, "pictures/follicles.webp").read_bytes()


def test_the_demos_pictures_are_few_small_and_loaded_once(client, db):
    [row] = [row for row in reader.read_site()["pictures"] if row["key"] == "follicles"]
    assert len(PICTURE) <= 60_000
    site_file = {name: [] for name in ("people", "topics", "sources", "glossary", "synonyms")}
    for _time in range(2):
        shared = Shared(site_file | {"pictures": [row]}, update=True)
    [picture] = ClinicImage.objects.all()
    assert picture.file_hash == sha1(PICTURE, usedforsecurity=False).hexdigest()
    assert (picture.width, picture.credit) == (1200, row["credit"])
    given = {"image": "follicles", "alt": "Follicles", "caption": "Drawn."}
    file = PageFile("about", "standard", {"summary": "x", "body": [{"figure": given}]}, Path())
    stored = page_fields(file, shared, lambda path: None, is_draft=False)["body"]
    page = make_standard(make_home())
    page.body = stored
    page.save_revision().publish()
    image = read(client, page).select_one("figure.figure img")
    assert image["alt"] == "Follicles"
    assert (image["width"], image["loading"]) == ("640", "lazy")
    types = [source["type"] for source in image.find_parent("picture")("source")]
    assert types == ["image/avif", "image/webp"]
    assert image["src"].endswith(".jpg")


def test_an_editor_sees_every_block_before_she_chooses_it(client, db):
    home = make_home()
    make_faqs(home)
    make_trials(home)
    ClinicImage.objects.create(title="Follicles", file=ContentFile(PICTURE, name="f.webp"))
    client.force_login(make_staff())
    empty = []
    for name, block in BODY_BLOCKS:
        address = reverse("wagtailadmin_block_preview", query={"id": block.definition_prefix})
        main = read(client, address).select_one("main .wrap")
        if not words(main) and not main.find("img"):
            empty.append(name)
    assert empty == []
