"""Waits that end without an answer: dismissed, or closed as never answered."""

from datetime import timedelta

import pytest

from chalicelib.domain.facts import Fact
from tests.domain.build import (
    PUBLIC,
    asked,
    at,
    case_of,
    dismissed,
    in_every_order,
    promised,
    replied,
    told,
    undone,
)


@pytest.mark.parametrize(
    ("facts", "clocks"),
    [
        pytest.param(
            [asked("10:00"), dismissed("10:30")], ["first_response 10:00 dismissed 10:30"], id="needs no answer"
        ),
        pytest.param(
            [asked("10:00"), dismissed("09:59")],
            ["first_response 10:00 open"],
            id="a dismissal speaks of what was asked up to then",
        ),
        pytest.param(
            [asked("10:00"), dismissed("10:00")],
            ["first_response 10:00 dismissed 10:00"],
            id="also at that very instant",
        ),
        pytest.param(
            [asked("10:00"), asked("10:10"), dismissed("10:30", "ask 10:00")],
            ["first_response 10:00 dismissed 10:30", "first_response 10:10 open"],
            id="by name it speaks of one message only",
        ),
        pytest.param(
            [asked("10:00"), asked("10:10"), dismissed("10:30")],
            ["first_response 10:00 dismissed 10:30"],
            id="without a name of all",
        ),
        pytest.param(
            [asked("10:00"), dismissed("10:30"), undone("dismissal#dismissal 10:30", "10:31")],
            ["first_response 10:00 open"],
            id="taken back it never was",
        ),
        pytest.param(
            [asked("10:00"), dismissed("10:30"), replied("10:30")],
            ["first_response 10:00 answered 10:30"],
            id="at one instant the answer outranks it",
        ),
        pytest.param(
            [asked("10:00"), dismissed("10:30"), asked("10:40")],
            ["first_response 10:00 dismissed 10:30", "first_response 10:40 open"],
            id="it is no answer, so the next question is a first one",
        ),
    ],
)
def test_dismissals(facts: list[Fact], clocks: list[str]) -> None:
    assert in_every_order(PUBLIC, facts) == clocks


@pytest.mark.parametrize(
    ("facts", "now", "clocks"),
    [
        pytest.param([asked("10:00")], "24 09:59:59", ["first_response 10:00 open"], id="7 days are not over yet"),
        pytest.param([asked("10:00")], "24 10:00", ["first_response 10:00 never_answered 24 10:00"], id="now they are"),
        pytest.param(
            [asked("10:00")],
            "30 10:00",
            ["first_response 10:00 never_answered 24 10:00"],
            id="it closed then, whenever somebody looks",
        ),
        pytest.param(
            [asked("10:00"), replied("24 10:00")],
            "25 10:00",
            ["first_response 10:00 answered 24 10:00"],
            id="an answer at the closing instant counts",
        ),
        pytest.param(
            [asked("10:00"), replied("24 10:00:01")],
            "25 10:00",
            ["first_response 10:00 never_answered 24 10:00"],
            id="a second later it is too late",
        ),
        pytest.param(
            [asked("10:00"), asked("24 09:59:59"), replied("24 12:00")],
            "30 10:00",
            ["first_response 10:00 never_answered 24 10:00"],
            id="everything asked before the closing goes with it",
        ),
        pytest.param(
            [asked("10:00"), asked("24 10:00")],
            "30 10:00",
            ["first_response 10:00 never_answered 24 10:00", "first_response 24 10:00 open"],
            id="what is asked at the closing is a new wait",
        ),
        pytest.param(
            [asked("10:00"), promised("12:00", "28 12:00")],
            "27 10:00",
            ["first_response 10:00 open", "promise 12:00 open"],
            id="never while a promise is open",
        ),
        pytest.param(
            [asked("10:00"), promised("24 10:00", "28 12:00")],
            "27 10:00",
            ["first_response 10:00 open", "promise 24 10:00 open"],
            id="also one made at the closing instant",
        ),
        pytest.param(
            [asked("10:00"), promised("24 10:00:01", "28 12:00")],
            "27 10:00",
            ["first_response 10:00 never_answered 24 10:00", "promise 24 10:00:01 open"],
            id="a promise made afterwards opens nothing again",
        ),
    ],
)
def test_never_answered(facts: list[Fact], now: str, clocks: list[str]) -> None:
    assert told(case_of(*facts, now=now)) == clocks


def test_a_wait_that_never_was_answered_is_not_open_and_what_came_with_it_neither() -> None:
    case = case_of(asked("10:00"), asked("23 10:00"), asked("24 10:00"), now="25 10:00")
    assert case.open_waits == {"ask 24 10:00"}
    assert case_of(asked("10:00"), asked("10:10"), now="12:00").open_waits == {"ask 10:00", "ask 10:10"}


def test_the_wait_tells_who_ended_it() -> None:
    (wait,) = case_of(asked("10:00"), dismissed("10:30", reason="spam")).waits
    assert (wait.end, wait.ended_by, wait.end_stored_at) == ("dismissed", "dismissal 10:30", at("10:30"))
    assert wait.ended_at == wait.started_at + timedelta(minutes=30)
