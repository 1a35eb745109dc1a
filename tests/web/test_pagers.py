"""The pagers' door: only what PagerDuty signed comes in, and only what somebody did there becomes a task."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.usecases.deployed import Deployed, deployed, envelope

PATH, HEADER = "/pagers/pagerduty", "x-pagerduty-signature"
SECRET, OLD = "x-pager-secret", "x-older-pager-secret"
PAGE = "0123456789abcdef0123-1"
PERSON = {"id": "P1", "type": "user_reference", "summary": "Sanne"}
SERVICE = {"id": "P2", "type": "inbound_integration_reference", "summary": "Events API v2"}


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployed]:
    with deployed(monkeypatch) as fresh:
        fresh.set_secret("pagerduty-webhook", f"{SECRET},{OLD}")
        yield fresh


def told(kind: str = "incident.acknowledged", key: object = PAGE, agent: object = PERSON) -> bytes:
    """A webhook (v3) of PagerDuty."""
    event = {
        "id": "01BBYA6PRDUXBOIOUZDKIBN1PN",
        "event_type": kind,
        "resource_type": "incident",
        "occurred_at": "2026-11-20T22:47:00.000Z",
        "agent": agent,
        "client": None,
        "data": {"id": "Q1", "type": "incident", "number": 7, "status": "acknowledged", "incident_key": key},
    }
    return json.dumps({"event": event}).encode()


def signature(body: bytes, secret: str = SECRET) -> str:
    return "v1=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def tasks(stage: Deployed) -> list[dict[str, Any]]:
    return [envelope(message) for message in stage.messages("work")]


def test_taken_there_is_queued_and_answered_at_once(stage: Deployed) -> None:
    answer = stage.post(PATH, told(), **{HEADER: signature(told())})
    assert (answer.status_code, answer.json_body) == (200, {"accepted": True})
    (task,) = tasks(stage)
    assert (task["do"], task["target"], task["key"]) == ("acknowledge", PAGE, "pagerduty")
    (line,) = stage.log.of("pager_told")
    assert line["page"] == PAGE


@pytest.mark.parametrize(
    ("body", "queued"),
    [
        pytest.param(told(), 1, id="acknowledged"),
        pytest.param(
            told(agent=SERVICE), 1, id="acknowledged by a service: an echo of ours is found out by the worker"
        ),
        pytest.param(told("incident.resolved"), 1, id="resolved by a person is taken, and no more"),
        pytest.param(told("incident.resolved", agent=SERVICE), 0, id="resolved by ourselves"),
        pytest.param(told("incident.resolved", agent=None), 0, id="resolved by PagerDuty after some hours"),
        pytest.param(told("incident.triggered"), 0, id="triggered"),
        pytest.param(told("incident.unacknowledged"), 0, id="let go of"),
        pytest.param(told("pagey.ping"), 0, id="a test of theirs"),
        pytest.param(told("incident.reinvented"), 0, id="a kind of event we do not know"),
        pytest.param(told(key="disk full on db1"), 0, id="an incident of somebody else"),
        pytest.param(told(key="test-" + PAGE[:20]), 1, id="a test page of ours"),
        pytest.param(told(key=None), 0, id="an incident without a key"),
        pytest.param(told(key=["x"]), 0, id="a key that is no text"),
        pytest.param(told(key=PAGE + "\n"), 0, id="a key that only begins like ours"),
        pytest.param(b"{}", 0, id="an empty object"),
        pytest.param(b'{"event": {"event_type": "incident.acknowledged", "agent": 1, "data": []}}', 0, id="odd shapes"),
        pytest.param(b"[]", 0, id="no object"),
        pytest.param(b"not json", 0, id="no JSON"),
        pytest.param(b"\xff\x00", 0, id="no text"),
        pytest.param(b"", 0, id="nothing at all"),
    ],
)
def test_whatever_is_signed_is_answered_with_200(stage: Deployed, body: bytes, queued: int) -> None:
    assert stage.post(PATH, body, **{HEADER: signature(body)}).status_code == 200
    assert stage.count("work") == queued


@pytest.mark.parametrize(
    ("header", "status"),
    [
        pytest.param(signature(told()), 200, id="by the new secret"),
        pytest.param(signature(told(), OLD), 200, id="by the old one, while both are in use"),
        pytest.param(f"{signature(told(), 'x')}, {signature(told())}", 200, id="by one of two signatures"),
        pytest.param(None, 401, id="without a signature"),
        pytest.param("", 401, id="with an empty one"),
        pytest.param("v1=", 401, id="with a version only"),
        pytest.param(signature(told())[3:], 401, id="without its version"),
        pytest.param("v2=" + signature(told())[3:], 401, id="of another version"),
        pytest.param(signature(told(), "x"), 401, id="by another secret"),
        pytest.param(signature(told() + b" "), 401, id="of another body"),
        pytest.param("v1=é", 401, id="that is not ASCII"),
    ],
)
def test_only_what_is_signed_comes_in(stage: Deployed, header: str | None, status: int) -> None:
    headers = {HEADER: header} if header is not None else {}
    assert stage.post(PATH, told(), **headers).status_code == status
    assert stage.count("work") == (status == 200)
    assert len(stage.log.of("refused")) == (status == 401)
    assert SECRET not in repr(stage.log.lines)


def test_without_a_secret_nobody_is_trusted(stage: Deployed) -> None:
    stage.set_secret("pagerduty-webhook", " ")
    assert stage.post(PATH, told(), **{HEADER: signature(told(), "")}).status_code == 401
    assert stage.count("work") == 0


def test_a_get_opens_nothing(stage: Deployed) -> None:
    assert stage.get(PATH).status_code == 405
