"""Which of a person's first methods may be used now; alerts that find none open wait until one is."""

from collections.abc import Collection, Sequence
from datetime import datetime

from chalicelib.domain.alerts import Alert
from chalicelib.domain.by_hand import is_by_hand
from chalicelib.domain.caps import IN_A_STORM, LONGEST, ORDINARY, opens_at
from chalicelib.domain.composing import Wanted
from chalicelib.domain.events import Conversation
from chalicelib.domain.organisation import Method, Person
from chalicelib.domain.paging import Page, first_methods
from chalicelib.domain.storm import is_storm
from chalicelib.store.people import Waiting
from chalicelib.usecases.ports import Context
from chalicelib.usecases.storm import storm_on
from chalicelib.usecases.tasks import Task, queue_if_soon

Numbered = tuple[int, Method]


def held_by_cap(person: Person, waiting: Sequence[Waiting], context: Context, now: datetime) -> bool:
    """Is every channel at its cap, and nothing exempt among what waits? Then what is new waits too, until one opens.

    Asked before any conversation is read: else each one more of a thousand would cost a look at all before it.
    """
    alerts = [each.alert for each in waiting]
    if any(is_storm(alert.conversation) or _is_exempt(alert) for alert in alerts):
        return False
    opens = _opens(person, {Conversation.parse(alert.conversation).brand for alert in alerts}, context, now)
    until = min((at for at in opens.values() if at is not None), default=None)
    if until is None or None in opens.values():
        return False
    _hold(person, [each.alert for each in waiting if not each.held or each.due_at <= now], until, context, now)
    return True


def open_methods(person: Person, wanted: Wanted, context: Context, now: datetime) -> Sequence[Numbered]:
    """The methods that go together at once, without those whose channel is at its cap.

    Empty: all are, and the alerts wait until the first of them opens. They go earlier with any page that goes, and are
    looked at once more then. A breach, a storm and what somebody asked for by hand go whatever was sent before.
    """
    methods = first_methods(person)
    alerts = [alert for alert, _, _ in wanted.items]
    if any(_is_exempt(alert) for alert in alerts):
        return methods
    opens = _opens(person, {case.conversation.brand for _, case, _ in wanted.items}, context, now)
    free = [(number, method) for number, method in methods if opens[number] is None]
    if not free:
        _hold(person, alerts, min(at for at in opens.values() if at is not None), context, now)
    return free


def _is_exempt(alert: Alert) -> bool:
    return alert.planned_at >= alert.target_at or is_by_hand(alert)


def _opens(person: Person, brands: Collection[str], context: Context, now: datetime) -> dict[int, datetime | None]:
    """When each of the first methods may be used again, by its number; None for one that may be used now."""
    limits = IN_A_STORM if any(storm_on(brand, context, now) for brand in brands) else ORDINARY
    pages = context.people.outlines(person.id, now - LONGEST)
    return {
        number: opens_at([at for p in pages if p.channel == method.channel and (at := _went_at(p, now))], now, limits)
        for number, method in first_methods(person)
    }


def _hold(person: Person, alerts: Sequence[Alert], until: datetime, context: Context, now: datetime) -> None:
    held = [alert for alert in alerts if context.people.postpone(alert, until)]
    if held:
        queue_if_soon(context.work, Task("deliver", person.id, until), now)
    for alert in held:
        context.journal.note("alert_held", person=person.id, conversation=alert.conversation, until=until.isoformat())


def _went_at(page: Page, now: datetime) -> datetime | None:
    """When it went out; now for one that somebody is sending or is about to. Each of many workers at once counts those
    of the others, and a page that waits for its next try does not let another one take its place.
    """
    if page.sent_at is not None:
        return page.sent_at
    on_its_way = page.state == "claimed" or (page.state == "pending" and page.due_at is not None and page.due_at <= now)
    return now if on_its_way else None
