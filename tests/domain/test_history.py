"""A conversation's facts by kind, oldest first: by their own time, whatever they are called and however they came."""

from dataclasses import replace
from itertools import permutations

import pytest

from chalicelib.domain.facts import Fact
from chalicelib.domain.history import History, history
from tests.domain.build import (
    asked,
    at,
    case_of,
    dismissed,
    followed,
    mine,
    moved,
    promised,
    taken,
    told,
    undone,
    wall,
)


def kinds(past: History) -> list[tuple[Fact, ...]]:
    """What is kept of each kind of which there may be several."""
    found: list[tuple[Fact, ...]] = [past.messages, past.follows, past.moves, past.acknowledgements, past.dismissals]
    return [*found, past.promises, past.steps, past.withdrawals]


@pytest.mark.parametrize(
    ("early", "late"),
    [
        pytest.param(asked("10:00", "z"), asked("11:00", "a"), id="messages"),
        pytest.param(replace(followed("10:00"), id="z"), replace(followed("11:00"), id="a"), id="follows"),
        pytest.param(replace(moved("10:00"), id="z"), replace(moved("11:00"), id="a"), id="moves"),
        pytest.param(replace(mine("10:00"), id="z"), replace(mine("11:00"), id="a"), id="acknowledgements"),
        pytest.param(replace(dismissed("10:00"), id="z"), replace(dismissed("11:00"), id="a"), id="dismissals"),
        pytest.param(
            replace(promised("10:00", "12:00"), id="z"), replace(promised("11:00", "12:00"), id="a"), id="promises"
        ),
        pytest.param(taken("z", "m", "10:00"), taken("a", "m", "11:00"), id="steps"),
        pytest.param(undone("z", "10:00"), undone("a", "11:00"), id="withdrawals"),
    ],
)
def test_each_kind_is_kept_oldest_first(early: Fact, late: Fact) -> None:
    for order in permutations((early, late)):
        assert [kind for kind in kinds(history(order)) if kind] == [(early, late)]


def test_what_is_taken_back_in_the_very_second_of_the_question_sets_it_going() -> None:
    undo = replace(undone("dismissal#dismissal 10:10", "10:20"), stored_at=at("10:21"))
    (clock,) = case_of(asked("10:20"), dismissed("10:10"), undo).clocks
    assert wall(clock.stored_at) == "10:21"


def test_what_was_closed_with_an_older_question_hides_no_later_one() -> None:
    case = case_of(asked("10:00"), asked("10:05"), asked("24 11:00"), now="24 12:00")
    assert told(case) == ["first_response 10:00 never_answered 24 10:00", "first_response 24 11:00 open"]
