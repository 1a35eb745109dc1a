"""What the local cloud's telephone and mail networks have received: the pages people would get."""

import json
from dataclasses import dataclass

from tools.localaws import LocalAws


@dataclass(frozen=True, slots=True)
class Arrival:
    """One SMS or e-mail as its receiver sees it."""

    id: str
    kind: str
    to: str
    text: str


def read(aws: LocalAws) -> list[Arrival]:
    """Everything received so far; per receiver in order of arrival."""
    return [*_texts(aws), *_mails(aws)]


def _texts(aws: LocalAws) -> list[Arrival]:
    inboxes = json.loads(aws.get("/_ministack/sns/sms-messages"))["sms_messages"]
    return [
        Arrival(message["MessageId"], "SMS", number, message["Message"])
        for number, messages in inboxes.items()
        for message in messages
    ]


def _mails(aws: LocalAws) -> list[Arrival]:
    accounts = json.loads(aws.get("/_ministack/ses/messages"))["messages"]
    return [
        Arrival(mail["MessageId"], "e-mail", ", ".join(mail["To"]), f"{mail['Subject']}\n{mail['BodyText'] or ''}")
        for mails in accounts.values()
        for mail in mails
    ]
