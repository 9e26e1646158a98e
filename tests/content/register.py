"""Records of a register for tests, and a register that answers as it is told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

RECORDS = Path(__file__).parent / "records"
OUR_TRIAL = "NCT00000001"


def given_record(name: str) -> dict:
    """A real record in the shape of the API."""
    return json.loads((RECORDS / f"{name}.json").read_text(encoding="utf-8"))


def a_record(number: str = OUR_TRIAL, **changed: Any) -> dict:
    """An invented study. `changed` names a part by its path: statusModule__overallStatus."""
    record = {
        "protocolSection": {
            "identificationModule": {"nctId": number, "briefTitle": f"Study {number}"},
            "statusModule": {
                "overallStatus": "RECRUITING",
                "startDateStruct": {"date": "2025-03", "type": "ACTUAL"},
                "lastUpdatePostDateStruct": {"date": "2026-09-01"},
            },
            "sponsorCollaboratorsModule": {"leadSponsor": {"name": "A hospital", "class": "OTHER"}},
            "designModule": {
                "studyType": "INTERVENTIONAL",
                "phases": ["PHASE1"],
                "enrollmentInfo": {"count": 20, "type": "ESTIMATED"},
            },
            "armsInterventionsModule": {"interventions": [{"name": "Cells"}]},
            "outcomesModule": {"primaryOutcomes": [{"measure": "Harm"}]},
            "eligibilityModule": {"minimumAge": "18 Years"},
            "contactsLocationsModule": {
                "locations": [{"facility": "A ward", "city": "Lyon", "country": "France"}]
            },
        },
        "hasResults": False,
    }
    for path, value in changed.items():
        *parts, last = path.split("__")
        place = record if path == "hasResults" else record["protocolSection"]
        for part in parts:
            place = place[part]
        place[last] = value
    return record


@dataclass
class Reply:
    """One answer: a status, a body (JSON, or bytes as they are) and headers."""

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    is_cut_short: bool = False
    after: float = 0


@dataclass
class StandIn:
    """A register on this machine: its replies in turn, and what it was asked."""

    address: str
    replies: list[Reply] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    user_agents: list[str] = field(default_factory=list)


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """A server of the real kind, on a port of its own, for the time of a test."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            register.asked.append(self.path)
            register.user_agents.append(self.headers["User-Agent"])
            reply = register.replies.pop(0) if register.replies else Reply(status=500)
            self.give(reply)

        def give(self, reply: Reply) -> None:
            body = reply.body
            raw = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.server.halt.wait(reply.after)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(raw) + (10 if reply.is_cut_short else 0)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *args) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.halt = Event()
    server.daemon_threads = True
    register = StandIn(f"http://127.0.0.1:{server.server_port}/api/v2")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield register
    server.halt.set()
    server.shutdown()
    server.server_close()
