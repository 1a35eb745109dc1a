"""Every recorded delivery of every platform, as one day: whatever the order and the repeats, the same conversations."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.case import Case
from chalicelib.domain.clocks import derive
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.head import Head
from chalicelib.domain.storm import is_storm
from chalicelib.platforms.registry import REGISTRY
from chalicelib.store.codec import from_item
from chalicelib.usecases.ingest import ingest
from tests.platforms.arriving import arrive
from tests.platforms.recordings import Recording, recordings
from tests.platforms.signers import SIGNED_AT
from tests.platforms.watching import watching
from tests.stories.world import DeadLetters

BEGINS = datetime.fromtimestamp(SIGNED_AT, UTC)
# What signs its time is taken within five minutes of it: the whole day comes in within four.
APART = timedelta(milliseconds=400)
AGAIN = timedelta(seconds=60)
# Everything was waiting in the inbox, and is taken in at one instant.
TAKEN_IN = BEGINS + timedelta(minutes=10)
LOOKED_AT = BEGINS + timedelta(days=3)


@dataclass(frozen=True)
class Arrival:
    """A recorded delivery, and when our endpoint received it."""

    recording: Recording
    at: datetime


DAY = [Arrival(recording, BEGINS + number * APART) for number, recording in enumerate(recordings())]
REPEATED = [replace(arrival, at=arrival.at + AGAIN) for arrival in DAY]


Conversations = dict[str, tuple[frozenset[Fact], Case, Head]]


def lived_through(arrivals: Iterable[Arrival]) -> Conversations:
    """Facts, clocks and board row of every conversation, once all of it is taken in."""
    world = watching()
    context = replace(world.context(), work=DeadLetters())
    for arrival in arrivals:
        arrive(
            arrival.recording,
            arrival.at,
            send=lambda text: ingest(text, context, TAKEN_IN),
            keep=lambda packed: pytest.fail("nothing here is large"),
        )
    found: Conversations = {}
    for row in world.table.rows("HEAD"):
        ref = str(row["conversation"])
        if not is_storm(ref):
            facts = context.conversations.load(ref).facts
            case = derive(Conversation.parse(ref), facts, context.book, LOOKED_AT)
            found[ref] = frozenset(facts), case, from_item(Head, row)
    return found


@cache
def once() -> Conversations:
    """The day as it came."""
    return lived_through(DAY)


def test_the_day_is_one_of_all_platforms_with_clocks_of_every_kind() -> None:
    platforms = {Conversation.parse(ref).platform for ref in once()}
    assert platforms == set(REGISTRY)
    clocks = [clock for _, case, _ in once().values() for clock in case.clocks]
    assert {clock.kind for clock in clocks} == {"first_response", "next_response", "dm_follow_up"}
    assert {"answered", None} <= {clock.end for clock in clocks}
    assert sum(len(facts) for facts, _, _ in once().values()) > 100


# A seed rather than a permutation drawn piece by piece, which would take a draw for each of hundreds of deliveries.
@settings(max_examples=4, deadline=None, derandomize=True)
@given(st.integers(0, 9999).map(random.Random))
def test_any_shuffle_of_the_day_with_repeats_gives_the_same_conversations(chance: random.Random) -> None:
    arrivals = DAY + chance.sample(REPEATED, k=len(REPEATED) // 3)
    chance.shuffle(arrivals)
    found = lived_through(arrivals)
    assert found.keys() == once().keys()
    different = [ref for ref, told in once().items() if found[ref] != told]
    assert different == []
