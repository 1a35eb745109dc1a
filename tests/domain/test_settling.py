"""What was past before anybody knew: it settles first, and waits for an inbox that runs behind."""

import pytest

from chalicelib.domain.escalation import decide
from chalicelib.domain.facts import Fact
from tests.domain.build import (
    asked,
    at,
    case_of,
    decided,
    outcomes,
    replied,
    taken,
    wall,
)
from tests.domain.merk import BOOK, ROSTER


def looks_at(*facts: Fact, now: str, inbox_behind: bool = False) -> str | None:
    look = decided(*facts, now=now, inbox_behind=inbox_behind).next_at
    return wall(look) if look else None


LATE = asked("10:00", seen="10:59:50")


@pytest.mark.parametrize(
    ("facts", "now", "due"),
    [
        pytest.param([LATE], "10:59:50", [], id="not at once: an answer may be right behind it"),
        pytest.param([LATE], "11:00:09", ["after 1h: fired sanne"], id="what comes after it comes on time"),
        pytest.param(
            [LATE, taken("after 1h", "ask 10:00", "11:00")],
            "11:00:10",
            ["after 45m: superseded", "after 55m: superseded"],
            id="after 20 seconds the late ones, unless the higher one was told",
        ),
        pytest.param(
            [LATE, taken("after 1h", "ask 10:00", "11:00", to="bram")],
            "11:00:10",
            ["after 45m: superseded", "after 55m: fired sanne"],
            id="to somebody else, that is",
        ),
        pytest.param(
            [asked("10:00", seen="10:45")], "10:45", ["after 45m: fired sanne"], id="just in time is no delay"
        ),
        pytest.param([asked("10:00", seen="10:45:01")], "10:45:20", [], id="19 seconds"),
        pytest.param([asked("10:00", seen="10:45:01")], "10:45:21", ["after 45m: fired sanne"], id="20 seconds"),
        pytest.param([LATE, replied("10:30", seen="11:00")], "11:00:10", [], id="answered right behind it"),
    ],
)
def test_a_late_arrival_settles_first(facts: list[Fact], now: str, due: list[str]) -> None:
    assert outcomes(decided(*facts, now=now)) == due


def test_what_an_answer_sets_free_settles_too() -> None:
    facts: list[Fact] = [
        asked("10:00", thread="t1"),
        asked("10:20", thread="t2"),
        taken("after 45m", "ask 10:00", "10:45"),
        taken("after 55m", "ask 10:00", "10:55"),
        taken("after 1h", "ask 10:00", "11:00"),
        taken("after 1h1m", "ask 10:00", "11:01", to="mirjam"),
        replied("11:10", thread="t1"),
    ]
    assert outcomes(decided(*facts, now="11:10:19")) == []
    assert outcomes(decided(*facts, now="11:10:20")) == ["after 45m: fired sanne"]
    assert outcomes(decided(*facts, replied("11:10:05", thread="t2"), now="11:10:20")) == []


@pytest.mark.parametrize(
    ("now", "due", "look"),
    [
        pytest.param("10:50:00", [], "10:50:20", id="settling comes first"),
        pytest.param("10:50:20", [], "10:50:40", id="then it waits for the inbox, and looks again soon"),
        pytest.param("10:54:59", [], "10:55", id="what comes on time does not wait"),
        pytest.param("10:59:50", ["after 55m"], "11:00", id="it is looked at again at the latest then"),
        pytest.param("11:00:00", ["after 45m", "after 55m", "after 1h"], "11:01", id="at most ten minutes"),
    ],
)
def test_late_steps_wait_for_the_inbox(now: str, due: list[str], look: str) -> None:
    facts: list[Fact] = [asked("10:00", seen="10:50")]
    decision = decided(*facts, now=now, inbox_behind=True)
    assert [step.step for step in decision.steps] == due
    assert (wall(decision.next_at) if decision.next_at else None) == look


def test_the_wait_for_the_inbox_ends_with_the_tenth_minute() -> None:
    late = asked("10:00", seen="10:50:30")
    assert "after 45m" not in [s.step for s in decided(late, now="11:00:29", inbox_behind=True).steps]
    assert "after 45m" in [s.step for s in decided(late, now="11:00:30", inbox_behind=True).steps]


def test_unless_somebody_says_so_no_inbox_is_waited_for() -> None:
    case = case_of(asked("10:00", seen="10:50"), now="10:50:20")
    assert [step.step for step in decide(case, BOOK, ROSTER, at("10:50:20")).steps] == ["after 45m"]
