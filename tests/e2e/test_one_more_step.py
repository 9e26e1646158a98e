"""When too much comes in, a browser does a sum, or a person waits; both get through."""

import re

import pytest
from playwright.sync_api import Error, expect

from enquiries.abuse.counting import digest_of
from tests.e2e.test_patient import fill_in, reference_on, send, stored

pytestmark = pytest.mark.browser

USE_UP = """
    INSERT INTO enquiries_tally (digest, window_at, count)
    SELECT %s, to_timestamp((floor(extract(epoch FROM now()) / 600) + step) * 600), %s
    FROM generate_series(0, 1) AS step
"""


def use_up(site, address: str, number: int) -> None:
    """Let there have been so many from an address, in this window and the next."""
    site.sql(
        "INSERT INTO enquiries_dailysalt (day, salt) VALUES ((now() AT TIME ZONE 'UTC')::date, %s) "
        "ON CONFLICT DO NOTHING",
        b"salt" * 8,
    )
    salts = site.sql("SELECT salt FROM enquiries_dailysalt ORDER BY day DESC LIMIT 1")
    digest = digest_of(bytes(salts[0][0]), "address", address.encode())
    site.sql(USE_UP, digest, number)


# With the tests' factor of 100: above the soft limit, and above the hard one.
MUCH, TOO_MUCH = 7_000, 70_000


def held_up(site, new_page, address: str, message: str, number: int = TOO_MUCH, **options):
    """Open the form from an address from which so many have come."""
    use_up(site, address, number)
    page = new_page(extra_http_headers={"X-Forwarded-For": address}, **options)
    page.goto(f"{site.url}/enquire/")
    fill_in(page, message)
    return page


def test_a_browser_does_the_sum_and_sends_by_itself(site, new_page):
    before = stored(site)
    page = held_up(site, new_page, "203.0.113.1", "With a sum.")
    with page.expect_response(lambda answer: answer.status == 429):
        send(page)
    reference_on(page)
    assert stored(site) == before + 1
    with pytest.raises(Error, match="CACHE_MISS"):  # the browser has kept nothing
        page.go_back()
    expect(page.locator("body")).not_to_contain_text("With a sum.")


def test_who_waits_gets_through_without_javascript(site, new_page):
    before = stored(site)
    options = {"number": MUCH, "java_script_enabled": False}
    page = held_up(site, new_page, "203.0.113.2", "With a wait.", **options)
    send(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("One more step")
    expect(page.get_by_role("main")).not_to_contain_text("With a wait.")
    page.reload()
    words = page.get_by_text(re.compile("Please wait")).inner_text()
    seconds = int(re.search(r"\d+", words)[0])
    assert 0 < seconds <= 10
    send(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("One more step")
    page.wait_for_timeout((seconds + 1) * 1000)
    send(page)
    reference_on(page)
    assert stored(site) == before + 1


def test_the_step_is_for_everybody(site, new_page, axe):
    page = held_up(site, new_page, "203.0.113.3", "Read aloud.")
    page.route("**/proof_of_work*", lambda route: route.abort())
    send(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("One more step")
    assert axe(page) == []
