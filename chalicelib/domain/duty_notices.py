"""Who is told what about duty, and when: a day before a handoff, at the handoff, and about nobody having duty.

The next person is told at the same wall time the day before, or when their quiet hours end, and at the handoff. Where
nobody comes next because somebody is away, the manager is told at those two moments, under one key: once is enough.
Hours that no layer carries are written down in the rota itself. They are found by checking the rota, since a daily text
about every night would soon be read by nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from chalicelib.domain.duty import Absences, Duty, Overrides, handoffs, on_call
from chalicelib.domain.organisation import MANAGER
from chalicelib.domain.quiet_hours import on_shift, quiet_until
from chalicelib.domain.roster import Roster
from chalicelib.domain.rota import Rota, instant_of

Kind = Literal["day_before", "handoff", "nobody"]
_KINDS: dict[str, Kind] = {"day_before": "day_before", "handoff": "handoff", "nobody": "nobody"}

_TICK = timedelta(microseconds=1)
_DAY = timedelta(days=1)
# A wall day is up to 25 hours long, and quiet hours are shorter than one.
_LONGEST_QUIET = timedelta(hours=25)


@dataclass(frozen=True, slots=True)
class Notice:
    """What `person` is told at `at` about the duty that is, or will be, theirs."""

    kind: Literal["day_before", "handoff"]
    person: str
    at: datetime
    duty: Duty


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyNotice:
    """`person` is told about the duty in `rota` that starts at `starts_at`: theirs, or (kind `nobody`) nobody's."""

    kind: Kind
    rota: str
    person: str
    starts_at: datetime

    @property
    def key(self) -> str:
        """The same whenever it is told; what of this the person has been told once is not told again."""
        return f"{self.kind}#{self.starts_at.astimezone(UTC).isoformat()}#{self.rota}"


def parse_key(person: str, key: str) -> DutyNotice:
    """The inverse of `DutyNotice.key`. Raises ValueError for other text."""
    kind, at, rota = key.split("#", 2)
    if kind not in _KINDS:
        raise ValueError(f"{kind!r} is no kind of notice")
    return DutyNotice(kind=_KINDS[kind], rota=rota, person=person, starts_at=datetime.fromisoformat(at))


def due_notices(roster: Roster, after: datetime, until: datetime) -> tuple[DutyNotice, ...]:
    """Everything that has to be told strictly after `after` and not later than `until`, each once, rota by rota."""
    found: dict[DutyNotice, None] = {}
    for rota in roster.organisation.rotas.values():
        if _can_change(rota, roster):
            moments = (*_to_the_next(rota, roster, after, until), *_to_the_manager(rota, roster, after, until))
            found |= {notice: None for at, notice in moments if after < at <= until}
    return tuple(found)


def still_true(notice: DutyNotice, roster: Roster, now: datetime) -> Duty | None:
    """The duty that the notice is about as it stands now; None when there is nothing to tell any more.

    It was taken over or filled meanwhile, it is over, or (a day before) it has begun, which is told by another notice.
    """
    if notice.rota not in roster.organisation.rotas:
        return None
    duty = roster.duty(notice.rota, notice.starts_at)
    expected = None if notice.kind == "nobody" else notice.person
    over = duty.until is not None and duty.until <= now
    begun = notice.kind == "day_before" and notice.starts_at <= now
    return None if duty.person != expected or over or begun else duty


def notices(
    rota: Rota, after: datetime, until: datetime, overrides: Overrides, absences: Absences
) -> tuple[Notice, ...]:
    """What falls strictly after `after` and not later than `until`, earliest first.

    The next person is told at the handoff, and at the same wall time the day before. A handoff arranged less
    than a day ahead has only the first.
    """
    zone, found = ZoneInfo(rota.zone), list[Notice]()
    after, until = after.astimezone(UTC), until.astimezone(UTC)
    # Two days ahead: a day on the wall is up to 25 hours, and 48 where the date line moved.
    for handoff in handoffs(rota, after + _TICK, until + 2 * _DAY + _TICK, overrides, absences):
        if handoff.next is None:
            continue
        duty = on_call(rota, handoff.at, overrides, absences)
        day_before = instant_of(handoff.at.astimezone(zone).replace(tzinfo=None) - _DAY, zone)
        if after < day_before <= until:
            found.append(Notice("day_before", handoff.next, day_before, duty))
        if handoff.at <= until:
            found.append(Notice("handoff", handoff.next, handoff.at, duty))
    return tuple(sorted(found, key=lambda notice: notice.at))


def _can_change(rota: Rota, roster: Roster) -> bool:
    """Most rotas of one person never do, and every minute asks."""
    people = {person for layer in rota.layers for person in layer.people}
    excepted = any(override.rota == rota.name for override in roster.overrides)
    return len(people) > 1 or excepted or any(absence.person in people for absence in roster.absences)


def _to_the_next(rota: Rota, roster: Roster, after: datetime, until: datetime) -> Iterator[tuple[datetime, DutyNotice]]:
    for notice in notices(rota, after - _LONGEST_QUIET, until, roster.overrides, roster.absences):
        at = notice.at if notice.kind == "handoff" else _awake(notice.person, notice.at, roster)
        starts_at = notice.duty.since or notice.at
        yield at, DutyNotice(kind=notice.kind, rota=rota.name, person=notice.person, starts_at=starts_at)


def _to_the_manager(
    rota: Rota, roster: Roster, after: datetime, until: datetime
) -> Iterator[tuple[datetime, DutyNotice]]:
    zone = ZoneInfo(rota.zone)
    # Two days ahead, as a day on the wall is 48 hours where the date line moved. Not back: what quiet hours held for
    # longer is told when the stretch begins.
    period = (after, until + 2 * _DAY + _TICK)
    for handoff in handoffs(rota, *period, roster.overrides, roster.absences):
        if handoff.next is not None or not roster.duty(rota.name, handoff.at).why.away:
            continue
        day_before = instant_of(handoff.at.astimezone(zone).replace(tzinfo=None) - _DAY, zone)
        for told_at in (day_before, handoff.at):
            for person in managers_of(rota, roster, told_at):
                at = _awake(person, told_at, roster) if told_at < handoff.at else told_at
                yield at, DutyNotice(kind="nobody", rota=rota.name, person=person, starts_at=handoff.at)


def managers_of(rota: Rota, roster: Roster, at: datetime) -> tuple[str, ...]:
    """Whoever is the manager then, of the brands that the rota answers for; of all when it answers for none."""
    brands = roster.organisation.brands.values()
    concerned = [brand for brand in brands if rota.name in (brand.on_call, brand.manager)] or list(brands)
    told = (recipient.person for brand in concerned for recipient in roster.recipients((MANAGER,), brand, at))
    return tuple(dict.fromkeys(told))


def _awake(person: str, at: datetime, roster: Roster) -> datetime:
    """That instant, or the end of the quiet hours that it falls in while the person is off shift."""
    known = roster.organisation.people.get(person)
    if known is None or on_shift(person, roster, at):
        return at
    return quiet_until(known, at) or at
