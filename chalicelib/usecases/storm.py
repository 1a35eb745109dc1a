"""Customers came in: count them, and when they are a storm, page whoever is on call, once a storm.

The count is put before anything is read, so that of two deliveries at once the second sees both. All of it may be
repeated: the same delivery is counted once, and a storm that has begun is not begun again.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.domain.clocks import Case, Clock, derive, settings_of
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Acknowledgement
from chalicelib.domain.head import customer_of
from chalicelib.domain.organisation import ON_CALL
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
from chalicelib.store.storms import Storms
from chalicelib.usecases.ports import Context
from chalicelib.usecases.tasks import Task, enqueue

_TRIES = 10


def notice_storms(cases: Iterable[Case], messages: Collection[str], context: Context, now: datetime) -> None:
    """Count those of a delivery's messages that started a clock. `cases` are the conversations it touched.

    What first came in an hour ago or more is in no storm that is still on. Raises Contended when other storms of the
    brand kept beginning; whoever retries loses nothing.
    """
    brands: dict[str, list[tuple[Arrival, Clock]]] = {}
    for case in cases:
        # A deleted answer hangs a clock on a message too, but nobody came with it.
        started = [clock for clock in case.clocks if clock.message in messages and clock.anchor == clock.message]
        for clock in started:
            if now - clock.first_seen_at < LASTS and (arrival := _arrival(case, clock, context)):
                brands.setdefault(case.conversation.brand, []).append((arrival, clock))
    for brand, came in brands.items():
        rate = _rate(brand, [arrival for arrival, _ in came], context)
        if rate is not None and now < rate.last + LASTS:
            _page(brand, rate, min((clock for _, clock in came), key=lambda clock: clock.due_at), context, now)


def _arrival(case: Case, clock: Clock, context: Context) -> Arrival | None:
    """None for a customer about whom nobody is to be paged: the account only listens, or is muted."""
    _, _, account = settings_of(case.conversation, clock, context.book)
    platform = case.conversation.platform
    if not account.pages or is_muted(case.conversation.ref, platform, clock.account, context):
        return None
    customer = customer_of(case, case.message_of(clock))
    return Arrival(clock.first_seen_at.replace(microsecond=0), customer_key(platform, customer))


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


def storm_taken(storm: Storm, context: Context, now: datetime) -> Acknowledgement | None:
    """Who acknowledged the storm last; None while nobody has."""
    conversation = Conversation.parse(storm.ref)
    given = derive(conversation, context.conversations.load(storm.ref).facts, context.book, now).acknowledgements
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


def _page(brand: str, rate: Reached, clock: Clock, context: Context, now: datetime) -> None:
    storms = Storms(context.notes.table)
    settings = context.roster.organisation.brands.get(brand) or context.book.at(rate.first).organisation.brands[brand]
    for _ in range(_TRIES):
        was = storms.current(brand)
        storm = storm_after(was, rate, brand)
        if was is not None and was.since == storm.since:
            storms.prolong(storm, was)
            return
        recipients = context.roster.recipients((ON_CALL,), settings, now)
        alerts = [storm_alert(storm, recipient, clock.account, clock.due_at) for recipient in recipients]
        if storms.begin(storm, was, alerts, now):
            context.journal.note("storm_began", brand=brand, recipients=",".join(alert.person for alert in alerts))
            for alert in alerts:
                enqueue(context.work, Task("deliver", alert.person, now), now)
            return
    raise Contended(f"{brand}: other storms began {_TRIES} times")
