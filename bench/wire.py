"""Counts what goes over the wire: a loopback relay in front of the local AWS that reads every call as it passes.

Units are DynamoDB's published ones (docs.aws.amazon.com/amazondynamodb, "Capacity unit consumption"): writes as the
answers' ConsumedCapacity tells them, index entries included; reads by the size of what was read, since the local AWS
counts every read as a small one.
"""

import http.client
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import ceil
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tools.localaws import HOST

_READ_BLOCK = 4096
_WRITE_BLOCK = 1024
_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive"}


@dataclass(frozen=True, slots=True)
class Call:
    """One call: `dynamodb Query`, and the capacity it took (0 for other services)."""

    name: str
    reads: float = 0.0
    writes: float = 0.0


@dataclass(slots=True)
class Meter:
    """The calls since it was last read."""

    url: str
    _calls: list[Call] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def note(self, call: Call) -> None:
        with self._lock:
            self._calls.append(call)

    def taken(self) -> list[Call]:
        """The calls since the last time, and begin again."""
        with self._lock:
            calls, self._calls = self._calls, []
        return calls


def told(calls: list[Call]) -> str:
    """`2 Query, 1 PutItem`."""
    counts = Counter(call.name.split()[1] for call in calls)
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))


@contextmanager
def metered(url: str) -> Iterator[Meter]:
    """A relay to the AWS at `url` until the block ends."""
    server = _Relay(url)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.meter
    finally:
        server.shutdown()
        server.server_close()


class _Relay(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, url: str) -> None:
        super().__init__((HOST, 0), _Visit)
        self.target = urlsplit(url).netloc
        self.meter = Meter(f"http://{HOST}:{self.server_port}")


class _Visit(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    server: _Relay

    def relay(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        operation = self.headers.get("x-amz-target", "")
        if operation.startswith("DynamoDB"):
            body = json.dumps({**json.loads(body), "ReturnConsumedCapacity": "INDEXES"}).encode()
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
        connection = http.client.HTTPConnection(self.server.target, timeout=60)
        try:
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if operation.startswith("DynamoDB"):
            self.server.meter.note(_dynamodb(operation.split(".")[1], json.loads(body), json.loads(content)))
        else:
            self.server.meter.note(Call(_other(operation, self.path, body)))
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = relay

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal belongs to the table."""


def _other(operation: str, path: str, body: bytes) -> str:
    if operation:
        service, _, name = operation.partition(".")
        return f"{service.removeprefix('Amazon').split('_')[0].lower()} {name}"
    action = parse_qs(body.decode()).get("Action")
    return f"sns {action[0]}" if action else f"ses {path}"


def _dynamodb(name: str, request: dict[str, Any], answer: dict[str, Any]) -> Call:
    if name in ("GetItem", "Query"):
        items = [answer["Item"]] if "Item" in answer else answer.get("Items", [])
        return Call(f"dynamodb {name}", reads=read_units(items, consistent=bool(request.get("ConsistentRead"))))
    consumed = answer.get("ConsumedCapacity")
    if consumed is None:  # a condition that fails is billed as the write it would have been
        lost = [request["Item"]] if "Item" in request else []
        return Call(f"dynamodb {name} (lost)", writes=float(sum(ceil(size(item) / _WRITE_BLOCK) for item in lost)))
    tables = consumed if isinstance(consumed, list) else [consumed]
    return Call(f"dynamodb {name}", writes=sum(float(table["CapacityUnits"]) for table in tables))


def read_units(items: list[dict[str, dict[str, str | bool]]], *, consistent: bool) -> float:
    """One unit per 4 kB begun of all that was read together, half of it when eventually consistent; at least one."""
    blocks = max(ceil(sum(size(item) for item in items) / _READ_BLOCK), 1)
    return blocks if consistent else blocks / 2


def size(item: dict[str, dict[str, str | bool]]) -> int:
    """Bytes of a flat item: names and values in UTF-8, two digits a byte and one more for a number."""
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items())


def _value_size(attribute: dict[str, str | bool]) -> int:
    ((kind, value),) = attribute.items()
    if kind == "N":
        return ceil(len(str(value).lstrip("-")) / 2) + 1
    return len(str(value).encode()) if kind == "S" else 1
