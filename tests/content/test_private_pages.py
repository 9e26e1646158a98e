"""A page that is for some only is not told to others by the pages around it."""

import pytest
from wagtail.models import PageViewRestriction

from tests.factories import make_faqs, make_home, make_treatments, make_trials, make_update

SECRET = "Quagga"


@pytest.fixture
def home(db):
    return make_home()


def hide(page) -> None:
    page.title = f"{SECRET} {page.title}"
    page.save()
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def told(client, address: str) -> bool:
    response = client.get(address)
    assert response.status_code == 200
    return SECRET in response.content.decode()


def test_the_list_of_explainers(client, home):
    _shown, hidden = make_treatments(home, 2)
    hide(hidden)
    assert not told(client, "/treatments/")


def test_the_list_of_questions_and_a_question_of_the_same_topic(client, home):
    shown, hidden = make_faqs(home, 2)
    hide(hidden)
    assert not told(client, "/faqs/")
    assert not told(client, shown.url)


def test_a_question_and_a_trial_that_an_explainer_shows(client, home):
    (page,) = make_treatments(home)
    faqs, trials = make_faqs(home, 2), make_trials(home, 2)
    page.body = [
        ("related_faqs", {"title": "Questions", "faqs": faqs}),
        ("related_trials", {"title": "Trials", "trials": trials}),
    ]
    page.save()
    hide(faqs[1])
    hide(trials[1])
    assert "Question 1?" in client.get(page.url).content.decode()
    assert not told(client, page.url)
    assert not told(client, f"{page.url.rstrip('/')}.md")


def test_the_list_of_trials_with_its_updates(client, home):
    _shown, hidden = make_trials(home, 2, updates=1)
    hide(hidden)
    assert not told(client, "/trials/")


def test_an_update_below_a_trial(client, home):
    (trial,) = make_trials(home, 1, updates=1)
    hide(make_update(trial, 2))
    assert not told(client, trial.url)
    assert not told(client, "/trials/")


def test_the_menu(client, home):
    make_treatments(home)
    hide(home.get_children().get(slug="treatments"))
    assert not told(client, home.url)


def test_an_update_of_a_trial_that_is_a_draft_is_on_no_list(client, home):
    shown, draft = make_trials(home, 2, updates=1)
    draft.title, draft.live = f"{SECRET} trial", False
    draft.save()
    assert not told(client, "/trials/")
    assert not told(client, shown.url)
    assert not told(client, "/feeds/trials.rss")


def test_the_questions_on_the_home_page(client, home):
    shown, hidden = make_faqs(home, 2)
    hide(hidden)
    home.featured_faqs = [("faq", shown), ("faq", hidden)]
    home.save_revision().publish()
    assert not told(client, "/")
    assert b"Question 1?" in client.get("/").content


def test_an_explainer_tells_nothing_of_one_below_it(client, home):
    parent, child = make_treatments(home, 2)
    child.move(parent, pos="last-child")
    child.refresh_from_db()
    assert b"Treatment 2" in client.get(parent.url).content
    hide(child)
    assert not told(client, parent.url)
