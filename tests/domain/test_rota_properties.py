"""Laws of rotas over random layers, zones, overrides and absences, most of them around the nights clocks change."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.calendar import Period
from chalicelib.domain.duty import Slice, handoffs, on_call, shifts
from chalicelib.domain.duty_notices import notices
from chalicelib.domain.rota import Absence, Layer, Override, Rota, carriers, problems

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
PEOPLE = ("anna", "bram", "chris", "dewi")
ZONES = ("Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns", "UTC")
# Each window holds a night in which some of those zones change their clocks.
WINDOWS = (datetime(2026, 3, 5, tzinfo=UTC), datetime(2026, 3, 26, tzinfo=UTC), datetime(2026, 10, 22, tzinfo=UTC))

people = st.sampled_from(PEOPLE)
instants = st.builds(
    lambda window, minutes: window + minutes * MINUTE, st.sampled_from(WINDOWS), st.integers(0, 14 * 24 * 60)
)
spans = st.tuples(instants, st.integers(1, 5 * 24 * 60)).map(lambda span: (span[0], span[0] + span[1] * MINUTE))
walls = st.builds(time, st.integers(0, 23), st.sampled_from((0, 1, 30)))
periods = st.builds(lambda start, length: Period(start, start + length), st.integers(0, 1439), st.integers(1, 1440))
weeks = st.lists(st.one_of(st.just(()), st.tuples(periods)), min_size=7, max_size=7).map(tuple)
layers = st.builds(
    Layer,
    name=st.uuids().map(str),
    people=st.lists(people, min_size=1, max_size=4).map(tuple),
    starts=st.dates(date(2025, 12, 1), date(2026, 10, 27)),
    handoff=walls,
    turn_days=st.sampled_from((1, 2, 7, 14)),
    hours=st.one_of(st.just(()), weeks),
)
rotas = st.builds(
    Rota, st.just("webcare"), st.sampled_from(ZONES), st.lists(layers, min_size=1, max_size=3).map(tuple)
).filter(lambda rota: not problems(rota, PEOPLE))


@st.composite
def overrides(draw: st.DrawFn) -> Override:
    start, end = draw(spans)
    return Override(
        id=draw(st.uuids().map(str)),
        rota=draw(st.sampled_from(("webcare", "webcare", "managers"))),
        person=draw(people),
        start=start,
        end=end,
        by="mirjam",
        made_at=draw(instants) - 7 * DAY,
        instead_of=draw(st.one_of(st.none(), people)),
    )


@st.composite
def absences(draw: st.DrawFn) -> Absence:
    start, end = draw(spans)
    return Absence(
        id=draw(st.uuids().map(str)),
        person=draw(people),
        start=start,
        end=end,
        by="mirjam",
        made_at=draw(instants) - 7 * DAY,
        in_place=draw(st.one_of(st.none(), people)),
    )


# How long an example takes says nothing about a rota.
unhurried = settings(deadline=None)
many_overrides = st.lists(overrides(), max_size=4)
many_absences = st.lists(absences(), max_size=4)


@unhurried
@given(rotas, spans, many_overrides, many_absences, st.lists(st.integers(0, 999), max_size=4))
def test_shifts_tile_any_period_and_agree_with_on_call(
    rota: Rota,
    span: tuple[datetime, datetime],
    taken: list[Override],
    away: list[Absence],
    within: list[int],
) -> None:
    start, end = span
    pieces = shifts(rota, start, end, taken, away)
    assert (pieces[0].since, pieces[-1].until) == (start, end)
    for before, after in pairwise(pieces):
        assert before.until == after.since
        assert (before.person, before.why) != (after.person, after.why)
    for piece in pieces:
        length = piece.until - piece.since
        assert length > timedelta(0)
        last = piece.until - timedelta(microseconds=1)
        for moment in (piece.since, last, *(piece.since + length * share // 1000 for share in within)):
            duty = on_call(rota, moment, taken, away)
            assert (duty.person, duty.why) == (piece.person, piece.why)


@unhurried
@given(rotas, instants, many_overrides, many_absences)
def test_a_duty_spans_its_instant_and_ends_with_another_person(
    rota: Rota, at: datetime, taken: list[Override], away: list[Absence]
) -> None:
    duty = on_call(rota, at, taken, away)
    assert duty.since is None or duty.since <= at
    assert duty.until is None or at < duty.until
    first, last = duty.since or at - 5 * DAY, duty.until or at + 5 * DAY
    assert {piece.person for piece in shifts(rota, first, last, taken, away)} == {duty.person}
    if duty.until is not None:
        following = on_call(rota, duty.until, taken, away)
        assert (following.person != duty.person, following.since) == (True, duty.until)
    if duty.since is not None:
        earlier = on_call(rota, duty.since - timedelta(microseconds=1), taken, away)
        assert (earlier.person != duty.person, earlier.until) == (True, duty.since)


def clipped(pieces: Sequence[Slice], start: datetime, end: datetime) -> list[Slice]:
    return [
        replace(piece, since=max(piece.since, start), until=min(piece.until, end))
        for piece in pieces
        if piece.since < end and piece.until > start
    ]


@unhurried
@given(rotas, spans, st.integers(0, 20 * 24 * 60), many_overrides, many_absences)
def test_the_schedule_does_not_depend_on_the_window_asked_for(
    rota: Rota, span: tuple[datetime, datetime], wider: int, taken: list[Override], away: list[Absence]
) -> None:
    start, end = span
    wide = shifts(rota, start - wider * MINUTE, end + wider * MINUTE, taken, away)
    assert clipped(wide, start, end) == list(shifts(rota, start, end, taken, away))


@unhurried
@given(rotas, spans, many_overrides, many_absences, st.randoms())
def test_the_order_and_the_zone_in_which_exceptions_are_told_change_nothing(
    rota: Rota, span: tuple[datetime, datetime], taken: list[Override], away: list[Absence], random: Random
) -> None:
    amsterdam = ZoneInfo("Europe/Amsterdam")
    shuffled = [
        replace(each, start=each.start.astimezone(amsterdam), end=each.end.astimezone(amsterdam)) for each in taken
    ]
    random.shuffle(shuffled)
    assert shifts(rota, *span, shuffled, away[::-1]) == shifts(rota, *span, taken, away)


@unhurried
@given(rotas, instants, many_overrides, many_absences)
def test_nobody_is_on_call_while_away_and_the_newest_unconditional_override_counts(
    rota: Rota, at: datetime, taken: list[Override], away: list[Absence]
) -> None:
    absent = {each.person for each in away if max(each.start, each.made_at) <= at < each.end}
    duty = on_call(rota, at, taken, away)
    assert duty.person not in absent
    covering = [each for each in taken if each.rota == rota.name and max(each.start, each.made_at) <= at < each.end]
    newest = max(covering, key=lambda each: (each.made_at, each.id), default=None)
    if newest is None and not absent:
        assert duty.person == next((person for _, person in carriers(rota, at)), None)
    if newest is not None and newest.instead_of is None and newest.person not in absent:
        assert (duty.person, duty.why.kind, duty.why.source) == (newest.person, "override", newest.id)


@unhurried
@given(rotas, spans, many_overrides, many_absences)
def test_handoffs_chain_from_person_to_person(
    rota: Rota, span: tuple[datetime, datetime], taken: list[Override], away: list[Absence]
) -> None:
    found = handoffs(rota, *span, taken, away)
    assert all(before.next == after.previous and before.at < after.at for before, after in pairwise(found))
    assert all(span[0] <= each.at < span[1] and each.previous != each.next for each in found)
    people_seen = [on_call(rota, span[0] - timedelta(microseconds=1), taken, away).person]
    for piece in shifts(rota, *span, taken, away):
        people_seen += [piece.person] if piece.person != people_seen[-1] else []
    assert [each.next for each in found] == people_seen[1:]


@unhurried
@given(rotas, spans, st.integers(0, 5 * 24 * 60), many_overrides, many_absences)
def test_consecutive_periods_give_each_notice_exactly_once(
    rota: Rota, span: tuple[datetime, datetime], cut: int, taken: list[Override], away: list[Absence]
) -> None:
    start, end = span
    middle = min(start + cut * MINUTE, end)
    parts = (*notices(rota, start, middle, taken, away), *notices(rota, middle, end, taken, away))
    assert parts == notices(rota, start, end, taken, away)


def reached(zone: ZoneInfo, wall: datetime) -> datetime:
    """The first minute at which a clock on the wall shows this time or has skipped it, by watching the clock."""
    offset = (wall - 3 * DAY).replace(tzinfo=zone).utcoffset()
    assert offset is not None
    moment = (wall - offset).replace(tzinfo=UTC) - timedelta(hours=3)
    while moment.astimezone(zone).replace(tzinfo=None) < wall:
        moment += MINUTE
    return moment


@unhurried
@given(st.sampled_from(ZONES), walls, st.integers(0, 30), st.sampled_from((1, 2, 7)), instants)
def test_turns_by_arithmetic_are_turns_by_counting_handoffs(
    zone: str, handoff: time, age: int, turn_days: int, at: datetime
) -> None:
    starts = at.date() - age * DAY
    rota = Rota("webcare", zone, (Layer("webcare", PEOPLE, starts, handoff, turn_days),))
    turns, wall = 0, datetime.combine(starts, handoff)
    while reached(ZoneInfo(zone), wall) <= at:
        turns, wall = turns + 1, wall + turn_days * DAY
    expected = PEOPLE[(turns - 1) % len(PEOPLE)] if turns else None
    assert on_call(rota, at, (), ()).person == expected
