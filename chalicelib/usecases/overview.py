"""What the status page shows, as facts: who waits, who has it, who is on duty, which storms are on, who is heard.

Of what is open it reads a bounded part, so that the page costs the same on the worst day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.clocks import derive
from chalicelib.domain.crowd import Member, crowd_of
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts_by_hand import Acknowledgement
from chalicelib.domain.head import Head, Silent, anchor_message, customer_of
from chalicelib.domain.organisation import Brand, Language, Organisation, Person
from chalicelib.domain.outage import Outage
from chalicelib.domain.pages import Crowd
from chalicelib.domain.results import RESPONSES
from chalicelib.domain.steps import StepTaken
from chalicelib.domain.storm import Storm
from chalicelib.store.conversations import LISTED_FOR
from chalicelib.store.duties import Mute
from chalicelib.store.results import Results
from chalicelib.usecases.attainment import attainment
from chalicelib.usecases.attention import attention
from chalicelib.usecases.channels import Heard, channels
from chalicelib.usecases.open_clocks import Line, open_clocks
from chalicelib.usecases.ports import Context
from chalicelib.usecases.results import LAST_ANSWERED
from chalicelib.usecases.storm import storm_case, storm_on

MOST_OF_A_RANGE = 100
"""Of eight ranges: the list shows a hundred lines, and its counts are exact up to about eight hundred."""

LISTED_QUIET = 50
TIMES_OF = timedelta(days=7)
# What begins a case; what follows within it is the same time.
_BEGIN = frozenset({"first_response", "dm_follow_up"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDuty:
    """Who carries the phone of a rota, until when, and who comes after; None: nobody."""

    rota: str
    manager: bool
    person: Person | None
    until: datetime | None
    then: Person | None


@dataclass(frozen=True, slots=True)
class StormSeen:
    """A storm that is on. `crowd` is None once nobody waits in it; of them `free` are nobody's, and `late` are late."""

    storm: Storm
    brand: Brand
    taken: Acknowledgement | None
    crowd: Crowd | None
    free: int = 0
    late: int = 0
    answered: int = 0
    """Of those who came with it."""
    called: tuple[StepTaken, ...] = ()
    """Who was called in by hand: the recipients of each step, under the name of a helper."""


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
    answered_at: datetime | None = None
    """When somebody was last answered; None: not yet."""
    times: int = 1
    """How often whoever is first asked something in the last seven days, this time included."""
    outages: tuple[Outage, ...] = ()
    """Known outages that are on."""
    mutes: tuple[Mute, ...] = ()
    """Those of a whole account that are in force, each account once."""


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
        storms=_storms(found.lines, bool(found.cursor), context, now),
        duties=_duties(context, now),
        heard=channels(context, marks, now),
        quiet=_latest(context, now),
        attention=tuple(line.text for line in attention(context, marks, language, now)),
        kept=_kept(context, now),
        answered_at=marks.get(LAST_ANSWERED),
        times=_times(found.lines[0], context, now) if found.lines else 1,
        outages=tuple(each for each in context.outages if each.on(now)),
        mutes=_muted_accounts(context.mutes),
    )


def _muted_accounts(mutes: Iterable[Mute]) -> tuple[Mute, ...]:
    """Of several about one account, that which lasts longest."""
    whole = sorted((each for each in mutes if each.conversation is None), key=lambda each: each.until)
    return tuple({(each.platform, each.account): each for each in whole}.values())


def _times(line: Line, context: Context, now: datetime) -> int:
    """Of one conversation, so one more query. What somebody asks on about in the same case is no other time."""
    conversation = Conversation.parse(line.head.conversation)
    case = derive(conversation, context.conversations.load(conversation.ref).facts, context.book, now)
    cases = [clock for clock in case.clocks if clock.kind in _BEGIN and clock.started_at > now - TIMES_OF]
    theirs = [clock for clock in cases if customer_of(case, anchor_message(case, clock)) == line.clock.customer]
    return max(len(theirs), 1)


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


def in_storm(line: Line, storm: Storm) -> bool:
    """Did this customer come with that storm?"""
    came = line.clock.first_seen_at >= storm.since and line.clock.clock != "promise"
    return came and line.head.brand == storm.brand


def _storms(lines: Sequence[Line], more: bool, context: Context, now: datetime) -> tuple[StormSeen, ...]:
    """Whom a storm is about is told of those that were read: in numbers that are a least."""
    today = context.roster.organisation
    seen = []
    for brand in today.brands.values():
        storm = storm_on(brand.id, context, now)
        if storm is None:
            continue
        came = [line for line in lines if in_storm(line, storm)]
        members = [Member(line.head, line.clock) for line in came]
        own_names = (brand.id, brand.name, *(each.name for each in today.accounts if each.brand == brand.id))
        crowd = crowd_of(members, own_names, now, more=more) if members else None
        free = sum(1 for line in came if line.head.acknowledged_by is None)
        late = sum(1 for line in came if now >= line.clock.due_at)
        done = storm_case(storm, context, now)
        taken = done.acknowledgements[-1] if done.acknowledgements else None
        answered = _answered(storm, context, now)
        seen.append(StormSeen(storm, brand, taken, crowd, free, late, answered, done.steps))
    return tuple(seen)


def _answered(storm: Storm, context: Context, now: datetime) -> int:
    """How many of those who came with it got an answer, by the result rows of the days that it lasts."""
    zone = ZoneInfo(context.roster.organisation.zone)
    first, last = (at.astimezone(zone).date() for at in (storm.since, now))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    accounts = [each for each in context.roster.organisation.accounts if each.brand == storm.brand]
    results = Results(context.conversations.table)
    rows = (row for each in accounts for day in days for row in results.of_day(each.platform, each.id, day))
    return sum(row.outcome in RESPONSES and row.clock != "promise" and row.started_at >= storm.since for row in rows)


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
