"""Who carries the phone by the rota alone: turns, layers, both DST nights."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from chalicelib.domain.calendar import Period
from chalicelib.domain.duty import Reason, handoffs, on_call, shifts
from chalicelib.domain.rota import Layer, Rota, edges
from tests.domain.rotas import AMSTERDAM, DAY, DAY_AND_LATE, DAY_AND_NIGHT, LATE, SECOND, WEBCARE, WEEKS, at, override


@pytest.mark.parametrize(
    ("when", "person", "until"),
    [
        pytest.param("11-16T08:59:59", None, "11-16T09:00", id="before the first handoff nobody carries"),
        pytest.param("11-16T09:00", "sanne", "11-23T09:00", id="the first turn starts at the first handoff"),
        pytest.param("11-20T23:00", "sanne", "11-23T09:00", id="a Friday evening belongs to that week's turn"),
        pytest.param("11-23T08:59:59", "sanne", "11-23T09:00", id="a second before the handoff it is the old person"),
        pytest.param("11-23T09:00", "bram", "11-30T09:00", id="at the second of the handoff it is the new person"),
        pytest.param("11-23T09:00:01", "bram", "11-30T09:00", id="a second after it still is"),
        pytest.param("12-01T00:00", "sanne", "12-07T09:00", id="the third turn is the first person's again"),
        pytest.param("12-31T23:59", "sanne", "2027-01-04T09:00", id="a turn runs through New Year"),
        pytest.param("2046-11-19T12:00", "sanne", "2046-11-26T09:00", id="twenty years on the turns still alternate"),
    ],
)
def test_weekly_turns(when: str, person: str | None, until: str) -> None:
    duty = on_call(WEBCARE, at(when), (), ())
    assert (duty.person, duty.until) == (person, at(until).astimezone(UTC))
    assert duty.until is not None and duty.until.tzinfo is UTC


def test_the_story_of_the_seven_weeks() -> None:
    found = shifts(WEBCARE, at("11-16T09:00"), at("2027-01-04T09:00"), (), ())
    assert [piece.person for piece in found] == ["sanne", "bram", "sanne", "bram", "sanne", "bram", "sanne"]
    assert [piece.since.astimezone(AMSTERDAM).strftime("%a %d %b %H:%M:%S") for piece in found] == [
        "Mon 16 Nov 09:00:00",
        "Mon 23 Nov 09:00:00",
        "Mon 30 Nov 09:00:00",
        "Mon 07 Dec 09:00:00",
        "Mon 14 Dec 09:00:00",
        "Mon 21 Dec 09:00:00",
        "Mon 28 Dec 09:00:00",
    ]
    assert {piece.why for piece in found} == {
        Reason("shift", "webcare", "sanne"),
        Reason("shift", "webcare", "bram"),
    }


def turns(handoff: time, starts: date, days: int = 1, zone: str = "Europe/Amsterdam") -> Rota:
    return Rota("webcare", zone, (Layer("webcare", ("sanne", "bram"), starts, handoff, days),))


@pytest.mark.parametrize(
    ("rota", "expected"),
    [
        pytest.param(
            turns(time(9), date(2026, 3, 28)),
            ["2026-03-28T08:00", "2026-03-29T07:00", "2026-03-30T07:00"],
            id="in spring the handoff stays at 09:00 on the wall (grafana/oncall#3261)",
        ),
        pytest.param(
            turns(time(9), date(2026, 10, 24)),
            ["2026-10-24T07:00", "2026-10-25T08:00", "2026-10-26T08:00"],
            id="in autumn the handoff stays at 09:00 on the wall (grafana/oncall#3261)",
        ),
        pytest.param(
            turns(time(2, 15), date(2026, 3, 28)),
            ["2026-03-28T01:15", "2026-03-29T01:00", "2026-03-30T00:15"],
            id="a handoff the spring night skips falls at the first instant after the gap",
        ),
        pytest.param(
            turns(time(2), date(2026, 3, 28)),
            ["2026-03-28T01:00", "2026-03-29T01:00", "2026-03-30T00:00"],
            id="a handoff at the very start of the gap falls there too",
        ),
        pytest.param(
            turns(time(3), date(2026, 3, 28)),
            ["2026-03-28T02:00", "2026-03-29T01:00", "2026-03-30T01:00"],
            id="a handoff at the end of the gap is the same instant",
        ),
        pytest.param(
            turns(time(2, 30), date(2026, 10, 24)),
            ["2026-10-24T00:30", "2026-10-25T00:30", "2026-10-26T01:30"],
            id="a handoff that comes twice in the autumn night is the first of the two",
        ),
        pytest.param(
            turns(time(0, 0, 30), date(2010, 11, 6), zone="America/St_Johns"),
            ["2010-11-06T02:30:30", "2010-11-07T02:30:30", "2010-11-08T03:30:30"],
            id="clocks that go back over midnight do not undo a handoff just made",
        ),
        pytest.param(
            turns(time(9), date(2011, 12, 29), zone="Pacific/Apia"),
            ["2011-12-29T19:00", "2011-12-30T10:00", "2011-12-30T19:00"],
            id="a day that the date line swallows has its handoff at the midnight that replaced it",
        ),
    ],
)
def test_handoffs_keep_to_the_wall_clock(rota: Rota, expected: list[str]) -> None:
    instants = [datetime.fromisoformat(text).replace(tzinfo=UTC) for text in expected]
    found = handoffs(rota, instants[0], instants[-1] + SECOND, (), ())
    assert [(each.at, each.next) for each in found] == list(zip(instants, ["sanne", "bram", "sanne"], strict=True))
    for each in found:
        assert on_call(rota, each.at - SECOND, (), ()).person == each.previous
        for later in (timedelta(0), SECOND, timedelta(minutes=45)):
            assert on_call(rota, each.at + later, (), ()).person == each.next


@pytest.mark.parametrize(
    ("rota", "when", "person", "layer"),
    [
        pytest.param(DAY_AND_NIGHT, "11-17T07:59:59", "sanne", "webcare", id="before 08:00 the lower layer carries"),
        pytest.param(DAY_AND_NIGHT, "11-17T08:00", "anna", "day", id="from 08:00 the day layer goes first"),
        pytest.param(DAY_AND_NIGHT, "11-17T19:59:59", "anna", "day", id="until the last second before 20:00"),
        pytest.param(DAY_AND_NIGHT, "11-17T20:00", "sanne", "webcare", id="at 20:00 the lower layer carries again"),
        pytest.param(DAY_AND_NIGHT, "11-18T00:00", "sanne", "webcare", id="midnight changes nothing"),
        pytest.param(DAY_AND_NIGHT, "11-23T08:00", "chris", "day", id="each layer has its own handoff"),
        pytest.param(DAY_AND_NIGHT, "11-23T07:59:59", "sanne", "webcare", id="and its own turns"),
        pytest.param(DAY_AND_NIGHT, "11-16T08:30", "anna", "day", id="a lower layer may begin later"),
        pytest.param(DAY_AND_LATE, "11-17T21:59:59", None, None, id="between the layers nobody carries"),
        pytest.param(DAY_AND_LATE, "11-17T22:00", "dewi", "late", id="a late shift starts in the evening"),
        pytest.param(DAY_AND_LATE, "11-18T00:00", "dewi", "late", id="and runs through midnight"),
        pytest.param(DAY_AND_LATE, "11-18T05:59:59", "dewi", "late", id="into the next morning"),
        pytest.param(DAY_AND_LATE, "11-18T06:00", None, None, id="until its end"),
        pytest.param(DAY_AND_LATE, "11-16T07:59:59", None, None, id="a layer not yet begun carries nobody"),
    ],
)
def test_the_highest_layer_that_carries_decides(rota: Rota, when: str, person: str | None, layer: str | None) -> None:
    duty = on_call(rota, at(when), (), ())
    assert (duty.person, duty.why.layer, duty.why.whose) == (person, layer, person)
    assert duty.why.kind == ("shift" if person else "nobody")


@pytest.mark.parametrize(
    ("first_day", "hours"),
    [
        pytest.param("2026-03-28", 7, id="a night layer over the spring night lasts seven hours"),
        pytest.param("2026-10-24", 9, id="over the autumn night nine"),
        pytest.param("2026-06-06", 8, id="and otherwise eight"),
    ],
)
def test_a_night_layer_over_the_change_of_clocks(first_day: str, hours: int) -> None:
    rota = replace(DAY_AND_LATE, layers=(replace(LATE, starts=date(2026, 1, 1)),))
    start = at(f"{first_day}T12:00")
    (night,) = (piece for piece in shifts(rota, start, start + DAY, (), ()) if piece.person)
    assert night.until - night.since == timedelta(hours=hours)
    assert night.until.astimezone(AMSTERDAM).time() == time(6)


NIGHTS = Rota("webcare", "Europe/Amsterdam", (replace(WEEKS, hours=((Period(1320, 1440 + 780),),) * 7),))


@pytest.mark.parametrize(
    ("rota", "start", "end", "expected"),
    [
        pytest.param(WEBCARE, "11-20", "11-25", ["11-23T09:00"], id="a handoff"),
        pytest.param(WEBCARE, "11-23T09:00", "11-30T09:00", [], id="neither one at the start nor one at the end"),
        pytest.param(WEBCARE, "11-10", "11-20", ["11-16T09:00"], id="the very first"),
        pytest.param(NIGHTS, "11-20T12:00", "11-20T20:00", ["11-20T13:00"], id="the end of what began yesterday"),
        pytest.param(
            NIGHTS, "11-20T14:00", "11-21T14:00", ["11-20T22:00", "11-21T13:00"], id="a shift through midnight"
        ),
    ],
)
def test_where_somebody_else_may_carry(rota: Rota, start: str, end: str, expected: list[str]) -> None:
    assert sorted(set(edges(rota, (), at(start), at(end)))) == [at(when) for when in expected]


def test_an_exception_that_begins_or_ends_with_the_period_is_no_change_within_it() -> None:
    exceptions = [override("bram", "11-17", "11-18"), override("bram", "11-18", "11-19")]
    assert set(edges(WEBCARE, exceptions, at("11-17"), at("11-19"))) == {at("11-18")}
