"""Whom a step tells, and why them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.organisation import Brand
from chalicelib.domain.roster import Recipient, Roster
from chalicelib.domain.rota import Absence, Override, Rota
from tests.domain.build import at
from tests.domain.merk import MERK, ROSTER

BRAND = MERK.brands["merk"]


def override(person: str, start: str, end: str, made: str = "16 09:00") -> Override:
    return Override(
        id=f"o {start}", rota="webcare", person=person, start=at(start), end=at(end), by="mirjam", made_at=at(made)
    )


def absence(person: str, start: str, end: str, in_place: str | None = None) -> Absence:
    return Absence(
        id=f"a {start}",
        person=person,
        start=at(start),
        end=at(end),
        by="mirjam",
        made_at=at("16 09:00"),
        in_place=in_place,
    )


SANNE = Recipient(person="sanne", role="on-call", why="shift of webcare (weekly)")
MIRJAM = Recipient(person="mirjam", role="manager", why="shift of management (always)")


@pytest.mark.parametrize(
    ("notify", "owner", "found"),
    [
        pytest.param(("on-call",), None, [SANNE], id="who is on call"),
        pytest.param(("on-call", "manager"), None, [SANNE, MIRJAM], id="the manager, after them"),
        pytest.param(("webcare",), None, [replace(SANNE, role="webcare")], id="a rota by its name"),
        pytest.param(
            ("bram",), None, [Recipient(person="bram", role="bram", why="named")], id="a person, on duty or not"
        ),
        pytest.param(("on-call", "sanne"), None, [SANNE], id="nobody twice: the first role counts"),
        pytest.param(
            ("on-call", "owner"),
            "chris",
            [SANNE, Recipient(person="chris", role="owner", why="owner of the promise")],
            id="the owner of a promise",
        ),
        pytest.param(("on-call", "owner"), None, [SANNE], id="nobody owns it"),
        pytest.param(("on-call", "owner"), "gone", [SANNE], id="its owner has left"),
        pytest.param(("owner",), "gone", [MIRJAM], id="its owner was the only one to be told: the manager"),
        pytest.param(
            ("opgeheven",),
            None,
            [replace(MIRJAM, role="opgeheven", nobody_on="opgeheven")],
            id="a rota that exists no longer: the manager, told which",
        ),
    ],
)
def test_recipients(notify: tuple[str, ...], owner: str | None, found: list[Recipient]) -> None:
    assert list(ROSTER.recipients(notify, BRAND, at("10:00"), owner)) == found


def test_the_phone_changes_hands_at_the_second_of_the_handoff() -> None:
    def person(when: str) -> list[str]:
        return [r.person for r in ROSTER.recipients(("on-call",), BRAND, at(when))]

    assert person("23 08:59:59") == ["sanne"]
    assert person("23 09:00") == ["bram"]


def test_the_history_tells_whose_shift_was_taken_over_and_by_whom() -> None:
    roster = Roster(MERK, (override("bram", "10:00", "12:00"),), (absence("sanne", "12:00", "14:00", "chris"),))
    told = [roster.recipients(("on-call",), BRAND, at(when))[0] for when in ("10:00", "12:00", "14:00")]
    assert [(r.person, r.why) for r in told] == [
        ("bram", "takes over sanne's shift of webcare, by mirjam, 2026-11-16"),
        ("chris", "takes over sanne's shift of webcare, by mirjam, 2026-11-16"),
        ("sanne", "shift of webcare (weekly)"),
    ]


def test_an_override_of_nobodys_shift_is_told_as_one() -> None:
    empty = replace(MERK, rotas={**MERK.rotas, "webcare": Rota("webcare", "Europe/Amsterdam", ())})
    roster = Roster(empty, (override("bram", "10:00", "12:00"),))
    assert [r.why for r in roster.recipients(("on-call",), BRAND, at("10:00"))] == ["override of webcare"]


def test_nobody_on_call_is_the_managers_and_the_manager_is_told() -> None:
    roster = Roster(MERK, (), (absence("sanne", "09:00", "17:00"),))
    assert list(roster.recipients(("on-call",), BRAND, at("10:00"))) == [
        replace(MIRJAM, role="on-call", nobody_on="webcare")
    ]
    # Told once, and why, although the step tells the manager anyway.
    assert list(roster.recipients(("on-call", "manager"), BRAND, at("10:00"))) == [
        replace(MIRJAM, role="on-call", nobody_on="webcare")
    ]


def test_with_no_manager_there_either_everybody_of_that_rota_is_told() -> None:
    two = replace(MERK.rotas["management"].layers[0], people=("mirjam", "chris", "mirjam"))
    rotas = {**MERK.rotas, "management": Rota("management", "Europe/Amsterdam", (two, two))}
    away = tuple(absence(person, "09:00", "17:00") for person in ("sanne", "mirjam", "chris"))
    roster = Roster(replace(MERK, rotas=rotas), (), away)
    told = roster.recipients(("on-call",), BRAND, at("10:00"))
    why = "nobody on management"
    assert told == tuple(
        Recipient(person=person, role="on-call", why=why, nobody_on="webcare") for person in ("mirjam", "chris")
    )
    assert roster.recipients(("manager",), BRAND, at("10:00")) == tuple(
        Recipient(person=person, role="manager", why=why, nobody_on="management") for person in ("mirjam", "chris")
    )


GONE = Brand("oud", "Oud merk", "oude webcare", "oud management")


def test_a_brand_whose_rotas_are_gone_tells_the_managers_there_are() -> None:
    people = {**MERK.people, "mirjam": replace(MERK.people["mirjam"], role="manager")}
    told = Roster(replace(MERK, people=people)).recipients(("on-call",), GONE, at("10:00"))
    assert [(r.person, r.nobody_on) for r in told] == [("mirjam", "oude webcare")]
    everybody = ROSTER.recipients(("on-call",), GONE, at("10:00"))  # nobody is called a manager here
    assert [r.person for r in everybody] == ["sanne", "bram", "chris", "mirjam"]


def test_without_people_nobody_is_told() -> None:
    assert Roster(replace(MERK, people={}, rotas={})).recipients(("on-call",), BRAND, at("10:00")) == ()


@pytest.mark.parametrize(
    ("since", "until", "changed"),
    [
        pytest.param("23 08:50", "23 08:59:59", False, id="not yet"),
        pytest.param("23 08:50", "23 09:00", True, id="at the handoff"),
        pytest.param("23 09:00", "23 09:10", False, id="after it"),
        pytest.param("10:00", "10:00", False, id="no time at all"),
        pytest.param("20 10:00", "12-1 10:00", True, id="also when the phone has come back since"),
    ],
)
def test_handoffs(since: str, until: str, changed: bool) -> None:
    assert ROSTER.handed_off(BRAND, at(since), at(until)) is changed


def test_an_override_is_a_handoff_too() -> None:
    roster = Roster(MERK, (override("bram", "10:30", "11:00"),))
    assert not roster.handed_off(BRAND, at("10:00"), at("10:30") - timedelta(seconds=1))
    assert roster.handed_off(BRAND, at("10:00"), at("10:30"))
    assert roster.handed_off(BRAND, at("10:00"), at("12:00"))


def test_a_phone_nobody_ever_carries_changes_no_hands() -> None:
    assert not ROSTER.handed_off(GONE, at("10:00"), at("12-1 10:00"))
    one = replace(MERK, rotas={**MERK.rotas, "webcare": MERK.rotas["management"]})
    assert not Roster(one).handed_off(BRAND, at("10:00"), at("12-1 10:00"))
