"""An editor changes a page and sees it live; what is not hers stays hidden."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.admin import sign_in

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture
def editor(browser, site):
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    sign_in(page, site, "editor@example.org")
    yield page
    context.close()


def page_id(site, slug: str) -> int:
    return site.sql(f"SELECT id FROM wagtailcore_page WHERE slug = '{slug}'")[0][0]


def test_what_she_publishes_shows_at_once(editor, site, page):
    address = f"{site.url}/treatments/hope-and-uncertainty/"
    editor.goto(f"{site.url}/admin/pages/{page_id(site, 'hope-and-uncertainty')}/edit/")
    editor.locator("#id_summary").fill("An editor wrote this sentence today.")
    editor.get_by_role("button", name="More actions").first.click()
    editor.get_by_role("button", name="Publish").first.click()
    expect(editor.locator(".messages")).to_contain_text("published")
    page.goto(address)
    expect(page.get_by_role("main")).to_contain_text("An editor wrote this sentence today.")


def test_she_sees_nothing_of_enquiries(editor, site):
    expect(editor.get_by_role("link", name="Pages").first).to_be_visible()
    assert editor.get_by_role("link", name=re.compile("Enquir")).count() == 0
    for address in ("/admin/enquiries/", "/admin/enquiry/"):
        editor.goto(f"{site.url}{address}")
        assert "O’Brien" not in editor.content()


def test_the_preview_shows_the_page_in_its_frame(editor, site):
    editor.goto(f"{site.url}/admin/pages/{page_id(site, 'risks-and-unknowns')}/edit/")
    editor.get_by_role("button", name="Toggle preview").click()
    frame = editor.frame_locator("iframe[title='Preview']").first
    expect(frame.get_by_role("heading", level=1)).to_contain_text(
        "Risks and unknowns", timeout=30_000
    )


ADMIN_SCREENS = [
    "/admin/",
    "/admin/pages/",
    "/admin/images/",
    "/admin/snippets/content/source/",
    "/admin/snippets/content/topic/add/",
    "/admin/settings/content/clinicsettings/",
    "/admin/snippets/content/glossaryterm/add/",
    "/admin/register-changes/",
    "/admin/users/",
    "/admin/reports/site-history/",
    "/admin/account/",
]


def test_the_admin_asks_nobody_outside_and_breaks_no_policy(browser, site):
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    hosts, complaints = set(), []
    page.on("request", lambda request: hosts.add(re.sub(r"^(\w+://[^/]+).*", r"\1", request.url)))
    page.on(
        "console",
        lambda line: complaints.append(line.text) if "Content Security" in line.text else None,
    )
    sign_in(page, site, "manager@example.org")
    edit = f"/admin/pages/{page_id(site, 'what-studies-in-women-show')}/edit/"
    for address in [*ADMIN_SCREENS, edit]:
        response = page.goto(f"{site.url}{address}")
        assert response.status == 200, address
        page.wait_for_load_state("networkidle")
    outside = {host for host in hosts if not host.startswith((site.url, "data:", "blob:"))}
    assert outside == set()
    assert complaints == []
    context.close()
