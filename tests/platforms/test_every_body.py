"""What holds for the bodies of every platform alike: many items, numeric ids, new fields, and items nobody can read."""

import copy
import re
from typing import Any

import pytest

from chalicelib.platforms.registry import REGISTRY, load
from tests.platforms.brand import ORGANISATION
from tests.platforms.recordings import FOLDER, Recording, as_json, read, recordings

Json = dict[str, Any]

# Where a delivery has its items: a recording with one, and the way to the list. TikTok tells one thing a delivery.
LISTS = [
    ("x", "account_activity_mention", ("tweet_create_events",)),
    ("x", "account_activity_dm_in", ("direct_message_events",)),
    ("x", "activity_dm_in", ("data", "payload", "direct_message_events")),
    ("facebook", "comment", ("entry", 0, "changes")),
    ("messenger", "message", ("entry", 0, "messaging")),
    ("messenger", "standby", ("entry", 0, "standby")),
    ("instagram", "comment", ("entry", 0, "changes")),
    ("instagram", "message", ("entry", 0, "messaging")),
    ("whatsapp", "message_text", ("entry", 0, "changes")),
    ("whatsapp", "message_text", ("entry", 0, "changes", 0, "value", "messages")),
    ("whatsapp", "status_sent", ("entry", 0, "changes", 0, "value", "statuses")),
    ("whatsapp", "echo_text", ("entry", 0, "changes", 0, "value", "message_echoes")),
    ("threads", "reply_list", ("values",)),
    ("telegram", "business_deleted", ("deleted_business_messages", "message_ids")),
    ("linkedin", "comment", ("notifications",)),
    ("standard", "batch", ("events",)),
    ("bluesky", "mention", ("page", "notifications")),
    ("bluesky", "own_reply", ("page", "feed")),
    ("mastodon", "mention", ("page",)),
    ("mastodon", "own_reply", ("page",)),
]
CASES = [pytest.param(*case, id=f"{case[0]}: {'.'.join(map(str, case[2]))}") for case in LISTS]
ONE_A_DELIVERY = {"tiktok"}
JUNK: list[object] = [None, 1.5, "two words", [], {}]

_ID = re.compile(r"(^|_)ids?$|Id$|^(from|to|sender|recipient)$")


def events(platform: str, payload: Json) -> list[Json]:
    """Without the raw text of what could not be read."""
    found = [as_json(event) for event in load(platform).normalise(payload, ORGANISATION)]
    return [without_item(event) for event in found]


def without_item(event: Json) -> Json:
    return {key: value for key, value in event.items() if key != "item"}


def one_item(platform: str, name: str, way: tuple[str | int, ...]) -> tuple[Json, list[object], list[Json]]:
    """A delivery, its list, which holds the first item alone, and the events of that."""
    payload = copy.deepcopy(read(FOLDER / platform / f"{name}.json").payload)
    held: Any = payload
    for step in way:
        held = held[step]
    del held[1:]
    alone = events(platform, payload)
    assert [event["event"] for event in alone] in (["MessageSeen"], ["DeletionSeen"])
    return payload, held, alone


def test_every_platform_that_sends_several_at_once_is_here() -> None:
    assert {platform for platform, _, _ in LISTS} | ONE_A_DELIVERY == set(REGISTRY)


@pytest.mark.parametrize(("platform", "name", "way"), CASES)
def test_a_thousand_in_one_body_are_a_thousand_events(platform: str, name: str, way: tuple[str | int, ...]) -> None:
    payload, held, alone = one_item(platform, name, way)
    held *= 1000
    assert events(platform, payload) == alone * 1000


@pytest.mark.parametrize(("platform", "name", "way"), CASES)
def test_an_item_nobody_can_read_is_told_and_costs_no_other(
    platform: str, name: str, way: tuple[str | int, ...]
) -> None:
    payload, held, alone = one_item(platform, name, way)
    (good,) = held
    for junk in JUNK:
        held[:] = [good, junk, good]
        first, *told, last = events(platform, payload)
        assert [first, last] == alone * 2
        assert {event["event"] for event in told} in ({"Unreadable"}, {"Unrecognised"}), junk


def numeric(value: Any, key: str = "") -> Any:
    """The same with every id that is all digits as a JSON number."""
    if isinstance(value, dict):
        return {each: numeric(held, each) for each, held in value.items()}
    if isinstance(value, list):
        return [numeric(each, key) for each in value]
    digits = isinstance(value, str) and value.isascii() and value.isdigit() and not value.startswith("0")
    return int(value) if digits and _ID.search(key) else value


def extended(value: Any) -> Any:
    """The same with a field that nobody taught us in every object."""
    if isinstance(value, dict):
        return {each: extended(held) for each, held in value.items()} | {"of_tomorrow": "new"}
    return [extended(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("recording", [pytest.param(one, id=f"{one.platform}/{one.name}") for one in recordings()])
def test_ids_may_be_numbers_and_new_fields_change_nothing(recording: Recording) -> None:
    expected = [without_item(event) for event in recording.expected]
    assert events(recording.platform, numeric(recording.payload)) == expected
    told = events(recording.platform, extended(recording.payload))
    known = iter(told)
    kept = [event for event in expected if event.get("kind") != "empty"]  # with a new field in it, it no longer is
    assert all(event in known for event in kept), "nothing is taken away, and all comes in the same order"
    assert {event["event"] for event in told if event not in expected} <= {"Unrecognised"}, "what is new parks nothing"
