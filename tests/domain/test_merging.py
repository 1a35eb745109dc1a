"""What two copies of one fact know together, where the one that counts from earlier does not know it all."""

from dataclasses import replace
from itertools import permutations

import pytest

from chalicelib.domain.facts import Fact
from chalicelib.domain.merging import merge
from tests.domain.build import asked, at, deleted, followed, moved

FOLLOW, MOVE = followed("10:00"), moved("10:00")


@pytest.mark.parametrize(
    ("early", "late", "joined"),
    [
        pytest.param(
            deleted("m", "10:00", seen="10:05"),
            deleted("m", "10:01", seen="10:03"),
            deleted("m", "10:00", seen="10:03"),
            id="a deletion was seen when its first copy came",
        ),
        pytest.param(
            replace(FOLLOW, first_seen_at=at("10:05")),
            replace(FOLLOW, first_seen_at=at("10:03"), followed_at=at("10:01")),
            replace(FOLLOW, first_seen_at=at("10:03")),
            id="so was a follow",
        ),
        pytest.param(
            replace(MOVE, first_seen_at=at("10:05")),
            replace(MOVE, first_seen_at=at("10:03"), asked_at=at("10:01")),
            replace(MOVE, first_seen_at=at("10:03")),
            id="and a move to DM",
        ),
        pytest.param(
            replace(MOVE, account="2"),
            replace(MOVE, account="1", asked_at=None, first_seen_at=at("10:01")),
            replace(MOVE, account="1"),
            id="of two accounts a move has the lowest, whichever saw it first",
        ),
        pytest.param(
            replace(asked("10:00", "m"), excerpt="hallo"),
            asked("10:01", "m"),
            replace(asked("10:00", "m"), excerpt="hallo"),
            id="a known text beats an absent one",
        ),
        pytest.param(
            asked("10:00", "m"),
            replace(asked("10:01", "m"), excerpt=""),
            replace(asked("10:00", "m"), excerpt=""),
            id="even an empty one",
        ),
        pytest.param(
            replace(asked("10:00", "m"), outages=frozenset({"o1"})),
            replace(asked("10:01", "m"), outages=frozenset({"o2"})),
            replace(asked("10:00", "m"), outages=frozenset({"o1", "o2"})),
            id="a copy that comes in once more may have met another outage",
        ),
        pytest.param(
            replace(asked("10:00", "m"), outages=frozenset({"o1"})),
            replace(asked("10:01", "m"), outages=frozenset({"o2"}), revision=1),
            replace(asked("10:00", "m"), outages=frozenset({"o2"}), revision=1),
            id="but an edit has other words",
        ),
    ],
)
def test_what_both_know(early: Fact, late: Fact, joined: Fact) -> None:
    for one, other in permutations((early, late)):
        assert merge(one, replace(other, stored_at=one.stored_at)) == replace(joined, stored_at=one.stored_at)


def test_of_two_texts_of_one_edit_the_same_one_stays_in_either_order() -> None:
    one, other = (replace(asked("10:00", "m"), excerpt=text) for text in ("een", "ander"))
    assert merge(one, other) == merge(other, one)
