"""Answering a text message in the local cloud, as AWS End User Messaging publishes what comes in on a number."""

import json
import uuid
from typing import TYPE_CHECKING

from tools import arrivals
from tools.localaws import LocalAws

if TYPE_CHECKING:
    from mypy_boto3_sns.type_defs import MessageAttributeValueTypeDef


def reply(aws: LocalAws, stage: str, number: str, sender: str, text: str) -> str:
    """`sender` answers their newest text; the id of what was answered. Raises LookupError when they got none.

    The app takes it only where its configuration says that the number can receive (`two_way`).
    """
    received = [each for each in arrivals.read(aws) if each.kind == "SMS" and each.to == sender]
    if not received:
        raise LookupError(f"{sender} has not received any text message")
    sns = aws.session().client("sns")
    name = f":waakhond-{stage}-sms-replies"
    pages = sns.get_paginator("list_topics").paginate()
    topic = next(each["TopicArn"] for page in pages for each in page["Topics"] if each["TopicArn"].endswith(name))
    message = {
        "originationNumber": sender,
        "destinationNumber": number,
        "messageKeyword": "KEYWORD",
        "messageBody": text,
        "inboundMessageId": str(uuid.uuid4()),
        "previousPublishedMessageId": received[-1].id,
    }
    # Chalice counts on a subject and attributes; the local SNS leaves out of its event what a message does not have.
    attributes: dict[str, MessageAttributeValueTypeDef] = {"from": {"DataType": "String", "StringValue": "sms"}}
    sns.publish(TopicArn=topic, Message=json.dumps(message), Subject="sms", MessageAttributes=attributes)
    return received[-1].id
