"""The largest delivery that Facebook sends, taken in by the function in a process of its own.

`python -m bench.thousand` prints what it took, as JSON. A delivery of Meta's holds up to 1,000 changes
(developers.facebook.com/docs/graph-api/webhooks/getting-started).
"""

import json
import os
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import TYPE_CHECKING

import boto3

from bench import examples, rig
from bench.children import until_stopped
from bench.load import most_held
from chalicelib import bootstrap, functions
from chalicelib.config import settings
from chalicelib.platforms.registry import load
from chalicelib.usecases.receive import receive
from tests.platforms.signers import SIGNERS
from tests.stories import facebook

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

CHANGES = 1_000


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of the clock for the delivery, and the most that the process held, boto3 included."""

    seconds: float
    megabytes: float


def body(count: int = CHANGES) -> bytes:
    """So many comments of as many people below one post, each a thread of its own: the most that can be touched."""
    now = bootstrap.now()
    return facebook.delivery(
        *(facebook.comment(str(77_000_000 + n), 7_000 + n, examples.TEXT, now) for n in range(count))
    )


def too_large(packed: str) -> str:
    """Where a delivery would be kept in the table. Ends the process: what is measured here fits a queue message."""
    raise SystemExit(f"{len(packed)} bytes do not fit the queue: nothing to measure")


def take_in() -> Spent:
    sqs: SQSClient = boto3.client("sqs")
    address = sqs.get_queue_url(QueueName=settings().inbox)["QueueUrl"]
    delivery = body()

    def send(text: str) -> None:
        sqs.send_message(QueueUrl=address, MessageBody=text)

    receive(
        "facebook",
        load("facebook"),
        SIGNERS["facebook"](delivery, examples.SIGNED_WITH),
        delivery,
        [examples.SIGNED_WITH],
        now=bootstrap.now(),
        send=send,
        keep=too_large,
    )
    message = rig.next_message(sqs, settings().inbox)
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
        began = perf_counter()
        functions.ingest([message])
        return Spent(perf_counter() - began, most_held())


if __name__ == "__main__":
    until_stopped(lambda: print(json.dumps(asdict(take_in()))))
