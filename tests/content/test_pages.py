"""What a reader gets."""

from datetime import timedelta
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image as PillowImage
from wagtail.models import Locale

from content.models import ClinicImage, ClinicSettings, TrialPage
from tests.factories import (
    make_faqs,
    make_home,
    make_treatments,
    make_trials,
    make_update,
)


def read(client, page) -> BeautifulSoup:
    response = client.get(page.url)
    assert response.status_code == 200, page.url
    return BeautifulSoup(response.content, "html.parser")


def words(element) -> str:
    return " ".join(element.get_text(" ").split())


def test_a_patient_reads_the_answer_the_statement_and_its_source(client, db):
    [page] = make_treatments(make_home())
    page.body.append(("heading", {"text": "What is not known"}))
    page.save_revision().publish()
    html = read(client, page)
    assert words(html.h1) == "Treatment 1"
    main = words(html.main)
    assert "Answer 1." in main
    assert "Nobody knows yet." in main
    assert "Theory" in main
    assert "Experimental" in main
    source = page.listed_sources[0]
    assert "A study" in words(html.find(id=source.anchor))
    assert html.select_one('a[href="#s-what-it-is"]')
    assert html.find(id="s-what-it-is").name == "h2"


def test_what_an_editor_publishes_shows_at_once(client, db):
    [page] = make_treatments(make_home())
    page.summary = "A draft."
    revision = page.save_revision()
    assert "A draft." not in words(read(client, page))
    revision.publish()
    assert "A draft." in words(read(client, page))


def test_a_page_taken_down_is_gone_from_its_list_and_its_address(client, db):
    home = make_home()
    [page] = make_treatments(home)
    index = page.get_parent().specific
    assert page.title in words(read(client, index).main)
    page.unpublish()
    assert page.title not in words(read(client, index).main)
    assert client.get(page.url).status_code == 404


def test_questions_stand_under_their_topics(client, db):
    faqs = make_faqs(make_home(), count=4, topics=2)
    html = read(client, faqs[0].get_parent().specific)
    text = words(html.main)
    first, second = text.rindex("Topic 1"), text.rindex("Topic 2")
    assert first < text.index("Question 2?") < second < text.index("Question 1?")


def test_an_answer_shown_on_a_treatment_page_names_that_page(client, db):
    home = make_home()
    [faq] = make_faqs(home)
    [page] = make_treatments(home)
    page.body.append(("related_faqs", {"title": "People ask", "faqs": [faq]}))
    page.save_revision().publish()
    assert "Short answer 1." in words(read(client, page).main)
    assert page.title in words(read(client, faq).main)


def test_an_unpublished_question_disappears_from_the_pages_that_show_it(client, db):
    home = make_home()
    [faq] = make_faqs(home)
    [page] = make_treatments(home)
    page.body.append(("related_faqs", {"title": "People ask", "faqs": [faq]}))
    page.save_revision().publish()
    faq.unpublish()
    assert "Short answer 1." not in words(read(client, page).main)


def test_a_trial_says_its_status_in_plain_words_and_that_a_register_is_no_approval(client, db):
    [trial] = make_trials(
        make_home(),
        status="UNKNOWN",
        phases=["PHASE1", "PHASE2"],
        enrolment_count=9,
        enrolment_type="ESTIMATED",
        registry_checked_on=timezone.localdate(),
    )
    text = words(read(client, trial).main)
    assert "we do not know if it is still running" in text
    assert "Phase 1 / Phase 2" in text or ("Phase 1" in text and "Phase 2" in text)
    assert "does not mean that a regulator has approved" in text
    assert "9" in text
    assert "NCT00000001" in text


def test_a_company_run_study_is_marked(client, db):
    own, company = make_trials(make_home(), count=2)
    company.sponsor_class = "INDUSTRY"
    company.sponsor_name = "A company"
    company.save_revision().publish()
    assert "company" in words(read(client, company).main).lower()
    assert "company" not in words(read(client, own).main).lower()


def test_the_newest_update_comes_first(client, db):
    [trial] = make_trials(make_home())
    for number, days in ((1, 10), (2, 1)):
        update = make_update(trial, number)
        update.date = timezone.localdate() - timedelta(days=days)
        update.save()
    text = words(read(client, trial).main)
    assert text.index("Update 2 of") < text.index("Update 1 of")


def test_the_three_lists_of_trials_are_kept_apart(client, db):
    cells, cell_free = make_trials(make_home(), count=2)
    cell_free.kind = TrialPage.Kind.CELL_FREE
    cell_free.save()
    html = read(client, cells.get_parent().specific)
    text = words(html.main)
    assert text.index("Cells for POI") < text.index("Trial 1")
    assert text.index("Trial 1") < text.index("Cell-free or platelet products")
    assert text.index("Cell-free or platelet products") < text.index("Trial 2")


def test_the_demo_notice_goes_when_a_setting_says_so(client, db):
    home = make_home()
    clinic = ClinicSettings.for_site(home.get_site())
    assert "no clinician has reviewed" in words(read(client, home)).lower()
    clinic.show_demo_notice = False
    clinic.save()
    assert "clinician has reviewed" not in words(read(client, home)).lower()


def test_a_reader_is_told_when_a_review_is_overdue(client, db):
    [page] = make_treatments(make_home())
    page.reviewed_on = timezone.localdate() - timedelta(days=400)
    page.next_review_on = timezone.localdate()
    page.save_revision().publish()
    assert "This review is overdue." not in words(read(client, page).main)
    page.next_review_on -= timedelta(days=1)
    page.save_revision().publish()
    assert "This review is overdue." in words(read(client, page).main)


def test_a_page_that_no_clinician_has_reviewed_says_so(client, db):
    [page] = make_treatments(make_home())
    assert "Not yet reviewed by a clinician." in words(read(client, page).main)


def test_a_door_to_a_page_taken_down_leads_nowhere(client, db):
    home = make_home()
    [page] = make_treatments(home)
    home.doors = [("door", {"title": "I want to read", "text": "About it.", "page": page})]
    home.save_revision().publish()
    assert read(client, home).main.find("a", href=page.url)
    page.unpublish()
    html = read(client, home)
    assert "I want to read" in words(html.main)
    assert not html.main.find("a", href=page.url)


def test_an_old_record_that_says_recruiting_is_marked_as_old(client, db):
    [trial] = make_trials(make_home(), status="RECRUITING", registry_updated_on="2024-01-02")
    for page in (trial, trial.get_parent().specific):
        text = words(read(client, page).main)
        assert "Looking for people" in text
        assert "2 January 2024" in text
        assert "old" in text


def test_breadcrumbs_lead_home(client, db):
    [page] = make_treatments(make_home())
    html = read(client, page)
    crumbs = html.find("nav", attrs={"aria-label": "Breadcrumbs"})
    assert [link["href"] for link in crumbs.find_all("a")] == ["/", "/treatments/"]


def test_a_reader_without_an_account_gets_no_cookie_and_no_user_bar(client, db):
    [page] = make_treatments(make_home())
    response = client.get(page.url)
    assert not response.cookies
    assert b"wagtail-userbar" not in response.content


LISTS = {
    "treatments": make_treatments,
    "faqs": make_faqs,
    "trials": lambda home, count: make_trials(home, count, updates=count),
}


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_asks_the_database_as_often_for_three_as_for_one(kind, client, db):
    index = LISTS[kind](make_home(), 3)[0].get_parent()
    shown = list(index.get_children())
    asked = []
    for count in (1, 3):
        for position, page in enumerate(shown):
            page.live = position < count
            page.save(update_fields=["live"])
        client.get(index.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(index.url)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_home_asks_the_database_as_often_for_three_updates_as_for_one(client, db):
    home = make_home()
    [trial] = make_trials(home)
    asked = []
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            make_update(trial, number)
        client.get(home.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(home.url)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_page_that_has_no_translation_is_not_passed_off_as_one(client, db):
    [page] = make_treatments(make_home())
    response = client.get(f"/de{page.url}")
    assert (response.status_code, response.url) == (302, page.url)
    assert client.get("/de/").url == "/"


def test_a_translated_page_is_read_under_its_own_prefix(client, db):
    home = make_home()
    german = Locale.objects.get_or_create(language_code="de")[0]
    translated = home.copy_for_translation(german)
    translated.title = "Eine Praxis"
    translated.save_revision().publish()
    html = read(client, translated)
    assert translated.url == "/de/"
    assert html.html["lang"] == "de"
    assert words(html.h1) == "Eine Praxis"
    languages = read(client, home).select("a[hreflang]")
    assert [(link["hreflang"], link["href"]) for link in languages] == [("de", "/de/")]
    assert words(languages[0]) == "Deutsch"


def make_image(**fields) -> ClinicImage:
    drawn = BytesIO()
    PillowImage.new("RGB", (1600, 900), "#e5995f").save(drawn, "PNG")
    file = ContentFile(drawn.getvalue(), name="cells.png")
    return ClinicImage.objects.create(title="Cells", file=file, **fields)


def test_a_figure_is_small_described_and_credited(client, db):
    [page] = make_treatments(make_home())
    image = make_image(credit="A. Drawer", licence="CC BY 4.0")
    image.contextual_alt_text = "Three cells beside a follicle"
    image.decorative = False
    page.body.append(("figure", {"image": image, "caption": "Where the signals go"}))
    page.save_revision().publish()
    figure = read(client, page).find("figure")
    types = [source["type"] for source in figure.select("source")]
    assert types == ["image/avif", "image/webp"]
    assert figure.img["src"].endswith(".jpg")
    assert figure.img["alt"] == "Three cells beside a follicle"
    assert int(figure.img["width"]) > int(figure.img["height"]) > 0
    assert "Where the signals go" in words(figure)
    assert "A. Drawer" in words(figure)
    assert "CC BY 4.0" in words(figure)
    assert "original_images" not in str(figure)


def test_a_picture_that_only_decorates_is_silent(client, db):
    [page] = make_treatments(make_home())
    image = make_image()
    image.contextual_alt_text, image.decorative = "", True
    page.body.append(("figure", {"image": image, "caption": ""}))
    page.save_revision().publish()
    assert read(client, page).find("figure").img["alt"] == ""
