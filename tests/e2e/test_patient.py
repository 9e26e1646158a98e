"""A patient reads a page and sends an enquiry; staff find it."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.admin import sign_in

pytestmark = pytest.mark.browser

# Whether a link's box touches that of the element in focus, or of its label.
COVERED = """(link) => {
  const a = link.getBoundingClientRect();
  const field = document.activeElement;
  return [field, ...(field.labels ?? [])].some((each) => {
    const b = each.getBoundingClientRect();
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  });
}"""


def fill_in(page, message: str) -> None:
    page.get_by_label("What should we call you?").fill("Ada O’Brien")
    page.get_by_label("By e-mail").check()
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Fertility choices").check()
    page.get_by_label(re.compile("Your message")).fill(message)
    page.get_by_label(re.compile("^I am 18")).check()
    page.get_by_label(re.compile("I agree")).check()


def send(page) -> None:
    page.get_by_role("button", name="Send the enquiry").click()


def reference_on(page) -> str:
    page.wait_for_url("**/enquire/received/**")
    found = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", page.get_by_role("main").inner_text())
    assert found, "no reference on the confirmation"
    return found[0]


def assert_nothing_is_left(page) -> None:
    for label in ("What should we call you", "E-mail address", "Telephone number", "Your message"):
        expect(page.get_by_label(re.compile(label))).to_have_value("")
    for label in ("Fertility choices", "^I am 18", "I agree"):
        expect(page.get_by_label(re.compile(label))).not_to_be_checked()


def stored(site) -> int:
    return site.sql("SELECT count(*) FROM enquiries_enquiry")[0][0]


def test_from_an_explainer_to_the_inbox(site, page, browser):
    page.goto(f"{site.url}/treatments/what-is-poi/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(f"{site.url}/enquire/")
    before = stored(site)
    fill_in(page, "What does -5 since Monday mean? =) Nguyễn 李 🙂")
    send(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("received|have", re.I))
    reference = reference_on(page)
    assert "Ada" not in page.content()
    assert reference.replace("-", "") not in page.url

    page.reload()
    assert reference_on(page) == reference
    assert stored(site) == before + 1

    staff = browser.new_context().new_page()
    sign_in(staff, site, "handler@example.org")
    staff.get_by_role("link", name=re.compile("Enquiries")).first.click()
    staff.get_by_role("link", name=re.compile(reference)).first.click()
    expect(staff.get_by_role("main")).to_contain_text("=) Nguyễn 李 🙂")
    staff.context.close()


def test_without_javascript_an_enquiry_arrives_too(site, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{site.url}/enquire/")
    before = stored(site)
    fill_in(page, "Sent without JavaScript.")
    send(page)
    reference_on(page)
    assert stored(site) == before + 1
    context.close()


def test_a_forgotten_tick_keeps_every_word_and_says_what_to_do(site, page):
    page.goto(f"{site.url}/enquire/")
    fill_in(page, "A long thought that must not be lost.")
    page.get_by_label(re.compile("I agree")).uncheck()
    before = stored(site)
    send(page)
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.get_by_label(re.compile("Your message"))).to_have_value(
        "A long thought that must not be lost."
    )
    assert page.title().startswith("Error")
    summary = page.locator(".error-summary a").first
    summary.click()
    assert page.evaluate("document.activeElement.id") == summary.get_attribute("href")[1:]
    page.get_by_label(re.compile("I agree")).check()
    send(page)
    reference_on(page)
    assert stored(site) == before + 1


@pytest.mark.parametrize("has_script", [True, False])
def test_after_sending_going_back_shows_an_empty_form_that_sends_nothing(
    site, new_page, has_script
):
    page = new_page(java_script_enabled=has_script)
    page.goto(f"{site.url}/enquire/")
    before = stored(site)
    fill_in(page, "Once.")
    send(page)
    reference_on(page)
    page.go_back()
    expect(page).to_have_url(f"{site.url}/enquire/")
    assert_nothing_is_left(page)
    send(page)
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert stored(site) == before + 1


@pytest.mark.parametrize("has_script", [True, False])
def test_after_leaving_quickly_nobody_finds_her_words_by_going_back(site, new_page, has_script):
    page = new_page(java_script_enabled=has_script)
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="The weather"))
    page.goto(f"{site.url}/enquire/")
    fill_in(page, "Nobody may read this.")
    send(page)
    reference_on(page)
    page.get_by_role("link", name="Leave this site now").click()
    page.wait_for_url("https://www.bbc.co.uk/**")
    page.go_back()
    if not has_script:
        page.go_back()
    expect(page).to_have_url(f"{site.url}/enquire/")
    assert_nothing_is_left(page)


def test_a_page_that_the_browser_kept_whole_forgets_what_was_sent(site, page):
    """Automation has no back/forward cache, so the two events of one are told to the page."""
    page.goto(f"{site.url}/enquire/")
    token = page.locator("[name=form_token]")
    first = token.get_attribute("value")
    fill_in(page, "Kept in memory.")
    tell = "([kind, persisted]) => dispatchEvent(new PageTransitionEvent(kind, {persisted}))"
    page.evaluate(tell, ["pagehide", True])
    expect(page.get_by_label(re.compile("Your message"))).to_have_value("Kept in memory.")
    page.evaluate("document.querySelector('main form').dispatchEvent(new SubmitEvent('submit'))")
    page.evaluate(tell, ["pagehide", True])
    assert_nothing_is_left(page)
    page.evaluate(tell, ["pageshow", True])
    expect(token).not_to_have_attribute("value", first)
    assert_nothing_is_left(page)


def test_the_same_post_again_leads_to_the_same_reference(site, page):
    page.goto(f"{site.url}/enquire/")
    before = stored(site)
    fill_in(page, "Once.")
    with page.expect_request(lambda request: request.method == "POST") as posted:
        send(page)
    first = reference_on(page)
    again = page.request.post(
        f"{site.url}/enquire/",
        data=posted.value.post_data,
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"{site.url}/enquire/",
        },
    )
    assert first in again.text()
    assert stored(site) == before + 1


def test_the_way_out_stays_in_sight_and_never_covers_where_she_is(site, page):
    page.goto(f"{site.url}/enquire/")
    way_out = page.get_by_role("link", name="Leave this site now")
    for _ in range(2):
        for key in ("Tab", "Shift+Tab"):
            for _ in range(40):
                page.keyboard.press(key)
                if not page.evaluate("!!document.activeElement.closest('main form')"):
                    continue
                expect(way_out).to_be_in_viewport(ratio=1)
                assert page.evaluate(COVERED, way_out.element_handle()) is False
        page.set_viewport_size({"width": 360, "height": 400})
    send(page)
    for summary in page.locator(".error-summary a").all():
        summary.click()
        expect(way_out).to_be_in_viewport(ratio=1)
        assert page.evaluate(COVERED, way_out.element_handle()) is False


def test_an_impatient_double_click_stores_it_once(site, page):
    page.goto(f"{site.url}/enquire/")
    before = stored(site)
    fill_in(page, "Twice.")
    page.get_by_role("button", name="Send the enquiry").dblclick()
    reference_on(page)
    assert stored(site) == before + 1


def test_staff_are_told_by_mail_without_a_word_of_hers(site, page):
    page.goto(f"{site.url}/enquire/")
    fill_in(page, "Canary sentence for the mail.")
    send(page)
    reference = reference_on(page)
    # Hers, the confirmation, has two parts.
    mail = site.wait_for_mail(
        lambda mail: not mail.is_multipart() and reference in mail.get_content()
    )
    text = f"{mail.items()} {mail.get_content()}"
    for word in ("Canary", "ada@example.org", "O’Brien", "O'Brien"):
        assert word not in text
    assert "/admin/" in text


def test_the_form_can_be_sent_with_the_keyboard_alone(site, page):
    page.goto(f"{site.url}/enquire/")
    before = stored(site)
    page.get_by_label("What should we call you?").focus()
    page.keyboard.type("Keyboard")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("By e-mail")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("keys@example.org")
    for label in ("Care for premature", "I agree", "^I am 18"):
        box = page.get_by_label(re.compile(label))
        for _ in range(40):
            if box.evaluate("element => element === document.activeElement"):
                break
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(box).to_be_checked()
        page.get_by_label("What should we call you?").focus()
    page.keyboard.press("Enter")
    reference_on(page)
    assert stored(site) == before + 1
