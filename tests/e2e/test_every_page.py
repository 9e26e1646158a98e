"""Every page of the demo: for everybody, in light and dark, narrow and large."""

import re
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.browser

TEXT_SIZE = "size => document.documentElement.style.setProperty('font-size', size)"
SECTIONS = ("/treatments/", "/faqs/", "/trials/", "/")
OTHERS = (
    "/enquire/",
    "/search/",
    "/search/?q=stem+cells",
    "/search/?q=qqqqqq",
    "/nowhere/",
)


def addresses(site, section: str) -> list[str]:
    """Pages of the sitemap in a section; the last section holds what is in no other."""
    with urlopen(f"{site.url}/sitemap.xml") as response:  # noqa: S310 - our own server
        found = re.findall(r"<loc>https?://[^/<]+([^<]*)</loc>", response.read().decode())
    others = SECTIONS[:-1]
    if section == "/":
        return [path for path in found if not path.startswith(others)] + list(OTHERS)
    return [path for path in found if path.startswith(section)]


@pytest.mark.parametrize("section", SECTIONS)
def test_axe_finds_nothing(section, site, browser, axe):
    violations = {}
    for scheme, size in (("light", "100%"), ("dark", "200%")):
        context = browser.new_context(
            viewport={"width": 320, "height": 740}, color_scheme=scheme, bypass_csp=True
        )
        page = context.new_page()
        for path in addresses(site, section):
            page.goto(f"{site.url}{path}")
            page.evaluate(TEXT_SIZE, size)
            if found := axe(page):
                violations[f"{path} ({scheme})"] = found
        context.close()
    assert violations == {}


@pytest.mark.parametrize("section", SECTIONS)
def test_the_html_is_valid(section, site, nu_errors):
    documents = {}
    for path in addresses(site, section):
        if path == "/nowhere/":
            continue
        with urlopen(f"{site.url}{path}") as response:  # noqa: S310 - our own server
            documents[path] = response.read().decode()
    assert len(documents) > 3
    assert nu_errors(documents) == {}


@pytest.mark.parametrize("section", SECTIONS)
def test_nothing_is_blocked_missing_or_asked_of_others(section, site, browser):
    context = browser.new_context(viewport={"width": 320, "height": 740})
    page = context.new_page()
    problems = []
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith((site.url, "data:")) else problems.append(request.url)
        ),
    )
    for path in addresses(site, section):
        if path == "/nowhere/":
            continue
        page.goto(f"{site.url}{path}")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            problems.append(f"{path} is {width} px wide")
    assert problems == []
    context.close()


@pytest.mark.parametrize("section", SECTIONS)
def test_large_text_does_not_run_off_the_page(section, site, browser):
    context = browser.new_context(viewport={"width": 640, "height": 740})
    page = context.new_page()
    wide = []
    for path in addresses(site, section):
        page.goto(f"{site.url}{path}")
        page.evaluate(TEXT_SIZE, "200%")
        if page.evaluate("document.documentElement.scrollWidth") > 640:
            wide.append(path)
    assert wide == []
    context.close()


def test_every_link_of_every_page_leads_somewhere(site):
    from urllib.error import HTTPError

    seen, broken = {}, []
    for section in SECTIONS:
        for path in addresses(site, section):
            if path == "/nowhere/":
                continue
            with urlopen(f"{site.url}{path}") as response:  # noqa: S310 - our own server
                html = response.read().decode()
            for link in set(re.findall(r'href="(/[^"#]*)(?:#[^"]*)?"', html)):
                if link not in seen:
                    try:
                        seen[link] = urlopen(f"{site.url}{link}").status  # noqa: S310
                    except HTTPError as error:
                        seen[link] = error.code
                if seen[link] != 200:
                    broken.append((path, link, seen[link]))
            ids = set(re.findall(r'\sid="([^"]+)"', html))
            broken += [
                (path, anchor)
                for anchor in re.findall(r'href="#([^"]+)"', html)
                if anchor not in ids
            ]
    assert broken == []


PAGE_TYPES = (
    "/",
    "/treatments/",
    "/treatments/what-studies-in-women-show/",
    "/faqs/",
    "/faqs/what-are-mscs/",
    "/trials/",
    "/trials/nct02696889/",
    "/about/",
    "/about/people/",
    "/about/people/dr-isla-placeholder/",
    "/glossary/",
    "/sources/",
    "/search/?q=stem+cells",
    "/enquire/",
)


@pytest.mark.parametrize("path", PAGE_TYPES)
def test_a_page_is_small_on_a_phones_line(path, site, browser):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    sizes = {"font": 0, "rest": 0}

    def count(request) -> None:
        kind = "font" if request.resource_type == "font" else "rest"
        sizes[kind] += request.sizes()["responseBodySize"]

    page.on("requestfinished", count)
    page.goto(f"{site.url}{path}")
    page.wait_for_load_state("networkidle")
    assert 0 < sizes["rest"] < 60_000
    assert sizes["font"] < 60_000
    context.close()


def test_one_stylesheet_is_fetched_and_kept_for_a_year(site, page):
    sheets = []
    page.on(
        "response",
        lambda response: sheets.append(response) if ".css" in response.url else None,
    )
    page.goto(f"{site.url}/")
    [sheet] = sheets
    assert re.search(r"/site\.[0-9a-f]{12}\.css$", sheet.url)
    assert "max-age=315360000" in sheet.headers["cache-control"]
    assert sheet.headers["content-encoding"] == "br"


# What JavaScript adds: nothing that a reader needs in order to know or to act.
ADDED = {
    "Print, or save as PDF",
    "Print these questions",
    "Clear my ticks",
    "Tick the questions that you want to ask. Your ticks stay in this browser. "
    "They are not sent to us or to anybody.",
    "Characters left: 2,000",
}
VISIBLE_LINES = """() => [...new Set(
    document.querySelector("main").innerText.split("\\n").map((line) => line.trim())
)].filter(Boolean)"""


@pytest.mark.parametrize("path", PAGE_TYPES)
def test_a_page_is_complete_without_javascript(path, site, browser):
    shown = {}
    for is_on in (True, False):
        context = browser.new_context(
            viewport={"width": 360, "height": 740}, java_script_enabled=is_on
        )
        page = context.new_page()
        page.goto(f"{site.url}{path}")
        shown[is_on] = set(page.evaluate(VISIBLE_LINES))
        context.close()
    assert shown[True] - shown[False] - ADDED == set()
