"""What the rules cost: deriving a conversation from its facts, deciding what is due, and the row the board reads.

`python -m bench.domain --profile` says where the time goes.
"""

import cProfile
import pstats
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from bench import examples
from bench.figures import Figure, at_most, show
from bench.timing import microseconds, side_by_side
from chalicelib.domain.case import Case
from chalicelib.domain.clocks import derive
from chalicelib.domain.escalation import Decision, decide
from chalicelib.domain.facts import Fact
from chalicelib.domain.facts_by_hand import Acknowledgement
from chalicelib.domain.head import Head, head_of
from chalicelib.domain.roster import Roster
from chalicelib.store.codec import from_item, to_item

# 100,000 conversations in a minute, each looked at once.
_BUDGET = 60 / 100_000 * 1e6
_BOOK = examples.book()
_ROSTER = Roster(_BOOK.latest)


def measure() -> list[Figure]:
    usual, quiet, due = _usual()
    return [
        at_most(
            "look at a usual conversation (3 facts), nothing is due",
            microseconds(lambda: _look(usual, quiet)),
            _BUDGET,
            0.5,
            "us",
            "a core's share of 100,000 conversations a minute",
        ),
        at_most(
            "take a step of it, with whom to page and why",
            microseconds(lambda: _look(usual, due)),
            _BUDGET,
            1.0,
            "us",
            "the same share",
        ),
        *_longer(),
    ]


def _longer() -> list[Figure]:
    talks = {length: examples.talk(length) for length in (3, 30, 300)}
    now = examples.NOON
    spent = dict(zip(talks, side_by_side([partial(_derive, facts, now) for facts in talks.values()]), strict=True))
    read = {length: microseconds(partial(_read, rows)) for length, rows in _stored(talks).items()}
    figures = [
        Figure(
            f"derive a conversation of {length} facts",
            f"{spent[length]:.0f} us",
            f"{read[length]:.0f} us: turning its rows into facts",
            spent[length] / read[length],
        )
        for length in talks
    ]
    growth = at_most(
        "one fact more, in a conversation of 300",
        (spent[300] - spent[30]) / 270,
        (spent[30] - spent[3]) / 27,
        1.5,
        "us",
        "one fact more, in one of 30",
    )
    return [*figures, growth]


def _usual() -> tuple[list[Fact], datetime, datetime]:
    """A mention that reached its first step and was taken by somebody; a quiet instant, and one with a step due."""
    (mention,) = examples.talk(1)
    first_step = mention.at + timedelta(minutes=45)
    taken = decide(_derive([mention], first_step), _BOOK, _ROSTER, first_step).steps
    mine = Acknowledgement(
        id="mine", by="sanne", at=first_step + timedelta(minutes=1), stored_at=first_step, via="link"
    )
    facts: list[Fact] = [mention, *taken, mine]
    if len(facts) != 3:
        raise SystemExit(f"a usual conversation has {len(facts)} facts: nothing to compare")
    at_target = mention.at + timedelta(minutes=60)
    if _look(facts, first_step)[0].steps or not _look(facts, at_target)[0].alerts:
        raise SystemExit("the steps of a usual conversation fall elsewhere now: nothing to compare")
    return facts, first_step, at_target


def _look(facts: Sequence[Fact], now: datetime) -> tuple[Decision, Head]:
    case = _derive(facts, now)
    return decide(case, _BOOK, _ROSTER, now), head_of(case, _BOOK)


def _derive(facts: Sequence[Fact], now: datetime) -> Case:
    return derive(examples.CUSTOMER, facts, _BOOK, now)


def _stored(talks: dict[int, list[Fact]]) -> dict[int, list[tuple[type[Fact], dict[str, str | int | bool]]]]:
    return {length: [(type(fact), to_item(fact)) for fact in facts] for length, facts in talks.items()}


def _read(rows: list[tuple[type[Fact], dict[str, str | int | bool]]]) -> list[Fact]:
    return [from_item(kind, item) for kind, item in rows]


def profile(calls: int = 2000) -> None:
    """Where the time of a look goes, with a step due in every second one."""
    usual, quiet, due = _usual()
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(calls // 2):
        _look(usual, quiet)
        _look(usual, due)
    profiler.disable()
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(25)


if __name__ == "__main__":
    if "--profile" in sys.argv:
        profile()
    else:
        show(measure)
