"""The local stand-in for the short custom domain: http://localhost:8420/p/... leads to the API's stage.

The links in pages need a short address that a browser can open; the local cloud's own addresses
carry the API's id and the stage. Bodies pass through byte for byte, since signatures cover them.
"""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

HOST = "127.0.0.1"
_THIS_HOP_ONLY = {
    "connection",
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
_LONGEST_WAIT = 35


class FrontDoor(ThreadingHTTPServer):
    """Takes its port at once, so that a taken one is known early; leads nowhere until `target` is set.

    `target` is the API's address up to and including the stage. Raises OSError when the port is taken.
    """

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__((HOST, port), _Visit)
        self.target = ""
        self.url = f"http://localhost:{self.server_port}"

    @contextmanager
    def opened(self) -> Iterator[None]:
        Thread(target=self.serve_forever, daemon=True).start()
        try:
            yield
        finally:
            self.shutdown()
            self.server_close()


class _Visit(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FrontDoor

    def pass_on(self) -> None:
        if not self.server.target:
            self._answer(503, [], b"Not ready yet: the app is being deployed.\n")
            return
        if "transfer-encoding" in self.headers:
            self._answer(411, [], b"Say how long the body is (Content-Length).\n")
            return
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        where = urlsplit(self.server.target)
        connection = http.client.HTTPConnection(where.netloc, timeout=_LONGEST_WAIT)
        try:
            connection.putrequest(self.command, where.path + self.path, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() not in _THIS_HOP_ONLY:
                    connection.putheader(name, value)
            connection.endheaders(body or None)
            answer = connection.getresponse()
            self._answer(answer.status, answer.getheaders(), answer.read())
        except OSError as problem:
            self._answer(502, [], f"The local cloud does not answer: {problem}\n".encode())
        finally:
            connection.close()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = pass_on

    def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in _THIS_HOP_ONLY | {"content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal belongs to the story, and paths carry the codes of pages."""
