"""A provider that misbehaves below HTTP: it hangs up, stays silent or breaks off."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loopback(answer: bytes | None) -> Iterator[str]:
    """The address of a server that answers one request with these bytes and closes; None: never answers."""
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_serve_one, args=(server, answer, done))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
        finally:
            done.set()
            thread.join()


def _serve_one(server: socket.socket, answer: bytes | None, done: threading.Event) -> None:
    connection, _ = server.accept()
    with connection:
        with connection.makefile("rb") as request:  # read to its end: an unread rest would reset the connection
            head = dict(_header(line) for line in iter(request.readline, b"\r\n") if b":" in line)
            request.read(int(head.get(b"content-length", b"0")))
        if answer is None:
            done.wait()
        else:
            connection.sendall(answer)


def _header(line: bytes) -> tuple[bytes, bytes]:
    name, _, value = line.partition(b":")
    return name.strip().lower(), value.strip()
