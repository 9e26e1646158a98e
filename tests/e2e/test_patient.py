"""A patient reads a page and sends an enquiry; staff find it."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.admin import sign_in

pytestmark = pytest.mark.browser


def fill_in(page, message: str) -> None:
    page.get_by_label("What should we call you?").fill("Ada O’Brien")
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


def test_going_back_and_sending_again_stores_it_once(site, page):
    page.goto(f"{site.url}/enquire/")
    before = stored(site)
    fill_in(page, "Once.")
    with page.expect_request(lambda request: request.method == "POST") as posted:
        send(page)
    first = reference_on(page)
    page.go_back()
    # The browser asks for the form anew, so what is there now has a key of its own; what
    # a browser would send again is the post itself.
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
    mail = site.wait_for(
        lambda: next((mail for mail in site.mails if reference in mail.get_content()), None)
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
