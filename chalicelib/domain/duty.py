"""Who carries the phone: a rota with its overrides and absences weighed, at an instant and over a period.

One slot is filled at a time, by the first of these who is not away:

1. the person of the newest override that covers the instant, else of the highest layer that carries;
2. whoever that person's absence names in place, unless away too;
3. the next layers that carry, each by the same rule, but never somebody an override has relieved;
4. nobody, which is told with its reason.

So an override outranks the absence of the person it relieves, but not that of the person who takes over.
Periods are half-open: at the second of the handoff the new person is on call. Results are in UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from chalicelib.domain.rota import Absence, Override, Rota, carriers, covers, edges

Overrides = Sequence[Override]
Absences = Sequence[Absence]

_TICK = timedelta(microseconds=1)
# How far a change of person is looked for, nearest first; usually it lies within the week.
_HORIZONS = (timedelta(days=8), timedelta(days=40), timedelta(days=400))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why this person is on call, in parts a text can be made of.

    `whose`: whose shift it is; for an absence, or for nobody, who is away. None when no layer carries.
    `source` (its id), `by`, `made_at` and `note` are those of the override or the absence.
    """

    kind: Literal["shift", "override", "absence", "nobody"]
    layer: str | None = None
    whose: str | None = None
    source: str | None = None
    by: str | None = None
    made_at: datetime | None = None
    note: str = ""
    away: tuple[str, ...] = ()
    """People who came first and are away with nobody in their place."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch with one person (None: nobody) for one reason, clipped to the period that was asked for."""

    person: str | None
    since: datetime
    until: datetime
    why: Reason


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is on call at an instant, and from which handoff to which.

    The reason is the one at that instant; it may change while the person stays. `since` or `until` None: no
    other person within 400 days on that side.
    """

    person: str | None
    since: datetime | None
    until: datetime | None
    why: Reason


@dataclass(frozen=True, slots=True)
class Handoff:
    """The instant another person is on call; None stands for nobody."""

    at: datetime
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class _Plan:
    """A rota with the exceptions that concern it, overrides oldest first, absences newest first."""

    rota: Rota
    overrides: tuple[Override, ...]
    absences: tuple[Absence, ...]


def on_call(rota: Rota, at: datetime, overrides: Overrides, absences: Absences) -> Duty:
    """Who is on call at an aware instant, since <= at < until."""
    plan, at = _plan(rota, overrides, absences), at.astimezone(UTC)
    person, why = _assign(plan, at)
    return Duty(person, _began(plan, at, person), _ends(plan, at, person), why)


def person_on_call(rota: Rota, at: datetime, overrides: Overrides, absences: Absences) -> tuple[str | None, Reason]:
    """Who is on call at an aware instant, and why. What `on_call` says, without the search for the handoffs."""
    return _assign(_plan(rota, overrides, absences), at.astimezone(UTC))


def shifts(rota: Rota, start: datetime, end: datetime, overrides: Overrides, absences: Absences) -> tuple[Slice, ...]:
    """Slices that cover [start, end) without gap or overlap; neighbours differ in person or reason."""
    plan, found = _plan(rota, overrides, absences), list[Slice]()
    for since, until in pairwise(_bounds(plan, start.astimezone(UTC), end.astimezone(UTC))):
        person, why = _assign(plan, since)
        if found and (found[-1].person, found[-1].why) == (person, why):
            since = found.pop().since
        found.append(Slice(person, since, until, why))
    return tuple(found)


def handoffs(
    rota: Rota, start: datetime, end: datetime, overrides: Overrides, absences: Absences
) -> tuple[Handoff, ...]:
    """Every change of person in [start, end), one exactly at `start` included; to and from nobody too."""
    slices = shifts(rota, start.astimezone(UTC) - _TICK, end, overrides, absences)
    pairs = ((before, after) for before, after in pairwise(slices) if before.person != after.person)
    return tuple(Handoff(after.since, before.person, after.person) for before, after in pairs)


def gaps(rota: Rota, start: datetime, end: datetime, overrides: Overrides, absences: Absences) -> tuple[Slice, ...]:
    """The slices of [start, end) with nobody on call."""
    return tuple(found for found in shifts(rota, start, end, overrides, absences) if found.person is None)


def long_duty(
    rota: Rota, start: datetime, end: datetime, overrides: Overrides, absences: Absences, *, limit: timedelta
) -> tuple[Duty, ...]:
    """Stretches of one person that touch [start, end) and last longer than `limit`, in full length.

    Measured on the rota's wall clock, so that a weekly turn is a week on both nights the clocks change.
    """
    zone, found, previous = ZoneInfo(rota.zone), list[Duty](), None
    for piece in shifts(rota, start, end, overrides, absences):
        if piece.person is not None and piece.person != previous:
            duty = on_call(rota, piece.since, overrides, absences)
            if _wall_length(duty, zone) > limit:
                found.append(duty)
        previous = piece.person
    return tuple(found)


def _plan(rota: Rota, overrides: Overrides, absences: Absences) -> _Plan:
    here = (override for override in overrides if override.rota == rota.name)
    return _Plan(rota, tuple(sorted(here, key=_age)), tuple(sorted(absences, key=_age, reverse=True)))


def _age(exception: Override | Absence) -> tuple[datetime, str]:
    return exception.made_at.astimezone(UTC), exception.id


def _bounds(plan: _Plan, start: datetime, end: datetime) -> list[datetime]:
    """`start`, every instant between at which the assignment may change, `end`; empty for an empty period."""
    if start >= end:
        return []
    exceptions: tuple[Override | Absence, ...] = (*plan.overrides, *plan.absences)
    return [start, *sorted(set(edges(plan.rota, exceptions, start, end))), end]


def _began(plan: _Plan, at: datetime, person: str | None) -> datetime | None:
    nearer = at
    for horizon in _HORIZONS:
        for since, until in reversed(list(pairwise(_bounds(plan, at - horizon, nearer)))):
            if _assign(plan, since)[0] != person:
                return until
        nearer = at - horizon
    return None


def _ends(plan: _Plan, at: datetime, person: str | None) -> datetime | None:
    nearer = at
    for horizon in _HORIZONS:
        for edge in _bounds(plan, nearer, at + horizon)[1:]:
            if _assign(plan, edge)[0] != person:
                return edge
        nearer = at + horizon
    return None


def _wall_length(duty: Duty, zone: ZoneInfo) -> timedelta:
    if duty.since is None or duty.until is None:
        return timedelta.max
    since, until = (instant.astimezone(zone).replace(tzinfo=None) for instant in (duty.since, duty.until))
    return until - since


def _assign(plan: _Plan, at: datetime) -> tuple[str | None, Reason]:
    """The rule at the top of this file, at one instant."""
    # Who may fill the slot, first choice first, each with the reason it would be.
    queue = [(person, Reason("shift", layer, person)) for layer, person in carriers(plan.rota, at)]
    person, why = _first_present(plan, queue, at)
    for override in plan.overrides:
        holder, stake = queue[0] if queue else (None, why)
        # By the name on the shift too: of two overrides of Bram's week the newest counts.
        if not covers(override, at) or override.instead_of not in (None, holder, stake.whose, person):
            continue
        relieved = override.instead_of or holder
        shift = next((why for named, why in queue if named == relieved), stake)
        made = (override.id, override.by, override.made_at, override.reason)
        taken = Reason("override", shift.layer, shift.whose, *made)
        queue = [(override.person, taken), *(claim for claim in queue[1:] if claim[0] != relieved)]
        person, why = _first_present(plan, queue, at)
    return person, why


def _first_present(plan: _Plan, queue: Sequence[tuple[str, Reason]], at: datetime) -> tuple[str | None, Reason]:
    away: tuple[str, ...] = ()
    nobody = Reason("nobody")
    for person, why in queue:
        absence = _absence(plan, person, at)
        if absence is None:
            return person, replace(why, away=away)
        told = Reason("absence", why.layer, person, absence.id, absence.by, absence.made_at, away=away)
        if absence.in_place is not None and _absence(plan, absence.in_place, at) is None:
            return absence.in_place, told
        nobody = nobody if away else replace(told, kind="nobody")
        away = (*away, person)
    return None, replace(nobody, away=away)


def _absence(plan: _Plan, person: str, at: datetime) -> Absence | None:
    """The newest one that covers the instant; None while the person is there."""
    return next((each for each in plan.absences if each.person == person and covers(each, at)), None)
