"""Floods are held up; a person always gets through."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import altcha
import html5lib
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone
from filling_in import filled_in, send
from one_more_step import carried, solved, use_up
from structlog.testing import capture_logs

from enquiries import abuse
from enquiries.abuse import counting, figures
from enquiries.models import DailySalt, Enquiry, SpentProof, State, Tally

HERE = b"127.0.0.1"
SOFT, HARD = figures.LIMITS["address"]


def flooded(number: int = HARD) -> None:
    use_up("address", HERE, number)


@pytest.fixture
def held_up(letterbox):
    """An enquiry that was asked for one more step: answers and response."""
    flooded()
    client = Client()
    answers = filled_in(client.get("/enquire/"), name="O'Brien <b>", message="one\n\ntwo </p>")
    return client, answers, client.post("/enquire/", answers)


def test_sixty_people_behind_one_address_notice_nothing(letterbox):
    for number in range(60):
        assert send(Client(), email=f"{number}@example.org").status_code == 302
    assert Enquiry.objects.count() == 60


def test_above_the_soft_limit_one_more_step_is_asked_for(letterbox, client):
    flooded(SOFT)
    response = send(client)
    assert (response.status_code, Enquiry.objects.count()) == (422, 0)
    assert "One more step before your enquiry is sent" in response.content.decode()
    assert "Please wait 10 seconds" in response.content.decode()
    assert client.post("/enquire/", solved(response)).status_code == 302


def test_above_the_hard_limit_it_is_429_and_the_step_still_leads_through(held_up):
    client, answers, response = held_up
    assert (response.status_code, Enquiry.objects.count()) == (429, 0)
    assert 0 < int(response.headers["Retry-After"]) <= 600
    assert "Please wait 60 seconds" in response.content.decode()
    assert client.post("/enquire/", solved(response)).status_code == 302
    stored = Enquiry.objects.get()
    assert (stored.name, stored.message) == (answers["name"], answers["message"])


def test_the_step_carries_every_answer_and_shows_none(held_up):
    _, answers, response = held_up
    body = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(response.content)
    assert {name: value for name, value in carried(response).items() if name in answers} == answers
    assert "no-store" in response.headers["Cache-Control"]
    shown = "".join(html5lib.parse(body, namespaceHTMLElements=False).itertext())
    assert "O'Brien" not in shown
    assert "maryam@example.org" not in shown


def test_a_reload_of_the_step_asks_again_and_the_wait_goes_on(held_up):
    client, _, response = held_up
    again = client.post("/enquire/", carried(response))
    assert again.status_code == 429
    assert carried(again)["wait"] == carried(response)["wait"]


def test_who_waits_gets_through_without_javascript(held_up):
    client, _, response = held_up
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        assert client.post("/enquire/", carried(response)).status_code == 302
    assert Enquiry.objects.count() == 1


def test_a_proof_is_good_for_one_form_only(held_up):
    client, _, response = held_up
    proof = solved(response)
    other = filled_in(client.get("/enquire/"))
    response = client.post("/enquire/", other | {"proof": proof["proof"]})
    assert (response.status_code, Enquiry.objects.count()) == (429, 0)
    response = client.post("/enquire/", other | {"wait": proof["wait"]})
    with time_machine.travel(timezone.now() + timedelta(seconds=90), tick=False):
        assert client.post("/enquire/", other | {"wait": proof["wait"]}).status_code == 429


def test_a_proof_lets_through_one_enquiry_which_keeps_its_reference(held_up):
    client, _, response = held_up
    first, second = (client.post("/enquire/", solved(response)) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert (Enquiry.objects.count(), SpentProof.objects.count()) == (1, 1)
    assert client.post("/enquire/", carried(response)).status_code == 302


def test_a_proof_brings_nobody_back_who_was_deleted(held_up):
    client, _, response = held_up
    proven = solved(response)
    client.post("/enquire/", proven)
    Enquiry.objects.all().delete()
    assert client.post("/enquire/", proven).status_code == 422
    assert Enquiry.objects.count() == 0


NO_PROOFS = ["x", "e30=", "bnVsbA==", "W10=", "1" * 5000, "{}", "eyJjaGFsbGVuZ2UiOjF9", "é:1:x"]


@pytest.mark.parametrize("text", NO_PROOFS)
def test_what_is_no_proof_proves_nothing(letterbox, client, text):
    flooded()
    response = send(client, proof=text, wait=text)
    assert (response.status_code, Enquiry.objects.count()) == (429, 0)


def test_a_solution_that_is_wrong_or_late_proves_nothing(held_up):
    client, _, response = held_up
    proven = solved(response) | {"wait": ""}
    wrong = altcha.Payload.from_base64(proven["proof"])
    wrong.solution.derived_key = "00" * 32
    assert client.post("/enquire/", proven | {"proof": wrong.to_base64()}).status_code == 429
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        flooded()
        assert client.post("/enquire/", proven).status_code == 429
    assert Enquiry.objects.count() == 0


def test_a_form_that_comes_back_at_once_takes_one_more_step(letterbox, client, settings):
    settings.ENQUIRY_LEAST_SECONDS = 3
    page = client.get("/enquire/")
    response = client.post("/enquire/", filled_in(page))
    assert (response.status_code, Enquiry.objects.count()) == (422, 0)
    assert client.post("/enquire/", solved(response)).status_code == 302
    page = client.get("/enquire/")
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        assert client.post("/enquire/", filled_in(page)).status_code == 302


def test_one_e_mail_address_and_the_whole_site_have_limits_too(letterbox, client):
    for _ in range(5):
        assert send(client).status_code == 302
    assert send(client, email=" MARYAM@example.org").status_code == 422
    assert send(client, email="other@example.org").status_code == 302
    use_up("site", b"", figures.LIMITS["site"].hard)
    assert send(client, email="third@example.org").status_code == 429


def test_whoever_fills_in_what_nobody_sees_is_put_aside_and_told_the_same(letterbox, client):
    response = send(client, homepage="https://spam.example")
    assert response.status_code == 302
    stored = Enquiry.objects.get()
    assert stored.state == State.SPAM
    assert stored.deliveries.count() == 0
    assert stored.shown_reference in client.get(response.headers["Location"]).content.decode()


def test_the_trap_is_out_of_the_way_of_people(client, letterbox):
    body = client.get("/enquire/").content.decode()
    trap = body[body.index('aria-hidden="true">\n  <label for="id_homepage"') :]
    assert "Leave this empty" in trap
    assert 'tabindex="-1" autocomplete="off"' in trap


def test_an_enquiry_that_is_stored_is_never_held_up(letterbox, client):
    answers = filled_in(client.get("/enquire/"))
    first = client.post("/enquire/", answers)
    flooded()
    again = client.post("/enquire/", answers)
    pages = [client.get(each.headers["Location"]).context["reference"] for each in (first, again)]
    assert pages[0] == pages[1]


def test_counts_at_the_same_moment_are_all_counted(committed_letterbox):
    def count(_) -> int:
        try:
            return counting.count([("address", HERE), ("site", b"")])["address"]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(count, range(80)))
    assert sorted(numbers) == list(range(1, 81))


def test_a_count_tells_neither_address_nor_person(letterbox, client):
    send(client)
    salt = bytes(DailySalt.objects.get().salt)
    digests = {bytes(each.digest) for each in Tally.objects.all()}
    assert len(digests) == 3
    assert counting.digest_of(salt, "address", HERE) in digests
    assert len(salt) == 32


def test_counts_and_salts_are_forgotten(letterbox, client):
    send(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=40), tick=False):
        abuse.forget_old_counts()
    assert Tally.objects.count() == 0
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        abuse.forget_old_counts()
    assert DailySalt.objects.count() == 0


def test_the_log_tells_what_is_full_and_nothing_of_whom(letterbox, client):
    flooded()
    with capture_logs() as lines:
        send(client)
    (line,) = [each for each in lines if each["event"] == "one more step asked for"]
    assert (line["field"], line["word"]) == ("address", "full")
    assert not {"127.0.0.1", "maryam@example.org", "Maryam"} & set(map(str, line.values()))
