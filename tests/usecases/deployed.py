"""The deployed app in a cloud of our own: the routes and functions as they are, on moto's queues, table and secrets."""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from chalice.test import Client, HTTPResponse
from moto import mock_aws

from chalicelib.config import settings
from tests.store import cloud

STAGE = "test"
SIGNING = "x-signing-secret"
TOKEN = "manager-token"
SECRETS = {"x": SIGNING, "manager_token": TOKEN, "link": "link-secret", "session": "session-secret"}


class Signed:
    """An adapter to whom everything is signed."""

    def verify(self, headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> None:
        """Nothing to complain about."""


@dataclass
class Lines(logging.Handler):
    """What was logged, as one dictionary a line."""

    lines: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(dict(record.__dict__))

    def of(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["msg"] == event]

    __hash__ = logging.Handler.__hash__


@dataclass
class Deployed:
    """A stage of the app: what came in by HTTP, what lies in its queues, what it logged."""

    client: Client
    log: Lines
    sqs: Any
    ssm: Any

    def get(self, path: str, **headers: str) -> HTTPResponse:
        return self.client.http.get(path, headers=headers)

    def post(self, path: str, body: bytes, **headers: str) -> HTTPResponse:
        return self.client.http.post(path, headers={"content-type": "application/json", **headers}, body=body)

    def messages(self, queue: str) -> list[dict[str, Any]]:
        """What lies in a queue, hidden from others for as long as a test may take."""
        url = self.sqs.get_queue_url(QueueName=f"waakhond-{STAGE}-{queue}")["QueueUrl"]
        batch = {"QueueUrl": url, "MaxNumberOfMessages": 10, "VisibilityTimeout": 600, "MessageAttributeNames": ["All"]}
        return list(self.sqs.receive_message(**batch).get("Messages", ()))

    def count(self, queue: str) -> int:
        """How many messages the queue holds, hidden ones included."""
        url = self.sqs.get_queue_url(QueueName=f"waakhond-{STAGE}-{queue}")["QueueUrl"]
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        names.append("ApproximateNumberOfMessagesDelayed")
        attributes = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(int(value) for value in attributes.values())

    def receive(self, adapter: Signed, body: bytes) -> None:
        """A delivery comes in from somebody who is trusted."""
        from chalicelib import bootstrap
        from chalicelib.usecases.receive import receive

        queue, keep = bootstrap.inbox(), bootstrap.keep_body
        receive("x", adapter, {}, body, [], now=bootstrap.now(), send=queue.send, keep=keep)

    def send(self, queue: str, text: str) -> None:
        url = self.sqs.get_queue_url(QueueName=f"waakhond-{STAGE}-{queue}")["QueueUrl"]
        self.sqs.send_message(QueueUrl=url, MessageBody=text)

    def rows(self) -> list[dict[str, Any]]:
        """Every row of the table as DynamoDB holds it: for tests, which may look at all there is."""
        return list(cloud.client("dynamodb").scan(TableName=f"waakhond-{STAGE}")["Items"])

    def set_secret(self, name: str, value: str) -> None:
        path = f"/waakhond/{STAGE}/secrets/{name}"
        self.ssm.put_parameter(Name=path, Value=value, Type="SecureString", Overwrite=True)


@contextmanager
def deployed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployed]:
    """A fresh stage; what the process kept of an earlier one is forgotten before and after."""
    environment = {
        "WAAKHOND_STAGE": STAGE,
        "WAAKHOND_PUBLIC_URL": "https://wh.example.com",
        "AWS_DEFAULT_REGION": cloud.REGION,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "POWERTOOLS_SERVICE_NAME": "waakhond",
        "POWERTOOLS_METRICS_NAMESPACE": "Waakhond",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        _forget()
        sqs, ssm = cloud.client("sqs"), cloud.client("ssm")
        cloud.create_table(cloud.client("dynamodb"), f"waakhond-{STAGE}")
        for queue in ("inbox", "inbox-dead", "work", "work-dead"):
            sqs.create_queue(QueueName=f"waakhond-{STAGE}-{queue}")
        from app import app

        settings()  # before the client puts the environment of the default stage in place of ours
        log = Lines()
        logging.getLogger("waakhond").addHandler(log)
        stage = Deployed(Client(app), log, sqs, ssm)
        for secret, value in SECRETS.items():
            stage.set_secret(secret, value)
        try:
            yield stage
        finally:
            logging.getLogger("waakhond").removeHandler(log)
            _forget()


def _forget() -> None:
    from chalicelib import bootstrap

    for kept in vars(bootstrap).values():
        if hasattr(kept, "cache_clear"):
            kept.cache_clear()
    vars(bootstrap)["_shelf"].clear()  # the configurations of the last stage


def envelope(message: dict[str, Any]) -> dict[str, Any]:
    """A queue message as the webhook wrote it."""
    return dict(json.loads(message["Body"]))
