"""Dead letters go back whole: as many as there were, with their attributes."""

from typing import Any

import pytest

from tools import redrive
from tools.localaws import LocalAws

pytestmark = pytest.mark.cloud

REASON: Any = {"reason": {"DataType": "String", "StringValue": "the table was throttled"}}


@pytest.mark.parametrize("queue", redrive.QUEUES)
@pytest.mark.parametrize("count", [0, 1, 23], ids=["none", "one", "more than one call returns"])
def test_a_redrive_moves_every_dead_letter_back(local_aws: LocalAws, queue: str, count: int) -> None:
    client = local_aws.session().client("sqs")
    url, dead = (
        client.get_queue_url(QueueName=f"waakhond-local-{name}")["QueueUrl"] for name in (queue, f"{queue}-dead")
    )
    for each in (url, dead):
        client.purge_queue(QueueUrl=each)
    for number in range(count):
        client.send_message(QueueUrl=dead, MessageBody=f"delivery {number}", MessageAttributes=REASON)

    assert redrive.redrive(client, queue, "local") == count

    back = []
    while messages := client.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]).get(
        "Messages"
    ):
        back += [(message["Body"], message["MessageAttributes"]) for message in messages]
    assert sorted(back, key=str) == sorted(((f"delivery {number}", REASON) for number in range(count)), key=str)
    assert "Messages" not in client.receive_message(QueueUrl=dead)
