"""Words explained in place, and questions to tick and take along."""

import pytest

pytestmark = pytest.mark.browser

PAGE = "/treatments/questions-to-ask/"
REFUSED = (
    "Object.defineProperty(window, 'localStorage', "
    "{ get() { throw new DOMException('no', 'SecurityError'); } })"
)


def test_a_word_is_explained_without_a_script_and_with_the_keyboard(new_page):
    page = new_page(java_script_enabled=False)
    page.goto(PAGE)
    word = page.locator("main button[popovertarget]").first
    meaning = page.locator(f"[id='{word.get_attribute('popovertarget')}']")
    assert not meaning.is_visible()
    word.focus()
    page.keyboard.press("Enter")
    assert meaning.is_visible()
    page.keyboard.press("Tab")
    assert meaning.locator("a").evaluate("link => link === document.activeElement")
    page.keyboard.press("Escape")
    assert not meaning.is_visible()


def test_ticks_stay_in_her_browser_until_she_clears_them(new_page, site):
    page = new_page()
    sent = []
    page.on("request", lambda request: sent.append(request) if request.post_data else None)
    page.goto(PAGE)
    boxes = page.locator("questions-to-ask").first.get_by_role("checkbox")
    boxes.nth(1).check()
    page.reload()
    assert [boxes.nth(place).is_checked() for place in range(3)] == [False, True, False]
    page.get_by_role("button", name="Clear my ticks").first.click()
    page.reload()
    assert not boxes.nth(1).is_checked()
    assert page.evaluate("localStorage.length") == 0
    assert sent == []


def test_a_browser_that_keeps_nothing_is_told_so_and_still_ticks(new_page):
    page = new_page()
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.add_init_script(REFUSED)
    page.goto(PAGE)
    page.get_by_role("checkbox").first.check()
    assert page.get_by_role("checkbox").first.is_checked()
    assert page.get_by_text("This browser keeps no ticks").first.is_visible()
    assert page.get_by_text("Your ticks stay in this browser").count() == 0
    assert problems == []


def test_the_questions_are_printed_alone_with_their_title(new_page):
    page = new_page()
    page.goto(PAGE)
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Print these questions").first.click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    block = page.locator("questions-to-ask").first
    assert page.locator("h1").is_visible()
    assert block.get_by_role("checkbox").first.is_visible()
    assert not block.get_by_role("button").first.is_visible()
    assert not page.locator(".help-box").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".help-box").is_visible()


def test_without_a_script_the_questions_are_a_plain_list(new_page):
    page = new_page(java_script_enabled=False)
    page.goto(PAGE)
    block = page.locator("questions-to-ask").first
    assert block.locator("li").count() > 2
    assert block.locator("input, button").count() == 0
