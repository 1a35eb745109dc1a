"""PagerDuty's Events API v2: what it is asked, and what each of its answers means for the page."""

from dataclasses import replace
from typing import Literal

import pytest

from chalicelib.channels.http import Http
from chalicelib.channels.pagerduty import PagerDuty, build
from chalicelib.channels.port import Followed, OutgoingPage, Permanent, Receipt, Temporary
from chalicelib.domain.organisation import PagerDutyRegion
from tests.channels.provider import Provider, answer, provider
from tests.channels.sending import PAGE
from tests.channels.test_registry import ORGANISATION, supplies

KEY = "x" * 32
ALERT = replace(PAGE, to="sanne")
NOTICE = replace(ALERT, id="notice-0001", link="")
ACCEPTED = answer(202, b'{"status": "success", "message": "Event processed", "dedup_key": "p-0001"}')
TRIGGER = {
    "routing_key": KEY,
    "event_action": "trigger",
    "dedup_key": "p-0001",
    "client": "Waakhond",
    "client_url": PAGE.link,
    "payload": {
        "summary": PAGE.subject,
        "source": "waakhond",
        "severity": "error",
        "custom_details": {"page": PAGE.body},
    },
    "links": [{"href": PAGE.link, "text": "Waakhond"}],
}


def pagerduty(there: Provider) -> PagerDuty:
    return PagerDuty(Http(plain=True, read_timeout=0.3), {"sanne": KEY}.__getitem__, there.url)


def test_a_page_opens_an_incident_under_its_own_key() -> None:
    with provider(ACCEPTED) as there:
        assert pagerduty(there).send(ALERT) == Receipt(PAGE.id)
        (call,) = there.calls
    assert (call.path, call.json) == ("/v2/enqueue", TRIGGER)


@pytest.mark.parametrize(
    ("page", "severity"),
    [
        pytest.param(replace(ALERT, urgent=True), "critical", id="a broken promise"),
        pytest.param(ALERT, "error", id="a promise that still holds"),
        pytest.param(NOTICE, "info", id="a notice, which asks for nothing"),
    ],
)
def test_how_serious_it_is(page: OutgoingPage, severity: str) -> None:
    with provider(ACCEPTED) as there:
        pagerduty(there).send(page)
        assert there.calls[0].json["payload"]["severity"] == severity


def test_a_notice_has_no_page_to_link_to() -> None:
    with provider(ACCEPTED) as there:
        pagerduty(there).send(NOTICE)
        assert not {"links", "client_url"} & there.calls[0].json.keys()


def test_a_summary_is_not_longer_than_pagerduty_takes() -> None:
    with provider(ACCEPTED) as there:
        pagerduty(there).send(replace(ALERT, subject="a" * 1025))
        assert there.calls[0].json["payload"]["summary"] == "a" * 1024


@pytest.mark.parametrize(("state", "action"), [("acknowledged", "acknowledge"), ("resolved", "resolve")])
def test_what_became_of_a_page_is_told_under_the_same_key(state: Followed, action: str) -> None:
    with provider(ACCEPTED) as there:
        pagerduty(there).follow("p-0001", "sanne", state)
        assert there.calls[0].json == {"routing_key": KEY, "event_action": action, "dedup_key": "p-0001"}


@pytest.mark.parametrize("first", ["silence", "hang up", "reset", answer(503)])
def test_the_second_try_carries_the_same_key(first: Literal["silence", "hang up", "reset"] | bytes) -> None:
    """Taken or not the first time, there is one incident in the end."""
    with provider(first, ACCEPTED) as there:
        with pytest.raises(Temporary):
            pagerduty(there).send(ALERT)
        pagerduty(there).send(ALERT)
        assert [call.json["dedup_key"] for call in there.calls] == ["p-0001", "p-0001"]


def test_a_bad_event_is_refused_for_good_with_where_the_key_stands() -> None:
    said = b'{"status": "invalid event", "errors": ["no such routing_key: ' + KEY.encode() + b'"]}'
    with provider(answer(400, said)) as there, pytest.raises(Permanent) as raised:
        pagerduty(there).send(ALERT)
    message = str(raised.value)
    assert message.startswith("400 from 127.0.0.1: ") and "secret pagerduty/sanne" in message
    assert KEY not in message


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({}, 60.0, id="a minute, if it does not say"),
        pytest.param({"Retry-After": "300"}, 300.0, id="as long as it says"),
    ],
)
def test_too_many_events(headers: dict[str, str], seconds: float) -> None:
    with provider(answer(429, headers=headers)) as there, pytest.raises(Temporary) as raised:
        pagerduty(there).follow("p-0001", "sanne", "resolved")
    assert raised.value.retry_after == seconds


@pytest.mark.parametrize(
    ("region", "instead", "url"),
    [
        pytest.param("us", "", "https://events.pagerduty.com", id="the United States"),
        pytest.param("eu", "", "https://events.eu.pagerduty.com", id="Europe"),
        pytest.param("eu", "http://127.0.0.1:1", "http://127.0.0.1:1", id="wherever the stage says"),
    ],
)
def test_events_go_to_the_region_of_the_account(region: PagerDutyRegion, instead: str, url: str) -> None:
    organisation = replace(ORGANISATION, pagerduty_region=region)
    built = build(replace(supplies(), organisation=organisation, pagerduty_url=instead))
    assert built.url == url
    assert not built.http.plain, "outside the local stage nothing goes in the clear"
