"""What every answer carries, and what is refused at the door."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory, override_settings
from django.utils import timezone

from tests.factories import make_home, make_staff


def policy(response) -> dict[str, list[str]]:
    directives = response.headers["Content-Security-Policy"].split("; ")
    return {name: values for name, *values in (part.split() for part in directives)}


def test_a_public_page_may_load_from_this_site_and_run_nothing_inline(client, db):
    make_home()
    found = policy(client.get("/"))
    assert found["default-src"] == ["'self'"]
    assert found["frame-ancestors"] == ["'none'"]
    text = str(found)
    assert "unsafe" not in text
    assert "http" not in text


def test_the_admin_has_a_looser_policy_of_its_own(client, db):
    client.force_login(make_staff())
    found = policy(client.get("/admin/"))
    assert found["script-src"] == ["'self'", "'unsafe-inline'"]
    assert "unsafe-eval" not in str(found)
    assert found["frame-ancestors"] == ["'self'"]


def test_every_answer_has_the_protecting_headers(client, db):
    make_home()
    for address in ("/", "/enquire/", "/nowhere/", "/healthz", "/admin/login/"):
        headers = client.get(address).headers
        assert headers["X-Content-Type-Options"] == "nosniff", address
        assert headers["Referrer-Policy"] == "same-origin", address
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", address
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin", address
        assert "camera=()" in headers["Permissions-Policy"], address
        assert len(headers["X-Request-ID"]) == 32, address


def test_a_browser_is_told_to_come_back_by_https_only(client, db):
    make_home()
    headers = client.get("/", secure=True).headers
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000; includeSubDomains")


@pytest.mark.parametrize("address", ["/%00/", "/search/?q=%00", "/admin/pages/?q=a%00"])
def test_a_null_character_is_refused_with_400(client, db, address):
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "iso-8859-1", "nonsense", '"utf-16"'])
def test_a_form_in_another_charset_is_refused_with_415(client, db, charset):
    make_home()
    response = client.generic(
        "POST",
        "/enquire/",
        b"name=x",
        content_type=f"application/x-www-form-urlencoded; charset={charset}",
    )
    assert response.status_code == 415


def test_a_page_that_is_not_there_offers_ways_on(client, db):
    make_home()
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert response.content.decode().count("<a ") >= 3


def test_the_host_header_cannot_be_played_with(client, db):
    make_home()
    assert client.get("/", headers={"host": "evil.example.com"}).status_code == 400


def test_the_process_says_that_it_lives(client):
    assert client.get("/healthz").content == b"ok\n"


def test_the_site_is_not_ready_without_a_worker(client, db):
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {
        "database": True,
        "migrations": True,
        "worker": False,
        "tombstones": True,
        "encryption": True,
        "oldest_unsent_mail_seconds": None,
        "mail_not_delivered": 0,
        "failed_jobs": 0,
        "last_retention_run": None,
        "retention_refused": "",
        "key_in_use": "test",
    }


def test_the_site_is_ready_when_a_worker_was_seen_lately(client, db):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    assert client.get("/readyz").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = %s",
            [timezone.now() - timedelta(seconds=61)],
        )
    assert client.get("/readyz").status_code == 503


def test_search_engines_are_shown_public_pages_only(client, db):
    home = make_home()
    sitemap = client.get("/sitemap.xml").content.decode()
    assert home.full_url in sitemap
    assert "/admin" not in sitemap
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in robots
    assert "/sitemap.xml" in robots


def test_a_content_type_that_cannot_be_read_is_refused_before_django(db):
    from pofclinic.wsgi import application

    answers = []
    body = application(
        {"CONTENT_TYPE": "a/b; x*=bogus''%ff"}, lambda status, headers: answers.append(status)
    )
    assert answers == ["400 Bad Request"]
    assert b"".join(body)


def test_a_cookie_with_a_null_character_is_refused_with_400(client, db):
    make_home()
    client.cookies.load('session="\\000aaaaaaaaaaaa"')
    assert client.get("/").status_code == 400


MEDIA_ESCAPES = (
    "/media/images/../original_images/o.jpg",
    "/media/images/%2e%2e/original_images/o.jpg",
    "/media/images/..%2foriginal_images/o.jpg",
    "/media/images//../original_images/o.jpg",
    "/media/original_images/o.jpg",
    "/media/images/" + "a" * 300,
    "/media/images/" + "a/" * 3000,
)


@pytest.mark.parametrize("address", MEDIA_ESCAPES)
def test_only_renditions_are_served(client, db, settings, tmp_path, address):
    for folder in ("images", "original_images"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "o.jpg").write_bytes(b"picture")
    settings.MEDIA_ROOT = tmp_path
    served = RequestFactory().get(address)
    with override_settings(ROOT_URLCONF="tests.project.media_urls"):
        assert client.get("/media/images/o.jpg").status_code == 200
        assert client.get(served.path).status_code in {400, 404}
