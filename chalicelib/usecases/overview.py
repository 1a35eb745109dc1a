"""What the status page shows, as facts: who waits, who has it, who is on duty, which storms are on, who is heard.

Of what is open it reads a bounded part, so that the page costs the same on the worst day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.domain.crowd import Member, crowd_of
from chalicelib.domain.facts_by_hand import Acknowledgement
from chalicelib.domain.head import Head, Silent
from chalicelib.domain.organisation import Account, Brand, Language, Organisation, Person
from chalicelib.domain.pages import Crowd
from chalicelib.domain.storm import Storm
from chalicelib.store.conversations import LISTED_FOR
from chalicelib.usecases.attainment import attainment
from chalicelib.usecases.attention import attention
from chalicelib.usecases.ingest import account_mark
from chalicelib.usecases.open_clocks import Line, open_clocks
from chalicelib.usecases.ports import Context
from chalicelib.usecases.storm import storm_on, storm_taken

MOST_OF_A_RANGE = 100
"""Of eight ranges: the list shows a hundred lines, and its counts are exact up to about eight hundred."""

LISTED_QUIET = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDuty:
    """Who carries the phone of a rota, until when, and who comes after; None: nobody."""

    rota: str
    manager: bool
    person: Person | None
    until: datetime | None
    then: Person | None


@dataclass(frozen=True, slots=True)
class Heard:
    """An account and when anything last came from it; None: never yet."""

    account: Account
    at: datetime | None


@dataclass(frozen=True, slots=True)
class StormSeen:
    """A storm that is on. `crowd` is None once nobody waits in it."""

    storm: Storm
    brand: Brand
    taken: Acknowledgement | None
    crowd: Crowd | None


@dataclass(frozen=True, slots=True)
class Quiet:
    """Something that started no clock, with its conversation."""

    head: Head
    silent: Silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How well promises were kept: of today's clocks that count, and never answered in seven days."""

    counted: int
    within_target: int
    never_answered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Everything at one instant. `more`: there are more clocks than `lines` holds, so that counts are a least."""

    now: datetime
    today: Organisation
    lines: tuple[Line, ...]
    more: bool
    storms: tuple[StormSeen, ...]
    duties: tuple[OnDuty, ...]
    heard: tuple[Heard, ...]
    quiet: tuple[Quiet, ...]
    """What started no clock in a day, the latest first, at most LISTED_QUIET."""
    attention: tuple[str, ...]
    kept: Kept


def overview(context: Context, now: datetime, language: Language) -> Overview:
    """Look once; what needs attention is said in that language. Changes nothing."""
    today = context.roster.organisation
    found = open_clocks(context, MOST_OF_A_RANGE)
    marks = context.notes.marks()
    return Overview(
        now=now,
        today=today,
        lines=found.lines,
        more=bool(found.cursor),
        storms=_storms(found.lines, context, now),
        duties=_duties(context, now),
        heard=tuple(Heard(each, marks.get(account_mark(each.platform, each.id))) for each in today.accounts),
        quiet=_latest(context, now),
        attention=tuple(line.text for line in attention(context, marks, language, now)),
        kept=_kept(context, now),
    )


def _latest(context: Context, now: datetime) -> tuple[Quiet, ...]:
    since = now - LISTED_FOR
    heads = context.due.quiet(since, LISTED_QUIET)
    found = [Quiet(head, silent) for head in heads for silent in head.silent if silent.at > since]
    return tuple(sorted(found, key=lambda each: each.silent.at, reverse=True)[:LISTED_QUIET])


def _kept(context: Context, now: datetime) -> Kept:
    day = now.astimezone(ZoneInfo(context.roster.organisation.zone)).date().isoformat()
    entries = attainment(context, now)
    of_today = [entry for entry in entries if entry["day"] == day]
    return Kept(
        counted=sum(entry["past_target_or_answered"] for entry in of_today),
        within_target=sum(entry["within_target"] for entry in of_today),
        never_answered=sum(entry["never_answered"] for entry in entries),
    )


def _storms(lines: Sequence[Line], context: Context, now: datetime) -> tuple[StormSeen, ...]:
    """Whom a storm is about is told of those that were read: in numbers that are a least."""
    today = context.roster.organisation
    seen = []
    for brand in today.brands.values():
        storm = storm_on(brand.id, context, now)
        if storm is None:
            continue
        members = [
            Member(line.head, line.clock)
            for line in lines
            if line.head.brand == brand.id and line.clock.clock != "promise" and line.clock.first_seen_at >= storm.since
        ]
        own_names = (brand.id, brand.name, *(each.name for each in today.accounts if each.brand == brand.id))
        crowd = crowd_of(members, own_names, now) if members else None
        seen.append(StormSeen(storm, brand, storm_taken(storm, context, now), crowd))
    return tuple(seen)


def _duties(context: Context, now: datetime) -> tuple[OnDuty, ...]:
    """The rotas of all brands, each once, those who are paged first before their managers."""
    today = context.roster.organisation
    rotas = dict.fromkeys((brand.on_call, False) for brand in today.brands.values())
    rotas |= dict.fromkeys((brand.manager, True) for brand in today.brands.values())
    found = []
    for rota, manager in rotas:
        duty = context.roster.duty(rota, now)
        then = context.roster.duty(rota, duty.until).person if duty.until is not None else None
        found.append(
            OnDuty(
                rota=rota,
                manager=manager,
                person=today.people.get(duty.person or ""),
                until=duty.until,
                then=today.people.get(then or ""),
            )
        )
    return tuple(found)
