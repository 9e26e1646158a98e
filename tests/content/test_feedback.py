"""What happens to an answer to "Was this page helpful?"."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import PageViewRestriction

from content.feedback.actions import MOST_A_DAY, forget_old_answers
from content.feedback.forms import without_identifiers
from content.models import PageFeedback
from pofclinic import jobs
from tests.factories import (
    make_faqs,
    make_home,
    make_staff,
    make_standard,
    make_treatments,
    make_trials,
    make_update,
)


@pytest.fixture
def page(db):
    return make_treatments(make_home())[0]


def answer(client, page, said="yes", **extra):
    return client.post(f"/feedback/{page.pk}/", {"answer": said, "website": "", **extra})


def words(response) -> str:
    main = BeautifulSoup(response.content, "html.parser").main
    return " ".join(main.get_text(" ").split())


def test_one_tap_is_stored_with_its_day_and_nothing_else(client, page):
    shown = BeautifulSoup(client.get(page.url).content, "html.parser")
    form = shown.select_one(".page-feedback form")
    sent = {field["name"]: "" for field in form.select("input")}
    yes = form.select_one("button[value=yes]")
    response = client.post(form["action"], {**sent, yes["name"]: yes["value"]})
    assert response.status_code == 303
    assert "Thank you" in words(client.get(response.url))
    stored = PageFeedback.objects.values("page_id", "is_helpful", "comment", "given_on")
    assert list(stored) == [
        {
            "page_id": page.pk,
            "is_helpful": True,
            "comment": "",
            "given_on": timezone.localdate(),
        }
    ]


def test_no_step_sets_a_cookie(client, page):
    asked = client.get(page.url)
    answered = answer(client, page, "no")
    thanked = client.get(answered.url)
    remarked = client.post(answered.url, {"comment": "Too long."})
    done = client.get(remarked.url)
    assert [dict(each.cookies) for each in (asked, answered, thanked, remarked, done)] == [{}] * 5


def test_a_remark_is_kept_with_its_answer_and_counts_once(client, page):
    thanked = answer(client, page, "no")
    for remark in ("What about HRT?", "What about HRT and sleep?"):
        done = client.post(thanked.url, {"comment": remark})
        assert "will read it" in words(client.get(done.url))
    [stored] = PageFeedback.objects.all()
    assert (stored.is_helpful, stored.comment) == (False, "What about HRT and sleep?")


def test_a_reload_of_the_thanks_stores_nothing_more(client, page):
    thanked = answer(client, page)
    client.get(thanked.url)
    client.get(thanked.url)
    assert PageFeedback.objects.count() == 1


def test_no_remark_is_not_thanked_for(client, page):
    thanked = answer(client, page)
    assert client.post(thanked.url, {"comment": "  "}).url == page.url
    assert PageFeedback.objects.get().comment == ""


def test_a_remark_that_is_too_long_is_shown_again_and_not_stored(client, page):
    thanked = answer(client, page)
    long = "a" * 1001
    response = client.post(thanked.url, {"comment": long})
    assert response.status_code == 422
    assert long in response.content.decode()
    assert "Please shorten this to 1,000 characters or fewer." in words(response)
    assert PageFeedback.objects.get().comment == ""
    client.post(thanked.url, {"comment": "a\r\n" * 500})
    assert PageFeedback.objects.get().comment == "\n".join(["a"] * 500)


def test_characters_that_cannot_be_kept_are_left_out(client, page):
    thanked = answer(client, page)
    client.post(thanked.url, {"comment": "One\0 two\x07\x1b three\r\nfour \u202efive"})
    assert PageFeedback.objects.get().comment == "One two three\nfour five"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Write to ann.b@example.org, please", "Write to […] please"),
        ("Call 07700 900123 or +44 20 7946 0123", "Call […] or […]"),
        ("Born 12/03/1990.", "Born […]."),
        ("See https://example.org/x?y=1 and www.example.org", "See […] and […]"),
        ("NHS 943 476 5919", "NHS […]"),
        ("١٢٣٤٥٦", "[…]"),
        ("11 of 100 women, in 2019", "11 of 100 women, in 2019"),
        ("At 40, or 2 to 3 years later", "At 40, or 2 to 3 years later"),
    ],
)
def test_what_could_say_who_she_is_is_left_out(typed, kept):
    assert without_identifiers(typed) == kept


def test_a_telephone_number_is_never_stored(client, page):
    thanked = answer(client, page)
    client.post(thanked.url, {"comment": "Call me: 07700 900123, ann@example.org"})
    assert PageFeedback.objects.get().comment == "Call me: […], […]"


def test_a_token_is_for_its_own_answer_and_for_an_hour(client, page):
    thanked = answer(client, page).url
    other = make_standard(page.get_site().root_page)
    assert client.get(thanked.replace(f"/{page.pk}/", f"/{other.pk}/")).status_code == 404
    assert client.get(thanked[:-2] + "x/").status_code == 404
    assert client.get(f"/feedback/{page.pk}/remark/nonsense/").status_code == 404
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert client.post(thanked, {"comment": "Late."}).status_code == 404
    assert PageFeedback.objects.get().comment == ""


def test_beyond_its_number_a_page_owns_up_that_nothing_was_stored(client, page):
    today = timezone.localdate()
    PageFeedback.objects.bulk_create(
        PageFeedback(page_id=page.pk, is_helpful=True, given_on=today)
        for _number in range(MOST_A_DAY)
    )
    response = answer(client, page)
    text = words(client.get(response.url))
    assert "Your answer was not stored" in text
    assert "Thank you" not in text
    assert PageFeedback.objects.count() == MOST_A_DAY
    PageFeedback.objects.update(given_on=today - timedelta(days=1))
    assert "Thank you" in words(client.get(answer(client, page).url))


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"answer": "maybe"},
        {"answer": "yes\0"},
        {"answer": "yes", "website": "http://spam.example"},
    ],
)
def test_what_is_no_answer_is_refused_and_not_stored(client, page, data):
    assert client.post(f"/feedback/{page.pk}/", data).status_code == 400
    assert PageFeedback.objects.count() == 0


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_an_answer_about_no_page_is_refused(client, page, number):
    assert client.post(f"/feedback/{number}/", {"answer": "yes"}).status_code == 404


def test_an_answer_is_posted_and_never_fetched(client, page):
    assert client.get(f"/feedback/{page.pk}/").status_code == 405
    assert client.post(f"/feedback/{page.pk}/thanks/").status_code == 405


def test_pages_that_readers_cannot_open_take_no_answer(client, page):
    home = page.get_site().root_page.specific
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert answer(client, page).status_code == 404
    PageViewRestriction.objects.all().delete()
    assert client.post(f"/de/feedback/{page.pk}/", {"answer": "yes"}).status_code == 404
    assert answer(client, home).status_code == 404
    page.unpublish()
    assert answer(client, page).status_code == 404
    assert PageFeedback.objects.count() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://["},
    ],
)
def test_another_site_cannot_answer_for_its_visitors(client, page, headers):
    path = f"/feedback/{page.pk}/"
    assert client.post(path, {"answer": "yes"}, headers=headers).status_code == 403
    assert PageFeedback.objects.count() == 0


def test_our_own_page_can_and_so_can_an_old_browser(client, page):
    own = {"sec-fetch-site": "same-origin", "origin": "http://testserver"}
    path = f"/feedback/{page.pk}/"
    assert client.post(path, {"answer": "yes"}, headers=own).status_code == 303
    assert client.post(path, {"answer": "yes"}).status_code == 303


def test_every_page_that_is_read_asks_and_no_list_does(client, db):
    home = make_home()
    [faq], [trial], [treatment] = make_faqs(home), make_trials(home), make_treatments(home)
    asking = [faq, trial, treatment, make_update(trial, 1), make_standard(home)]
    for page in asking:
        assert b"Was this page helpful?" in client.get(page.url).content, page
    for page in (home, faq.get_parent(), trial.get_parent(), treatment.get_parent()):
        assert b"Was this page helpful?" not in client.get(page.url).content, page


def test_an_answer_is_forgotten_after_a_year(page):
    today = timezone.localdate()
    for days in (364, 365, 366, 800):
        PageFeedback.objects.create(
            page_id=page.pk, is_helpful=True, given_on=today - timedelta(days=days)
        )
    jobs.forget_old_feedback.func(timestamp=0)
    assert {(today - each.given_on).days for each in PageFeedback.objects.all()} == {364, 365}
    assert forget_old_answers() == 0


def test_a_remark_is_written_to_no_log(client, page, caplog):
    with caplog.at_level("DEBUG"):
        thanked = answer(client, page)
        client.post(thanked.url, {"comment": "Pomegranate"})
    assert "Pomegranate" not in caplog.text
    assert thanked.url not in caplog.text


def feedback_on(page, **fields) -> PageFeedback:
    return PageFeedback.objects.create(
        page_id=page.pk, given_on=timezone.localdate(), **{"is_helpful": True, **fields}
    )


def test_an_editor_reads_the_answers_beside_the_page(client, page):
    feedback_on(page)
    feedback_on(page)
    feedback_on(page, is_helpful=False, comment="What <b>about</b> HRT?")
    client.force_login(make_staff("Editor"))
    html = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "2 readers said that this page helped, 1 that it did not." in html
    assert "What &lt;b&gt;about&lt;/b&gt; HRT?" in html


def test_an_editor_filters_the_list_by_page_and_deletes_a_remark_that_names_somebody(client, page):
    other = make_standard(page.get_site().root_page)
    named = feedback_on(page, comment="I am Ann Onymous.")
    feedback_on(other, comment="About the other one.")
    client.force_login(make_staff("Editor"))
    html = client.get(f"/admin/reports/page-feedback/?page={page.pk}").content.decode()
    assert "I am Ann Onymous." in html
    assert "About the other one." not in html
    assert f"/admin/reports/page-feedback/delete/{named.pk}/" in html
    client.post(f"/admin/reports/page-feedback/delete/{named.pk}/")
    assert [each.comment for each in PageFeedback.objects.all()] == ["About the other one."]


@pytest.mark.parametrize(
    ("role", "status"), [("Editor", 200), ("Site manager", 200), ("Enquiry handler", 302)]
)
def test_only_those_who_write_pages_read_the_answers(client, page, role, status):
    client.force_login(make_staff(role))
    assert client.get("/admin/reports/page-feedback/").status_code == status
    menu = client.get("/admin/").content.decode()
    assert ("/admin/reports/page-feedback/" in menu) == (status == 200)


def test_nobody_can_add_or_change_an_answer(client, page):
    given = feedback_on(page)
    client.force_login(make_staff())
    assert client.get("/admin/reports/page-feedback/").status_code == 200
    for address in ("new/", "add/", f"edit/{given.pk}/"):
        assert client.get(f"/admin/reports/page-feedback/{address}").status_code == 404
