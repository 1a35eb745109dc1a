"""The fake providers answer as the real ones do, tell what they received, and misbehave when told to."""

import http.client
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from chalicelib.channels.http import Http
from chalicelib.channels.ntfy import Ntfy
from chalicelib.channels.pagerduty import PagerDuty
from chalicelib.channels.port import Channel, Permanent, Temporary
from chalicelib.channels.slack import Slack
from chalicelib.channels.teams import Teams
from chalicelib.channels.webhook import Webhook
from tests.channels.sending import PAGE
from tests.channels.test_registry import NOW
from tools import alerts
from tools.fakeproviders import HOST, FakeProviders, secret_of

KEY = secret_of("pagerduty", "sanne", "")
TOLD = replace(PAGE, to="sanne", urgent=True)


@pytest.fixture
def providers() -> Iterator[FakeProviders]:
    providers = FakeProviders()
    with providers.opened():
        yield providers


def ask(providers: FakeProviders, method: str, path: str, document: object = None) -> tuple[int, Any]:
    """The status and the JSON of an answer."""
    connection = http.client.HTTPConnection(HOST, providers.server_port, timeout=10)
    connection.request(method, path, json.dumps(document))
    answer = connection.getresponse()
    found = answer.status, json.loads(answer.read())
    connection.close()
    return found


def channel(name: str, providers: FakeProviders) -> Channel:
    """The real channel, whose provider is the fake one."""
    http = Http(plain=True, read_timeout=0.5)

    def address(to: str) -> str:
        return secret_of(name, to, providers.url)

    match name:
        case "pagerduty":
            return pagerduty(providers)
        case "slack":
            return Slack(http, address)
        case "teams":
            return Teams(http, address)
        case "ntfy":
            return Ntfy(http, address)
        case _:
            return Webhook(http, address, lambda: NOW)


def pagerduty(providers: FakeProviders) -> PagerDuty:
    return PagerDuty(Http(plain=True, read_timeout=0.5), {"sanne": KEY}.__getitem__, providers.url)


@pytest.mark.parametrize("name", ["pagerduty", "slack", "teams", "ntfy", "webhook"])
def test_every_channel_is_heard_by_its_provider(providers: FakeProviders, name: str) -> None:
    channel(name, providers).send(TOLD)
    status, (call,) = ask(providers, "GET", "/calls")
    assert (status, call["method"], call["answered"][0]) == (200, "POST", "2")
    assert datetime.fromisoformat(call["at"]).tzinfo is not None
    assert PAGE.subject in json.dumps(call["body"], ensure_ascii=False)


def test_an_incident_goes_through_its_life(providers: FakeProviders) -> None:
    pager = pagerduty(providers)

    def incidents() -> list[tuple[str, str, int]]:
        return [(each["dedup_key"], each["state"], each["triggers"]) for each in ask(providers, "GET", "/incidents")[1]]

    pager.follow(PAGE.id, "sanne", "resolved")
    assert incidents() == [], "what is not open is dropped"
    pager.send(TOLD)
    pager.send(TOLD)
    assert incidents() == [(PAGE.id, "triggered", 2)], "one incident for one key"
    pager.follow(PAGE.id, "sanne", "acknowledged")
    pager.send(TOLD)
    assert incidents() == [(PAGE.id, "acknowledged", 3)], "a new trigger wakes nobody up"
    pager.follow(PAGE.id, "sanne", "resolved")
    pager.follow(PAGE.id, "sanne", "acknowledged")
    assert incidents() == [(PAGE.id, "resolved", 3)]
    pager.send(TOLD)
    assert incidents() == [(PAGE.id, "resolved", 3), (PAGE.id, "triggered", 1)], "a resolved key opens another"


PAYLOAD = {"summary": "s", "source": "waakhond", "severity": "error"}
GOOD = {
    "routing_key": KEY,
    "event_action": "trigger",
    "dedup_key": "p-1",
    "payload": PAYLOAD,
}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"routing_key": "x" * 31}, "routing_key", id="a key that is too short"),
        pytest.param({"event_action": "close"}, "event_action", id="an unknown action"),
        pytest.param({"dedup_key": "x" * 256}, "dedup_key", id="a dedup key that is too long"),
        pytest.param({"event_action": "resolve", "dedup_key": None}, "dedup_key", id="resolving nothing"),
        pytest.param({"payload": None}, "payload", id="no payload"),
        pytest.param({"payload": {**PAYLOAD, "summary": ""}}, "summary", id="no summary"),
        pytest.param({"payload": {**PAYLOAD, "summary": "x" * 1025}}, "summary", id="too long a summary"),
        pytest.param({"payload": {**PAYLOAD, "severity": "bad"}}, "severity", id="an unknown severity"),
        pytest.param({"links": [{"href": ""}]}, "links", id="a link to nowhere"),
    ],
)
def test_a_bad_event_is_refused_with_the_reason(
    providers: FakeProviders, change: dict[str, object], reason: str
) -> None:
    status, answer = ask(providers, "POST", "/v2/enqueue", {**GOOD, **change})
    assert (status, answer["status"]) == (400, "invalid event")
    assert reason in answer["errors"][0]
    assert ask(providers, "GET", "/incidents")[1] == []
    assert ask(providers, "POST", "/v2/enqueue", GOOD)[0] == 202


@pytest.mark.parametrize(
    ("fault", "wait", "opened"),
    [
        pytest.param({"status": 503}, None, 0, id="ill"),
        pytest.param({"status": 429, "retry_after": 5}, 5.0, 0, id="too many"),
        pytest.param({"slow": 60}, None, 1, id="takes it, and answers too late"),
        pytest.param({"drop": True}, None, 1, id="takes it and hangs up"),
        pytest.param({"reset": True}, None, 0, id="resets"),
    ],
)
def test_a_fault_lasts_until_it_is_taken_back_and_the_retry_is_the_same_incident(
    providers: FakeProviders, fault: dict[str, object], wait: float | None, opened: int
) -> None:
    assert ask(providers, "POST", "/faults", {**fault, "seconds": 600, "path": "/v2"})[0] == 200
    channel("slack", providers).send(TOLD)
    with pytest.raises(Temporary) as raised:
        pagerduty(providers).send(TOLD)
    assert raised.value.retry_after == wait
    assert len(providers.incidents.all) == opened
    ask(providers, "POST", "/faults", {})
    pagerduty(providers).send(TOLD)
    assert [(each.dedup_key, each.triggers) for each in providers.incidents.all] == [(PAGE.id, 1 + opened)]
    assert len(providers.calls) == 3, "every try is on the record"


def test_a_fault_passes_by_itself(providers: FakeProviders) -> None:
    ask(providers, "POST", "/faults", {"status": 400, "seconds": 0})
    pagerduty(providers).send(TOLD)
    ask(providers, "POST", "/faults", {"status": 400, "seconds": 600})
    with pytest.raises(Permanent):
        pagerduty(providers).send(TOLD)


@pytest.mark.parametrize("fault", [[], "503", {"state": 503}, {"status": "503"}, {"seconds": -1}, {"slow": True}])
def test_a_fault_nobody_knows_is_refused(providers: FakeProviders, fault: object) -> None:
    status, answer = ask(providers, "POST", "/faults", fault)
    assert (status, set(answer)) == (400, {"error"})
    pagerduty(providers).send(TOLD)


def test_a_path_of_no_provider_is_refused_and_noted(providers: FakeProviders) -> None:
    assert ask(providers, "POST", "/v1/enqueue", {})[0] == 404
    assert [call.answered for call in providers.calls] == ["404"]
    assert ask(providers, "GET", "/v2/enqueue")[0] == 404


def test_a_text_message_is_answered(providers: FakeProviders) -> None:
    said: list[tuple[str, str]] = []

    def reply(sender: str, text: str) -> str:
        if sender != "+31600000001":
            raise LookupError("no text message went there")
        said.append((sender, text))
        return "m-1"

    assert ask(providers, "POST", "/sms/reply", {"from": "+31600000001", "text": "OK"})[0] == 400, "by themselves"
    providers.reply = reply
    assert ask(providers, "POST", "/sms/reply", {"from": "+31600000001", "text": "OK"}) == (200, {"answers": "m-1"})
    assert ask(providers, "POST", "/sms/reply", {"from": "+31600000009", "text": "OK"})[0] == 409
    assert ask(providers, "POST", "/sms/reply", {"from": "+31600000001"})[0] == 400
    assert said == [("+31600000001", "OK")]
    assert ask(providers, "GET", "/calls")[1] == [], "what we tell them is no call of ours"


def test_what_happened_is_told_in_words(providers: FakeProviders) -> None:
    pager = pagerduty(providers)
    pager.send(TOLD)
    pager.follow(PAGE.id, "sanne", "acknowledged")
    pager.follow(PAGE.id, "sanne", "resolved")
    channel("slack", providers).send(TOLD)
    ask(providers, "POST", "/faults", {"status": 503})
    with pytest.raises(Temporary):
        pager.send(TOLD)
    assert [alerts.spoken(call, {KEY: "sanne"}) for call in providers.calls] == [
        f"Pager alert (critical) to sanne:\n{PAGE.subject}",
        "Pager: the alert of sanne is acknowledged.",
        "Pager: the alert of sanne is resolved.",
        f"slack to sanne: {PAGE.subject}",
        f"Pager alert (critical) to sanne (answered: 503):\n{PAGE.subject}",
    ]
