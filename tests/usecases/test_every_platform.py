"""What every delivery goes through alike: what cannot be read is parked whole, and a revoke is told at once."""

from datetime import UTC, datetime

import pytest

from chalicelib.platforms.registry import REGISTRY
from chalicelib.usecases.ingest import ingest
from tests.platforms.arriving import arrive
from tests.platforms.recordings import Recording, recordings
from tests.platforms.signers import SIGNED_AT
from tests.platforms.watching import watching
from tests.stories.world import World

RECEIVED_AT = datetime.fromtimestamp(SIGNED_AT, UTC)


def holding(event: str, kind: str | None = None) -> list[Recording]:
    """The recordings of which something becomes such an event."""
    return [
        recording
        for recording in recordings()
        if any(each["event"] == event and kind in (None, each.get("kind")) for each in recording.expected)
    ]


UNREADABLE = holding("Unreadable")
REVOKED = holding("NoticeSeen", "revoked")


def named(found: list[Recording]) -> list[object]:
    return [pytest.param(each, id=f"{each.platform}/{each.name}") for each in found]


def queued(recording: Recording) -> str:
    texts: list[str] = []
    arrive(recording, RECEIVED_AT, texts.append, lambda packed: pytest.fail("nothing here is large"))
    (text,) = texts
    return text


def heads(world: World) -> set[str]:
    return {str(row["conversation"]) for row in world.table.rows("HEAD")}


def expected_heads(recording: Recording) -> set[str]:
    told = (each.get("conversation") for each in recording.expected)
    return {conversation for conversation in told if conversation is not None}


def test_every_platform_has_a_delivery_that_cannot_be_read_whole() -> None:
    assert {recording.platform for recording in UNREADABLE} == set(REGISTRY)


@pytest.mark.parametrize("recording", named(UNREADABLE))
def test_what_cannot_be_read_is_parked_as_it_came_and_the_rest_is_taken_in(recording: Recording) -> None:
    world, text = watching(), queued(recording)
    ingest(text, world.context(), RECEIVED_AT)
    ((letter, reason),) = world.dead.letters
    assert letter == text, "whole, so that a mended adapter reads the very bytes"
    reasons = [each["reason"] for each in recording.expected if each["event"] == "Unreadable"]
    assert reason == "; ".join(reasons)
    assert expected_heads(recording) <= heads(world)
    before = heads(world)
    world.dead.letters.clear()
    ingest(letter, world.context(), RECEIVED_AT)
    assert (len(world.dead.letters), heads(world)) == (1, before), "brought back unmended it is parked once more"


def test_every_platform_that_tells_of_a_revoke_is_here() -> None:
    """The others end in silence, which the audit hears."""
    assert {recording.platform for recording in REVOKED} == {"x", "whatsapp", "telegram", "tiktok", "messenger"}


@pytest.mark.parametrize("recording", named(REVOKED))
def test_a_revoke_is_told_to_somebody_at_once(recording: Recording) -> None:
    world = watching("2026-11-20 14:00")
    world.schedule(world.now, lambda: ingest(queued(recording), world.context(), world.now))
    world.until(world.now)
    assert [notice.to for notice in world.notices if notice.channel == "sms"] == ["mirjam"]
    assert "TOEGANG INGETROKKEN" in world.notices[0].text
