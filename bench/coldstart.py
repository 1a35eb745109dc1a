"""The first request to a fresh process, beside a bare Chalice app with the same two AWS clients.

Cold starts of both take turns, so that a busy minute hits them alike. Python's compiled files are kept for both, in
a directory of ours. What Lambda adds before Python runs is the same for any app, and not in here.
"""

import json
import tempfile
from dataclasses import dataclass
from statistics import median

from bench import children, examples, lambdas, standin
from bench.figures import Figure, at_most, show

_TURNS = 9
_BODY = examples.delivery(2_000)
_REQUESTS = {
    "deliver": examples.api_event("POST", "webhooks", "x", body=_BODY),
    "handshake": examples.api_event("GET", "webhooks", "x", query={"crc_token": "a-challenge"}),
}
_NAMES = {"deliver": "first signed delivery", "handshake": "first CRC handshake"}


@dataclass(frozen=True, slots=True)
class _Start:
    """Seconds of one cold start."""

    wall: float
    processor: float


def measure() -> list[Figure]:
    with standin.running() as aws, tempfile.TemporaryDirectory(prefix="waakhond-bench-") as compiled:
        environment = {
            **lambdas.environment(aws),
            "PYTHONPYCACHEPREFIX": compiled,
            "PYTHONDONTWRITEBYTECODE": "",
        }
        return [figure for request in _REQUESTS for figure in _compared(request, environment)]


def _compared(request: str, environment: dict[str, str]) -> list[Figure]:
    starts: dict[str, list[_Start]] = {"ours": [], "bare": []}
    for turn in range(_TURNS + 1):
        for app, found in starts.items():
            start = _start(app, request, environment)
            if turn:  # the first of each compiles
                found.append(start)
    ours, bare = (_median(found) for found in starts.values())
    return [
        at_most(
            f"{_NAMES[request]} (median of {_TURNS})",
            ours.wall * 1e3,
            bare.wall * 1e3,
            1.3,
            "ms",
            "bare Chalice, SSM and SQS",
        ),
        at_most(
            "the same, processor time only", ours.processor * 1e3, bare.processor * 1e3, 1.3, "ms", "the same bare app"
        ),
    ]


def _start(app: str, request: str, environment: dict[str, str]) -> _Start:
    printed = children.output_of("bench.firstcall", app, request, environment=environment, text=_REQUESTS[request])
    return _Start(**json.loads(printed))


def _median(starts: list[_Start]) -> _Start:
    return _Start(median(each.wall for each in starts), median(each.processor for each in starts))


if __name__ == "__main__":
    show(measure)
