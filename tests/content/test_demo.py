"""The demonstration content can be loaded, loaded again, and never half."""

import pytest
from django.core.management import call_command
from django.db import transaction
from wagtail.models import Page, Site

from content.demo.richtext import rich_text
from content.models import BasePage, ClinicSettings, FaqPage, TreatmentPage, TrialPage


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo, loaded once for this file and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db):
    return Site.objects.get(is_default_site=True).root_page.specific


def pages_below(home) -> list[BasePage]:
    return list(home.get_descendants(inclusive=True).specific())


PLAN = """
/ /treatments/ /treatments/what-is-poi/ /treatments/treatments-that-work-now/
/treatments/having-a-family/ /treatments/living-with-poi/ /treatments/what-are-stem-cells/
/treatments/how-mscs-might-work/ /treatments/how-mscs-might-work/can-mscs-become-ovary-cells/
/treatments/how-mscs-might-work/signals-and-exosomes/
/treatments/how-mscs-might-work/autoimmune-poi-and-mscs/
/treatments/what-studies-in-women-show/ /treatments/what-animal-studies-show/
/treatments/risks-and-unknowns/ /treatments/questions-to-ask/ /treatments/rules-and-your-rights/
/treatments/hope-and-uncertainty/ /trials/ /faqs/ /about/ /about/how-we-write/ /about/people/
/about/complaints/ /privacy/ /accessibility/ /glossary/ /sources/
""".split()


def test_every_page_of_the_plan_stands_in_its_place(demo):
    """The plan is the domain brief's, section 11.1, with all questions and all studies."""
    found = {page.url for page in pages_below(demo)}
    assert set(PLAN) - found == set()
    assert FaqPage.objects.live().count() == 38
    trials = TrialPage.objects.live()
    assert trials.count() == 26
    assert all(trial.get_children().live().exists() for trial in trials)


def test_a_record_that_we_saw_only_in_part_waits_as_a_draft(demo):
    [draft] = [page for page in pages_below(demo) if not page.live and page.depth == 4]
    assert draft.nct_id == "NCT02043743"
    assert "cut short" in draft.get_latest_revision_as_object().summary


def test_every_explainer_of_the_demo_is_whole(demo):
    assert {
        page.slug: lacks for page in TreatmentPage.objects.all() if (lacks := page.what_it_lacks())
    } == {}
    assert all(len(page.key_points) == 3 for page in TreatmentPage.objects.all())


def test_every_demo_page_is_published_and_names_who_checked_it(demo):
    for page in pages_below(demo):
        assert page.live or "nct02043743" in page.url_path, page
        assert page.reviewer, page
        assert "invented" in page.reviewer.biography
        assert page.reviewed_on < page.next_review_on, page
        page.full_clean()


def test_explainers_answers_and_trials_rest_on_sources(demo):
    for model in (TreatmentPage, FaqPage, TrialPage):
        for page in model.objects.all():
            assert page.listed_sources, page


def test_loading_twice_changes_nothing(demo):
    before = list(Page.objects.order_by("pk").values())
    call_command("load_demo", verbosity=0)
    call_command("load_demo", "--update", verbosity=0)
    assert list(Page.objects.order_by("pk").values()) == before


def test_loading_again_leaves_an_editors_words_and_update_brings_the_files_back(demo):
    page = TreatmentPage.objects.first()
    original, page.summary = page.summary, "An editor's words."
    page.save_revision().publish()
    call_command("load_demo", verbosity=0)
    page.refresh_from_db()
    assert page.summary == "An editor's words."
    call_command("load_demo", "--update", verbosity=0)
    page.refresh_from_db()
    assert page.summary == original
    assert page.revisions.filter(content__summary="An editor's words.").exists()


def test_a_clinic_that_has_its_own_name_keeps_it(demo):
    ClinicSettings.objects.update(clinic_name="Our own name")
    call_command("load_demo", verbosity=0)
    assert ClinicSettings.objects.get().clinic_name == "Our own name"


def test_markdown_becomes_what_wagtails_editor_would_store():
    html = rich_text("**Bold**, *so* and [there](page:about) <script>", lambda path: 7)
    assert html == (
        '<p><b>Bold</b>, <i>so</i> and <a id="7" linktype="page">there</a> &lt;script&gt;</p>'
    )
