"""Alerts about a known outage wait for each other: a person gets one page of them every half hour, counted from when
the outage began, and those that nobody answered by then are on it.

They stay in the due index all the while, due at their half hour, so that a crash anywhere makes them late at worst.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.alerts import Alert
from chalicelib.domain.by_hand import is_by_hand
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.clocks import NEVER_ANSWERED_AFTER
from chalicelib.domain.composing import Wanted
from chalicelib.domain.outage import Outage, next_page_at, outage_of
from chalicelib.domain.pages import OutageTold
from chalicelib.domain.wording import mentions_any
from chalicelib.store.duties import outage_key
from chalicelib.store.people import Waiting
from chalicelib.usecases.ports import Context
from chalicelib.usecases.storm import who_waits
from chalicelib.usecases.tasks import Task, enqueue, queue_if_soon

Item = tuple[Alert, Case, Clock]


def without_held(waiting: Iterable[Waiting], context: Context, now: datetime) -> tuple[Waiting, ...]:
    """Without what waits for the next page of an outage that is on: its conversations need not be read for another."""
    on = {outage.id for outage in context.outages if outage.on(now)}
    return tuple(each for each in waiting if each.outage not in on or each.due_at <= now)


def one_outage(
    person: str, wanted: Wanted, waiting: Iterable[Waiting], context: Context, now: datetime
) -> tuple[Wanted, Outage | None]:
    """What goes on the next page, with the outage that this page is about; None for a page about conversations.

    What is about an outage that is on waits for the next half hour, or goes along where one has just come. An outage
    goes before everything else and alone, so that what its page had no room for is not asked about twice; the others
    are on a page right after it.
    """
    groups: dict[Outage | None, list[Item]] = {}
    for item in wanted.items:
        groups.setdefault(told_together(item, context, now), []).append(item)
    its_turn = {each.outage for each in waiting if each.due_at <= now}
    for outage in [each for each in groups if each is not None and each.id not in its_turn]:
        _hold(person, [alert for alert, _, _ in groups.pop(outage)], outage, context, now)
    if len(groups) > 1:
        enqueue(context.work, Task("deliver", person, now), now)
    first = min((each for each in groups if each is not None), key=lambda each: each.id, default=None)
    return replace(wanted, items=tuple(groups.get(first, ()))), first


def told_together(item: Item, context: Context, now: datetime) -> Outage | None:
    """The outage whose pages tell of this alert; None for one that goes by itself, as what somebody asked for does."""
    alert, case, clock = item
    return None if is_by_hand(alert) else outage_of(case, clock, context.outages, now)


def page_of_outage(items: Iterable[Item], context: Context, now: datetime) -> Outage | None:
    """The outage that all of a page is about, when it is on; None for any other page."""
    found = [told_together(item, context, now) for item in items]
    return found[0] if found and all(each == found[0] for each in found) else None


def outage_told(outage: Outage, items: Iterable[Item], context: Context, now: datetime) -> OutageTold:
    """What a page about it says: everybody who waits about it, whether this page carries them or an earlier one did.

    What the page carries was read just now; of the others the index tells, by their public words.
    """
    waits = {(alert.conversation, clock.anchor): (clock.started_at, clock.due_at) for alert, _, clock in items}
    others = who_waits(outage.brand, now - NEVER_ANSWERED_AFTER, context, now)
    for member in others.members:
        head, clock = member.head, member.clock
        if outage.watches(head.brand, head.platform, clock.account) and mentions_any(member.text, outage.words):
            waits.setdefault((head.conversation, clock.anchor), (clock.asked_at, clock.due_at))
    return OutageTold(
        words=outage.words,
        waiting=len(waits),
        more=others.more,
        past=sum(now >= due_at for _, due_at in waits.values()),
        oldest_at=min(asked_at for asked_at, _ in waits.values()),
        next_at=next_page_at(outage, now),
    )


def let_go(outage: str, people: Iterable[str], context: Context, now: datetime) -> None:
    """What waits for the outage's next page goes out now: it is over. Done twice it does no harm."""
    for person in people:
        waiting = [each.alert for each in context.people.waiting(person) if each.outage == outage]
        for alert in waiting:
            context.people.postpone(alert, now)
        if waiting:
            enqueue(context.work, Task("deliver", person, now), now)


def _hold(person: str, alerts: Iterable[Alert], outage: Outage, context: Context, now: datetime) -> None:
    until = next_page_at(outage, now)
    for alert in alerts:
        if context.people.postpone(alert, until, outage.id):
            context.journal.note(
                "alert_held", person=person, conversation=alert.conversation, until=until.isoformat(), outage=outage.id
            )
    queue_if_soon(context.work, Task("deliver", person, until), now)
    # Whoever switched it off after this run had read the outages may have looked before these alerts were held.
    entry = context.duties.entry(outage_key(outage.id))
    if entry is not None and entry.removed_at is not None:
        let_go(outage.id, (person,), context, now)
