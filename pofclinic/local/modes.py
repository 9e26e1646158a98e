"""The two ways to run the site here: as developers do, and as production does."""

import errno
import os
import secrets
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass

from pofclinic.local.errors import CannotContinue
from pofclinic.local.places import Places

_WILDCARDS = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104


@dataclass(frozen=True)
class Address:
    """Where the site listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        host = _WILDCARDS.get(self.host, f"[{self.host}]" if ":" in self.host else self.host)
        return f"http://{host}:{self.port}"

    def require_free(self) -> None:
        """Raise `CannotContinue` when something listens there already."""
        try:
            family, _, _, _, place = socket.getaddrinfo(self.host or None, self.port)[0]
            with socket.socket(family, socket.SOCK_STREAM) as attempt:
                attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                attempt.bind(place)
        except socket.gaierror:
            raise CannotContinue(f"HOST={self.host} is no address of this machine.") from None
        except PermissionError:
            raise CannotContinue(
                f"This user may not listen on port {self.port}: choose 1024 or more."
            ) from None
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise CannotContinue(f"HOST={self.host} is no address of this machine.") from None
            raise CannotContinue(
                f"Port {self.port} is in use: stop what listens there, or choose another "
                f"port, such as PORT={self.port + 1}."
            ) from None


@dataclass(frozen=True)
class Mode:
    """What differs between `make run` and `make serve`."""

    name: str
    title: str
    settings: str
    needs_static_files: bool
    reloads: bool
    server: Callable[[Address], list[str]]
    environment: Callable[[Places, Address], dict[str, str]]


def address() -> Address:
    """Read PORT and HOST."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CannotContinue(f"PORT={text} is not a number from 1 to 65535.")
    return Address(os.environ.get("HOST") or "127.0.0.1", int(text))


def _development_server(at: Address) -> list[str]:
    host = f"[{at.host}]" if ":" in at.host else at.host
    return [sys.executable, "manage.py", "runserver", "--skip-checks", f"{host}:{at.port}"]


def _development_environment(places: Places, at: Address) -> dict[str, str]:
    return {
        "SITE_URL": os.environ.get("SITE_URL") or at.url,
        "MEDIA_ROOT": os.environ.get("MEDIA_ROOT") or str(places.media),
        **_enquiry_files(places),
    }


def _enquiry_files(places: Places) -> dict[str, str]:
    """Where tombstones and the key ring lie. A ring in ENQUIRY_KEYS goes before the file's."""
    stones = os.environ.get("ENQUIRY_TOMBSTONES") or str(places.tombstones)
    keys = os.environ.get("ENQUIRY_KEYS_FILE") or str(places.enquiry_keys)
    files = {"ENQUIRY_TOMBSTONES": stones, "ENQUIRY_KEYS_FILE": keys}
    if os.environ.get("ENQUIRY_KEYS"):
        del files["ENQUIRY_KEYS_FILE"]
    return files


def production_server(at: Address, *, workers: int = 2) -> list[str]:
    """Return the command of the real application server."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi"]
    command += ["--host", at.host, "--port", str(at.port), "--workers", str(workers)]
    command += ["--blocking-threads", "4", "--respawn-failed-workers", "--no-access-log"]
    return [*command, "--log-level", "warning", "pofclinic.wsgi:application"]


def worker() -> list[str]:
    """Return the command of the job worker."""
    return [sys.executable, "-m", "pofclinic.worker"]


def _production_environment(places: Places, at: Address) -> dict[str, str]:
    ours = {
        "SECRET_KEY": secret(places, "secret_key"),
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SITE_URL": at.url,
        "SERVE_MEDIA": "true",
        "MEDIA_ROOT": str(places.media),
        "STATIC_ROOT": str(places.static),
        "FALLBACK_TELEPHONE": "+44 20 7946 0123",
        **_enquiry_files(places),
    }
    if not os.environ.get("MAIL_HOST"):
        ours["MAIL_BACKEND"] = "console"
    return {name: os.environ.get(name) or value for name, value in ours.items()}


def secret(places: Places, name: str) -> str:
    """Return a secret of this folder, made when it is first asked for."""
    places.secrets.mkdir(mode=0o700, exist_ok=True)
    path = places.secrets / name
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text()


DEVELOPMENT = Mode(
    name="make run",
    title="Development",
    settings="pofclinic.settings.dev",
    needs_static_files=False,
    reloads=True,
    server=_development_server,
    environment=_development_environment,
)
PRODUCTION = Mode(
    name="make serve",
    title="Production settings, on this machine",
    settings="pofclinic.settings.base",
    needs_static_files=True,
    reloads=False,
    server=production_server,
    environment=_production_environment,
)
