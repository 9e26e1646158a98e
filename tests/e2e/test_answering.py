"""Staff answer an enquiry in a real browser; what she wrote stays text, whatever it is."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.admin import DEMO_PASSWORD, sign_in

pytestmark = pytest.mark.browser

DESK = {"width": 1280, "height": 900}
HOSTILE = [
    "<script>window.ran = 1</script>",
    '"><img src=x onerror="window.ran = 1">',
    "javascript:window.ran=1",
    "{{ constructor.constructor('window.ran=1')() }}",
    "<svg/onload=window.ran=1><a href='javascript:window.ran=1'>x</a>",
    "</textarea></title><iframe srcdoc='<script>parent.ran=1</script>'>",
]


BEYOND = """[...document.querySelectorAll("main *")]
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
    .map((each) => each.outerHTML.slice(0, 120))"""


def write(page, site, name: str, message: str, email: str, phone: str = "") -> str:
    """Send an enquiry and return its reference; with a number, to be answered by telephone."""
    page.goto(f"{site.url}/enquire/")
    page.get_by_label("What should we call you?").fill(name)
    page.get_by_label("By telephone" if phone else "By e-mail").check()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Telephone number").fill(phone)
    page.get_by_label("Fertility choices").check()
    page.get_by_label(re.compile("Your message")).fill(message)
    page.get_by_label(re.compile("^I am 18")).check()
    page.get_by_label(re.compile("I agree that")).check()
    page.get_by_role("button", name="Send the enquiry").click()
    page.wait_for_url("**/enquire/received/**")
    return re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", page.get_by_role("main").inner_text())[0]


def open_enquiry(staff, site, reference: str) -> None:
    staff.goto(f"{site.url}/admin/enquiries/?q={reference}")
    staff.get_by_role("link", name=reference).first.click()
    expect(staff.get_by_role("heading", name="Message", exact=True)).to_be_visible()


def test_nothing_that_she_writes_runs_anywhere_in_the_inbox(site, new_page):
    patient, staff = new_page(), new_page(viewport=DESK)
    dialogs = []
    staff.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    sign_in(staff, site, "lead@example.org")
    for number, words in enumerate(HOSTILE):
        reference = write(patient, site, words[:180], words, f"hostile{number}@example.org")
        open_enquiry(staff, site, reference)
        assert words in staff.locator("#message, section").filter(has_text=words).first.inner_text()
        assert staff.evaluate("window.ran") is None
        staff.goto(f"{site.url}/admin/enquiries/")
        assert staff.evaluate("window.ran") is None
    assert dialogs == []


@pytest.mark.parametrize("has_script", [True, False])
def test_somebody_takes_answers_and_closes_an_enquiry(site, new_page, has_script):
    email = f"answered-{has_script}@example.org".lower()
    reference = write(new_page(), site, "Ada", "When can I come?", email)
    first = new_page(viewport=DESK)
    sign_in(first, site, "handler@example.org")
    state = first.context.storage_state()
    staff = new_page(viewport=DESK, storage_state=state, java_script_enabled=has_script)
    listed = site.sql(
        "SELECT id FROM enquiries_enquiry WHERE reference = %s", reference.replace("-", "")
    )
    staff.goto(f"{site.url}/admin/enquiries/{listed[0][0]}/")
    staff.get_by_role("button", name="Take it").click()
    staff.get_by_label("Begin with a template").select_option(
        label="An answer, with room for your own words"
    )
    staff.get_by_role("button", name="Use this template").click()
    text = staff.locator("#id_reply-text")
    assert text.input_value().startswith("Dear Ada,") and reference in text.input_value()
    expect(text).to_be_focused()
    text.fill(text.input_value().replace("[your words]", "Come on Monday."))
    staff.get_by_label("Wait for the patient").check()
    staff.get_by_role("button", name="Send the reply").click()
    mail = site.wait_for_mail(
        lambda each: each["To"] == email and each["Subject"] == "An answer to your message"
    )
    assert "Come on Monday." in mail.get_body("plain").get_content()
    staff.get_by_label("Close it, because").select_option("answered")
    staff.get_by_role("button", name="Close it").click()
    expect(staff.get_by_role("main")).to_contain_text("Closed (Answered)")


def test_a_name_that_is_typed_into_the_search_stays_in_the_browser(site, new_page):
    reference = write(new_page(), site, "Ada", "Hello", "searched@example.org")
    staff = new_page(viewport=DESK)
    sign_in(staff, site, "lead@example.org")
    staff.goto(f"{site.url}/admin/enquiries/")
    asked = []
    staff.on("request", lambda request: asked.append(request.url))
    box = staff.get_by_role("searchbox").or_(staff.locator("#id_q"))
    box.press_sequentially("Maryam Quagga")
    box.blur()
    staff.wait_for_timeout(1500)
    assert [url for url in asked if "q=" in url] == []
    assert "aryam" not in staff.url
    box.fill(reference.lower().replace("-", " "))
    expect(staff.locator("#listing-results td.title")).to_have_count(1)
    expect(staff.locator("#listing-results")).to_contain_text(reference)


def test_the_list_tells_on_a_phone_what_it_tells_on_a_desk_and_scrolls_only_down(site, new_page):
    reference = write(new_page(), site, "Ada", "Hello", "phone@example.org")
    staff = new_page(viewport={"width": 1280, "height": 900})
    sign_in(staff, site, "lead@example.org")
    staff.goto(f"{site.url}/admin/enquiries/?q={reference}")
    row = staff.locator("#listing-results tbody tr")
    cells = {text.strip() for text in row.locator("td").all_inner_texts()} - {""}
    staff.set_viewport_size({"width": 360, "height": 740})
    told = row.inner_text()
    assert [cell for cell in cells if cell not in told] == []
    table = staff.locator("#listing-results table").bounding_box()
    assert table["x"] >= 0 and table["x"] + table["width"] <= 360


def test_a_reply_that_was_not_sent_is_not_left_without_a_question(site, new_page):
    reference = write(new_page(), site, "Ada", "Hello", "unsaved@example.org")
    staff = new_page()
    sign_in(staff, site, "lead@example.org")
    staff.goto(f"{site.url}/admin/enquiries/?q={reference}")
    staff.get_by_role("link", name=reference).click()
    questions = []

    def stay(dialog) -> None:
        questions.append(dialog.type)
        dialog.dismiss()

    staff.on("dialog", stay)
    text = staff.locator("#reply-section textarea")
    staff.wait_for_timeout(2500)  # Wagtail notes what a form holds two seconds after it is there
    text.click()
    staff.keyboard.type("Dear Ada")
    staff.wait_for_timeout(1000)  # and looks for changes twice a second
    staff.get_by_role("button", name="Take it").click()
    staff.wait_for_timeout(1000)
    assert questions == ["beforeunload"]
    expect(text).to_have_value("Dear Ada")
    staff.get_by_role("button", name="Send the reply").click()
    expect(staff.locator(".messages")).to_contain_text("is on its way")
    assert questions == ["beforeunload"]


def test_beside_a_file_stands_no_error_of_the_try_before_and_no_password(site, new_page):
    write(new_page(), site, "Ada", "Hello", "export@example.org")
    staff = new_page()
    sign_in(staff, site, "lead@example.org")
    staff.goto(f"{site.url}/admin/enquiries/export/")
    staff.get_by_label("Why do you need it?").fill("The yearly report")
    password = staff.get_by_label("Your password")
    password.fill("not my password")
    staff.get_by_role("button", name="Export").click()
    error = staff.locator(".w-field__errors").filter(has_text="password")
    expect(error).to_be_visible()
    password.fill(DEMO_PASSWORD)
    with staff.expect_download() as waiting:
        staff.get_by_role("button", name="Export").click()
    assert waiting.value.suggested_filename.endswith(".xlsx")
    expect(error).to_have_count(0)
    expect(password).to_have_value("")
    assert staff.locator(".w-field--error, [aria-invalid=true]").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_inbox_is_open_to_everybody_who_works_in_it(site, new_page, axe, width, scheme):
    write(new_page(), site, "Ada", "Hello", "axe@example.org")
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    staff = new_page(**options)
    sign_in(staff, site, "lead@example.org")
    staff.goto(f"{site.url}/admin/enquiries/")
    one = staff.locator("a[href^='/admin/enquiries/0']").first.get_attribute("href")
    places = ("/admin/enquiries/", one, "/admin/enquiries/person/", "/admin/enquiries/export/")
    more = ("/admin/reports/enquiries/", "/admin/enquiry-wordings/consent/de/", "/admin/")
    for place in (*places, *more):
        staff.goto(f"{site.url}{place}")
        staff.wait_for_load_state("networkidle")
        assert axe(staff) == [], place
        assert staff.evaluate("document.documentElement.scrollWidth <= innerWidth"), place


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (360, "light"), (1280, "dark")])
def test_two_that_ask_for_different_ways_are_merged_by_keyboard(site, new_page, axe, width, scheme):
    email = f"ways-{width}-{scheme}@example.org"
    first = write(new_page(), site, "Ada", "The first.", email)
    second = write(new_page(), site, "Ada", "Please telephone.", email, phone="020 7946 0123")
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    staff = new_page(**options)
    sign_in(staff, site, "lead@example.org")
    staff.goto(f"{site.url}/admin/enquiries/")
    open_enquiry(staff, site, first)
    expect(staff.get_by_role("button", name="Send the reply")).to_be_visible()
    staff.get_by_role("button", name=f"Merge {second} into this one").press("Enter")
    for said in ("The first.", "Please telephone.", "No e-mail can be written to her any more"):
        expect(staff.get_by_role("main")).to_contain_text(said)
    assert axe(staff) == []
    assert staff.evaluate("document.documentElement.scrollWidth <= innerWidth")
    staff.get_by_role("button", name="Merge them").press("Enter")
    expect(staff.locator(".messages")).to_contain_text(f"Enquiry {second} is merged into {first}")
    expect(staff.get_by_role("button", name="Send the reply")).to_have_count(0)
    person = staff.locator("#person-section")
    expect(person).to_contain_text("These enquiries differ")
    expect(person).to_contain_text("+44 20 7946 0123")
    staff.reload()  # without the message, which fades in
    assert axe(staff) == []
    staff.get_by_role("link", name=f"Correct what stands in {second}").press("Enter")
    staff.get_by_text("Correct who she is or how she may be reached").press("Enter")
    expect(staff.get_by_label("We may leave a message")).to_be_visible()
    assert axe(staff) == []
    # The page cuts off what is too wide, so that it does not show in its own width.
    assert staff.evaluate(BEYOND) == []
