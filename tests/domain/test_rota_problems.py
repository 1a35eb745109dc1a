"""A rota as it is written down: how turns are read, and what is wrong with one."""

from dataclasses import replace

import pytest

from chalicelib.domain.calendar import Period
from chalicelib.domain.rota import BadTurn, Rota, parse_turn, problems
from tests.domain.rotas import DAY_AND_NIGHT, WEBCARE, WEEKS


@pytest.mark.parametrize(
    ("text", "days"),
    [("1 day", 1), ("2 days", 2), ("10 days", 10), ("1 week", 7), ("2 weeks", 14)],
)
def test_a_turn_is_written_in_days_or_weeks(text: str, days: int) -> None:
    assert parse_turn(text) == days


@pytest.mark.parametrize(
    "text",
    ["", "0 days", "0 weeks", "-1 week", "1 weeks", "2 week", "10 day", "week", "1.5 weeks", "12 hours", " 1 day"],
)
def test_anything_else_is_no_turn(text: str) -> None:
    with pytest.raises(BadTurn, match="such as '1 day', '1 week' or '2 weeks'"):
        parse_turn(text)


@pytest.mark.parametrize(
    ("rota", "expected"),
    [
        pytest.param(DAY_AND_NIGHT, [], id="a sound rota has none"),
        pytest.param(replace(WEBCARE, layers=()), ["rota webcare: it has no layers, so nobody"], id="no layers"),
        pytest.param(replace(WEBCARE, zone="Europe/Utrecht"), ["'Europe/Utrecht' is no IANA"], id="an unknown zone"),
        pytest.param(replace(WEBCARE, zone="Europe"), ["'Europe' is no IANA"], id="a folder of zones"),
        pytest.param(replace(WEBCARE, zone="../UTC"), ["'../UTC' is no IANA"], id="a path outside the zones"),
        pytest.param(replace(WEBCARE, layers=(WEEKS, WEEKS)), ["two layers are called 'webcare'"], id="a name twice"),
        pytest.param(
            replace(WEBCARE, layers=(replace(WEEKS, people=()),)), ["layer webcare: it has no people"], id="no people"
        ),
        pytest.param(
            replace(WEBCARE, layers=(replace(WEEKS, people=("sanne", "piet", "piet")),)),
            ["layer webcare: nobody is known as 'piet'"],
            id="an unknown person, told once",
        ),
        pytest.param(
            replace(WEBCARE, layers=(replace(WEEKS, turn_days=0),)),
            ["a turn lasts at least a day"],
            id="a turn of zero",
        ),
        pytest.param(replace(WEBCARE, layers=(replace(WEEKS, turn_days=1),)), [], id="a turn of a day is sound"),
        pytest.param(
            replace(WEBCARE, layers=(replace(WEEKS, hours=((Period(0, 600), Period(540, 700)),) * 7),)),
            ["overlaps"] * 7,
            id="hours that overlap",
        ),
        pytest.param(
            replace(WEBCARE, layers=(replace(WEEKS, hours=((Period(600, 540),),) + ((),) * 6),)),
            ["layer webcare: Monday: "],
            id="a period that ends before it starts",
        ),
        pytest.param(replace(WEBCARE, layers=(replace(WEEKS, hours=((),) * 7),)), ["never opens"], id="never active"),
    ],
)
def test_problems(rota: Rota, expected: list[str]) -> None:
    found = problems(rota, {"sanne", "bram", "anna", "chris"})
    assert len(found) == len(expected)
    for problem, words in zip(found, expected, strict=True):
        assert problem.startswith("rota webcare: ")
        assert words in problem


def test_a_rota_with_an_unknown_zone_is_told_so_once() -> None:
    assert len(problems(replace(DAY_AND_NIGHT, zone="Mars/Base"), {"sanne", "bram", "anna", "chris"})) == 1
