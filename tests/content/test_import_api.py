"""import_trials and the register's API, with a register on this machine in its place."""

from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command
from register import Reply, a_record, given_record, stand_in

from content.models import RegisterChange, TrialPage, TrialRecord
from content.registry_import.client import Register, RegisterError
from tests.factories import make_home, make_trials

NCT2, NCT3 = "NCT00000002", "NCT00000003"


@pytest.fixture
def register(settings):
    with stand_in() as found:
        settings.TRIAL_REGISTER_API = found.address
        yield found


@pytest.fixture
def site(db):
    make_trials(make_home())


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def line(register, waits) -> Register:
    """A line to the register that writes down its waits instead of waiting."""
    return Register(pause=1, tell=lambda words: None, sleep=waits.append, timeout=1)


def imported(**options) -> str:
    said = StringIO()
    call_command("import_trials", stdout=said, stderr=StringIO(), **options)
    return said.getvalue()


def numbers() -> set[str]:
    return set(TrialPage.objects.exclude(nct_id="NCT00000001").values_list("nct_id", flat=True))


def page_of(*records, token: str = "", total: int | None = None) -> dict:
    page = {"studies": list(records)}
    return (
        page
        | ({"nextPageToken": token} if token else {})
        | ({"totalCount": total} if total else {})
    )


def question(path: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}


def test_studies_are_fetched_by_their_numbers_however_they_are_written(site, register):
    register.replies = [Reply(given_record("NCT06171568")), Reply(a_record(NCT2))]
    said = imported(ids=["nct06171568,", "NCT2,nct00000002"])
    assert register.asked == ["/api/v2/studies/NCT06171568", "/api/v2/studies/NCT00000002"]
    assert numbers() == {"NCT06171568", NCT2}
    assert "Asking for NCT00000002 (2 of 2)." in said
    assert TrialPage.objects.get(nct_id=NCT2).registry_checked_on is not None


def test_the_register_is_told_who_asks(site, register, settings):
    settings.DEFAULT_FROM_EMAIL = "Klinik Žižek <mail@clinic.example.org>"
    register.replies = [Reply(a_record(NCT2))]
    imported(ids=[NCT2])
    assert register.user_agents == [
        f"pofclinic-import-trials (+{settings.SITE_URL}; mail@clinic.example.org)"
    ]


def test_a_wrong_number_is_refused_before_anything_is_asked(site, register):
    for wrong in ("NCT0", "NCT123456789", "12345678", "NCT00000000", "NCT1234567٨", "../version"):
        with pytest.raises(
            CommandError, match="is no register number such as NCT01234567. Nothing"
        ):
            imported(ids=[NCT2, wrong])
    assert register.asked == []


def test_a_number_that_the_register_does_not_have_changes_nothing(site, register):
    register.replies = [Reply(a_record(NCT2)), Reply(status=404)]
    with pytest.raises(CommandError) as caught:
        imported(ids=[NCT2, "NCT99999999"])
    assert str(caught.value) == "The register has no study NCT99999999. Nothing was changed."
    assert numbers() == set()
    assert not TrialRecord.objects.exists()


def test_a_former_number_leads_to_the_study(site, register):
    moved = {"Location": f"/api/v2/studies/{NCT2}"}
    register.replies = [
        Reply(status=301, headers=moved),
        Reply(a_record(NCT2, identificationModule__nctIdAliases=["NCT00000001"])),
    ]
    imported(ids=["NCT00000001"])
    assert register.asked[1] == f"/api/v2/studies/{NCT2}"
    page = TrialPage.objects.get()
    assert page.get_latest_revision_as_object().nct_id == NCT2


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("https://elsewhere.example.org/x", "points to another site"),
        ("file:///etc/passwd", "points to another site"),
        ("http://[", "points to no readable address"),
        ("\xff", "points to no readable address"),
        ("/api/v2/round", "moves in circles"),
    ],
)
def test_a_move_to_another_place_is_not_followed(site, register, target, words):
    register.replies = [Reply(status=301, headers={"Location": target}) for _ in range(9)]
    with pytest.raises(CommandError, match=words):
        imported(ids=[NCT2])
    assert len(register.asked) <= 4


def test_a_busy_register_is_asked_again_with_growing_waits(line, register, waits):
    register.replies = [*(Reply(status=code) for code in (429, 500, 503)), Reply(a_record(NCT2))]
    assert line.study(NCT2)["hasResults"] is False
    assert len(register.asked) == 4
    # Each wait is followed by the rest of the second, which did not go by.
    for wait, least in zip(waits[::2], (1, 2, 4), strict=True):
        assert least <= wait <= least * 1.5


def test_one_question_a_second(line, register, waits):
    register.replies = [Reply(a_record(NCT2)) for _ in range(3)]
    for _ in range(3):
        line.study(NCT2)
    assert len(waits) == 2
    assert all(0.5 < wait <= 1 for wait in waits)


@pytest.mark.parametrize(
    ("asked_for", "least", "most"),
    [
        ("7", 7, 7),
        ("86400", 60, 60),
        ("Thu, 01 Jan 2099 00:00:00 GMT", 60, 60),
        ("Mon, 05 Jan 2026 00:00:00 -0000", 1, 1.5),
        ("soon", 1, 1.5),
        ("-5", 1, 1.5),
    ],
)
def test_the_register_says_how_long_to_wait_within_reason(
    line, register, waits, asked_for, least, most
):
    register.replies = [
        Reply(status=429, headers={"Retry-After": asked_for}),
        Reply(a_record(NCT2)),
    ]
    line.study(NCT2)
    assert least <= waits[0] <= most


def test_a_register_that_stays_down_is_given_up(site, register):
    register.replies = [Reply(status=502) for _ in range(9)]
    with pytest.raises(CommandError) as caught:
        imported(ids=[NCT2])
    assert str(caught.value) == (
        "The register is busy (it answered 502). 5 tries were made. Nothing was changed."
    )
    assert len(register.asked) == 5


def test_no_network_is_one_clear_line(site, settings):
    settings.TRIAL_REGISTER_API = "http://127.0.0.1:1/api/v2"
    with pytest.raises(CommandError, match=r"could not be reached \(ConnectionError\). 5 tries"):
        imported(ids=[NCT2])


def test_an_answer_that_does_not_come_is_not_waited_for(register, waits):
    register.replies = [Reply(a_record(NCT2), after=5), Reply(a_record(NCT2))]
    line = Register(pause=0, tell=lambda words: None, sleep=waits.append, timeout=0.2)
    assert line.study(NCT2)["hasResults"] is False
    assert len(register.asked) == 2


def test_an_answer_that_breaks_off_is_asked_for_again(line, register):
    register.replies = [Reply(a_record(NCT2), is_cut_short=True), Reply(a_record(NCT2))]
    assert line.study(NCT2)["hasResults"] is False


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(b"<html>maintenance</html>"), "The register's answer cannot be read."),
        (Reply(b'{"protocolSection": {'), "The register's answer cannot be read."),
        (Reply(b""), "The register's answer cannot be read. It is empty."),
        (Reply({"message": "hello"}), "This is not a study record"),
        (Reply(status=403), "The register answered 403."),
        (Reply(status=400), r"does not take this question \(it answered 400\)"),
        (Reply(status=302), "The register answered 302."),
        (Reply(b"x" * 99, headers={"Content-Encoding": "gzip"}), "could not be reached"),
    ],
)
def test_garbage_is_one_clear_line_and_changes_nothing(site, register, reply, words):
    register.replies = [reply] * 5
    with pytest.raises(CommandError, match=words) as caught:
        imported(ids=[NCT2])
    assert str(caught.value).endswith("Nothing was changed.")
    assert numbers() == set()


def test_an_answer_without_end_is_not_read_to_its_end(register):
    register.replies = [Reply(b"1" * 3_000_000)]
    line = Register(pause=0, tell=lambda words: None, largest=1024**2)
    with pytest.raises(RegisterError, match="larger than 1 MB"):
        line.study(NCT2)


@pytest.mark.parametrize(
    "address", ["ftp://x/api", "file:///etc", "clinicaltrials.gov", "", "http://", "http://["]
)
def test_only_a_web_address_is_a_register(settings, address):
    settings.TRIAL_REGISTER_API = address
    with pytest.raises(CommandError, match="TRIAL_REGISTER_API is not an http or https address"):
        imported(ids=[NCT2])


def test_a_search_is_followed_to_its_last_page(site, register):
    register.replies = [
        Reply(page_of(a_record(NCT2), a_record("NCT00000001"), token="one two", total=3)),
        Reply(page_of(a_record(NCT3)) | {"nextPageToken": None}),
    ]
    said = imported(query="ovary AND cells")
    first, second = map(question, register.asked)
    assert first == {
        "query.term": "ovary AND cells",
        "sort": "LastUpdatePostDate:desc",
        "pageSize": "100",
        "countTotal": "true",
    }
    assert second == first | {"pageToken": "one two"}
    assert numbers() == {NCT2, NCT3}
    assert "2 of 3." in said
    assert "3 of 3." in said
    assert "Done: 2 new, 1 changed, 0 as they were." in said


def test_a_search_without_words_is_the_sites_own(site, register):
    register.replies = [Reply(page_of())]
    assert "Done: 0 new" in imported(query="")
    asked = question(register.asked[0])
    assert "(premature ovarian insufficiency) OR" in asked["query.cond"]
    assert "(mesenchymal) OR" in asked["query.intr"]


def test_a_stale_way_to_the_next_page_begins_again(site, register):
    first = Reply(page_of(a_record(NCT2), token="old", total=2))
    register.replies = [first, Reply(status=400), first, Reply(page_of(a_record(NCT3)))]
    said = imported(query="")
    assert "pageToken" not in register.asked[2]
    assert numbers() == {NCT2, NCT3}
    assert "2 new, 0 changed, 0 as they were" in said
    assert RegisterChange.objects.count() == 2


def test_it_does_not_begin_again_for_ever(site, register):
    first = Reply(page_of(a_record(NCT2), token="old"))
    register.replies = [first, Reply(status=400)] * 5
    with pytest.raises(CommandError, match="it answered 400"):
        imported(query="")
    assert len(register.asked) == 6


def test_a_question_that_is_refused_at_once_is_not_asked_again(site, register):
    register.replies = [Reply(status=400)] * 3
    with pytest.raises(CommandError, match="Nothing was changed"):
        imported(query="((")
    assert len(register.asked) == 1


def test_pages_that_go_in_circles_end(site, register):
    register.replies = [Reply(page_of(a_record(NCT2), token="same"))] * 5
    with pytest.raises(CommandError, match="the same page again and again. Done: 1 new"):
        imported(query="")
    assert len(register.asked) == 2


def test_what_was_done_before_the_register_failed_is_said_and_stays(site, register):
    register.replies = [Reply(page_of(a_record(NCT2), token="two"))] + [Reply(status=500)] * 5
    with pytest.raises(CommandError, match="5 tries were made. Done: 1 new"):
        imported(query="")
    assert numbers() == {NCT2}


def test_one_bad_record_in_a_search_does_not_hold_up_the_others(site, register):
    register.replies = [Reply(page_of(None, a_record(NCT2), {"protocolSection": []}))]
    with pytest.raises(CommandError, match="2 could not be read; see above"):
        imported(query="")
    assert numbers() == {NCT2}


@pytest.mark.parametrize("body", [[], {"studies": {}}, {"x": 1}, 7])
def test_a_search_that_gives_no_page(site, register, body):
    register.replies = [Reply(body)]
    with pytest.raises(CommandError, match="The register's answer is no page of studies"):
        imported(query="")


def test_a_search_that_finds_far_too_many_is_refused(site, register):
    register.replies = [Reply(page_of(a_record(NCT2), token="x", total=138795))]
    with pytest.raises(CommandError, match="finds 138795 studies; the limit is 1000. Narrow it"):
        imported(query="cancer")
    assert numbers() == set()


@pytest.mark.parametrize("total", [1, -5])
def test_a_register_that_says_a_wrong_total_is_held_to_the_limit(site, register, total):
    pages = [
        {"studies": [a_record(f"NCT1{n:07}")], "totalCount": total, "nextPageToken": f"{n}"}
        for n in range(9)
    ]
    register.replies = [Reply(page) for page in pages]
    with pytest.raises(CommandError, match="the limit is 3"):
        imported(query="x", limit=3)
    assert len(register.asked) == 4


def test_a_dry_run_of_a_search_changes_nothing(site, register):
    register.replies = [Reply(page_of(a_record(NCT2)))]
    assert "It would be: 1 new" in imported(query="", dry_run=True)
    assert numbers() == set()


def test_quiet_is_quiet(site, register):
    register.replies = [Reply(status=429), Reply(a_record(NCT2))]
    assert imported(ids=[NCT2], verbosity=0) == ""
