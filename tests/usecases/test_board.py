"""`/status.json` in parts: all that is open, each once, the first to break first within a part."""

from datetime import timedelta
from itertools import pairwise

from chalicelib.usecases.board import MOST_OF_A_RANGE, board
from tests.stories.world import World, local
from tests.usecases.opening import opened


def test_more_than_one_answer_holds_is_read_on_until_there_is_no_more() -> None:
    world = World("2026-11-20 14:50")
    number = 8 * MOST_OF_A_RANGE + 200
    refs = opened(world.table, range(number), local("2026-11-20 14:00"), apart=timedelta(milliseconds=500))
    told = [board(world.context(), world.now)]
    while told[-1]["next_cursor"]:
        told.append(board(world.context(), world.now, told[-1]["next_cursor"]))
    seen = [line["conversation"] for part in told for line in part["open"]]
    assert len(told) > 1
    assert sorted(seen) == sorted(refs)
    for part in told:
        assert all(one["due_at"] <= next["due_at"] for one, next in pairwise(part["open"]))


def test_an_ordinary_day_fits_in_one_answer() -> None:
    world = World("2026-11-20 14:50")
    opened(world.table, range(MOST_OF_A_RANGE), local("2026-11-20 14:00"))
    told = board(world.context(), world.now)
    assert len(told["open"]) == MOST_OF_A_RANGE
    assert told["next_cursor"] is None
