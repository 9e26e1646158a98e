"""Mail leaves over TLS or not at all, and what cannot leave waits under its name."""

import pytest
from filling_in import store

from enquiries.models import Delivery
from enquiries.tasks import NotDeliveredYetError, deliver
from tests.drills.mail_server import FAULTS, HOST, PASSWORD, USER, MailServer

# The relay's library warns of a fault that we make on purpose.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")
# What must not be read by whoever listens: who writes to whom, and our own password.
IN_CLEAR = (b"AUTH", b"MAIL FROM", b"RCPT", b"DATA", b"Subject", b"example.org>", b"Message-ID")
# All that the delivery's row says of it.
CLASSES = {
    "refuses": "ConnectionRefusedError",
    "hangs": "SMTPServerDisconnected",
    "drops at EHLO": "SMTPServerDisconnected",
    "no STARTTLS": "SMTPNotSupportedError",
    "breaks STARTTLS": "SSLError",
    "refuses the password": "SMTPAuthenticationError",
    "4xx": "SMTPRecipientsRefused",
    "drops after DATA": "SMTPServerDisconnected",
}


@pytest.fixture
def relay(letterbox, settings, tmp_path, monkeypatch):
    """A relay that demands TLS and a password, and the site that trusts its certificate."""
    server = MailServer()
    server.start(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    settings.ENQUIRY_NOTICE_TO = ["desk@example.org"]
    use(settings, server)
    yield server
    if server.fault == "refuses":
        server.become("")
    server.stop()


def use(settings, server: MailServer, host: str = HOST) -> None:
    options = {"host": host, "port": server.port, "username": USER, "password": PASSWORD}
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {**options, "use_tls": True, "timeout": 2},
        }
    }


def try_in_vain() -> Delivery:
    """Run the job of her confirmation; return it, which waits for its next try."""
    delivery = Delivery.objects.get(kind=Delivery.Kind.ACKNOWLEDGEMENT)
    with pytest.raises(NotDeliveredYetError):
        deliver(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.sent_at, delivery.failed_at) == (None, None)
    return delivery


def try_again(delivery: Delivery, relay: MailServer) -> None:
    deliver(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.sent_at is not None, delivery.last_error) == (True, "")
    assert relay.accepted() == [delivery.message_id]


def test_every_fault_of_the_relay_is_one_of_these():
    assert set(CLASSES) == set(FAULTS)


@pytest.mark.parametrize("fault", CLASSES)
def test_what_cannot_leave_waits_and_leaves_once_under_its_name(relay, fault):
    store()
    relay.become(fault)
    delivery = try_in_vain()
    assert delivery.last_error == CLASSES[fault]
    assert not [word for word in IN_CLEAR if word in bytes(relay.in_clear)]
    relay.become("")
    try_again(delivery, relay)
    # Where the first one came through, her mailbox can tell that it is the same.
    assert {mail.message_id for mail in relay.mails} == {delivery.message_id}
    assert not [word for word in IN_CLEAR if word in bytes(relay.in_clear)]


@pytest.mark.parametrize("doubt", ["nobody vouches for it", "it is another host's"])
def test_a_certificate_that_proves_nothing_gets_no_mail(relay, settings, monkeypatch, doubt):
    store()
    with monkeypatch.context() as doubting:
        if doubt == "nobody vouches for it":
            doubting.setenv("SSL_CERT_FILE", "/dev/null")
        else:
            use(settings, relay, host="localhost")
        assert try_in_vain().last_error == "SSLCertVerificationError"
    assert not [word for word in IN_CLEAR if word in bytes(relay.in_clear)]
    use(settings, relay)
    try_again(Delivery.objects.get(kind=Delivery.Kind.ACKNOWLEDGEMENT), relay)
