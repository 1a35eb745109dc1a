"""Ingest: whatever a signed delivery holds, its usable items count, the rest is parked or counted, nothing is lost."""

import base64
import gzip
import json
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.facts_seen import Message
from chalicelib.usecases.ingest import BEHIND_AFTER, LAST_DELIVERY, account_mark, ingest
from tests.stories import x
from tests.stories.world import World, local

TEN = "2026-11-17 10:00"


def world_at_ten() -> World:
    return World("2026-11-17 09:59").at(TEN)


def mention(world: World, **more: Any) -> x.Post:
    return x.mention("jan_uit_ede", "waar blijft mijn bestelling??", world.now) | more


def stored(world: World) -> list[Message]:
    conversations = world.context().conversations
    refs = sorted({str(item["conversation"]) for item in world.table.rows("HEAD")})
    return [fact for ref in refs for fact in conversations.load(ref).facts if isinstance(fact, Message)]


def counts(world: World) -> dict[str, int]:
    return world.context().notes.counts(world.now)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        pytest.param(b"", "not JSON", id="nothing"),
        pytest.param(b"not json", "not JSON", id="no JSON"),
        pytest.param(b"[1, 2]", "not an object", id="a list"),
        pytest.param(b"\xff\xfe\x00\x01", "not JSON", id="no text"),
        pytest.param(b'{"a":' * 100_000, "nested too deeply", id="nested without end"),
        pytest.param(b'{"something": "else"}', "neither", id="a shape that X does not have"),
    ],
)
def test_a_body_nobody_can_read_is_parked_whole_with_the_reason(body: bytes, why: str) -> None:
    world = world_at_ten()
    world.post(body)
    ((letter, reason),) = world.dead.letters
    assert why in reason
    assert counts(world) == {"unreadable#x": 1}
    assert stored(world) == []
    world.dead.letters.clear()
    ingest(letter, world.context(), world.now)
    assert len(world.dead.letters) == 1, "brought back unmended it is parked again, not lost"


def test_an_item_nobody_can_read_holds_up_none_of_its_batch_mates() -> None:
    world = world_at_ten()
    good, bad = mention(world), {"text": "no id, no user"}
    world.post(x.posts(good, bad, mention(world)))
    assert len(stored(world)) == 2
    ((_, reason),) = world.dead.letters
    assert "id" in reason
    assert counts(world)["unreadable#x"] == 1


def test_an_account_nobody_configured_is_counted_by_its_id() -> None:
    world = world_at_ten()
    world.post(x.posts(mention(world), account=("1234567", "elders")))
    assert stored(world) == []
    assert counts(world) == {"unknown account#x 1234567": 1}
    assert account_mark("x", "1234567") not in world.context().notes.marks()


def test_a_kind_nobody_knows_is_counted_by_its_name() -> None:
    world = world_at_ten()
    world.post(json.dumps({"for_user_id": x.MERK[0], "tweet_dance_events": [{"id": 1}]}).encode())
    assert [key for key in counts(world) if key.startswith("unrecognised#x")] != []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("nul \x00 midden", id="NUL"),
        pytest.param("half een \ud83d emoji", id="half a surrogate pair"),
        pytest.param("\u202e\u200b\ufeff omgekeerd", id="writing turned around"),
        pytest.param("é" * 5000, id="far too long"),
        pytest.param("<script>alert(1)</script>", id="markup"),
        pytest.param("", id="nothing"),
    ],
)
def test_any_text_is_taken_and_can_be_stored_as_utf_8(text: str) -> None:
    world = world_at_ten()
    post = mention(world, text=f"@merk {text}?")
    world.post(json.dumps({"for_user_id": x.MERK[0], "tweet_create_events": [post]}).encode())
    (message,) = stored(world)
    assert len(message.excerpt or "") <= 140
    (message.excerpt or "").encode("utf-8")
    assert world.dead.letters == []


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("time", "at", "approximate"),
    [
        pytest.param(lambda now: x._milliseconds(now - HOUR), -HOUR, False, id="milliseconds as text"),
        pytest.param(lambda now: int(x._milliseconds(now - HOUR)), -HOUR, False, id="milliseconds as a number"),
        pytest.param(lambda now: x._milliseconds(now + HOUR), timedelta(), False, id="the future: when it was seen"),
        pytest.param(lambda now: "0", timedelta(), True, id="1970"),
        pytest.param(lambda now: 42, timedelta(), True, id="seconds after 1970"),
        pytest.param(lambda now: None, timedelta(), True, id="absent"),
        pytest.param(lambda now: "gisteren", timedelta(), True, id="no time at all"),
        pytest.param(lambda now: 1e300, timedelta(), True, id="beyond any calendar"),
    ],
)
def test_an_odd_time_never_loses_a_message(
    time: Callable[[datetime], object], at: timedelta, approximate: bool
) -> None:
    world = world_at_ten()
    world.post(x.posts(mention(world, timestamp_ms=time(world.now), created_at=None)))
    (message,) = stored(world)
    assert message.at == world.now + at
    assert message.approximate is approximate
    assert message.first_seen_at == world.now


def noise() -> str:
    """Four million characters that hardly shrink."""
    return random.Random(1).randbytes(2_000_000).hex()


def chunks(world: World) -> int:
    """How many first chunks of large bodies are kept."""
    return len(list(world.table.rows("0000")))


def test_a_body_too_large_for_the_queue_is_taken_in_and_then_forgotten() -> None:
    world = world_at_ten()
    sent: list[str] = []
    world.inbox.deliver = sent.append
    world.post(x.posts(mention(world, filler=noise())))
    assert chunks(world) == 1
    ingest(sent[0], world.context(), world.now)
    assert len(stored(world)) == 1
    assert chunks(world) == 0, "what is written in a DM goes when it is processed"


def test_a_large_delivery_that_the_queue_brings_twice_is_taken_in_once() -> None:
    world = world_at_ten()
    sent: list[str] = []
    world.inbox.deliver = sent.append
    world.post(x.posts(mention(world, filler=noise())))
    for _ in range(2):
        ingest(sent[0], world.context(), world.now)
    assert len(stored(world)) == 1
    assert world.dead.letters == []


def test_a_large_body_that_cannot_be_read_is_kept_for_its_dead_letter() -> None:
    world = world_at_ten()
    body = json.dumps({"noise": noise()}).encode()
    world.post(body)
    ((letter, _),) = world.dead.letters
    kept = world.context().notes.body(json.loads(letter)["kept"])
    assert gzip.decompress(base64.b64decode(kept)) == body


def test_a_message_that_receive_did_not_write_is_the_queues_to_bring_back() -> None:
    world = world_at_ten()
    for text in ("", "{}", '{"platform": "x"}', "[]"):
        with pytest.raises((ValueError, KeyError, TypeError)):
            ingest(text, world.context(), world.now)


def test_taken_in_twice_is_as_good_as_once() -> None:
    world = world_at_ten()
    body = x.posts(mention(world))
    world.post(body)
    (before,) = world.context().due.heads()
    world.at("2026-11-17 10:01").post(body)
    assert [m.first_seen_at for m in stored(world)] == [local(TEN)]
    assert list(world.context().due.heads()) == [before]


def test_a_delivery_says_which_accounts_are_heard() -> None:
    world = world_at_ten()
    world.post(x.posts(mention(world)))
    marks = world.context().notes.marks()
    assert marks[LAST_DELIVERY] == marks[account_mark("x", x.MERK[0])] == world.now


def test_an_old_delivery_taken_in_late_moves_no_mark_back() -> None:
    world = world_at_ten()
    late: list[str] = []
    live, world.inbox.deliver = world.inbox.deliver, late.append
    world.post(x.posts(mention(world)))
    world.inbox.deliver = live
    world.at("2026-11-17 11:00").post(x.posts(mention(world)))
    ingest(late[0], world.context(), world.now)
    assert world.context().notes.marks()[LAST_DELIVERY] == local("2026-11-17 11:00")


@given(st.binary(max_size=200))
def test_no_body_at_all_stops_the_ingest(body: bytes) -> None:
    world = world_at_ten()
    world.post(body)
    assert len(world.dead.letters) == 1


@pytest.mark.parametrize(
    ("takes", "behind"),
    [(BEHIND_AFTER, False), (BEHIND_AFTER + timedelta(microseconds=1), True)],
    ids=["a minute old", "older"],
)
def test_deliveries_that_come_in_late_are_noticed(takes: timedelta, behind: bool) -> None:
    world = world_at_ten()
    sent: list[str] = []
    world.inbox.deliver = sent.append
    world.post(x.posts(mention(world)))
    ingest(sent[0], world.context(), world.now + takes)
    assert ("inbox behind" in world.context().notes.marks()) is behind
