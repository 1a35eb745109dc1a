"""The deployed app behind a loopback address, with a stage in its path as API Gateway has it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

from chalice.test import HTTPResponse

from tests.usecases.deployed import Deployed

ROOT = "/api"
_NOT_OURS = b'{"message":"Forbidden"}'


class _Gateway(ThreadingHTTPServer):
    """Threads, since a browser opens connections ahead and leaves them waiting; one request at a time in the app."""

    daemon_threads = True

    def __init__(self, stage: Deployed) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self._stage = stage
        self._one = Lock()

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes) -> HTTPResponse:
        if not path.startswith(f"{ROOT}/"):
            return HTTPResponse(_NOT_OURS, {"Content-Type": "application/json"}, 403)
        with self._one:
            return self._stage.client.http.request(method, path.removeprefix(ROOT), headers, body)


class _Visit(BaseHTTPRequestHandler):
    server: _Gateway

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        told = self.server.ask(self.command, self.path, headers, body)
        self.send_response_only(told.status_code)
        sent: Mapping[str, object] = told.headers
        for name, value in sent.items():
            for each in value if isinstance(value, list) else [value]:
                self.send_header(name, str(each))
        self.send_header("Content-Length", str(len(told.body)))
        self.end_headers()
        self.wfile.write(told.body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: paths carry the codes of pages."""


@contextmanager
def served(stage: Deployed) -> Iterator[str]:
    """The address of its root, without a slash at the end."""
    with _Gateway(stage) as gateway:
        thread = Thread(target=gateway.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{gateway.server_port}{ROOT}"
        finally:
            gateway.shutdown()
            thread.join()
