"""A platform's API on loopback: answers requests from memory, or misbehaves as it is told for the next ones."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Literal, Protocol
from urllib.parse import parse_qsl, urlsplit

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. Header names are in lower case."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes

    def value(self, name: str) -> str | None:
        """The last value of a parameter."""
        return dict(self.query).get(name)

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.query if key == name]

    @property
    def bearer(self) -> str:
        return self.headers.get("authorization", "").removeprefix("Bearer ")


@dataclass(frozen=True, slots=True)
class Told:
    """An answer. `said`: bytes as they are, anything else as JSON."""

    status: int
    said: object
    headers: Mapping[str, str] = field(default_factory=dict)


class Platform(Protocol):
    def answer(self, asked: Asked) -> Told: ...


class Loopback(ThreadingHTTPServer):
    """Takes a free port. `next` is what the next requests get instead of an answer, one each, first to last."""

    daemon_threads = True

    def __init__(self, platform: Platform) -> None:
        super().__init__((HOST, 0), _Request)
        self.platform = platform
        self.url = f"http://{HOST}:{self.server_port}"
        self.asked: list[Asked] = []
        self.next: list[Told | Literal["silence"]] = []
        self.over = Event()


@contextmanager
def listening(platform: Platform) -> Iterator[Loopback]:
    """The platform at `url`, until the end of the block."""
    server = Loopback(platform)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Request(BaseHTTPRequestHandler):
    server: Loopback

    def do_GET(self) -> None:
        self._do()

    def do_POST(self) -> None:
        self._do()

    def _do(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, parts.path, tuple(parse_qsl(parts.query)), headers, body)
        self.server.asked.append(asked)
        told = self.server.next.pop(0) if self.server.next else self.server.platform.answer(asked)
        if told == "silence":
            self.server.over.wait()
            return
        said = told.said if isinstance(told.said, bytes) else json.dumps(told.said, ensure_ascii=False).encode()
        self.send_response(told.status)
        for name, value in {"content-type": "application/json", **told.headers}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None:
        """Whoever runs it keeps what was asked."""
