"""Finding things with and without JavaScript, by keyboard, and as a screen reader hears it."""

import re
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from tests.e2e.admin import sign_in

pytestmark = pytest.mark.browser

PLACES = (
    "/search/?q=hrt",
    "/search/?q=menopase",
    "/search/?q=stem+cells&kind=questions",
    "/search/?q=donor+qqqqq",
    "/search/?q=qqqqqq",
    "/search/?q=stem+cells&page=2",
)


@pytest.fixture
def field(page):
    page.goto("/search/")
    return page.get_by_role("main").get_by_label("Search for")


def type_and_wait(page, field, text: str) -> None:
    field.press_sequentially(text)
    expect(page.get_by_role("main").get_by_role("option").first).to_be_visible()


def test_a_suggestion_is_taken_with_the_keyboard(page, field):
    type_and_wait(page, field, "what is")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    first = page.get_by_role("main").get_by_role("option").first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", first.get_attribute("id"))
    field.press("ArrowUp")
    last = page.get_by_role("main").get_by_role("option").last
    expect(last).to_have_attribute("aria-selected", "true")
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url(re.compile("/(treatments|faqs)/"))


def test_escape_closes_the_suggestions_and_enter_searches(page, field):
    type_and_wait(page, field, "stem")
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("Suggested pages")
    field.press("Escape")
    expect(page.get_by_role("main").get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("stem")
    field.press("Enter")
    page.wait_for_url("**/search/?q=stem")


def test_escape_in_the_menu_closes_the_suggestions_first(page):
    page.goto("/")
    page.get_by_text("Menu", exact=True).click()
    field = page.locator("#search-header")
    field.press_sequentially("stem")
    listbox = page.get_by_role("banner").get_by_role("listbox")
    expect(listbox).to_be_visible()
    field.press("Escape")
    expect(listbox).to_be_hidden()
    expect(field).to_be_visible()
    field.press("Escape")
    expect(field).to_be_hidden()


def test_a_suggestion_is_taken_with_a_finger(new_page):
    page = new_page(has_touch=True)
    page.goto("/search/")
    type_and_wait(page, page.locator("#search-page"), "exosom")
    option = page.get_by_role("main").get_by_role("option").first
    assert option.bounding_box()["height"] >= 44
    option.tap()
    page.wait_for_url(re.compile("exosomes"))


def test_she_types_fast_and_few_questions_are_asked(page, field):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "suggest" in request.url else 0)
    type_and_wait(page, field, "stem cells")
    assert len(asked) <= 3


def test_nothing_breaks_when_no_suggestion_comes(page, field):
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.route("**/search/suggest/**", lambda route: route.abort())
    field.press_sequentially("stem")
    page.wait_for_timeout(600)
    field.press("Enter")
    page.wait_for_url("**/search/?q=stem")
    assert problems == []


def test_without_javascript_the_kinds_and_pages_are_links(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/search/?q=stem+cells")
    page.get_by_role("navigation", name="Kinds of page").get_by_role(
        "link", name="Questions"
    ).click()
    expect(page).to_have_url(re.compile(r"\?q=stem\+cells&kind=questions$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Questions")
    page.get_by_role("link", name="Next page").click()
    expect(page).to_have_url(re.compile(r"\?q=stem\+cells&kind=questions&page=2$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_results_and_open_suggestions(scheme, new_page, axe):
    page = new_page(color_scheme=scheme)
    found = {}
    for place in PLACES:
        page.goto(place)
        found[place] = axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.goto("/search/")
    type_and_wait(page, page.locator("#search-page"), "cell")
    page.locator("#search-page").press("ArrowDown")
    found["suggestions"] = axe(page)
    assert {place: problems for place, problems in found.items() if problems} == {}


def test_the_html_of_results_is_valid(site, nu_errors):
    documents = {}
    for place in PLACES:
        with urlopen(f"{site.url}{place}") as response:  # noqa: S310 - our own server
            documents[place] = response.read().decode()
    assert nu_errors(documents) == {}


def test_the_list_of_searches_can_be_used_by_everybody(site, new_page, axe):
    site.sql(
        "INSERT INTO content_searchcount (query, language, count, results, last_on)"
        " VALUES ('klimakterium', 'en', 4, 0, '2026-11-03') ON CONFLICT DO NOTHING"
    )
    page = new_page(viewport={"width": 1280, "height": 900})
    sign_in(page, site, "editor@example.org")
    page.goto("/admin/reports/searches/")
    expect(page.get_by_role("main")).to_contain_text("klimakterium")
    ours = axe(page)
    # What is left is the frame that Wagtail draws around each of its reports.
    page.goto("/admin/reports/aging-pages/")
    assert ours == axe(page)
