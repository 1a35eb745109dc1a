"""Rotas as they are written down: layers of people in turn, and the exceptions made to them.

A layer is stored as local wall time and an IANA zone, so a handoff at 09:00 stays at 09:00 on both nights the
clocks change (grafana/oncall#3261: stored as instants, shifts moved an hour). Who is on call in the end, with
overrides and absences weighed, is `duty.py`.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, count, takewhile
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chalicelib.domain.calendar import Period, ServiceCalendar, is_open, opening_periods
from chalicelib.domain.calendar_problems import problems as calendar_problems

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_TURN = re.compile(r"([1-9]\d{0,2}) (day|week)(s?)")


@dataclass(frozen=True, slots=True)
class Layer:
    """People who carry in turn, each for `turn_days`, from the first handoff on `starts` at `handoff`.

    A weekly turn therefore hands off on the weekday of `starts`. Before the first handoff the layer carries
    nobody. With `hours`, seven tuples of periods, Monday first, it carries only inside them (the turns go on
    meanwhile); without, around the clock.
    """

    name: str
    people: tuple[str, ...]
    starts: date
    handoff: time
    turn_days: int
    hours: tuple[tuple[Period, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Rota:
    """Layers from the highest to the lowest: the first one that carries somebody decides."""

    name: str
    zone: str
    layers: tuple[Layer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """`person` carries the rota's phone over [start, end), aware datetimes; of several the newest counts.

    With `instead_of` only while that person would be on. Counts from `made_at` at the earliest: what was made
    afterwards does not rewrite who was on call.
    """

    id: str
    rota: str
    person: str
    start: datetime
    end: datetime
    by: str
    made_at: datetime
    reason: str = ""
    instead_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """`person` is away over [start, end), in every rota; `in_place` carries instead, or nobody does.

    Counts from `made_at` at the earliest, as an override does.
    """

    id: str
    person: str
    start: datetime
    end: datetime
    by: str
    made_at: datetime
    in_place: str | None = None


class BadTurn(ValueError):
    """The text is no length of a turn; the message says what one looks like."""


def parse_turn(text: str) -> int:
    """Days in a turn written as `1 day`, `1 week` or `2 weeks`. Raises BadTurn for anything else."""
    found = _TURN.fullmatch(text)
    if found is None or (found[1] == "1") == bool(found[3]):
        raise BadTurn(f"a turn is whole days or weeks, such as '1 day', '1 week' or '2 weeks', not {text!r}")
    return int(found[1]) * (7 if found[2] == "week" else 1)


def instant_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """The UTC instant of a naive wall time: the first of the two when the clocks go back.

    A wall time that the clocks skip in spring stands for the first instant after the gap (left to PEP 495, a
    handoff at 02:15 would move to 03:15).
    """
    usual, other = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if usual <= other:
        return usual
    # Only a skipped time has its folds in reverse order, one at either side of the change.
    old = other.astimezone(zone).utcoffset()
    seconds = range((usual - other) // _SECOND + 1)
    return other + _SECOND * bisect_left(
        seconds, True, key=lambda n: (other + n * _SECOND).astimezone(zone).utcoffset() != old
    )


def turn_start(layer: Layer, zone: ZoneInfo, turn: int) -> datetime:
    """The handoff that begins this turn, counted from 0, in UTC."""
    return instant_of(datetime.combine(layer.starts, layer.handoff) + turn * timedelta(days=layer.turn_days), zone)


def turn_at(layer: Layer, zone: ZoneInfo, at: datetime) -> int:
    """The turn an instant falls in, negative before the first handoff; a handoff begins the new turn.

    Arithmetic on local dates, whatever the rota's age. Tomorrow's turn is the first guess, since clocks that
    go back over midnight (St. John's until 2011) repeat the end of a day after the next has begun.
    """
    tomorrow = at.astimezone(zone).date() + _DAY
    turn = (tomorrow - layer.starts).days // layer.turn_days
    while turn_start(layer, zone, turn) > at:
        turn -= 1
    return turn


def carriers(rota: Rota, at: datetime) -> tuple[tuple[str, str], ...]:
    """(layer, person) of every layer that carries at this instant, the highest first, exceptions aside."""
    zone = ZoneInfo(rota.zone)
    carrying = []
    for layer in rota.layers:
        turn = turn_at(layer, zone, at)
        if turn >= 0 and (not layer.hours or is_open(_calendar(rota.zone, layer), at)):
            carrying.append((layer.name, layer.people[turn % len(layer.people)]))
    return tuple(carrying)


def counts_from(exception: Override | Absence) -> datetime:
    """The first instant at which it is in force, in UTC."""
    return max(exception.start.astimezone(UTC), exception.made_at.astimezone(UTC))


def covers(exception: Override | Absence, at: datetime) -> bool:
    """Whether it is in force at an instant; at its end no more."""
    return counts_from(exception) <= at < exception.end.astimezone(UTC)


def edges(rota: Rota, exceptions: Iterable[Override | Absence], start: datetime, end: datetime) -> Iterator[datetime]:
    """Instants strictly between `start` and `end` at which somebody else may carry, unordered, in UTC."""
    found = chain(_turn_edges(rota, start, end), _hour_edges(rota, start, end))
    bounds = ((counts_from(each), each.end.astimezone(UTC)) for each in exceptions)
    return (edge for edge in chain(found, *bounds) if start < edge < end)


def _turn_edges(rota: Rota, start: datetime, end: datetime) -> Iterator[datetime]:
    zone = ZoneInfo(rota.zone)
    for layer in rota.layers:
        turns = count(max(turn_at(layer, zone, start) + 1, 0))
        yield from takewhile(lambda at: at < end, (turn_start(layer, zone, turn) for turn in turns))


def _hour_edges(rota: Rota, start: datetime, end: datetime) -> Iterator[datetime]:
    # A day more at the start: a period that runs through midnight.
    zone = ZoneInfo(rota.zone)
    first = start.astimezone(zone).date() - _DAY
    days = (end.astimezone(zone).date() - first).days + 1
    for layer in rota.layers:
        if layer.hours:
            hours = _calendar(rota.zone, layer)
            for n in range(days):
                yield from chain.from_iterable(opening_periods(hours, first + n * _DAY))


def problems(rota: Rota, known_people: Collection[str]) -> tuple[str, ...]:
    """What is wrong with a rota, a sentence each; every other function here expects none of these.

    A rota that is sound and yet has nobody for a while is found by `duty.gaps`.
    """
    return tuple(f"rota {rota.name}: {problem}" for problem in _rota_problems(rota, known_people))


def _rota_problems(rota: Rota, known_people: Collection[str]) -> Iterator[str]:
    try:
        ZoneInfo(rota.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder of zones, such as 'Europe'
        yield f"{rota.zone!r} is no IANA time zone, such as 'Europe/Amsterdam'"
    if not rota.layers:
        yield "it has no layers, so nobody would ever be on call"
    names = [layer.name for layer in rota.layers]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"two layers are called {name!r}"
    for layer in rota.layers:
        for problem in _layer_problems(layer, known_people):
            yield f"layer {layer.name}: {problem}"


def _layer_problems(layer: Layer, known_people: Collection[str]) -> Iterator[str]:
    if not layer.people:
        yield "it has no people"
    for person in dict.fromkeys(layer.people):
        if person not in known_people:
            yield f"nobody is known as {person!r}"
    if layer.turn_days < 1:
        yield f"a turn lasts at least a day, not {layer.turn_days}"
    if layer.hours:
        # In UTC: a rota's wrong zone is told once, above.
        yield from calendar_problems(_calendar("UTC", layer))


def _calendar(zone: str, layer: Layer) -> ServiceCalendar:
    return ServiceCalendar(layer.name, zone, layer.hours)
