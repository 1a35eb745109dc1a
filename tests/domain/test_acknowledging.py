"""What an acknowledgement ("mine") holds back, and until when."""

from dataclasses import replace

import pytest

from chalicelib.domain.duration import Elapsed
from chalicelib.domain.escalation import acknowledgement_at
from chalicelib.domain.facts import Fact
from chalicelib.domain.ladder import ladder
from chalicelib.domain.organisation import Step
from chalicelib.domain.roster import Roster
from chalicelib.domain.rota import Override
from tests.domain.build import (
    DIRECT,
    asked,
    at,
    case_of,
    decided,
    mine,
    outcomes,
    pages,
    taken,
    undone,
)
from tests.domain.merk import BOOK, DM, MENTION, MERK, ROSTER, book_of, policy_with

CONDITIONAL: list[Fact] = [asked("10:00"), taken("after 45m", "ask 10:00", "10:45")]


@pytest.mark.parametrize(
    ("facts", "now", "due"),
    [
        pytest.param([], "10:55", ["after 55m: fired sanne"], id="not acknowledged"),
        pytest.param([mine("10:47")], "10:55", ["after 55m: held"], id="acknowledged"),
        pytest.param([mine("10:47", by="mirjam")], "10:55", ["after 55m: held"], id="whoever gave it"),
        pytest.param([mine("10:40:01")], "10:55", ["after 55m: held"], id="within 15 minutes"),
        pytest.param([mine("10:40")], "10:55", ["after 55m: fired sanne"], id="15 minutes later no more"),
        pytest.param([mine("10:55")], "10:55", ["after 55m: held"], id="at the very instant"),
        pytest.param([mine("10:57")], "10:58", ["after 55m: held"], id="before a step that runs late"),
        pytest.param(
            [mine("10:54")],
            "11:09:30",
            ["after 55m: held", "after 1h: fired sanne", "after 1h1m: fired mirjam"],
            id="at its instant, run late",
        ),
        pytest.param([mine("10:30", until="10:55")], "10:55", ["after 55m: fired sanne"], id="a snooze that is over"),
        pytest.param([mine("10:30", until="10:55:01")], "10:55", ["after 55m: held"], id="a snooze"),
        pytest.param(
            [mine("10:30", until="12:00"), mine("10:31")], "10:55", ["after 55m: held"], id="the longer of two"
        ),
        pytest.param([mine("09:59")], "10:00", [], id="nothing to hold"),
        pytest.param(
            [mine("10:50"), undone("acknowledgement#mine 10:50", "10:51")],
            "10:55",
            ["after 55m: fired sanne"],
            id="taken back",
        ),
    ],
)
def test_acknowledged(facts: list[Fact], now: str, due: list[str]) -> None:
    assert outcomes(decided(*CONDITIONAL, *facts, now=now)) == due


def test_an_acknowledgement_holds_back_conditional_steps_and_repeats_only() -> None:
    facts: list[Fact] = [asked("10:00"), mine("10:44"), mine("10:52"), mine("10:59:30"), mine("11:25")]
    assert pages(*facts, until="12:05") == ["10:45 sanne", "11:00 sanne", "11:01 mirjam", "12:01 sanne"]


def test_a_held_step_says_who_holds_it_and_never_fires_later() -> None:
    facts: list[Fact] = [*CONDITIONAL, mine("10:54", by="mirjam")]
    held = decided(*facts, now="10:55").steps
    assert [step.reason for step in held] == ["acknowledged by mirjam"]
    assert outcomes(decided(*facts, *held, now="10:59")) == []


def test_an_acknowledgement_given_before_the_question_is_about_something_else() -> None:
    snooze = mine("09:59:59", until="12:00")
    assert outcomes(decided(*CONDITIONAL, snooze, now="10:55")) == ["after 55m: fired sanne"]
    at_once = mine("10:00", until="12:00")
    assert outcomes(decided(*CONDITIONAL, at_once, now="10:55")) == ["after 55m: held"]


def over(start: str, end: str, person: str = "bram") -> Override:
    return Override(
        id=start, rota="webcare", person=person, start=at(start), end=at(end), by="sanne", made_at=at("09:00")
    )


@pytest.mark.parametrize(
    ("overrides", "due"),
    [
        pytest.param([over("10:50", "12:00")], "after 55m: fired bram", id="it lapses at the handoff"),
        pytest.param([over("10:55", "12:00")], "after 55m: fired bram", id="at its very second"),
        pytest.param([over("10:48", "10:50")], "after 55m: fired sanne", id="also when the phone came back"),
        pytest.param([over("10:30", "12:00")], "after 55m: held", id="an earlier handoff is no matter"),
        pytest.param([over("10:56", "12:00")], "after 55m: held", id="nor is a later one"),
    ],
)
def test_handoffs_end_acknowledgements(overrides: list[Override], due: str) -> None:
    decision = decided(*CONDITIONAL, mine("10:47"), now="10:55", roster=Roster(MERK, tuple(overrides)))
    assert outcomes(decision) == [due]


def test_a_snooze_ends_at_the_handoff_as_well() -> None:
    facts: list[Fact] = [asked("23 08:10"), mine("23 08:56", until="23 12:00")]
    assert pages(*facts, until="23 09:30")[:3] == ["23 08:55 sanne", "23 09:05 bram", "23 09:10 bram"]


def dm_held(given: str, step: str) -> bool:
    case = case_of(asked("16 11:50"), mine(given), conversation=DIRECT, now="18 12:00")
    (clock,) = case.open
    plan = ladder(case, clock, BOOK)
    return acknowledgement_at(case, clock, plan, BOOK, ROSTER, at(step)) is not None


@pytest.mark.parametrize(
    ("given", "step", "held"),
    [
        pytest.param("16 12:00", "17 16:05", True, id="up to and including the next step"),
        pytest.param("16 12:00", "17 16:05:01", False, id="no further"),
        pytest.param("17 16:05", "17 16:05", True, id="given at a step's instant"),
        pytest.param("17 16:05", "18 10:50", True, id="it holds until the step after that"),
        pytest.param("18 11:51", "19 09:00", True, id="or the next repeat"),
        pytest.param("18 11:51", "20 09:00", False, id="not the one after it"),
        pytest.param("18 11:51", "18 11:50", False, id="never before it was given"),
    ],
)
def test_an_acknowledgement_of_a_direct_message(given: str, step: str, held: bool) -> None:
    assert dm_held(given, step) is held


def test_after_the_last_repeat_there_is_nothing_left_to_hold_until() -> None:
    week = replace(DM, repeat=None)
    book = book_of(policy_with(week))
    case = case_of(asked("16 11:50"), mine("18 12:00"), conversation=DIRECT, book=book, now="20 12:00")
    (clock,) = case.open
    assert acknowledgement_at(case, clock, ladder(case, clock, book), book, ROSTER, at("20 12:00")) is not None


def test_a_policys_acknowledgement_is_counted_on_its_calendar() -> None:
    steps = (Step(("on-call",), after=Elapsed(20 * 60), unless_acknowledged=True),)
    office = replace(MENTION, calendar="kantoor", steps=steps, repeat=None)
    facts: list[Fact] = [asked("17:20"), mine("17:25")]
    # The step is planned for 09:10, fifteen minutes of opening hours later than 17:25.
    held = decided(*facts, now="18 09:10", book=book_of(policy_with(office)))
    assert outcomes(held) == ["after 20m: fired sanne"]
    facts = [asked("17:20"), mine("17:25:01")]
    assert outcomes(decided(*facts, now="18 09:10", book=book_of(policy_with(office)))) == ["after 20m: held"]


def test_a_later_acknowledgement_does_not_hide_the_one_that_held_the_step() -> None:
    case = case_of(asked("10:00"), mine("10:50"), mine("10:57", by="bram"), now="10:58")
    (clock,) = case.open
    given = acknowledgement_at(case, clock, ladder(case, clock, BOOK), BOOK, ROSTER, at("10:55"))
    assert given is not None
    assert given.by == "sanne"


def test_an_acknowledgement_is_counted_on_the_accounts_calendar_where_the_policy_names_none() -> None:
    book = book_of(policy_with(replace(DM, acknowledgement=Elapsed(3600))))
    case = case_of(asked("16:00"), mine("17:00"), now="18 09:30", conversation=DIRECT, book=book)
    (clock,) = case.open

    def held(when: str) -> bool:
        return acknowledgement_at(case, clock, ladder(case, clock, book), book, ROSTER, at(when)) is not None

    assert held("18 09:29:59")
    assert not held("18 09:30")
