"""`python -m tools.erase`: what it prints, which dead letters go, and what it says of somebody whom nobody knows."""

import base64
import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime

import boto3
import pytest
from moto import mock_aws

from chalicelib.domain.facts_seen import Message
from chalicelib.store.conversations import Conversations
from chalicelib.store.dynamo_table import DynamoTable
from chalicelib.store.notes import Notes
from chalicelib.usecases.configure import read_book
from chalicelib.usecases.erase_letters import delivery_of
from chalicelib.usecases.tasks import Task, encode
from tests.store.cloud import REGION, create_table
from tools import deadletters, erase
from tools.unusable import Unusable

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
REF = "x:merk:public:42"
TABLE = "waakhond-dev"


def letter(platform: str, payload: object, kept: str = "") -> str:
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    envelope = {"platform": platform, "received_at": NOW.isoformat()}
    packed = base64.b64encode(gzip.compress(body)).decode()
    return json.dumps({**envelope, "kept": kept} if kept else {**envelope, "body": packed})


THEIRS = letter("x", {"user": {"id_str": "42"}})
TASK = encode(Task("escalate", REF, NOW))
OTHERS = letter("x", {"user": {"id_str": "43"}, "text": "42"[::-1]})


@pytest.fixture
def session() -> Iterator[boto3.Session]:
    with mock_aws():
        session = boto3.Session("testing", "testing", region_name=REGION)
        create_table(session.client("dynamodb"), TABLE)
        for queue in ("inbox-dead", "work-dead"):
            session.client("sqs").create_queue(QueueName=f"waakhond-dev-{queue}")
        yield session


def table(session: boto3.Session) -> DynamoTable:
    return DynamoTable(session.client("dynamodb"), TABLE)


def written(session: boto3.Session) -> None:
    """A stage that ran, and somebody who asked something there."""
    read_book(Notes(table(session)), NOW)
    message = Message(
        id="7", direction="inbound", first_seen_at=NOW, stored_at=NOW, accounts=frozenset({"2244994945"}), author="42"
    )
    Conversations(table(session)).add(REF, message)


def rest(session: boto3.Session, queue: str, *bodies: str) -> None:
    sqs = session.client("sqs")
    url = sqs.get_queue_url(QueueName=f"waakhond-dev-{queue}")["QueueUrl"]
    for body in bodies:
        sqs.send_message(QueueUrl=url, MessageBody=body)


def resting(session: boto3.Session, queue: str) -> list[str]:
    sqs = session.client("sqs")
    url = sqs.get_queue_url(QueueName=f"waakhond-dev-{queue}")["QueueUrl"]
    found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0).get("Messages", [])
    return sorted(message["Body"] for message in found)


def run(session: boto3.Session, customer: str = "42", *, really: bool) -> list[str]:
    return erase.run(session, "dev", "x", customer, NOW, really=really, wait=0)


def test_without_yes_it_says_what_would_go_and_changes_nothing(session: boto3.Session) -> None:
    written(session)
    rest(session, "inbox-dead", THEIRS, OTHERS)
    assert run(session, really=False) == [
        "x 42, stage dev: 1 conversations, and a part of 0 comment threads.",
        "  dead letters of inbox: 1",
        "  dead letters of work: 0",
        "  facts: 1",
        "Nothing was changed. Run it again with --yes to erase this; it cannot be taken back.",
    ]
    assert resting(session, "inbox-dead") == sorted([THEIRS, OTHERS])
    assert Conversations(table(session)).load(REF).facts


def test_with_yes_rows_and_letters_go_and_it_says_who_still_holds_them(session: boto3.Session) -> None:
    written(session)
    session.client("dynamodb").update_continuous_backups(
        TableName=TABLE, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    rest(session, "inbox-dead", THEIRS, OTHERS)
    rest(session, "work-dead", TASK, encode(Task("escalate", "x:merk:public:43", NOW)))
    assert run(session, really=True)[-3:] == [
        "Erased.",
        "Point-in-time recovery of waakhond-dev still holds it until 2026-12-25 12:00 UTC, for whoever restores.",
        "Logs name conversations by their ids until 2026-12-20.",
    ]
    assert resting(session, "inbox-dead") == [OTHERS]
    assert [json.loads(body)["target"] for body in resting(session, "work-dead")] == ["x:merk:public:43"]
    assert Conversations(table(session)).load(REF).facts == ()


def test_somebody_of_whom_nothing_is_known_is_refused_also_after_being_erased(session: boto3.Session) -> None:
    written(session)
    with pytest.raises(Unusable, match=r"^Nothing is known of '404' on 'x', stage dev"):
        run(session, "404", really=True)
    run(session, really=True)
    with pytest.raises(Unusable, match="Nothing is known of '42'"):
        run(session, really=True)


def test_who_stands_in_a_dead_letter_alone_is_known(session: boto3.Session) -> None:
    read_book(Notes(table(session)), NOW)
    rest(session, "inbox-dead", THEIRS)
    assert "Erased." in run(session, really=True)
    assert resting(session, "inbox-dead") == []


def test_a_body_that_was_kept_beside_its_letter_goes_with_it(session: boto3.Session) -> None:
    written(session)
    notes = Notes(table(session))
    notes.keep_body("big", json.loads(THEIRS)["body"], NOW)
    rest(session, "inbox-dead", letter("x", b"", "big"))
    run(session, really=True)
    assert notes.body("big") == ""
    assert resting(session, "inbox-dead") == []


def test_a_stage_that_never_ran_has_nothing_to_erase(session: boto3.Session) -> None:
    with pytest.raises(Unusable, match="no configuration yet"):
        run(session, really=True)


def test_letters_that_stay_are_given_back_also_when_it_stops_half_way(session: boto3.Session) -> None:
    rest(session, "inbox-dead", OTHERS, THEIRS)

    def stop(text: str) -> None:
        raise KeyboardInterrupt

    sqs = session.client("sqs")
    with pytest.raises(KeyboardInterrupt):
        deadletters.take_out(sqs, "waakhond-dev-inbox-dead", lambda text: text == THEIRS, stop, really=True, wait=0)
    assert OTHERS in resting(session, "inbox-dead")


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        pytest.param(THEIRS, True, id="their id as text"),
        pytest.param(letter("x", {"user": [{"id": 42}]}), True, id="their id as a number"),
        pytest.param(letter("x", {"text": "order 42 please"}), False, id="a text in which the digits stand"),
        pytest.param(letter("x", {"42": "1"}), False, id="a member of that name"),
        pytest.param(letter("facebook", {"id": "42"}), False, id="the same id on another platform"),
        pytest.param(letter("standard", {"platform": "x", "id": "42"}), True, id="a report about that platform"),
        pytest.param(letter("standard", {"platform": "instagram", "id": "42"}), False, id="a report about another"),
        pytest.param(letter("x", b'{"id": 42, oops'), True, id="a body that cannot be parsed"),
        pytest.param(letter("x", b'{"id": 142, oops'), False, id="a body that cannot be parsed, with another id"),
        pytest.param("not of ours", False, id="no delivery"),
        pytest.param(json.dumps({"platform": "x", "received_at": NOW.isoformat(), "body": "%%%"}), False, id="garbled"),
    ],
)
def test_which_letters_are_theirs(session: boto3.Session, text: str, theirs: bool) -> None:
    assert delivery_of(text, "x", {"42"}, Notes(table(session))) is theirs
