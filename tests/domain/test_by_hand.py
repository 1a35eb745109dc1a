"""Somebody asks for the manager, or passes on what they cannot take."""

from dataclasses import replace

import pytest

from chalicelib.domain.alerts import Alert
from chalicelib.domain.by_hand import escalate_now, is_by_hand
from chalicelib.domain.escalation import Decision
from chalicelib.domain.facts import Fact
from chalicelib.domain.ladder import alert_id
from chalicelib.domain.organisation import Organisation
from chalicelib.domain.roster import Roster
from chalicelib.domain.steps import StepTaken
from tests.domain.alerting import alert_of
from tests.domain.build import PUBLIC, asked, at, case_of, promised, replied
from tests.domain.merk import BOOK, ID, MERK

ASKED = asked("10:00")


def asked_for(*facts: Fact, by: str = "sanne", now: str = "10:20:05", today: Organisation = MERK) -> Decision:
    return escalate_now(case_of(*facts, now=now), BOOK, Roster(today), by, at(now))


def test_who_asks_has_the_manager_paged() -> None:
    case = case_of(ASKED, now="10:20:05")
    (clock,) = case.open
    step = "by hand sanne 2026-11-17T09:20:05"
    decision = asked_for(ASKED)
    assert decision.alerts == (
        Alert(
            id=alert_id(PUBLIC.ref, clock, step),
            person="mirjam",
            conversation=PUBLIC.ref,
            account=ID,
            step=step,
            level=10,  # above the four steps and six repeats of its ladder
            clock="first_response",
            family="response",
            anchor="ask 10:00",
            started_at=at("10:00"),
            target_at=at("11:00"),
            planned_at=at("10:20:05"),
            role="manager",
            why="asked for by sanne",
            config=clock.config,
        ),
    )
    assert decision.steps == (
        StepTaken(
            alert=alert_id(PUBLIC.ref, clock, step),
            step=step,
            level=10,
            clock="response",
            anchor="ask 10:00",
            planned_at=at("10:20:05"),
            stored_at=at("10:20:05"),
            outcome="fired",
            recipients=("mirjam",),
            reason="mirjam: asked for by sanne",
            config=clock.config,
        ),
    )
    assert decision.next_at is None  # what the ladder has still to come is not changed by it


NOBODY_ELSE = replace(
    MERK,
    people={"mirjam": MERK.people["mirjam"]},
    rotas={"management": MERK.rotas["management"]},
)


@pytest.mark.parametrize(
    ("by", "today", "told"),
    [
        pytest.param("sanne", MERK, ["mirjam"], id="whoever is on call: the manager"),
        pytest.param("bram", MERK, ["mirjam"], id="whoever is off shift: the manager too"),
        pytest.param("mirjam", MERK, ["sanne"], id="the manager: whoever is on call"),
        pytest.param("mirjam", NOBODY_ELSE, [], id="nobody else is there"),
    ],
)
def test_who_is_asked(by: str, today: Organisation, told: list[str]) -> None:
    decision = asked_for(ASKED, by=by, today=today)
    assert [alert.person for alert in decision.alerts] == told
    assert [step.recipients for step in decision.steps] == [(person,) for person in told]


def test_every_running_clock_is_asked_about() -> None:
    decision = asked_for(ASKED, promised("10:05", "12:00"))
    assert [alert.clock for alert in decision.alerts] == ["first_response", "promise"]
    assert [step.clock for step in decision.steps] == ["response", "promise"]


def test_nothing_is_asked_about_what_nobody_waits_for() -> None:
    assert asked_for(ASKED, replied("10:10")) == Decision()


def test_a_brand_that_left_the_settings_is_as_it_was() -> None:
    assert [alert.person for alert in asked_for(ASKED, today=replace(MERK, brands={})).alerts] == ["mirjam"]


def test_an_alert_that_somebody_asked_for_is_told_from_a_step_of_a_ladder() -> None:
    (asked_by_hand,) = asked_for(ASKED).alerts
    assert is_by_hand(asked_by_hand)
    assert not is_by_hand(alert_of(ASKED, now="10:45", step="after 45m"))


def test_asked_for_twice_in_one_second_it_is_one_step() -> None:
    first = asked_for(ASKED)
    again = asked_for(ASKED, *first.steps)
    assert (again.steps, again.alerts) == ((), ())
