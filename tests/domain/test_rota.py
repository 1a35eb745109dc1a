"""Who carries the phone, rule by rule: turns, layers, both DST nights, overrides and absences."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from chalicelib.domain.calendar import Period
from chalicelib.domain.duty import Duty, Reason, gaps, handoffs, long_duty, notices, on_call, shifts
from chalicelib.domain.rota import Absence, BadTurn, Layer, Override, Rota, parse_turn, problems

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY, WEEK, SECOND = timedelta(days=1), timedelta(weeks=1), timedelta(seconds=1)

WEEKS = Layer("webcare", ("sanne", "bram"), date(2026, 11, 16), time(9), 7)
WEBCARE = Rota("webcare", "Europe/Amsterdam", (WEEKS,))
DAYS = Layer("day", ("anna", "chris"), date(2026, 11, 16), time(8), 7, ((Period(480, 1200),),) * 7)
LATE = Layer("late", ("dewi",), date(2026, 11, 16), time(8), 7, ((Period(1320, 1800),),) * 7)
DAY_AND_NIGHT = Rota("webcare", "Europe/Amsterdam", (DAYS, WEEKS))
DAY_AND_LATE = Rota("webcare", "Europe/Amsterdam", (DAYS, LATE))


def at(text: str) -> datetime:
    """Amsterdam wall time, the first of two; a year and time left out are 2026 and midnight."""
    text = text if text.startswith("20") else f"2026-{text}"
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def override(person: str, start: str, end: str, made: str = "11-01", instead_of: str | None = None) -> Override:
    return Override(
        id=f"o-{person}",
        rota="webcare",
        person=person,
        start=at(start),
        end=at(end),
        by="mirjam",
        made_at=at(made),
        reason="holiday",
        instead_of=instead_of,
    )


def absence(person: str, start: str, end: str, made: str = "11-01", in_place: str | None = None) -> Absence:
    return Absence(
        id=f"a-{person}", person=person, start=at(start), end=at(end), by="mirjam", made_at=at(made), in_place=in_place
    )


SWAP = override("sanne", "12-21T09:00", "12-28T09:00", "12-18T10:00", "bram")
AWAY = absence("bram", "12-21", "2027-01-04")
NEW_YEAR = absence("sanne", "2027-01-01", "2027-01-02", "12-20")


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


TAKEN = Reason("override", "webcare", "bram", "o-sanne", "mirjam", at("12-18T10:00"), "holiday")
EVENING = override("chris", "12-22T18:00", "12-22T22:00", "12-19")
ON_CHRIS = Reason("override", "webcare", "bram", "o-chris", "mirjam", at("12-19"), "holiday")
CORRECTED = override("chris", "12-21T09:00", "12-28T09:00", "12-19", "bram")
SANNES = Reason("shift", "webcare", "sanne")
BRAMS = Reason("shift", "webcare", "bram")


@pytest.mark.parametrize(
    ("when", "overrides", "absences", "person", "why"),
    [
        pytest.param(
            "12-25T03:55", [SWAP], [], "sanne", TAKEN, id="Sanne takes over Bram's week, told by whom and when"
        ),
        pytest.param(
            "12-25T03:55", [SWAP], [AWAY], "sanne", TAKEN, id="an override outranks whom it relieves being away"
        ),
        pytest.param("12-21T08:59:59", [SWAP], [], "sanne", SANNES, id="a second before the override it is the shift"),
        pytest.param("12-21T09:00", [SWAP], [], "sanne", TAKEN, id="an override counts from its first second"),
        pytest.param("12-28T08:59:59", [SWAP], [], "sanne", TAKEN, id="until the last one before its end"),
        pytest.param("12-28T09:00", [SWAP], [], "sanne", SANNES, id="at its end the shift counts again"),
        pytest.param(
            "12-22T17:59", [SWAP, EVENING], [], "sanne", TAKEN, id="around a nested override the older one counts"
        ),
        pytest.param(
            "12-22T18:00", [SWAP, EVENING], [], "chris", ON_CHRIS, id="inside it the newer one, of Bram's shift"
        ),
        pytest.param("12-22T18:00", [EVENING, SWAP], [], "chris", ON_CHRIS, id="in whatever order they are given"),
        pytest.param("12-22T22:00", [SWAP, EVENING], [], "sanne", TAKEN, id="at the nested end the older one is back"),
        pytest.param("12-22T22:00", [EVENING], [], "bram", BRAMS, id="an override that ends mid-shift gives it back"),
        pytest.param(
            "12-23", [SWAP, CORRECTED], [], "chris", ON_CHRIS, id="of two overrides of Bram's week the newest counts"
        ),
        pytest.param(
            "12-23",
            [replace(CORRECTED, id="o-b"), replace(SWAP, made_at=at("12-19"), id="o-a")],
            [],
            "chris",
            replace(ON_CHRIS, source="o-b"),
            id="made in the same instant, the highest id",
        ),
        pytest.param(
            "12-23",
            [SWAP, override("chris", "12-21", "12-28", "12-19", "sanne")],
            [],
            "chris",
            ON_CHRIS,
            id="who took a shift over can be relieved by name",
        ),
        pytest.param(
            "12-23",
            [SWAP, override("chris", "12-21", "12-28", "12-19", "sanne")],
            [absence("sanne", "12-23", "12-24")],
            "chris",
            ON_CHRIS,
            id="also when away by then",
        ),
        pytest.param(
            "12-16",
            [override("chris", "12-14", "12-28", instead_of="bram")],
            [],
            "sanne",
            SANNES,
            id="an override instead of Bram leaves Sanne's week alone",
        ),
        pytest.param(
            "12-23", [replace(SWAP, rota="managers")], [], "bram", BRAMS, id="another rota's override is not ours"
        ),
        pytest.param(
            "12-22T12:00",
            [override("sanne", "12-21T09:00", "12-28T09:00", "12-22T12:00:01")],
            [],
            "bram",
            BRAMS,
            id="an override made later does not rewrite who was on call",
        ),
        pytest.param(
            "12-22T12:00:01",
            [override("sanne", "12-21T09:00", "12-28T09:00", "12-22T12:00:01")],
            [],
            "sanne",
            replace(TAKEN, made_at=at("12-22T12:00:01")),
            id="it counts from the instant it was made",
        ),
        pytest.param(
            "11-10",
            [override("chris", "11-10", "11-11")],
            [],
            "chris",
            Reason("override", None, None, "o-chris", "mirjam", at("11-01"), "holiday"),
            id="an override fills a time that no layer carries",
        ),
        pytest.param(
            "11-10",
            [override("chris", "11-10", "11-11"), override("dewi", "11-10", "11-11", "11-02", "chris")],
            [],
            "dewi",
            Reason("override", None, None, "o-dewi", "mirjam", at("11-02"), "holiday"),
            id="and can itself be overridden there",
        ),
    ],
)
def test_overrides(
    when: str, overrides: list[Override], absences: list[Absence], person: str | None, why: Reason
) -> None:
    duty = on_call(WEBCARE, at(when), overrides, absences)
    assert (duty.person, duty.why) == (person, why)


ON_NEW_YEAR = Reason("nobody", "webcare", "sanne", "a-sanne", "mirjam", at("12-20"), away=("sanne",))
PLACED = absence("sanne", "2027-01-01", "2027-01-02", "12-21", "chris")


@pytest.mark.parametrize(
    ("when", "overrides", "absences", "person", "why"),
    [
        pytest.param(
            "12-31T23:59:59", [], [NEW_YEAR], "sanne", SANNES, id="a second before an absence the shift counts"
        ),
        pytest.param(
            "2027-01-01", [], [NEW_YEAR], None, ON_NEW_YEAR, id="away with nobody in place, nobody is on call"
        ),
        pytest.param("2027-01-01T23:59:59", [], [NEW_YEAR], None, ON_NEW_YEAR, id="until the absence's last second"),
        pytest.param("2027-01-02", [], [NEW_YEAR], "sanne", SANNES, id="at its end the shift counts again"),
        pytest.param(
            "2027-01-01T12:00",
            [],
            [PLACED],
            "chris",
            Reason("absence", "webcare", "sanne", "a-sanne", "mirjam", at("12-21")),
            id="who is named in place carries",
        ),
        pytest.param(
            "2027-01-01T12:00",
            [],
            [NEW_YEAR, PLACED],
            "chris",
            Reason("absence", "webcare", "sanne", "a-sanne", "mirjam", at("12-21")),
            id="of two absences of one person the newest counts",
        ),
        pytest.param(
            "2027-01-01T12:00",
            [],
            [PLACED, absence("chris", "2027-01-01", "2027-01-02", in_place="dewi")],
            None,
            replace(ON_NEW_YEAR, made_at=at("12-21")),
            id="in place but away too is nobody, and no chain of stand-ins",
        ),
        pytest.param("2027-01-01", [], [AWAY], "sanne", SANNES, id="somebody else's absence changes nothing"),
        pytest.param(
            "12-23",
            [SWAP],
            [absence("sanne", "12-23", "12-24")],
            None,
            Reason("nobody", "webcare", "sanne", "a-sanne", "mirjam", at("11-01"), away=("sanne",)),
            id="an override does not outrank its taker being away, nor give the shift back",
        ),
        pytest.param(
            "12-23",
            [SWAP],
            [absence("sanne", "12-23", "12-24", in_place="chris")],
            "chris",
            Reason("absence", "webcare", "sanne", "a-sanne", "mirjam", at("11-01")),
            id="the taker's own stand-in carries then",
        ),
        pytest.param(
            "12-23",
            [override("dewi", "12-23", "12-24", "12-20", "chris")],
            [absence("bram", "12-21", "12-28", in_place="chris")],
            "dewi",
            Reason("override", "webcare", "bram", "o-dewi", "mirjam", at("12-20"), "holiday"),
            id="a stand-in can be relieved by name",
        ),
        pytest.param(
            "12-23T12:00",
            [],
            [absence("bram", "12-21", "12-28", "12-23T12:00:01")],
            "bram",
            BRAMS,
            id="an absence entered later does not rewrite who was on call",
        ),
    ],
)
def test_absences(
    when: str, overrides: list[Override], absences: list[Absence], person: str | None, why: Reason
) -> None:
    duty = on_call(WEBCARE, at(when), overrides, absences)
    assert (duty.person, duty.why) == (person, why)


ANNA_AWAY = absence("anna", "11-17", "11-18")
BOTH_AWAY = [ANNA_AWAY, absence("sanne", "11-17", "11-18", "11-02")]


@pytest.mark.parametrize(
    ("overrides", "absences", "person", "why"),
    [
        pytest.param(
            [], [ANNA_AWAY], "sanne", Reason("shift", "webcare", "sanne", away=("anna",)), id="the lower layer steps in"
        ),
        pytest.param(
            [],
            BOTH_AWAY,
            None,
            Reason("nobody", "day", "anna", "a-anna", "mirjam", at("11-01"), away=("anna", "sanne")),
            id="nobody when the lower layer is away too, told after the highest",
        ),
        pytest.param(
            [],
            [ANNA_AWAY, replace(BOTH_AWAY[1], in_place="dewi")],
            "dewi",
            Reason("absence", "webcare", "sanne", "a-sanne", "mirjam", at("11-02"), away=("anna",)),
            id="a stand-in of the lower layer",
        ),
        pytest.param(
            [override("dewi", "11-17", "11-18", instead_of="sanne")],
            [ANNA_AWAY],
            "dewi",
            Reason("override", "webcare", "sanne", "o-dewi", "mirjam", at("11-01"), "holiday"),
            id="who stepped in can be relieved by name",
        ),
        pytest.param(
            [override("dewi", "11-17", "11-18", instead_of="sanne")],
            [ANNA_AWAY, absence("dewi", "11-17", "11-18")],
            None,
            Reason("nobody", "webcare", "dewi", "a-dewi", "mirjam", at("11-01"), away=("dewi",)),
            id="and does not step in again when the taker is away",
        ),
        pytest.param(
            [override("dewi", "11-17", "11-18")],
            [absence("dewi", "11-17", "11-18")],
            "sanne",
            Reason("shift", "webcare", "sanne", away=("dewi",)),
            id="the lower layer steps in for a taker who is away",
        ),
        pytest.param(
            [override("dewi", "11-17", "11-18", instead_of="sanne")],
            [],
            "anna",
            Reason("shift", "day", "anna"),
            id="an override of the lower layer's person leaves the higher layer alone",
        ),
    ],
)
def test_lower_layers_step_in(
    overrides: list[Override], absences: list[Absence], person: str | None, why: Reason
) -> None:
    duty = on_call(DAY_AND_NIGHT, at("11-17T12:00"), overrides, absences)
    assert (duty.person, duty.why) == (person, why)


ONE = Rota("webcare", "Europe/Amsterdam", (replace(WEEKS, people=("sanne",)),))


@pytest.mark.parametrize(
    ("rota", "when", "overrides", "absences", "since", "until"),
    [
        pytest.param(
            WEBCARE, "12-25T03:55", [SWAP], [NEW_YEAR], "12-14T09:00", "2027-01-01", id="through one's own weeks too"
        ),
        pytest.param(WEBCARE, "12-14T09:00", [], [], "12-14T09:00", "12-21T09:00", id="from its very first second"),
        pytest.param(
            ONE,
            "11-20T09:00",
            [],
            [absence("sanne", "11-28T09:00", "12-06")],
            "11-16T09:00",
            "11-28T09:00",
            id="until a change exactly eight days away",
        ),
        pytest.param(ONE, "2027-06-01", [], [], "11-16T09:00", None, id="a lone person has no next handoff"),
        pytest.param(ONE, "2030-01-01", [], [], None, None, id="nor, after 400 days, a known first one"),
        pytest.param(ONE, "2026-06-01", [], [], None, "11-16T09:00", id="nobody, until the rota begins"),
        pytest.param(ONE, "2025-12-01", [], [], None, "11-16T09:00", id="a change 350 days away is found"),
        pytest.param(ONE, "2025-10-01", [], [], None, None, id="one 411 days away is not looked for"),
    ],
)
def test_a_duty_lasts_from_handoff_to_handoff(
    rota: Rota, when: str, overrides: list[Override], absences: list[Absence], since: str | None, until: str | None
) -> None:
    duty = on_call(rota, at(when), overrides, absences)
    assert (duty.since, duty.until) == (at(since) if since else None, at(until) if until else None)


def test_the_holiday_of_bram_as_a_schedule() -> None:
    period = at("12-21"), at("2027-01-04T09:00")
    pieces = shifts(WEBCARE, *period, [SWAP], [AWAY, NEW_YEAR])
    assert [(piece.person, piece.why.kind, f"{piece.since.astimezone(AMSTERDAM):%d %b %H:%M}") for piece in pieces] == [
        ("sanne", "shift", "21 Dec 00:00"),
        ("sanne", "override", "21 Dec 09:00"),
        ("sanne", "shift", "28 Dec 09:00"),
        (None, "nobody", "01 Jan 00:00"),
        ("sanne", "shift", "02 Jan 00:00"),
    ]
    (gap,) = gaps(WEBCARE, *period, [SWAP], [AWAY, NEW_YEAR])
    assert (gap.since, gap.until) == (at("2027-01-01"), at("2027-01-02"))
    assert gap.why == ON_NEW_YEAR


@pytest.mark.parametrize(
    ("absences", "gap"),
    [
        pytest.param([], [], id="a carried rota has no gap"),
        pytest.param([absence("sanne", "12-01", "12-02")], [("12-01", "12-02")], id="the only person away is a gap"),
        pytest.param([absence("sanne", "11-01", "12-31")], [("11-20", "12-20")], id="a gap is clipped to the period"),
        pytest.param([absence("sanne", "12-01", "12-02", in_place="bram")], [], id="with somebody in place it is none"),
    ],
)
def test_gaps(absences: list[Absence], gap: list[tuple[str, str]]) -> None:
    found = gaps(ONE, at("11-20"), at("12-20"), (), absences)
    assert [(piece.since, piece.until) for piece in found] == [(at(start), at(end)) for start, end in gap]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param(
            "11-23T09:00", "11-30T09:00", [("11-23T09:00", "sanne", "bram")], id="one at the start is included"
        ),
        pytest.param("11-23T09:00:01", "11-30T09:00", [], id="one at the end is not"),
        pytest.param("11-23T09:00", "11-23T09:00", [], id="an empty period has none"),
        pytest.param("11-30", "11-23", [], id="nor has a period that ends before it starts"),
        pytest.param("11-10", "11-17", [("11-16T09:00", None, "sanne")], id="the first takes over from nobody"),
        pytest.param("12-21", "12-29", [], id="the same person for another reason is no handoff"),
        pytest.param(
            "2027-01-01",
            "2027-01-03",
            [("2027-01-01", "sanne", None), ("2027-01-02", None, "sanne")],
            id="into a gap and out of it are handoffs",
        ),
    ],
)
def test_handoffs(start: str, end: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    found = handoffs(WEBCARE, at(start), at(end), [SWAP], [NEW_YEAR])
    assert [(each.at, each.previous, each.next) for each in found] == [
        (at(when), previous, following) for when, previous, following in expected
    ]


AUTUMN = Rota("webcare", "Europe/Amsterdam", (replace(WEEKS, starts=date(2026, 10, 19)),))


@pytest.mark.parametrize(
    ("rota", "start", "end", "overrides", "limit", "expected"),
    [
        pytest.param(WEBCARE, "11-16T09:00", "12-21", [], WEEK, [], id="a week is not longer than a week"),
        pytest.param(AUTUMN, "10-20", "10-26", [], WEEK, [], id="nor is one with an hour more in the autumn night"),
        pytest.param(
            WEBCARE, "11-17", "11-18", [], WEEK - SECOND, [("11-16T09:00", "11-23T09:00")], id="it is longer than less"
        ),
        pytest.param(
            WEBCARE,
            "12-23",
            "12-30",
            [SWAP],
            2 * WEEK,
            [("12-14T09:00", "2027-01-04T09:00")],
            id="three weeks on end are told once, in full length",
        ),
        pytest.param(ONE, "2027-06-01", "2027-06-02", [], WEEK, [("11-16T09:00", None)], id="so is a lone person"),
        pytest.param(WEBCARE, "11-01", "11-16T09:00", [], DAY, [], id="nobody is not on duty long"),
    ],
)
def test_long_duty(
    rota: Rota,
    start: str,
    end: str,
    overrides: list[Override],
    limit: timedelta,
    expected: list[tuple[str, str | None]],
) -> None:
    found = long_duty(rota, at(start), at(end), overrides, (), limit=limit)
    assert [(duty.since, duty.until) for duty in found] == [
        (at(since), at(until) if until else None) for since, until in expected
    ]


NIGHTLY = replace(AUTUMN, layers=(replace(AUTUMN.layers[0], starts=date(2026, 10, 24), turn_days=1),))


@pytest.mark.parametrize(
    ("rota", "after", "until", "absences", "expected"),
    [
        pytest.param(WEBCARE, "11-22T08:59:59", "11-22T08:59:59", [], [], id="nothing in an empty period"),
        pytest.param(WEBCARE, "11-22T08", "11-22T08:59:59", [], [], id="nothing a second before the day before"),
        pytest.param(
            WEBCARE, "11-22T08", "11-22T09", [], [("day_before", "bram", "11-22T09:00")], id="the end is included"
        ),
        pytest.param(WEBCARE, "11-22T09", "11-23T08:59:59", [], [], id="the start is not, so nothing is told twice"),
        pytest.param(
            WEBCARE, "11-22T09", "11-23T09", [], [("handoff", "bram", "11-23T09:00")], id="at the handoff once more"
        ),
        pytest.param(WEBCARE, "11-23T09", "11-23T10", [], [], id="a handoff at the start was told before"),
        pytest.param(
            NIGHTLY,
            "10-24T08",
            "10-24T09",
            [],
            [("handoff", "sanne", "10-24T09:00"), ("day_before", "bram", "10-24T09:00")],
            id="a handoff 25 hours ahead is a day ahead",
        ),
        pytest.param(
            NIGHTLY,
            "10-24T08",
            "10-25T09",
            [],
            [
                ("handoff", "sanne", "10-24T09:00"),
                ("day_before", "bram", "10-24T09:00"),
                ("handoff", "bram", "10-25T09:00"),
                ("day_before", "sanne", "10-25T09:00"),
            ],
            id="the day before is the same wall time, also over the autumn night",
        ),
        pytest.param(
            WEBCARE,
            "12-31",
            "2027-01-03",
            [NEW_YEAR],
            [
                ("day_before", "sanne", "2027-01-01"),
                ("handoff", "sanne", "2027-01-02"),
                ("day_before", "bram", "2027-01-03"),
            ],
            id="nobody is not told, and who comes back is",
        ),
    ],
)
def test_notices(
    rota: Rota, after: str, until: str, absences: list[Absence], expected: list[tuple[str, str, str]]
) -> None:
    late = [override("bram", "2027-01-04", "2027-01-05")]
    found = notices(rota, at(after), at(until), late, absences)
    assert [(notice.kind, notice.person, notice.at) for notice in found] == [
        (kind, person, at(when)) for kind, person, when in expected
    ]


def test_a_notice_says_from_when_until_when_and_why() -> None:
    (notice,) = notices(WEBCARE, at("12-20"), at("12-20T10:00"), [override("chris", "12-21T09:00", "12-24")], ())
    assert notice.duty == Duty(
        "chris",
        at("12-21T09:00"),
        at("12-24"),
        Reason("override", "webcare", "bram", "o-chris", "mirjam", at("11-01"), "holiday"),
    )


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
        pytest.param(replace(WEBCARE, layers=()), ["it has no layers"], id="no layers"),
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
