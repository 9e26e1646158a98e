"""A recording can be played from any minute, and nothing beside it can be had."""

import pytest

HELLO = b"0123456789"


@pytest.fixture
def recording(db, settings, tmp_path):
    settings.MEDIA_ROOT, settings.ROOT_URLCONF = tmp_path, "tests.project.media_urls"
    (tmp_path / "recordings").mkdir()
    (tmp_path / "recordings/talk.mp3").write_bytes(HELLO)
    (tmp_path / "secret.txt").write_text("secret")
    return "/media/recordings/talk.mp3"


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_player_gets_the_whole(client, recording):
    response = client.get(recording)
    assert response.status_code == 200
    assert response["Content-Type"] == "audio/mpeg"
    assert response["Accept-Ranges"] == "bytes"
    assert body(response) == HELLO


@pytest.mark.parametrize(
    ("asked", "given", "range_"),
    [("bytes=2-4", b"234", "2-4"), ("bytes=7-", b"789", "7-9"), ("bytes=8-99", b"89", "8-9")],
)
def test_a_player_jumps_to_a_minute(client, recording, asked, given, range_):
    response = client.get(recording, headers={"range": asked})
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {range_}/10"
    assert response["Content-Length"] == str(len(given))
    assert body(response) == given


@pytest.mark.parametrize(
    "asked",
    ["bytes=10-", "bytes=4-2", "bytes=-3", "bytes=0-1,3-4", "hours=1", f"bytes={'9' * 5000}-"],
)
def test_a_part_that_we_do_not_give_is_answered_with_the_whole(client, recording, asked):
    assert body(client.get(recording, headers={"range": asked})) == HELLO


@pytest.mark.parametrize("path", ["../secret.txt", "%2e%2e/secret.txt", "nothing.mp3", ""])
def test_nothing_else_can_be_had(client, recording, path):
    assert client.get(f"/media/recordings/{path}").status_code == 404


@pytest.mark.parametrize("asked", [{}, {"range": "bytes=2-4"}])
def test_a_browser_that_still_has_it_is_told_so(client, recording, asked):
    day = client.get(recording)["Last-Modified"]
    response = client.get(recording, headers={"if-modified-since": day, **asked})
    assert (response.status_code, response.content) == (304, b"")
