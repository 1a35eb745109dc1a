"""A platform on loopback that answers questions as a test tells it, and keeps what it was asked."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from chalicelib.lookups.port import Asked

TOKEN = "x-api-token"

# Status and JSON body, bytes that are no JSON, or None: it never answers.
Answer = tuple[int, object] | bytes | None


@dataclass(frozen=True, slots=True)
class Call:
    """One question."""

    path: str
    query: Mapping[str, str]
    authorization: str

    @property
    def fields(self) -> str:
        return self.query.get("fields", "")


@dataclass
class Platform:
    """A listening server; `calls` in order of arrival."""

    url: str
    answer: Callable[[Call], Answer]
    calls: list[Call] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [call.path for call in self.calls]


def error(code: int, subcode: int = 0, message: str = "no", status: int = 400) -> Answer:
    """An error as Meta's Graph tells it."""
    return status, {"error": {"message": message, "type": "OAuthException", "code": code, "error_subcode": subcode}}


NOT_THERE = error(100, 33, "Unsupported get request. Object does not exist")
EXPIRED = error(190, 463, f"Error validating access token {TOKEN}: session has expired")


def asked(message: str, **more: str) -> Asked:
    """The question about a message of one account."""
    return Asked(account="104000000000001", message=message, handles=frozenset({"merk"}), **more)


@contextmanager
def platform(answers: Mapping[str, Answer] | Callable[[Call], Answer]) -> Iterator[Platform]:
    """Serves by path, without the query; what is not among `answers` is not there."""
    over = threading.Event()

    def choose(call: Call) -> Answer:
        return answers(call) if callable(answers) else answers.get(call.path, NOT_THERE)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            call = Call(unquote(parts.path), query, self.headers.get("authorization", ""))
            there.calls.append(call)
            told = there.answer(call)
            if told is None:
                over.wait()
                return
            status, body = (200, told) if isinstance(told, bytes) else (told[0], json.dumps(told[1]).encode())
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        there = Platform(f"http://127.0.0.1:{server.server_port}", choose)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield there
        finally:
            over.set()
            server.shutdown()
            thread.join()
