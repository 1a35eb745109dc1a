"""One function under load in a process of its own; prints the most memory it ever held, in MB.

`python -m bench.load api_handler|ingest|work|sweep|audit`. What it needs lies in the local AWS that its environment
names: see `memory.py`.
"""

import json
import os
import resource
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import boto3

from bench import examples, rig
from bench.children import until_stopped
from bench.mention import NEARLY_DUE, come_in, post_delivery, request
from chalicelib import bootstrap, functions
from chalicelib.config import settings
from tools import xposts

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_LARGE = 3_000_000
_BATCH = 10
_TASKS = 20


def main(function: str) -> None:
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
        LOADS[function]()
    print(f"{most_held():.0f}")


def _api_handler() -> None:
    """Deliveries of every size, and the whole status of what is open."""
    for size in (*[20_000] * 50, 200_000, _LARGE):
        post_delivery(examples.delivery(size))
    event = json.loads(examples.api_event("GET", "status.json", "x"))
    event["resource"] = event["requestContext"]["resourcePath"] = "/status.json"
    event["pathParameters"] = None
    event["multiValueHeaders"]["Authorization"] = [f"Bearer {rig.OUR_OWN['manager_token']}"]
    event["headers"]["Authorization"] = event["multiValueHeaders"]["Authorization"][0]
    request(json.dumps(event))


def _ingest() -> None:
    """A batch of ten, of which one of 3 MB: a hundred posts of people who write at length."""
    sqs: SQSClient = boto3.client("sqs")
    now = bootstrap.now()
    at_length = examples.TEXT + " En nog iets." * (_LARGE // 100 // 13)
    for number in range(_BATCH):
        many = (100, at_length) if number == 0 else (1, examples.TEXT)
        posts = [examples.mention(f"klant_{number}_{each}", now, many[1]) for each in range(many[0])]
        post_delivery(xposts.delivery(examples.ACCOUNT, *posts))
    functions.ingest([rig.next_message(sqs, settings().inbox) for _ in range(_BATCH)])


def _work() -> None:
    """Conversations that reach their first step, one after another."""
    sqs: SQSClient = boto3.client("sqs")
    for number in range(_TASKS):
        come_in(examples.mention(f"wacht_{number}", bootstrap.now() - NEARLY_DUE), sqs)
    for _ in range(_TASKS):
        functions.work([rig.next_message(sqs, settings().work)])


LOADS = {
    "api_handler": _api_handler,
    "ingest": _ingest,
    "work": _work,
    "sweep": functions.sweep,
    "audit": functions.audit,
}


def most_held() -> float:
    """The most megabytes that this process ever held.

    Linux tells it in a file; what `getrusage` tells there includes the process that started this one.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


if __name__ == "__main__":
    until_stopped(lambda: main(*sys.argv[1:]))
