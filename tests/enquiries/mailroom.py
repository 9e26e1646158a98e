"""A real mail server that keeps what arrives and can misbehave."""

import socket
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from procrastinate.contrib.django import app


class Mailroom:
    """Keeps what arrives; `answer` is what it says to the data, `refuse` to the recipient."""

    def __init__(self):
        self.messages = []
        self.answer = "250 OK"
        self.refusal = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answer.startswith("250"):
            parsed = message_from_bytes(envelope.content, policy=policy.default)
            self.messages.append((sorted(envelope.rcpt_tos), parsed))
        return self.answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def use_mail_server(settings, port: int) -> None:
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
        }
    }


@contextmanager
def running(room: Mailroom, port: int):
    controller = Controller(room, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield room
    finally:
        controller.stop()


def run_worker_once() -> None:
    """Let a real worker do every mail job that is due."""
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(wait=False, queues=["mail"], install_signal_handlers=False)
