"""A privacy officer copies, holds and erases, with the keyboard only, as docs/editors.md says."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.admin import DEMO_PASSWORD, sign_in

pytestmark = pytest.mark.browser

OFFICER = "privacy@example.org"
# Wagtail's own: the menu and the frame around every page of its admin.
NOT_OURS = re.compile(
    r"sidebar|#wagtail|w-breadcrumb|\.w-slim-header|region: |landmark|heading-order"
)


def press_until(page, name: str, role: str = "button") -> None:
    """Press Tab until the named element has the focus."""
    wanted = page.get_by_role(role, name=name).first
    for _ in range(120):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {name}.")


def enquire(page, name: str, address: str) -> str:
    page.goto("/enquire/")
    page.locator("[name=name]").fill(name)
    page.locator("[name=email]").fill(address)
    page.locator("[name=message]").fill("Is there a trial near me?")
    page.locator("[name=channel][value=email]").check()
    page.locator("[name=topic]").first.check()
    page.locator("[name=agreement]").check()
    page.locator("[name=is_adult]").check()
    page.get_by_role("button", name="Send the enquiry").click()
    page.wait_for_url("**/enquire/received/**")
    return re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", page.get_by_role("main").inner_text())[0]


def find(page, address: str) -> None:
    page.goto("/admin/persons-data/")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type(address)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("found"))).to_be_visible()
    assert "example.org" not in page.url


def choose(page, label: str, value: str) -> None:
    page.get_by_label(label).focus()
    page.get_by_label(label).select_option(value)


def look(page, name: str) -> None:
    """Keep a picture for whoever wants to look (POFCLINIC_PICTURES names a folder)."""
    if folder := os.environ.get("POFCLINIC_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_she_copies_holds_and_erases_with_the_keyboard(new_page, site):
    visitor = new_page()
    first = enquire(visitor, "Maryam Quagga", "quagga@example.org")
    second = enquire(new_page(), "Maryam Quagga", "Quagga@example.org")
    officer = new_page(viewport={"width": 1280, "height": 900})
    sign_in(officer, site, OFFICER)
    find(officer, "quagga@example.org")
    for reference in (first, second):
        expect(officer.get_by_label(reference)).to_be_checked()
    expect(officer.get_by_role("main")).not_to_contain_text("Quagga")

    choose(officer, "How was identity checked?", "id_wrote_back")
    officer.get_by_label("Your password").focus()
    officer.keyboard.type(DEMO_PASSWORD)
    press_until(officer, "Copy to read (web page)")
    with officer.expect_download() as waiting:
        officer.keyboard.press("Enter")
    copy = Path(waiting.value.path()).read_text()
    assert waiting.value.suggested_filename.endswith(".html")
    assert copy.count("Is there a trial near me?") == 2

    officer.get_by_label(second).focus()
    officer.keyboard.press("Space")
    choose(officer, "Why must it be kept?", "hold_complaint")
    press_until(officer, "Put on hold")
    officer.keyboard.press("Enter")
    expect(officer.locator(".messages")).to_contain_text(f"Put on hold: {first}.")

    find(officer, "quagga@example.org")
    choose(officer, "How was identity checked?", "id_wrote_back")
    press_until(officer, "Erase what is ticked")
    officer.keyboard.press("Enter")
    expect(officer.get_by_role("main")).to_contain_text("because they are on hold")
    officer.get_by_label("Your password").focus()
    officer.keyboard.type(DEMO_PASSWORD)
    press_until(officer, "Erase for good")
    officer.keyboard.press("Enter")
    expect(officer.locator(".messages")).to_contain_text(f"Erased: {second}.")
    expect(officer.locator(".messages")).to_contain_text(f"because it is on hold: {first}.")
    rows = site.sql("SELECT reference FROM enquiries_enquiry")
    left = {f"{reference[:4]}-{reference[4:]}" for (reference,) in rows}
    assert first in left
    assert second not in left
    site.wait_for((site.folder / "tombstones").exists)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_her_screens_fit_and_axe_finds_nothing_in_them(new_page, site, axe, width, scheme):
    address = f"q{width}{scheme}@example.org"
    enquire(new_page(), "Maryam", address)
    page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    sign_in(page, site, OFFICER)
    found = {}

    def judge(name: str) -> None:
        page.wait_for_load_state("networkidle")
        look(page, f"{name}-{width}-{scheme}")
        found[name] = [line for line in axe(page) if not NOT_OURS.search(line)]
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name} is {wide} px too wide"

    for name in ("persons-data", "retention", "retention/runs", "audit"):
        page.goto(f"/admin/{name}/")
        judge(name.replace("/", "-"))
    find(page, address)
    judge("found")
    page.get_by_role("button", name="Erase what is ticked").click()
    expect(page.get_by_text("Say how you know that it is she who asks.")).to_be_visible()
    judge("no-identity")
    choose(page, "How was identity checked?", "id_in_person")
    page.get_by_role("button", name="Copy to read (web page)").click()
    expect(page.get_by_text("Enter your password.")).to_be_visible()
    judge("no-password")
    page.get_by_role("button", name="Erase what is ticked").click()
    judge("erase")
    assert {name: lines for name, lines in found.items() if lines} == {}
