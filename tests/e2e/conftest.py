"""What the browser tests stand on: a whole site, a real browser, and two judges of pages."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e import nu
from tests.e2e.site import Site

PHONE = {"width": 360, "height": 740}
_STANDARDS = "wcag2a wcag2aa wcag21a wcag21aa wcag22a wcag22aa best-practice".split()
# The size of targets (WCAG 2.2) is a rule that axe leaves out unless it is asked.
_RULES = {
    "runOnly": {"type": "tag", "values": _STANDARDS},
    "rules": {"target-size": {"enabled": True}},
}
_AXE = Path(__file__).parent / "vendor" / "axe.min.js"
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[Site]:
    """The running demo site of this pytest process: `.url`, `.mails`, `.sql(query)`."""
    site = Site(tmp_path_factory.mktemp("site"))
    try:
        site.start()
        yield site
    finally:
        site.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    path = os.environ.get("POFCLINIC_CHROMIUM")
    if not path:
        pytest.skip("there is no Chromium here, and none could be installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser, site) -> Iterator[Callable[..., Page]]:
    """Open pages in contexts of their own: `new_page(java_script_enabled=False)`.

    Each takes what Playwright's `new_context` does; addresses are relative to the site.
    """
    contexts = []

    def make(**options) -> Page:
        options = {"viewport": PHONE, "base_url": site.url, "locale": "en-GB"} | options
        contexts.append(browser.new_context(**options))
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page) -> Page:
    """A fresh page on a telephone of 360 px."""
    return new_page()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """Return what axe finds on a page as it stands, as "rule: help (where)"; best `[]`."""
    source = _AXE.read_text(encoding="utf-8")

    def judge(page: Page) -> list[str]:
        # Evaluated by the debugger, which no content security policy stops: the page
        # keeps its own policy, and its state.
        page.evaluate(source)
        found = page.evaluate(
            "rules => axe.run(rules).then(result => JSON.stringify(result.violations))", _RULES
        )
        return [
            f"{each['id']}: {each['help']} ({node['target'][0]})"
            for each in json.loads(found)
            for node in each["nodes"]
        ]

    return judge


@pytest.fixture
def nu_errors(tmp_path) -> Callable[[dict[str, str]], dict[str, list[str]]]:
    """Return the HTML errors of pages, {name: text}, as {name: errors}; best `{}`."""
    return lambda pages: nu.errors(pages, tmp_path)
