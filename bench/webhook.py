"""What a signed delivery costs the endpoint: processor time beside the floor, the least that anybody must do.

The floor is one HMAC over the body, one gzip of the same level, its base64 (a queue takes text only) and one send
through the same client. Chalice's own routing is counted apart, by a route that does nothing.
"""

import base64
import gzip
import hashlib
import hmac
import json
import os
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from typing import Any

from chalice.app import Chalice

from bench import examples, lambdas, standin
from bench.figures import Figure, at_most, show
from bench.timing import side_by_side

_SIZES = (2_000, 20_000, 200_000)


def measure() -> list[Figure]:
    with standin.running() as aws, open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
        # Before the app is imported, whose clients read it; the log lines it writes are counted, but not shown.
        os.environ.update(lambdas.environment(aws))
        return [figure for size in _SIZES for figure in _delivery(examples.delivery(size))]


def _delivery(body: bytes) -> list[Figure]:
    from app import app
    from chalicelib import bootstrap
    from chalicelib.platforms import x
    from chalicelib.usecases.receive import receive

    send = bootstrap.inbox().send
    now = bootstrap.now()
    headers = {x.SIGNATURE_HEADER: examples.signature(body)}

    def ours(send: Callable[[str], None]) -> None:
        receive("x", x, headers, body, [examples.SIGNED_WITH], now=now, send=send, keep=_never)

    event = json.loads(examples.api_event("POST", "webhooks", "x", body=body))
    nothing = json.loads(examples.api_event("POST", "nothing", "x", body=body))
    idle = _does_nothing()
    if app(event, None)["statusCode"] != 200 or idle(nothing, None)["statusCode"] != 200:
        raise SystemExit("a delivery was refused: nothing to compare")
    bare, least, receiving, floor, whole, routing = side_by_side(
        [
            partial(ours, _drop),
            partial(_floor, body, _drop),
            partial(ours, send),
            partial(_floor, body, send),
            lambda: app(event, None),
            lambda: idle(nothing, None),
        ]
    )
    size = f"{len(body) / 1000:.0f} kB"
    return [
        at_most(f"{size}: verify, pack, queue", receiving, floor, 1.5, "us", "HMAC, gzip, base64, send"),
        Figure(
            f"{size}: the same without the send",
            f"{bare:.0f} us",
            f"{least:.0f} us: HMAC, gzip, base64",
            bare / least,
        ),
        at_most(
            f"{size}: the whole call, logs and metrics included",
            whole,
            routing + floor,
            1.5,
            "us",
            f"that floor and an empty Chalice route ({routing:.0f} us)",
        ),
    ]


def _floor(body: bytes, send: Callable[[str], None]) -> None:
    hmac.digest(examples.SIGNED_WITH.encode(), body, hashlib.sha256)
    send(base64.b64encode(gzip.compress(body, 1, mtime=0)).decode("ascii"))


def _does_nothing() -> Callable[[dict[str, Any], None], dict[str, Any]]:
    idle = Chalice(app_name="idle")

    @idle.route("/nothing/{platform}", methods=["POST"], content_types=["application/json"])
    def nothing(platform: str) -> dict[str, bool]:
        return {"accepted": True}

    return idle


def _drop(text: str) -> None:
    return None


def _never(text: str) -> str:
    raise SystemExit("a body of this size fits the queue: nothing is kept")


if __name__ == "__main__":
    show(measure)
