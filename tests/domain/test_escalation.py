"""What is due now, and when to look again."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from chalicelib.domain.clocks import derive
from chalicelib.domain.duration import Elapsed, WorkingDays
from chalicelib.domain.escalation import MOST_STEPS, decide
from chalicelib.domain.facts import Fact
from chalicelib.domain.head import head_of
from chalicelib.domain.organisation import Repeat, Step
from tests.domain.build import (
    DIRECT,
    PUBLIC,
    THREAD,
    asked,
    at,
    case_of,
    decided,
    deleted,
    dismissed,
    mine,
    moved,
    outcomes,
    pages,
    promised,
    replied,
    taken,
    wall,
)
from tests.domain.merk import BOOK, DM, ID, MENTION, ROSTER, book_of, policy_with

FIRST = taken("after 45m", "ask 10:00", "10:45")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        pytest.param("10:00", [], id="nothing yet"),
        pytest.param("10:44:59", [], id="not a second early"),
        pytest.param("10:45", ["after 45m: fired sanne"], id="at its instant"),
    ],
)
def test_a_step_fires_at_its_instant(now: str, due: list[str]) -> None:
    assert outcomes(decided(asked("10:00"), now=now)) == due


def test_an_alert_tells_all_that_a_page_needs() -> None:
    (alert,) = decided(asked("10:00"), now="10:45:02").alerts
    (step,) = decided(asked("10:00"), now="10:45:02").steps
    assert alert.id == step.alert
    assert (alert.person, alert.role, alert.why) == ("sanne", "on-call", "shift of webcare (weekly)")
    assert (alert.conversation, alert.account) == (PUBLIC.ref, ID)
    assert (alert.step, alert.level) == ("after 45m", 0)
    assert (alert.clock, alert.family, alert.anchor) == ("first_response", "response", "ask 10:00")
    assert (alert.started_at, alert.target_at, alert.planned_at) == (at("10:00"), at("11:00"), at("10:45"))
    assert (alert.nobody_on, alert.config) == (None, BOOK.entries[0].hash)
    assert (step.step, step.level, step.clock, step.anchor) == ("after 45m", 0, "response", "ask 10:00")
    assert (step.planned_at, step.stored_at, step.config) == (at("10:45"), at("10:45:02"), BOOK.entries[0].hash)
    assert step.reason == "sanne: shift of webcare (weekly)"


@pytest.mark.parametrize(
    ("facts", "now"),
    [
        pytest.param([asked("10:00"), replied("10:44")], "10:45", id="answered"),
        pytest.param([asked("10:00"), replied("10:45")], "10:45", id="answered at the very instant"),
        pytest.param([asked("10:00"), deleted("ask 10:00", "10:44")], "10:45", id="deleted"),
        pytest.param([asked("10:00"), dismissed("10:44")], "10:45", id="dismissed"),
        pytest.param([asked("10:00")], "24 10:00", id="closed as never answered"),
        pytest.param([asked("10:00"), FIRST], "10:45", id="taken already"),
        pytest.param([], "10:45", id="nothing happened at all"),
    ],
)
def test_nothing_is_due(facts: list[Fact], now: str) -> None:
    decision = decided(*facts, now=now)
    assert (decision.steps, decision.alerts) == ((), ())


@pytest.mark.parametrize(
    ("facts", "now", "look"),
    [
        pytest.param([asked("10:00")], "10:00", "10:45", id="at the first step"),
        pytest.param([asked("10:00")], "10:45", "10:55", id="after taking it at the next"),
        pytest.param([asked("10:00"), promised("10:00", "11:30")], "10:00", "10:30", id="at the first of two clocks"),
        pytest.param([asked("10:00"), promised("10:00", "13:00")], "10:00", "10:45", id="whichever of them it is"),
        pytest.param([asked("10:00"), replied("10:10")], "10:20", None, id="at rest: never"),
        pytest.param([asked("10:00")], "14:01", None, id="after the last repeat: it only waits"),
    ],
)
def test_when_to_look_again(facts: list[Fact], now: str, look: str | None) -> None:
    decision = decided(*facts, now=now)
    assert (wall(decision.next_at) if decision.next_at else None) == look
    settled = derive(PUBLIC, (*facts, *decision.steps), BOOK, at(now))
    assert head_of(settled, BOOK).next_at == decision.next_at  # the head says the same
    assert decide(settled, BOOK, ROSTER, at(now)).steps == ()  # and nothing is decided twice


@pytest.mark.parametrize(
    ("now", "due"),
    [
        pytest.param("10:55", ["after 45m: superseded", "after 55m: fired sanne"], id="two for one person"),
        pytest.param(
            "11:00:30",
            ["after 45m: superseded", "after 55m: superseded", "after 1h: fired sanne"],
            id="three for one person",
        ),
        pytest.param(
            "11:01",
            ["after 45m: superseded", "after 55m: superseded", "after 1h: fired sanne", "after 1h1m: fired mirjam"],
            id="each person their highest",
        ),
    ],
)
def test_of_several_steps_each_gets_the_highest(now: str, due: list[str]) -> None:
    decision = decided(asked("10:00"), now=now)
    assert outcomes(decision) == due
    assert [alert.step for alert in decision.alerts] == [line.split(":")[0] for line in due if "fired" in line]


def test_a_step_tells_those_who_have_no_higher_one() -> None:
    steps = (Step(("on-call", "manager"), after=Elapsed(600)), Step(("on-call",), after=Elapsed(1200)))
    book = book_of(policy_with(replace(MENTION, steps=steps, repeat=None)))
    decision = decided(asked("10:00"), now="10:30", book=book)
    assert outcomes(decision) == ["after 10m: fired mirjam", "after 20m: fired sanne"]


def test_repeats_go_on_until_they_are_spent() -> None:
    assert pages(asked("10:00"), until="20:00") == [
        "10:45 sanne",
        "10:55 sanne",
        "11:00 sanne",
        "11:01 mirjam",
        *[f"{hour} sanne" for hour in ("11:31", "12:01", "12:31", "13:01", "13:31", "14:01")],
    ]


def test_a_repeat_held_back_is_spent() -> None:
    facts: list[Fact] = [asked("10:00"), mine("11:20"), mine("12:50")]
    repeats = pages(*facts, until="20:00")[4:]
    assert repeats == ["12:01 sanne", "12:31 sanne", "13:31 sanne", "14:01 sanne"]


def test_direct_messages_repeat_at_each_opening() -> None:
    assert pages(asked("11:50"), until="24 11:49", conversation=DIRECT) == [
        "18 16:05 sanne",
        "19 10:50 sanne",
        "19 11:50 sanne",
        "19 11:50 mirjam",
        "20 09:00 sanne",
        "23 09:00 bram",
        "24 09:00 bram",
    ]


def test_the_look_ahead_never_lies_behind() -> None:
    late = asked("10:00", seen="12:00")
    case = case_of(late, now="12:00")
    assert head_of(case, BOOK).next_at == at("12:00") + timedelta(seconds=20)


def test_a_move_to_dm_climbs_the_direct_ladder() -> None:
    heard = pages(moved("11:50", promises=True), until="19 11:50", conversation=DIRECT)
    assert heard == ["18 16:05 sanne", "19 10:50 sanne", "19 11:50 sanne", "19 11:50 mirjam"]


def test_half_a_working_day_is_a_step_like_any() -> None:
    half = replace(DM, steps=(Step(("on-call",), after=WorkingDays(Fraction(1, 2))),), repeat=None)
    assert pages(asked("09:00"), until="17:30", conversation=DIRECT, book=book_of(policy_with(half))) == ["13:15 sanne"]


def test_a_decision_fits_into_one_transaction() -> None:
    often = policy_with(replace(MENTION, repeat=Repeat(("manager",), Elapsed(60), 100)))
    facts: list[Fact] = [asked("10:00")]
    decision = decided(*facts, now="14:00", book=book_of(often))
    assert len(decision.steps) == MOST_STEPS
    assert [(alert.step, alert.person) for alert in decision.alerts] == [("repeat 100", "mirjam")]
    assert decision.next_at == at("14:00")  # at once
    facts += decision.steps
    decision = decided(*facts, now="14:00", book=book_of(often))
    assert len(decision.steps) == MOST_STEPS
    assert (decision.alerts, decision.next_at) == ((), at("14:00"))
    facts += decision.steps
    decision = decided(*facts, now="14:00", book=book_of(often))
    assert outcomes(decision) == [
        "after 45m: superseded",
        "after 55m: superseded",
        "after 1h: fired sanne",
        "after 1h1m: superseded",
    ]
    assert decision.next_at is None


def test_exactly_what_fits_leaves_nothing_for_at_once() -> None:
    often = policy_with(replace(MENTION, repeat=Repeat(("manager",), Elapsed(60), MOST_STEPS - 4)))
    decision = decided(asked("10:00"), now="14:00", book=book_of(often))
    assert (len(decision.steps), decision.next_at) == (MOST_STEPS, None)


def test_many_authors_of_one_thread_are_taken_in_turns() -> None:
    facts: list[Fact] = [asked("10:00", f"m{n}", author=f"a{n}") for n in range(40)]
    taken_in: list[int] = []
    while True:
        decision = decided(*facts, now="10:55", conversation=THREAD)
        taken_in.append(len(decision.steps))
        assert len(decision.steps) + len(decision.alerts) < 100
        facts += decision.steps
        if decision.next_at != at("10:55"):
            break
    assert taken_in == [50, 30]
    assert decision.next_at == at("11:00")
