"""Whom a step tells, each once, and why."""

from dataclasses import replace

import pytest

from chalicelib.domain.duration import Elapsed
from chalicelib.domain.escalation import taken_steps
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.organisation import Book, Brand, Rule, Step
from chalicelib.domain.roster import Roster
from chalicelib.domain.rota import Absence
from tests.domain.build import (
    DIRECT,
    PUBLIC,
    THREAD,
    asked,
    at,
    case_of,
    decided,
    deleted,
    mine,
    outcomes,
    pages,
    promised,
    replied,
    taken,
)
from tests.domain.merk import ACCOUNT, MENTION, MERK, account_with, book_of, entry, policy_with

FIRST = taken("after 45m", "ask 10:00", "10:45")


@pytest.mark.parametrize(
    ("facts", "now", "due"),
    [
        pytest.param(
            [FIRST, asked("09:50", seen="10:46")], "10:46:20", ["after 55m: fired sanne"], id="a late older one"
        ),
        pytest.param(
            [FIRST, asked("09:50", "older", seen="10:46"), replied("09:55", seen="10:50")],
            "10:54",
            [],
            id="nor when that one turns out to be answered",
        ),
        pytest.param(
            [asked("10:30"), FIRST, replied("10:20", seen="10:50")],
            "11:15",
            ["after 45m: fired sanne"],
            id="a truly new wait alerts anew",
        ),
        pytest.param(
            [replied("09:00", seen="10:46"), FIRST], "10:46:30", [], id="a first that turns out to be a next response"
        ),
        pytest.param(
            [replied("10:46"), deleted("reply 10:46", "10:50"), FIRST],
            "11:35",
            ["after 45m: fired sanne"],
            id="a deleted answer is a wait of its own",
        ),
    ],
)
def test_no_alert_twice(facts: list[Fact], now: str, due: list[str]) -> None:
    assert outcomes(decided(asked("10:00"), *facts, now=now)) == due


def test_of_two_authors_in_one_thread_each_is_alerted() -> None:
    facts: list[Fact] = [asked("10:00", author="a"), asked("10:10", author="b"), asked("10:20", author="b")]
    assert pages(*facts, until="10:56", conversation=THREAD) == ["10:45 sanne", "10:55 sanne", "10:55 sanne"]


def test_two_unknown_authors_are_two() -> None:
    facts: list[Fact] = [asked("10:00", author=None), asked("10:01", author=None)]
    assert pages(*facts, until="10:50", conversation=THREAD) == ["10:45 sanne", "10:46 sanne"]


def test_promises_alert_each_for_itself() -> None:
    facts: list[Fact] = [promised("16 10:10", "12:00"), promised("16 10:20", "12:00", owner="bram")]
    assert pages(*facts, until="10:00") == ["09:00 sanne", "09:00 chris", "09:00 sanne", "09:00 bram"]


def test_who_is_on_call_is_asked_when_the_step_is_taken() -> None:
    assert outcomes(decided(asked("23 08:14"), now="23 09:00")) == ["after 45m: fired bram"]


def test_nobody_on_call_is_told_to_the_manager() -> None:
    away = Absence(id="a", person="sanne", start=at("09:00"), end=at("17:00"), by="sanne", made_at=at("09:00"))
    (alert,) = decided(asked("10:00"), now="10:45", roster=Roster(MERK, (), (away,))).alerts
    assert (alert.person, alert.nobody_on) == ("mirjam", "webcare")


def test_an_account_that_does_not_page_lists() -> None:
    book = book_of(account_with(replace(ACCOUNT, pages=False)))
    decision = decided(asked("10:00"), mine("10:54"), now="11:01", book=book)
    assert {step.outcome for step in decision.steps} == {"listed"}
    assert {step.reason for step in decision.steps} == {"account merk does not page"}
    assert (len(decision.steps), decision.alerts) == (4, ())


def test_settings_that_name_nobody_are_said_so() -> None:
    decision = decided(asked("10:00"), now="10:45", roster=Roster(replace(MERK, people={}, rotas={})))
    assert [(step.outcome, step.reason) for step in decision.steps] == [("listed", "the settings name nobody to tell")]


def test_superseded_steps_say_why() -> None:
    first, _ = decided(asked("10:00"), now="10:55").steps
    assert first.reason == "all it tells were told a higher step of the same clock"


def test_a_brand_that_today_is_gone_is_paged_by_its_clocks_own_settings() -> None:
    today = replace(MERK, brands={"ander": Brand("ander", "Ander", "webcare", "management")})
    decision = decided(asked("10:00"), mine("10:54"), now="11:00", roster=Roster(today))
    assert outcomes(decision) == ["after 45m: superseded", "after 55m: held", "after 1h: fired sanne"]


def test_who_is_paged_is_todays_and_when_is_the_clocks_own() -> None:
    sooner = policy_with(replace(MENTION, steps=(Step(("manager",), after=Elapsed(600)),)))
    book = Book((entry(MERK), entry(sooner, at("10:01"))))
    today = replace(sooner, brands={"merk": Brand("merk", "Merk", "management", "management")})
    assert outcomes(decided(asked("10:00"), now="10:45", book=book, roster=Roster(today))) == [
        "after 45m: fired mirjam"
    ]
    assert outcomes(decided(asked("10:01"), now="10:11", book=book, roster=Roster(today))) == [
        "after 10m: fired mirjam"
    ]


def test_a_rule_adds_people_to_the_alert() -> None:
    book = book_of(replace(MERK, rules=(Rule(name="r", reach_at_least=1, notify=("manager",)),)))
    decision = decided(asked("10:00", reach=80_000), now="10:45", book=book)
    assert outcomes(decision) == ["after 45m: fired sanne mirjam"]
    assert len({alert.id for alert in decision.alerts}) == 1


def test_another_conversation_raises_other_alerts() -> None:
    other = Conversation("x", "merk", "public", "ander")
    ids = {decided(asked("10:00"), now="10:45", conversation=each).alerts[0].id for each in (PUBLIC, other)}
    assert len(ids) == 2


def test_a_step_says_why_it_told_each_of_them() -> None:
    (last,) = [
        step for step in decided(asked("16 14:00"), now="18 14:00", conversation=DIRECT).steps if step.recipients
    ]
    assert last.reason == "sanne: shift of webcare (weekly); mirjam: shift of management (always)"


def test_whom_one_step_told_is_known_over_all_that_waits() -> None:
    nudged = asked("10:05")
    both = [taken("after 45m", "ask 10:00", "10:45"), taken("after 45m", "ask 10:05", "10:50", to="bram")]
    case = case_of(asked("10:00"), nudged, *both, now="10:55")
    assert taken_steps(case, case.open[0]) == {"after 45m": {"sanne", "bram"}}
