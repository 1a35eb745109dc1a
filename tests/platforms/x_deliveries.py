"""Small X deliveries for tests that vary one thing at a time; whole ones are in the recordings."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.events import Event, MessageSeen
from chalicelib.platforms import x
from tests.platforms.brand import ANDERS, MERK, MERK_WEBCARE, ORGANISATION

CUSTOMER = "91234567"
OTHER = "1650000000000000321"
NAMES = {MERK: "merk", MERK_WEBCARE: "merk_webcare", ANDERS: "anders", CUSTOMER: "piet_v", OTHER: "x_nieuws"}


def tweet(text: str, author: str = CUSTOMER, **more: Any) -> dict[str, Any]:
    """A v1.1 tweet with the mentions its text shows."""
    mentions: list[dict[str, Any]] = [
        {"id_str": user, "screen_name": name, "indices": [at, at + len(name) + 1]}
        for user, name in NAMES.items()
        for at in range(len(text))
        if text[at:].startswith(f"@{name}") and not text[at + len(name) + 1 :].startswith("_")
    ]
    return {
        "id_str": "1991845300000000001",
        "text": text,
        "user": {"id_str": author, "screen_name": NAMES.get(author, "chris_ict")},
        "entities": {"user_mentions": sorted(mentions, key=lambda one: one["indices"])},
        "timestamp_ms": "1795212000000",
    } | more


def reply_to(user: str, post: str | None = "1991845300000000900") -> dict[str, Any]:
    return {
        "in_reply_to_status_id_str": post,
        "in_reply_to_user_id_str": user,
        "in_reply_to_screen_name": NAMES[user],
    }


def account_activity(kind: str, *items: object, account: str = MERK_WEBCARE) -> list[Event]:
    return normalised({"for_user_id": account, kind: list(items)})


def activity(kind: str, payload: object, account: str = MERK_WEBCARE, **more: object) -> list[Event]:
    item = {"event_uuid": "-5", "filter": {"user_id": account}, "event_type": kind, "payload": payload}
    return normalised({"data": item | more})


def normalised(payload: Mapping[str, object]) -> list[Event]:
    return list(x.normalise(payload, ORGANISATION))


def message(events: list[Event]) -> MessageSeen:
    [event] = events
    assert isinstance(event, MessageSeen)
    return event
