"""Who is told what about duty, and when."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.domain.calendar import Period
from chalicelib.domain.duty_notices import DutyNotice, due_notices, parse_key, still_true
from chalicelib.domain.organisation import Brand, Organisation, QuietHours
from chalicelib.domain.roster import Roster
from chalicelib.domain.rota import Absence, Layer, Override, Rota
from tests.domain.build import at, wall
from tests.domain.merk import MERK


def override(person: str, start: str, end: str, *, rota: str = "webcare", made: str = "16 09:00") -> Override:
    return Override(
        id=f"o {start}", rota=rota, person=person, start=at(start), end=at(end), by="mirjam", made_at=at(made)
    )


def away(person: str, start: str, end: str, *, made: str = "16 09:00") -> Absence:
    return Absence(id=f"a {start}", person=person, start=at(start), end=at(end), by="mirjam", made_at=at(made))


def asleep(person: str, start: time, end: time, organisation: Organisation = MERK) -> Organisation:
    people = {
        **organisation.people,
        person: replace(organisation.people[person], quiet_hours=QuietHours(start, end)),
    }
    return replace(organisation, people=people)


def with_layers(*layers: Layer) -> Organisation:
    return replace(MERK, rotas={**MERK.rotas, "webcare": Rota("webcare", "Europe/Amsterdam", layers)})


WEEKS = Layer("weekly", ("sanne", "bram"), date(2026, 11, 16), time(9), 7)
AT_SIX = with_layers(replace(WEEKS, handoff=time(6)))
DAYS_ONLY = with_layers(replace(WEEKS, hours=((Period(8 * 60, 20 * 60),),) * 7))
ROSTER = Roster(MERK)
GAP = Roster(MERK, (), (away("bram", "25 00:00", "26 00:00"),))


@pytest.mark.parametrize(
    ("roster", "after", "until", "told"),
    [
        pytest.param(ROSTER, "22 08:59", "22 09:00", ["day_before bram 23 09:00"], id="a day before, at that second"),
        pytest.param(ROSTER, "22 09:00", "23 08:59:59", [], id="once: not later on that day"),
        pytest.param(ROSTER, "23 08:59", "23 09:00", ["handoff bram 23 09:00"], id="at the second of the handoff"),
        pytest.param(ROSTER, "23 09:00", "29 08:59:59", [], id="during the week nobody is told anything"),
        pytest.param(
            Roster(MERK, (override("sanne", "25 12:00", "25 18:00"),)),
            "24 11:59",
            "25 18:00",
            [
                "day_before sanne 25 12:00",
                "day_before bram 25 18:00",
                "handoff sanne 25 12:00",
                "handoff bram 25 18:00",
            ],
            id="whoever takes over for an afternoon, and who comes back",
        ),
        pytest.param(
            Roster(MERK, (override("sanne", "25 12:00", "25 18:00", made="25 11:00"),)),
            "25 10:59",
            "25 12:00",
            ["handoff sanne 25 12:00"],
            id="arranged an hour ahead: at the handoff only",
        ),
        pytest.param(
            GAP, "23 23:59", "24 00:00", ["nobody mirjam 25 00:00"], id="nobody: the manager, a day before it begins"
        ),
        pytest.param(
            GAP, "24 23:59", "25 00:00", ["nobody mirjam 25 00:00", "day_before bram 26 00:00"], id="and when it begins"
        ),
        pytest.param(
            Roster(MERK, (), (away("bram", "25 00:00", "26 00:00", made="24 20:00"),)),
            "24 19:00",
            "25 00:00",
            ["nobody mirjam 25 00:00", "day_before bram 26 00:00"],
            id="nobody, arranged that evening: when it begins",
        ),
        pytest.param(
            Roster(
                with_layers(replace(WEEKS, starts=date(2026, 10, 19))),
                (),
                (away("sanne", "10-25 12:00", "10-25 18:00", made="10-20 09:00"),),
            ),
            "10-24 11:59",
            "10-24 12:00",
            ["nobody mirjam 10-25 12:00"],
            id="a day before on the wall, also when that day has 25 hours",
        ),
        pytest.param(
            Roster(DAYS_ONLY),
            "17 10:00",
            "18 10:00",
            [
                "day_before sanne 19 08:00",
                "handoff sanne 18 08:00",
            ],
            id="nights that no layer carries are written down: the manager is not told each of them",
        ),
        pytest.param(
            Roster(MERK, (override("chris", "25 12:00", "25 18:00", rota="management"),)),
            "25 11:59",
            "25 12:00",
            ["handoff chris 25 12:00"],
            id="a rota of one person, when somebody else takes it over",
        ),
        pytest.param(
            Roster(MERK, (), (away("mirjam", "25 12:00", "25 18:00"),)),
            "24 11:59",
            "24 12:00",
            ["nobody mirjam 25 12:00"],
            id="the manager away and nobody in her place: everybody of that rota",
        ),
        pytest.param(
            Roster(with_layers(replace(WEEKS, people=("sanne",), hours=((Period(8 * 60, 20 * 60),),) * 7))),
            "17 10:00",
            "20 10:00",
            [],
            id="who carries it alone, in opening hours, is not told every morning",
        ),
        pytest.param(
            Roster(
                MERK,
                (
                    override("sanne", "25 12:00", "25 18:00"),
                    override("chris", "25 12:00", "25 18:00", rota="management"),
                ),
            ),
            "25 11:59",
            "25 12:00",
            ["handoff sanne 25 12:00", "handoff chris 25 12:00"],
            id="two rotas at one instant",
        ),
    ],
)
def test_what_falls_due(roster: Roster, after: str, until: str, told: list[str]) -> None:
    assert sorted(_told(roster, after, until)) == sorted(told)


def test_a_notice_says_whose_duty_in_which_rota() -> None:
    (next_one,) = due_notices(ROSTER, at("23 08:59"), at("23 09:00"))
    assert next_one == DutyNotice(kind="handoff", rota="webcare", person="bram", starts_at=at("23 09:00"))
    (nobody,) = due_notices(GAP, at("23 23:59"), at("24 00:00"))
    assert nobody == DutyNotice(kind="nobody", rota="webcare", person="mirjam", starts_at=at("25 00:00"))


OTHER = Rota("ander", "Europe/Amsterdam", (replace(MERK.rotas["management"].layers[0], people=("chris",)),))
SHARED = Rota("gedeeld", "Europe/Amsterdam", (Layer("weekly", ("sanne", "bram"), date(2026, 11, 16), time(9), 7),))
TWO_BRANDS = replace(
    MERK,
    brands={**MERK.brands, "ander": Brand("ander", "Ander", "ander", "ander")},
    rotas={**MERK.rotas, "ander": OTHER, "gedeeld": SHARED},
)


def test_of_a_rota_without_anybody_the_managers_of_its_brands_are_told() -> None:
    roster = Roster(TWO_BRANDS, (), GAP.absences)
    told = {(n.rota, n.person) for n in due_notices(roster, at("24 23:59"), at("25 00:00")) if n.kind == "nobody"}
    assert told == {("webcare", "mirjam"), ("gedeeld", "mirjam"), ("gedeeld", "chris")}  # the latter answers for none


NIGHT = (time(23), time(7))


@pytest.mark.parametrize(
    ("roster", "after", "until", "told"),
    [
        pytest.param(Roster(asleep("bram", *NIGHT, AT_SIX)), "22 05:59", "22 06:59", [], id="not while they sleep"),
        pytest.param(
            Roster(asleep("bram", *NIGHT, AT_SIX)),
            "22 06:59",
            "22 07:00",
            ["day_before bram 23 06:00"],
            id="at the end of their quiet hours",
        ),
        pytest.param(
            Roster(asleep("bram", *NIGHT, AT_SIX)),
            "23 05:59",
            "23 06:00",
            ["handoff bram 23 06:00"],
            id="the handoff itself waits for nobody",
        ),
        pytest.param(
            Roster(asleep("chris", *NIGHT), (override("chris", "25 02:00", "25 18:00", rota="management"),)),
            "25 01:59",
            "25 02:00",
            ["handoff chris 25 02:00"],
            id="nor does that of a phone that only managers are paged on",
        ),
        pytest.param(
            Roster(asleep("bram", *NIGHT, AT_SIX), (override("bram", "22 00:00", "22 12:00"),)),
            "22 05:59",
            "22 06:00",
            ["day_before bram 23 06:00"],
            id="who is on shift is awake",
        ),
        pytest.param(
            Roster(asleep("mirjam", *NIGHT), (), GAP.absences),
            "23 23:59",
            "24 07:00",
            ["nobody mirjam 25 00:00"],
            id="the manager, about a day with nobody: at the end of the night",
        ),
        pytest.param(
            Roster(asleep("mirjam", *NIGHT), (), GAP.absences), "23 23:59", "24 06:59", [], id="and not before it"
        ),
        pytest.param(
            Roster(asleep("mirjam", *NIGHT), (), GAP.absences),
            "24 23:59",
            "25 00:00",
            ["nobody mirjam 25 00:00", "day_before bram 26 00:00"],
            id="that nobody is there now is told at once",
        ),
    ],
)
def test_quiet_hours(roster: Roster, after: str, until: str, told: list[str]) -> None:
    assert sorted(_told(roster, after, until)) == sorted(told)


def _told(roster: Roster, after: str, until: str) -> list[str]:
    return [f"{n.kind} {n.person} {wall(n.starts_at)}" for n in due_notices(roster, at(after), at(until))]


@given(cuts=st.sets(st.integers(1, 10 * 24 * 60 - 1), max_size=12))
def test_however_time_is_cut_everything_is_told_and_nothing_to_come(cuts: set[int]) -> None:
    """Sweeps come late, and in an outage not at all."""
    roster = Roster(asleep("bram", *NIGHT, AT_SIX), (override("sanne", "25 12:00", "25 18:00"),), GAP.absences)
    start, end = at("20 00:00"), at("30 00:00")
    minutes = [0, *sorted(cuts), 10 * 24 * 60]
    edges = [start + timedelta(minutes=minute) for minute in minutes]
    pieces = [due_notices(roster, a, b) for a, b in pairwise(edges)]
    assert {n for piece in pieces for n in piece} == set(due_notices(roster, start, end))


def bram(kind: str = "handoff", starts: str = "23 09:00", rota: str = "webcare", person: str = "bram") -> DutyNotice:
    return parse_key(person, f"{kind}#{at(starts).isoformat()}#{rota}")


@pytest.mark.parametrize(
    ("notice", "roster", "now", "true"),
    [
        pytest.param(bram(), ROSTER, "23 09:00", True, id="as it was planned"),
        pytest.param(bram(), ROSTER, "30 08:59", True, id="late, but still on duty"),
        pytest.param(bram(), ROSTER, "30 09:00", False, id="the duty is over"),
        pytest.param(
            bram(), Roster(MERK, (override("sanne", "23 09:00", "30 09:00"),)), "23 09:00", False, id="taken over"
        ),
        pytest.param(bram("day_before"), ROSTER, "22 09:00", True, id="the day before"),
        pytest.param(bram("day_before"), ROSTER, "23 08:59:59", True, id="late, but before it begins"),
        pytest.param(bram("day_before"), ROSTER, "23 09:00", False, id="it has begun: told by the handoff"),
        pytest.param(bram(rota="opgeheven"), ROSTER, "23 09:00", False, id="the rota exists no more"),
        pytest.param(bram("nobody", "25 00:00", person="mirjam"), GAP, "24 00:00", True, id="nobody, still"),
        pytest.param(bram("nobody", "25 00:00", person="mirjam"), ROSTER, "24 00:00", False, id="somebody after all"),
        pytest.param(bram("nobody", "25 00:00", person="mirjam"), GAP, "26 00:00", False, id="that day has passed"),
    ],
)
def test_what_is_still_true_when_it_is_told(notice: DutyNotice, roster: Roster, now: str, true: bool) -> None:
    duty = still_true(notice, roster, at(now))
    assert (duty is not None) == true
    assert duty is None or duty.person == (None if notice.kind == "nobody" else notice.person)


@given(
    kind=st.sampled_from(["day_before", "handoff", "nobody"]),
    rota=st.text(min_size=1),
    starts=st.integers(0, 10**6).map(lambda minutes: at("16 09:00") + timedelta(minutes=minutes)),
)
@example(kind="nobody", rota="#1 of the day #2", starts=at("16 09:00"))
def test_a_key_is_read_back_whatever_the_rota_is_called(kind: str, rota: str, starts: datetime) -> None:
    notice = parse_key("bram", f"{kind}#{starts:%Y-%m-%dT%H:%M:%S+00:00}#{rota}")
    assert (notice.kind, notice.rota, notice.person, notice.starts_at) == (kind, rota, "bram", starts)
    assert parse_key("bram", notice.key) == notice


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ("", "not enough values"),
        ("handoff", "not enough values"),
        ("handoff#2026-11-23T09:00", "not enough values"),
        ("lunch#2026-11-23T09:00+00:00#webcare", "'lunch' is no kind of notice"),
        ("handoff#noon#webcare", "Invalid isoformat string"),
    ],
)
def test_anything_else_is_no_key(key: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parse_key("bram", key)
