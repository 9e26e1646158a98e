"""A whole site for browser tests: real server, real worker, real mail server."""

import email
import email.policy
import os
import shutil
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import psycopg
from aiosmtpd.controller import Controller

from pofclinic.local import children, lock, modes
from pofclinic.local.children import Child
from pofclinic.local.modes import Address
from pofclinic.local.places import PROJECT
from pofclinic.local.preparing import StaticFiles
from tests import databases


class Site:
    """The demo site with production settings, on a database of its own.

    `mails` holds what has arrived at its mail server, oldest first.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.database_url = databases.copy(databases.DEMO, f"e2e_{databases.worker()}")
        self.mails: list[EmailMessage] = []
        self._at = Address("127.0.0.1", _free_port())
        self._mail_server = Controller(self, hostname="127.0.0.1", port=_free_port())
        self._children: list[Child] = []

    @property
    def url(self) -> str:
        return self._at.url

    def sql(self, query: str, *parameters) -> list[tuple]:
        """Look into PostgreSQL."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            cursor = connection.execute(query, parameters or None)
            return cursor.fetchall() if cursor.description else []

    def wait_for(self, condition: Callable[[], object], seconds: float = 30):
        """Return what `condition()` returns as soon as that is true; fail when it stays false."""
        end = time.monotonic() + seconds
        while not (value := condition()):
            self._check()
            assert time.monotonic() < end, f"In vain waited {seconds} s.\n{self._log()}"
            time.sleep(0.1)
        return value

    def wait_for_mail(self, condition: Callable[[EmailMessage], bool]) -> EmailMessage:
        """Return the first mail, past or to come, that the condition holds for."""
        return self.wait_for(lambda: next(filter(condition, self.mails), None))

    def start(self) -> None:
        """Start everything; return when the site answers and its worker has been seen."""
        self._mail_server.start()
        env = children.environment(Path(os.environ[children.MARK]), self._environment())
        static = StaticFiles(Path(env["STATIC_ROOT"]))
        with lock.waited_for(static.stamp.with_suffix(".lock"), "Waiting for the static files …"):
            if not static.is_current():
                children.complete([static.step(env)])
                static.record()
        worker = modes.worker()
        with (self.folder / "log").open("wb") as log:
            options = {"env": env, "cwd": PROJECT, "stdout": log, "stderr": log}
            server = modes.production_server(self._at, workers=1)
            self._children = [
                children.start("server", server, **options),
                children.start("worker", worker, **options),
            ]
        self.wait_for(self._is_ready, seconds=120)

    def stop(self) -> None:
        """Stop everything."""
        children.stop(self._children)
        self._mail_server.stop()

    async def handle_DATA(self, server, session, envelope) -> str:
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append(message)
        return "250 Taken"

    def _environment(self) -> dict[str, str]:
        media = self.folder / "media"
        prepared = Path(os.environ["POFCLINIC_TEST_MEDIA"])
        if prepared.exists() and not media.exists():
            shutil.copytree(prepared, media)
        return {
            "DJANGO_SETTINGS_MODULE": "pofclinic.settings.base",
            "SECRET_KEY": "browser-tests-only-0123456789abcdefghijklmnopqrstuvwxyz",
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "SITE_URL": self.url,
            "DATABASE_URL": self.database_url,
            "ENQUIRY_KEYS": os.environ["ENQUIRY_KEYS"],
            "ENQUIRY_TOMBSTONES": str(self.folder / "tombstones"),
            # A test fills the form in faster than anybody, and one patient writes many times.
            "ENQUIRY_LEAST_SECONDS": "0",
            "ENQUIRY_LIMITS_FACTOR": "100",
            "TRUSTED_PROXIES": "127.0.0.1",
            "STATIC_ROOT": os.environ["POFCLINIC_STATIC"],
            "MEDIA_ROOT": str(media),
            "SERVE_MEDIA": "true",
            "MAIL_BACKEND": "smtp",
            "MAIL_HOST": "127.0.0.1",
            "MAIL_PORT": str(self._mail_server.port),
            "MAIL_TLS": "none",
            "MAIL_USER": "",
            "MAIL_PASSWORD": "",
        }

    def _is_ready(self) -> bool:
        try:
            address = f"{self.url}/readyz"
            with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own server
                return answer.status == 200
        except (OSError, urllib.error.URLError):
            return False

    def _check(self) -> None:
        for child in self._children:
            assert child.is_running(), f"The {child.name} has stopped.\n{self._log()}"

    def _log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")[-4000:]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
