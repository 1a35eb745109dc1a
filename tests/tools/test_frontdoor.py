"""The front door changes nothing on the way: bytes, queries, repeated headers and statuses."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tools.frontdoor import HOST, FrontDoor

BODY = bytes(range(256)) + b"\r\n\x00"


class Backend(BaseHTTPRequestHandler):
    """Answers with what it got."""

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.send_response(418)
        self.send_header("x-path", self.path)
        self.send_header("x-signature", self.headers.get("x-signature", ""))
        self.send_header("set-cookie", "a=1")
        self.send_header("set-cookie", "b=2")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_POST = do_HEAD = answer

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def backend() -> Iterator[str]:
    with HTTPServer((HOST, 0), Backend) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{HOST}:{server.server_port}/_aws/execute-api/abc/local"
        server.shutdown()


@pytest.fixture
def door() -> Iterator[FrontDoor]:
    door = FrontDoor(0)
    with door.opened():
        yield door


def ask(
    door: FrontDoor, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection(HOST, door.server_port, timeout=10)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    found = answer.status, answer.headers, answer.read()
    connection.close()
    return found


def test_a_delivery_passes_byte_for_byte_with_its_signature(door: FrontDoor) -> None:
    with backend() as door.target:
        status, headers, body = ask(door, "POST", "/webhooks/x?a=1%20b&a=2", BODY, {"x-signature": "sha256=x"})
    assert (status, body) == (418, BODY)
    assert headers["x-path"] == "/_aws/execute-api/abc/local/webhooks/x?a=1%20b&a=2"
    assert headers["x-signature"] == "sha256=x"
    assert headers.get_all("set-cookie") == ["a=1", "b=2"]


def test_a_link_preview_that_only_asks_for_headers_gets_no_body(door: FrontDoor) -> None:
    with backend() as door.target:
        status, _, body = ask(door, "HEAD", "/p/abc")
    assert (status, body) == (418, b"")


def test_before_the_app_is_there_it_says_so(door: FrontDoor) -> None:
    assert ask(door, "GET", "/status")[0] == 503


def test_when_the_local_cloud_is_gone_it_says_so(door: FrontDoor) -> None:
    with backend() as target:
        pass
    door.target = target
    assert ask(door, "GET", "/status")[0] == 502


def test_a_taken_port_is_known_at_once(door: FrontDoor) -> None:
    with pytest.raises(OSError, match="in use"):
        FrontDoor(door.server_port)
