"""Logs say what happened and never who it was."""

import json
import logging
import logging.config

import pytest
import structlog
from django.conf import settings

from pofclinic.logs import logging_config

CANARY = "canary.patient@example.org"


@pytest.fixture
def lines(tmp_path):
    """Production logging, written to a file for real; call it for the lines so far."""
    written = tmp_path / "log"
    config = logging_config(as_json=True, level="INFO")
    config["handlers"]["stderr"] = {
        "class": "logging.FileHandler",
        "filename": written,
        "formatter": "structured",
    }
    logging.config.dictConfig(config)
    yield lambda: [json.loads(line) for line in written.read_text().splitlines()]
    logging.config.dictConfig(settings.LOGGING)


def test_a_request_is_one_line_without_its_query_or_path(lines, client, db):
    client.get(f"/search/?q={CANARY}")
    client.get(f"/{CANARY}/")
    found = [line for line in lines() if line["event"] == "request"]
    assert found[0]["route"] == "search/"
    assert found[0]["status"] == 200
    assert len(found[0]["request_id"]) == 32
    assert CANARY not in str(found)


def test_another_librarys_message_loses_its_arguments(lines):
    logging.getLogger("some.library").error("Could not deliver to %s", CANARY)
    [line] = lines()
    assert line["event"] == "Could not deliver to %s"


def test_our_own_message_keeps_them(lines):
    logging.getLogger("pofclinic.jobs").error("Job %s", 7)
    assert lines()[0]["event"] == "Job 7"


def test_an_exception_is_its_class_and_place_without_its_words(lines):
    try:
        raise ValueError(CANARY)
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", f"/{CANARY}")
    [line] = lines()
    assert line["error"] == "builtins.ValueError"
    assert "test_logs.py" in line["where"]
    assert CANARY not in json.dumps(line)


def test_a_key_that_nobody_decided_on_is_dropped(lines):
    structlog.get_logger("pofclinic.test").error("event", email=CANARY, reference="ABCD-EFGH")
    [line] = lines()
    assert line["reference"] == "ABCD-EFGH"
    assert "email" not in line


def test_a_line_break_in_a_value_cannot_forge_a_line(lines):
    structlog.get_logger("pofclinic.test").error("event", route="a\n{}\x1b[31m")
    [line] = lines()
    assert line["route"] == "a\\n{}\\x1b[31m"


def test_a_path_that_leads_outside_is_not_repeated(lines, client, db, settings):
    logging.getLogger("django.security.SuspiciousFileOperation").error(
        f"The joined path (/media/{CANARY}) is outside"
    )
    client.get("/", headers={"host": CANARY})
    assert "canary" not in json.dumps(lines())


def test_an_exception_given_as_a_message_is_not_repeated(lines):
    logging.getLogger("some.library").error(ValueError(CANARY))
    logging.getLogger("enquiries.tasks").error(ValueError(CANARY))
    structlog.get_logger("pofclinic.test").error("event", error=ValueError(CANARY))
    assert [line["event"] for line in lines()] == ["some.library", "enquiries.tasks", "event"]
    assert CANARY not in json.dumps(lines())


def test_a_message_that_does_not_fit_its_arguments_prints_neither(lines, capfd):
    template = "Job %d %d"
    logging.getLogger("pofclinic.jobs").error(template, CANARY)
    assert lines()[0]["event"] == "Job %d %d"
    assert CANARY not in capfd.readouterr().err


def test_a_library_whose_name_begins_like_ours_is_not_trusted(lines):
    logging.getLogger("contentful").error("For %s", CANARY)
    assert lines()[0]["event"] == "For %s"
