"""Stand-ins on loopback for the providers that pages leave through: PagerDuty, Slack, Teams, ntfy, webhooks.

GET  /calls                                    what arrived and when, with what was answered
GET  /incidents                                PagerDuty's incidents as they stand
POST /faults {"status": 503, "seconds": 10}    misbehave for a while; tools/faults.py knows the kinds; {} ends it
POST /sms/reply {"from": "+31600000001", "text": "OK"}    somebody answers their newest text message

.venv/bin/python -m tools.fakeproviders --port 8421    by themselves; `make run` brings its own
"""

import argparse
import base64
import json
import secrets
import socket
import struct
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread

from tools import faults
from tools.fakepagerduty import Incidents

HOST = "127.0.0.1"
ENQUEUE = "/v2/enqueue"
# What each provider answers when all is well, by where its path begins.
_ANSWERS: Mapping[str, tuple[int, str]] = {
    "/slack/": (200, "ok"),
    "/teams/": (202, ""),
    "/ntfy/": (200, '{"event": "message"}'),
    "/webhook/": (204, ""),
}
_HEADERS = ("content-type", "authorization", "webhook-id", "webhook-timestamp", "webhook-signature")

Reply = Callable[[str, str], str]
"""Somebody at a number answers with a text; what was answered. Raises LookupError."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a provider. `body` is the JSON, or the text where it is none."""

    at: str
    method: str
    path: str
    headers: Mapping[str, str]
    body: object
    answered: str


class FakeProviders(ThreadingHTTPServer):
    """Takes its port at once; 0 takes a free one. Raises OSError when the port is taken."""

    daemon_threads = True

    def __init__(self, port: int = 0, reply: Reply | None = None) -> None:
        super().__init__((HOST, port), _Request)
        self.url = f"http://{HOST}:{self.server_port}"
        self.reply = reply
        self.calls: list[Call] = []
        self.incidents = Incidents()
        self.fault = faults.NONE
        self.lock = Lock()
        self.over = Event()

    @contextmanager
    def opened(self) -> Iterator[None]:
        Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield
        finally:
            self.over.set()
            self.shutdown()
            self.server_close()

    def handle_error(self, request: "socket.socket | tuple[bytes, socket.socket]", client_address: object) -> None:
        """Who hangs up while we are slow is no error of ours, and the terminal belongs to the story."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def secret_of(channel: str, name: str, url: str) -> str:
    """What the secret of a channel's address holds where `url` stands for its provider."""
    if channel == "pagerduty":
        return secrets.token_hex(16)
    address = f"{url}/{channel}/{name}"
    return f"{address} whsec_{base64.b64encode(secrets.token_bytes(24)).decode()}" if channel == "webhook" else address


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FakeProviders

    def do_GET(self) -> None:
        if self.path == "/calls":
            self._say(200, [asdict(call) for call in list(self.server.calls)])
        elif self.path == "/incidents":
            self._say(200, [asdict(incident) for incident in list(self.server.incidents.all)])
        else:
            self._say(404, {"error": "known: /calls, /incidents"})

    def do_POST(self) -> None:
        body = _read(self.rfile.read(int(self.headers.get("content-length", 0))))
        if self.path == "/faults":
            self._set_fault(body)
        elif self.path == "/sms/reply":
            self._reply(body)
        else:
            self._provide(body)

    do_PUT = do_POST

    def _provide(self, body: object) -> None:
        server, fault = self.server, self.server.fault
        trouble = fault if fault.strikes(self.path) else faults.NONE
        if trouble.reset:
            self._note(body, "reset")
            # Closing at once, with nothing lingering, sends RST instead of FIN.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
            return None
        if trouble.status is not None:
            self._note(body, str(trouble.status))
            waits = {} if trouble.retry_after is None else {"Retry-After": str(trouble.retry_after)}
            return self._say(trouble.status, {"error": "told to"}, waits)
        with server.lock:
            status, answer = self._answer(body)
        self._note(body, "dropped" if trouble.drop else str(status))
        if trouble.drop:
            self.close_connection = True
            return None
        server.over.wait(trouble.slow)
        return self._say(status, answer)

    def _answer(self, body: object) -> tuple[int, object]:
        if self.path == ENQUEUE:
            return self.server.incidents.take(body)
        found = next((each for start, each in _ANSWERS.items() if self.path.startswith(start)), None)
        return found or (404, {"error": f"known: {ENQUEUE}, {', '.join(_ANSWERS)}"})

    def _note(self, body: object, answered: str) -> None:
        headers = {name: self.headers[name] for name in _HEADERS if name in self.headers}
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        self.server.calls.append(Call(at, self.command, self.path, headers, body, answered))

    def _set_fault(self, document: object) -> None:
        try:
            self.server.fault = faults.read(document)
        except faults.BadFault as problem:
            return self._say(400, {"error": str(problem)})
        return self._say(200, {"faults": document})

    def _reply(self, document: object) -> None:
        told = document if isinstance(document, Mapping) else {}
        sender, text = told.get("from"), told.get("text")
        if self.server.reply is None or not isinstance(sender, str) or not isinstance(text, str):
            return self._say(400, {"error": 'write {"from": "+31600000001", "text": "OK"}, to those of a local cloud'})
        try:
            return self._say(200, {"answers": self.server.reply(sender, text)})
        except LookupError as problem:
            return self._say(409, {"error": str(problem)})

    def _say(self, status: int, content: object, headers: Mapping[str, str] | None = None) -> None:
        body = content.encode() if isinstance(content, str) else json.dumps(content, ensure_ascii=False).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 204:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal belongs to the story."""


def _read(raw: bytes) -> object:
    try:
        found: object = json.loads(raw)
    except ValueError:
        return raw.decode("utf-8", "replace")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Stand-ins for the providers that pages leave through.")
    parser.add_argument("--port", type=int, default=8421)
    providers = FakeProviders(parser.parse_args().port)
    print(f"{providers.url}/calls")
    try:
        providers.serve_forever()
    except KeyboardInterrupt:
        providers.server_close()


if __name__ == "__main__":
    main()
