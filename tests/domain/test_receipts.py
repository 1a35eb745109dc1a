"""What a carrier says became of a text or a call, and what that means for the page."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.receipts import DeliveryReceipt, group_of, read_receipt

SPAM = "the carrier takes our texts for spam: ask AWS support, or use another number"
PAGE = "0123456789abcdef0123-2"
EVENT: dict[str, Any] = {
    "eventType": "TEXT_DELIVERED",
    "eventTimestamp": 1_763_678_700_250,
    "isFinal": True,
    "messageId": "m-1",
    "messageStatusDescription": "Message has been accepted by phone",
    "context": {"page": PAGE},
}


def read(**changed: object) -> DeliveryReceipt:
    return read_receipt(json.dumps(EVENT | changed))


def test_a_receipt_names_page_event_message_and_time() -> None:
    assert read() == DeliveryReceipt(
        page=PAGE,
        event="TEXT_DELIVERED",
        says="delivered",
        message="m-1",
        at=datetime(2025, 11, 20, 22, 45, 0, 250_000, tzinfo=UTC),
        reason="",
    )


@pytest.mark.parametrize(
    ("event", "final", "says"),
    [
        pytest.param("TEXT_SUCCESSFUL", True, "delivered", id="some countries call delivered successful"),
        pytest.param("VOICE_ANSWERED", False, "delivered", id="a call that was answered came through"),
        pytest.param("VOICE_COMPLETED", True, "delivered", id="so did one that was heard out"),
        pytest.param("TEXT_SENT", False, "nothing yet", id="sent says nothing of arriving"),
        pytest.param("TEXT_UNKNOWN", True, "nothing yet", id="not even the carrier knows"),
        pytest.param("VOICE_RINGING", False, "nothing yet", id="it rings"),
        pytest.param("TEXT_UNREACHABLE", False, "nothing yet", id="out of reach, and the carrier tries on"),
        pytest.param("TEXT_UNREACHABLE", True, "failed", id="out of reach for the last time"),
        pytest.param("TEXT_CARRIER_UNREACHABLE", False, "nothing yet", id="a carrier that is down may come back"),
        pytest.param("TEXT_TTL_EXPIRED", False, "failed", id="too old is final, whatever it says"),
        pytest.param("VOICE_NO_ANSWER", True, "failed", id="nobody picked up"),
    ],
)
def test_what_an_event_says(event: str, final: bool, says: str) -> None:
    assert read(eventType=event, isFinal=final).says == says


def test_only_a_plain_true_is_final() -> None:
    assert read(eventType="TEXT_UNREACHABLE", isFinal="true").says == "nothing yet"


@pytest.mark.parametrize(
    ("description", "reason"),
    [
        pytest.param(
            "Blocked\nby  carrier\x00",
            f"TEXT_SPAM: Blocked by carrier ({SPAM})",
            id="the carrier's words come in one line, with what to do",
        ),
        pytest.param(
            None,
            f"TEXT_SPAM ({SPAM})",
            id="a carrier that says nothing",
        ),
        pytest.param(
            "x" * 200,
            f"TEXT_SPAM: {'x' * 120} ({SPAM})",
            id="a carrier that goes on and on is cut",
        ),
    ],
)
def test_a_failure_has_a_reason(description: str | None, reason: str) -> None:
    assert read(eventType="TEXT_SPAM", messageStatusDescription=description).reason == reason


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        pytest.param("{", "unreadable", id="no JSON"),
        pytest.param("[]", "unreadable", id="no object"),
        pytest.param(json.dumps(EVENT | {"context": None}), "not ours", id="a message without a page"),
        pytest.param(json.dumps(EVENT | {"context": {"page": 7}}), "not ours", id="a page that is no text"),
        pytest.param(json.dumps(EVENT | {"context": {"page": "a b"}}), "not ours", id="a page no id could be"),
        pytest.param(json.dumps(EVENT | {"eventType": None}), "unreadable", id="no event"),
        pytest.param(json.dumps(EVENT | {"eventType": "MAIL_SENT"}), "unreadable", id="an event of something else"),
        pytest.param(json.dumps(EVENT | {"eventType": "TEXT_EATEN"}), "unknown kind", id="a kind we do not know"),
    ],
)
def test_what_is_no_receipt_of_ours_says_why(payload: str, why: str) -> None:
    with pytest.raises(ValueError, match=f"^{why}$"):
        read_receipt(payload)


@pytest.mark.parametrize("stamp", [None, True, "1763678700250", 10**30, 1.5])
def test_a_time_that_is_none_is_left_out(stamp: object) -> None:
    assert read(eventTimestamp=stamp).at is None


def test_a_message_without_an_id_has_none() -> None:
    assert read(messageId=None).message == ""


@given(st.text())
def test_whatever_comes_is_read_or_refused(payload: str) -> None:
    with pytest.raises(ValueError, match=r"unreadable|not ours|unknown kind"):
        read_receipt(payload)


@pytest.mark.parametrize(
    ("page", "group"),
    [
        pytest.param(PAGE, "0123456789abcdef0123", id="a page's group and the number of its method"),
        pytest.param("0123456789abcdef0123-", None, id="no number"),
        pytest.param("0123456789ABCDEF0123-1", None, id="we write it small"),
        pytest.param("notice-sanne", None, id="a notice is no page"),
    ],
)
def test_the_group_a_page_is_of(page: str, group: str | None) -> None:
    assert group_of(page) == group
