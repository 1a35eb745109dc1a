"""`make redrive QUEUE=inbox|work STAGE=...`: put dead letters back where they failed, whole.

One by one, received, sent, deleted: a crash in between leaves a copy too many, never one too few,
and handling a message twice changes nothing.
"""

import argparse
import os
import sys
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError

from tools import localaws, stackfile
from tools.cleantree import ROOT

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

QUEUES = ("inbox", "work")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queue", default=os.environ.get("QUEUE", ""), help="inbox or work")
    parser.add_argument("--stage", default=os.environ.get("STAGE", ""), help="dev, prod or local")
    arguments = parser.parse_args()
    if arguments.queue not in QUEUES or not arguments.stage:
        sys.exit("Say which queue and stage: make redrive QUEUE=inbox STAGE=dev (or QUEUE=work)")
    try:
        count = redrive(_client(arguments.stage), arguments.queue, arguments.stage)
    except stackfile.NotRunning as problem:
        sys.exit(str(problem))
    except (NoRegionError, NoCredentialsError) as problem:
        sys.exit(f"Say which AWS account and region: set AWS_PROFILE and AWS_DEFAULT_REGION ({problem})")
    except (BotoCoreError, ClientError) as problem:
        sys.exit(f"AWS refused: {problem}")
    print(f"{count} dead letter{'' if count == 1 else 's'} of {arguments.queue} put back, stage {arguments.stage}.")


def redrive(client: "SQSClient", queue: str, stage: str) -> int:
    """Move every message of the queue's dead-letter queue back; how many that were."""
    source = client.get_queue_url(QueueName=f"waakhond-{stage}-{queue}-dead")["QueueUrl"]
    target = client.get_queue_url(QueueName=f"waakhond-{stage}-{queue}")["QueueUrl"]
    moved = 0
    while True:
        # Long polling asks every server of the queue: a short poll may miss messages that are there.
        received = client.receive_message(
            QueueUrl=source, MaxNumberOfMessages=10, WaitTimeSeconds=2, MessageAttributeNames=["All"]
        )
        messages = received.get("Messages", [])
        if not messages:
            return moved
        for message in messages:
            client.send_message(
                QueueUrl=target,
                MessageBody=message["Body"],
                MessageAttributes=message.get("MessageAttributes", {}),
            )
            client.delete_message(QueueUrl=source, ReceiptHandle=message["ReceiptHandle"])
            moved += 1


def _client(stage: str) -> "SQSClient":
    if stage != "local":
        return boto3.client("sqs")
    stack = stackfile.read()
    profile = ROOT / ".local" / "redrive" / "aws.config"
    return localaws.at(stack["aws_endpoint_url"], stack["region"], profile).session().client("sqs")


if __name__ == "__main__":
    main()
