"""A mail relay that demands TLS and a password, and that can be broken in many ways."""

import asyncio
import contextlib
import datetime
import email
import ipaddress
import logging
import ssl
import threading
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HOST = "127.0.0.1"
USER, PASSWORD = "clinic", "for the drills only"
# The eight ways of being down.
FAULTS = {
    "refuses": "nothing listens",
    "hangs": "takes the connection and says nothing",
    "drops at EHLO": "hangs up on the greeting",
    "no STARTTLS": "offers plain text only",
    "breaks STARTTLS": "agrees to TLS and speaks something else",
    "refuses the password": "535",
    "4xx": "451 for every recipient",
    "drops after DATA": "takes the message and hangs up without an answer",
}
SLOW, SLOW_SECONDS = "slow", 3
# Mail to this domain is refused for good, with a 550.
UNKNOWN_DOMAIN = "unknown.example.org"

# aiosmtpd warns of its own next version, and tells every fault that we make.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)
warnings.filterwarnings("ignore", "Requiring AUTH while not requiring TLS")


@dataclass(frozen=True)
class Mail:
    """A message that came to the end of its DATA."""

    message_id: str
    to: tuple[str, ...]
    at: float
    is_accepted: bool
    text: str


class MailServer:
    """Listens on one port for good; `fault` breaks it, `hold_at` stops it at a step."""

    def __init__(self):
        self.fault = ""
        self.mails: list[Mail] = []
        self.in_clear = bytearray()
        self.hold_at = ""
        self.reached = threading.Event()
        self.connections: set[Relay] = set()
        self.controller: _Listener | None = None
        self.port = 0

    # --- From the drill's thread ----------------------------------------------
    def start(self, folder: Path) -> None:
        """Make a certificate in the folder and listen."""
        self.certificate = folder / "mail-certificate.pem"
        self.tls = _make_tls(self.certificate)
        self._listen()

    def stop(self) -> None:
        if self.controller:
            self.hang_up()
            self.controller.stop()
            self.controller = None

    def become(self, fault: str) -> None:
        """Break in this way from now on (nothing: be well), and hang up on everybody."""
        was, self.fault = self.fault, fault
        if fault == "refuses":
            self.stop()
        elif was == "refuses":
            self._listen()
        else:
            self.hang_up()

    def hang_up(self) -> None:
        def abort():
            for relay in list(self.connections):
                with contextlib.suppress(Exception):
                    relay.first_transport.abort()

        self.controller.loop.call_soon_threadsafe(abort)

    def accepted(self) -> list[str]:
        """Return the Message-ID of each message that was taken, as often as it was."""
        return [mail.message_id for mail in self.mails if mail.is_accepted]

    def environment(self) -> dict[str, str]:
        """Return what the site has to know about us."""
        return {
            "MAIL_BACKEND": "smtp",
            "MAIL_HOST": HOST,
            "MAIL_PORT": str(self.port),
            "MAIL_TLS": "starttls",
            "MAIL_USER": USER,
            "MAIL_PASSWORD": PASSWORD,
            "SSL_CERT_FILE": str(self.certificate),
        }

    def _listen(self) -> None:
        self.controller = _Listener(self, hostname=HOST, port=self.port)
        self.controller.start()
        self.port = self.controller.server.sockets[0].getsockname()[1]

    # --- From the event loop ------------------------------------------------------
    async def step(self, name: str) -> None:
        """Stand still here for as long as the drill says so."""
        if self.hold_at == name:
            self.reached.set()
            while self.hold_at == name:
                await asyncio.sleep(0.02)

    def authenticate(self, server, session, envelope, mechanism, data) -> AuthResult:
        good = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        refused = self.fault == "refuses the password"
        return AuthResult(success=good and not refused, handled=False)

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        await self.step("RCPT")
        if self.fault == "4xx":
            return "451 Try again later"
        if address.endswith(f"@{UNKNOWN_DOMAIN}"):
            return "550 No such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        await self.step("DATA")
        if self.fault == SLOW:
            await asyncio.sleep(SLOW_SECONDS)
        drops = self.fault == "drops after DATA"
        message = email.message_from_bytes(envelope.content)
        self.mails.append(
            Mail(
                message["Message-ID"],
                tuple(envelope.rcpt_tos),
                time.monotonic(),
                not drops,
                envelope.content.decode(errors="replace"),
            )
        )
        if drops:
            server.first_transport.abort()
        return "250 Taken"


class _Listener(Controller):
    """Opens one relay for each connection. The port may be none: then any free one."""

    def factory(self) -> SMTP:
        return Relay(self.handler)

    def _trigger_server(self) -> None:
        """Leave out the greeting to ourselves that aiosmtpd begins with."""
        self.smtpd = self
        self._factory_invoked.set()


class Relay(SMTP):
    """One connection."""

    def __init__(self, server: MailServer):
        self.mail_server = server
        has_tls = server.fault != "no STARTTLS"
        super().__init__(
            server,
            hostname="mail.example.org",
            tls_context=server.tls if has_tls else None,
            require_starttls=has_tls,
            # A client that would give its password away in clear shall be able to.
            auth_require_tls=has_tls,
            auth_required=True,
            authenticator=server.authenticate,
        )

    def connection_made(self, transport) -> None:
        if self._original_transport is None:
            self.first_transport = transport
            self.mail_server.connections.add(self)
        super().connection_made(transport)

    def connection_lost(self, error) -> None:
        self.mail_server.connections.discard(self)
        super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        if self._tls_protocol is None:
            self.mail_server.in_clear += data
        super().data_received(data)

    async def _handle_client(self) -> None:
        await self.mail_server.step("connected")
        if self.mail_server.fault == "hangs":
            await asyncio.sleep(3600)
        await super()._handle_client()

    async def smtp_EHLO(self, hostname: str) -> None:
        await self.mail_server.step("EHLO")
        if self.mail_server.fault == "drops at EHLO":
            self.first_transport.abort()
            return
        await super().smtp_EHLO(hostname)

    async def smtp_STARTTLS(self, arg: str) -> None:
        await self.mail_server.step("STARTTLS")
        if self.mail_server.fault == "breaks STARTTLS":
            await self.push("220 Ready to start TLS")
            await self.push("500 which I do not know how to speak")
            return
        await super().smtp_STARTTLS(arg)

    async def smtp_MAIL(self, arg: str) -> None:
        await self.mail_server.step("MAIL")
        await super().smtp_MAIL(arg)

    async def smtp_QUIT(self, arg: str) -> None:
        await self.mail_server.step("QUIT")
        await super().smtp_QUIT(arg)


def _make_tls(path: Path) -> ssl.SSLContext:
    """Return a context with a new certificate for this machine; the path gets it for clients."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.example.org")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    path.write_bytes(certificate.public_bytes(pem))
    secret = path.with_suffix(".key")
    secret.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, secret)
    secret.unlink()
    return context
