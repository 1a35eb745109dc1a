"""Customers came in: count them, and when they are a storm, page whoever is on call, once a storm.

The count is put before anything is read, so that of two deliveries at once the second sees both. All of it may be
repeated: the same delivery is counted once, and a storm that has begun is not begun again.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.domain.case import Case, Clock
from chalicelib.domain.clocks import derive, settings_of
from chalicelib.domain.crowd import Member, members_of
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts_by_hand import Acknowledgement
from chalicelib.domain.facts_seen import Message
from chalicelib.domain.head import customer_of
from chalicelib.domain.organisation import ON_CALL, Account
from chalicelib.domain.owners import owner_of
from chalicelib.domain.storm import (
    CUSTOMERS,
    LASTS,
    Arrival,
    Reached,
    Storm,
    customer_key,
    reached,
    storm_after,
    storm_alert,
    usual_of,
)
from chalicelib.store.conversations import Contended
from chalicelib.store.open_heads import read_since
from chalicelib.store.storms import Storms
from chalicelib.usecases.ports import Context
from chalicelib.usecases.tasks import Task, enqueue

_TRIES = 10
MOST_OF_A_RANGE = 1_000
"""Of eight ranges: some 600 RCU and a second, however many are open."""


def notice_storms(cases: Iterable[Case], messages: Collection[str], context: Context, now: datetime) -> None:
    """Count those of a delivery's messages that started a clock, or only named the brand. `cases` are what it touched.

    What first came in an hour ago or more is in no storm that is still on. Raises Contended when other storms of the
    brand kept beginning; whoever retries loses nothing.
    """
    brands: dict[str, list[Arrival]] = {}
    clocks: dict[str, list[Clock]] = {}
    for case in cases:
        brand = case.conversation.brand
        # A deleted answer hangs a clock on a message too, but nobody came with it.
        started = [clock for clock in case.clocks if clock.message in messages and clock.anchor == clock.message]
        for clock in started:
            _, _, account = settings_of(case.conversation, clock, context.book)
            if arrival := _arrival(case, account, case.message_of(clock), clock.first_seen_at, context, now):
                brands.setdefault(brand, []).append(arrival)
                clocks.setdefault(brand, []).append(clock)
        for message in (message for message, why in case.quiet if why == "named" and message.id in messages):
            owner = owner_of(case.conversation, message.accounts, message.at, context.book)
            if owner and (arrival := _arrival(case, owner[1], message, message.first_seen_at, context, now)):
                brands.setdefault(brand, []).append(arrival)
    for brand, came in brands.items():
        rate = _rate(brand, came, context)
        if rate is not None and now < rate.last + LASTS:
            # Whoever only named the brand waits for nothing: with nobody else there is nothing to page about.
            started_now = ((clock.due_at, clock.account) for clock in clocks.get(brand, ()))
            first = min(started_now, default=None) or first_due(brand, rate.since, context, now)
            if first is not None:
                _page(brand, rate, *first, context, now)


@dataclass(frozen=True, slots=True)
class Crowded:
    """Who waits in a storm, the first due first. `more`: beyond them others wait."""

    members: tuple[Member, ...]
    more: bool


def who_waits(brand: str, since: datetime, context: Context, now: datetime) -> Crowded:
    """Everybody who came since then and still waits, and about whom somebody is to be paged.

    The index may be a moment behind, which a count and a list can bear. One reading, and a bounded one: of many
    thousands those who break first.
    """
    read = read_since(context.due.table, since, now, MOST_OF_A_RANGE)
    heads = {head.conversation: head for head in read.heads}.values()  # one may move to another range meanwhile
    return Crowded(tuple(m for m in members_of(heads, brand, since) if _pages(m, context)), read.more)


def first_due(brand: str, since: datetime, context: Context, now: datetime) -> tuple[datetime, str] | None:
    """The limit and the account of whom it breaks for first; None where nobody waits."""
    waiting = who_waits(brand, since, context, now).members
    return next(((each.clock.due_at, each.clock.account) for each in waiting), None)


def _pages(member: Member, context: Context) -> bool:
    platform, account = member.head.platform, member.clock.account
    settings = context.roster.organisation.account(platform, account)
    listed_only = settings is not None and not settings.pages
    return not listed_only and not is_muted(member.head.conversation, platform, account, context)


def _arrival(
    case: Case, account: Account, message: Message | None, first_seen_at: datetime, context: Context, now: datetime
) -> Arrival | None:
    """None for a customer about whom nobody is to be paged: too long ago, the account only listens, or is muted."""
    platform = case.conversation.platform
    if now - first_seen_at >= LASTS or not account.pages:
        return None
    if is_muted(case.conversation.ref, platform, account.id, context):
        return None
    return Arrival(first_seen_at.replace(microsecond=0), customer_key(platform, customer_of(case, message)))


def is_muted(ref: str, platform: str, account: str, context: Context) -> bool:
    """Is a mute of this conversation or of its account in force?"""
    return any(
        mute.conversation == ref or (mute.conversation is None and (mute.platform, mute.account) == (platform, account))
        for mute in context.mutes
    )


def storm_on(brand: str, context: Context, now: datetime) -> Storm | None:
    """The storm that the brand is in; None in ordinary weather."""
    storm = Storms(context.notes.table).current(brand)
    return storm if storm is not None and not storm.over(now) else None


def storm_case(storm: Storm, context: Context, now: datetime) -> Case:
    """What was done about the storm itself, which is a conversation without messages."""
    return derive(Conversation.parse(storm.ref), context.conversations.load(storm.ref).facts, context.book, now)


def storm_taken(storm: Storm, context: Context, now: datetime) -> Acknowledgement | None:
    """Who acknowledged the storm last; None while nobody has."""
    given = storm_case(storm, context, now).acknowledgements
    return given[-1] if given else None


def _rate(brand: str, came: list[Arrival], context: Context) -> Reached | None:
    storms = Storms(context.notes.table)
    zone = context.roster.organisation.zone
    storms.count(brand, came, zone)
    around = (*storms.arrivals(brand, min(came).at, max(came).at), *came)
    if len({arrival.customer for arrival in around}) < CUSTOMERS:
        return None
    local = max(came).at.astimezone(ZoneInfo(zone))
    return reached(around, usual_of(storms.days(brand, local.date()), local.date(), local.hour))


def _page(brand: str, rate: Reached, due_at: datetime, account: str, context: Context, now: datetime) -> None:
    storms = Storms(context.notes.table)
    settings = context.roster.organisation.brands.get(brand) or context.book.at(rate.first).organisation.brands[brand]
    for _ in range(_TRIES):
        was = storms.current(brand)
        storm = storm_after(was, rate, brand)
        if was is not None and was.since == storm.since:
            storms.prolong(storm, was)
            return
        recipients = context.roster.recipients((ON_CALL,), settings, now)
        alerts = [storm_alert(storm, recipient, account, due_at) for recipient in recipients]
        if storms.begin(storm, was, alerts, now):
            context.journal.note("storm_began", brand=brand, recipients=",".join(alert.person for alert in alerts))
            for alert in alerts:
                enqueue(context.work, Task("deliver", alert.person, now), now)
            return
    raise Contended(f"{brand}: other storms began {_TRIES} times")
