"""A provider on loopback that keeps what it is sent and answers as it is told, also below HTTP."""

import json
import socket
import struct
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

Answer = bytes | Literal["hang up", "reset", "silence"]


@dataclass(frozen=True, slots=True)
class Call:
    """One request. Header names are in lower case."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass(slots=True)
class Provider:
    """A listening server; `calls` in order of arrival."""

    url: str
    calls: list[Call] = field(default_factory=list)


def answer(status: int = 202, body: bytes = b"", headers: Mapping[str, str] | None = None) -> bytes:
    """An HTTP answer."""
    lines = [f"HTTP/1.1 {status} Some-Reason", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


@contextmanager
def provider(*answers: Answer) -> Iterator[Provider]:
    """Takes as many requests as there are answers, which come in that order."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        there = Provider(f"http://127.0.0.1:{server.getsockname()[1]}")
        thread = threading.Thread(target=_serve, args=(server, answers, there, over), daemon=True)
        thread.start()
        try:
            yield there
        finally:
            over.set()


def _serve(server: socket.socket, answers: tuple[Answer, ...], there: Provider, over: threading.Event) -> None:
    silent = []
    for each in answers:
        try:
            connection, _ = server.accept()
        except OSError:  # the test is over, and asked less often than it said
            break
        there.calls.append(_read(connection))
        if each == "silence":
            silent.append(connection)
            continue
        if each == "reset":  # closing at once, with nothing lingering, sends RST instead of FIN
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif isinstance(each, bytes):
            connection.sendall(each)
        connection.close()
    over.wait()
    for connection in silent:
        connection.close()


def _read(connection: socket.socket) -> Call:
    with connection.makefile("rb") as request:
        path = request.readline().split()[1].decode()
        lines = (line.decode("latin-1").partition(":") for line in iter(request.readline, b"\r\n"))
        headers = {name.lower(): value.strip() for name, _, value in lines}
        return Call(path, headers, request.read(int(headers.get("content-length", 0))))
