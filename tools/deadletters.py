"""Dead letters looked at one by one: those that are asked for go, all others stay where they are."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

# Hidden from others while we look, and from ourselves, so that none is seen twice. After a crash they come back.
HIDDEN_SECONDS = 900
# Long polling asks every server of the queue: a short poll may miss messages that are there.
LONG_POLL = 2


def take_out(
    client: "SQSClient",
    queue: str,
    wanted: Callable[[str], bool],
    gone: Callable[[str], None],
    *,
    really: bool,
    wait: int = LONG_POLL,
) -> int:
    """How many letters of that dead-letter queue are wanted; `really`: they are deleted, after `gone` has had each.

    Every letter that stays is given back at the end, as it was.
    """
    url = client.get_queue_url(QueueName=queue)["QueueUrl"]
    found = 0
    held: list[MessageTypeDef] = []
    try:
        while messages := client.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=wait, VisibilityTimeout=HIDDEN_SECONDS
        ).get("Messages", []):
            for message in messages:
                if not wanted(message["Body"]):
                    held.append(message)
                    continue
                found += 1
                if really:
                    gone(message["Body"])
                    client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                else:
                    held.append(message)
    finally:
        for message in held:
            client.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
    return found
