"""What editors meet in the admin."""

import pytest
from bs4 import BeautifulSoup

from content.models import Source
from tests.factories import (
    make_faqs,
    make_home,
    make_source,
    make_staff,
    make_treatments,
    make_trials,
)


@pytest.fixture
def editor(client, db):
    client.force_login(make_staff("Editor"))
    return client


def words(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def test_a_source_can_be_searched_for_while_choosing_one(editor):
    source = make_source()
    response = editor.get(
        "/admin/snippets/choose/content/source/results/", {"q": "study", "locale": "en"}
    )
    assert response.status_code == 200
    assert source.key in words(response)


def test_sources_can_be_searched_and_filtered_by_year_at_once(editor):
    Source.objects.filter(pk=make_source().pk).update(year=2024)
    response = editor.get("/admin/snippets/content/source/", {"q": "study", "year": 2024})
    assert response.status_code == 200


def test_people_can_be_searched_for_while_choosing_one(editor):
    response = editor.get(
        "/admin/snippets/choose/content/clinician/results/", {"q": "ada", "locale": "en"}
    )
    assert response.status_code == 200


def test_a_source_that_a_page_cites_cannot_be_deleted(editor):
    [page] = make_treatments(make_home())
    cited = page.listed_sources[0]
    response = editor.post(f"/admin/snippets/content/source/delete/{cited.pk}/", follow=True)
    assert Source.objects.filter(pk=cited.pk).exists()
    assert f"{cited.key} is cited and was not deleted" in words(response)


def test_a_source_that_nobody_cites_can_be_deleted(editor):
    source = make_source()
    editor.post(f"/admin/snippets/content/source/delete/{source.pk}/")
    assert not Source.objects.filter(pk=source.pk).exists()


def test_an_editor_is_not_offered_moderators_that_there_are_not(editor):
    [page] = make_treatments(make_home())
    response = editor.get(f"/admin/pages/{page.pk}/edit/")
    assert "moderator" not in words(response).lower()


def test_the_short_answer_of_a_question_is_written_once(editor):
    [faq] = make_faqs(make_home())
    response = editor.get(f"/admin/pages/{faq.pk}/edit/")
    html = BeautifulSoup(response.content, "html.parser")
    assert html.find(id="id_short_answer")
    assert not html.find(id="id_summary")
    assert faq.summary == "Short answer 1."


def test_the_registers_facts_are_read_in_words_and_cannot_be_changed(editor):
    [trial] = make_trials(
        make_home(),
        registry_title="A study",
        status="RECRUITING",
        registry_updated_on="2026-11-01",
        phases=["PHASE1", "PHASE2"],
    )
    response = editor.get(f"/admin/pages/{trial.pk}/edit/")
    text = words(response)
    assert "Looking for people" in text
    assert "Phase 1 / Phase 2" in text
    assert "PHASE1" not in text
    assert b'name="status"' not in response.content


def test_two_equal_headings_are_refused_for_their_links_would_meet(editor):
    [page] = make_treatments(make_home())
    page.body.append(("heading", {"text": "What it is"}))
    with pytest.raises(Exception, match="Two headings are the same"):
        page.full_clean()


def test_there_is_no_document_library_to_stumble_into(editor):
    editor.force_login(make_staff())
    assert "Documents" not in words(editor.get("/admin/"))
    assert "Documents" not in words(editor.get("/admin/pages/search/?q=a"))


def test_a_demo_page_can_be_taken_back_to_its_first_words(editor):
    from django.core.management import call_command

    from content.models import TreatmentPage

    call_command("load_demo", verbosity=0)
    page = TreatmentPage.objects.first()
    page.save_revision(log_action=True).publish()
    history = editor.get(f"/admin/pages/{page.pk}/history/")
    assert b"/revert/" in history.content
