"""X: both generations of its webhook tell the same happening in the same events."""

from dataclasses import replace

import pytest

from chalicelib.domain.events import (
    DeletionSeen,
    Event,
    FollowSeen,
    MessageSeen,
)
from tests.platforms.recordings import Recording, recordings
from tests.platforms.x_deliveries import (
    normalised,
)

PAIRS = {
    one.name: (one, other)
    for one in recordings("x")
    for other in recordings("x")
    if one.name.startswith("account_activity_") and other.name == one.name.removeprefix("account_")
}
# Kinds are X's own words, and a broken item is its own shape: those differ by nature.
ALIKE = [pair for name, pair in PAIRS.items() if not name.endswith(("unknown_kind", "unreadable_item"))]


def told_by_both(event: Event) -> Event:
    """The event without what only one generation tells: X Activity has thread and event, the other app and times."""
    match event:
        case MessageSeen(conversation=conversation) if conversation.surface == "public":
            return replace(event, thread=None, app=None)
        case FollowSeen():
            return replace(event, followed_at=None, id=None)
        case DeletionSeen():
            return replace(event, deleted_at=None)
    return event


@pytest.mark.parametrize(("one", "other"), [pytest.param(*pair, id=pair[1].name) for pair in ALIKE])
def test_both_generations_tell_the_same(one: Recording, other: Recording) -> None:
    events = [told_by_both(event) for event in normalised(one.payload)]
    assert events == [told_by_both(event) for event in normalised(other.payload)]


def test_there_are_pairs_to_compare() -> None:
    assert len(ALIKE) >= 20
