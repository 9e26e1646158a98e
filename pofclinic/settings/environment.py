"""What the settings read from the environment, and nothing else.

Secrets may also come from files: `SECRET_KEY_FILE=/run/secrets/key` is read
when `SECRET_KEY` is not set (environs' `FileAwareEnv`).
"""

from urllib.parse import urlsplit

from environs import FileAwareEnv, validate
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

env = FileAwareEnv()

LOOPBACK_HOSTS = {"localhost", "127.0.0.1", "::1"}


def database(url: str) -> dict:
    """Return Django's `DATABASES` entry for a libpq URL or key=value string.

    psycopg parses it, so that sockets (`?host=/run/postgresql`), `sslmode` and
    percent-escapes mean what PostgreSQL's own manual says. Parameters that
    Django has no key for go to `OPTIONS`.

    Raises `ValueError` when the text is not a connection string or names no
    database; the message does not repeat it, since it may hold a password.
    """
    try:
        given = conninfo_to_dict(url)
    except ProgrammingError:
        raise ValueError(
            "DATABASE_URL is not a PostgreSQL connection string, such as "
            "postgresql://user:password@host:5432/name"
        ) from None
    if not given.get("dbname"):
        raise ValueError("DATABASE_URL names no database.")
    keys = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host"}
    entry = {name: given.pop(key, "") for name, key in keys.items()}
    entry["PORT"] = str(given.pop("port", ""))
    return {**entry, "ENGINE": "django.db.backends.postgresql", "OPTIONS": given}


def site_url(given: str, allowed_hosts: list[str]) -> str:
    """Return the site's own address without a trailing slash.

    Absolute links (mails, canonical, sitemap) are made from it and never from
    the request's Host. Plain http is taken for this machine only.
    """
    url = (given or f"https://{allowed_hosts[0].removeprefix('.')}").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("SITE_URL is not an address such as https://clinic.example.org")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK_HOSTS:
        raise ValueError("SITE_URL: plain http is for this machine only; use https.")
    return url


def mailer() -> dict:
    """Return the `MAILERS` entry from `MAIL_…`.

    TLS is demanded as configured (`starttls`, `implicit` or `none`) and never given up
    for plain text. `MAIL_BACKEND=console` prints mails, for a machine without a server.
    """
    if env.str("MAIL_BACKEND", "smtp", validate=validate.OneOf(["smtp", "console"])) == "console":
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    tls = env.str("MAIL_TLS", "starttls", validate=validate.OneOf(["starttls", "implicit", "none"]))
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env.str("MAIL_HOST", "localhost"),
            "port": env.int("MAIL_PORT", 465 if tls == "implicit" else 587),
            "username": env.str("MAIL_USER", ""),
            "password": env.str("MAIL_PASSWORD", ""),
            "use_tls": tls == "starttls",
            "use_ssl": tls == "implicit",
            "timeout": 15,
        },
    }
