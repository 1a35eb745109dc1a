"""A local AWS with the stage's table, queues and secrets, but no functions: those run here, where they are measured."""

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.examples import SIGNED_WITH
from bench.lambdas import STAGE
from chalicelib.config import settings
from tools import localaws, localcloud, organisation, resources, stagesecrets
from tools.localaws import LocalAws

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

OUR_OWN = {name: f"{name}-for-the-bench" for name in stagesecrets.OUR_OWN}


@dataclass(slots=True)
class QueueMessage:
    """A queue message as Chalice hands it over."""

    body: str
    receipt_handle: str


@contextmanager
def prepared() -> Iterator[LocalAws]:
    """Everything the functions need, until the block ends."""
    with (
        tempfile.TemporaryDirectory(prefix="waakhond-bench-") as directory,
        localaws.running(localcloud.free_port(), Path(directory) / "local-cloud.log") as aws,
    ):
        session = aws.session()
        resources.apply(session.client("cloudformation"), STAGE, _silent, pause=0.2)
        stagesecrets.put(session.client("ssm"), STAGE, {"x": SIGNED_WITH} | OUR_OWN)
        session.client("sesv2").create_email_identity(EmailIdentity=organisation.read().mail_sender)
        yield aws


def next_message(sqs: "SQSClient", queue: str) -> QueueMessage:
    """The next message of a queue, which stays in flight. Raises LookupError when none comes within ten seconds."""
    url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    for _ in range(200):
        for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=1).get("Messages", []):
            return QueueMessage(message["Body"], message["ReceiptHandle"])
        time.sleep(0.05)
    raise LookupError(f"nothing came on {queue}")


def next_task(sqs: "SQSClient", customer: str) -> QueueMessage:
    """The next task of the work queue about a customer; others are passed over, and taken off."""
    queue = settings().work
    url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    while True:
        message = next_message(sqs, queue)
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message.receipt_handle)
        if customer in json.loads(message.body)["target"]:
            return message


def _silent(sentence: str) -> None:
    return None
