"""Somebody cannot be reached at all: whoever comes next gets their alerts, and is told why."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.alerts import Alert
from chalicelib.domain.events import Conversation
from chalicelib.domain.organisation import MANAGER, ON_CALL, Brand
from chalicelib.usecases.ports import Context
from chalicelib.usecases.tasks import Task, enqueue


def hand_over(
    alerts: Iterable[Alert], why: str, context: Context, now: datetime, roles: tuple[str, ...] = (MANAGER, ON_CALL)
) -> tuple[str, ...]:
    """Raise the alerts again for the manager, or for the person on call when it is the manager who is out of reach.

    `roles`: for the first of these instead. Returns who got any. Nobody left to tell is noted as `nobody_reached`,
    which an alarm watches.
    """
    told: dict[str, None] = {}
    for alert in alerts:
        brand = _brand_of(alert, context)
        others = [
            (role, recipient.person)
            for role in roles
            for recipient in context.roster.recipients((role,), brand, now)
            if recipient.person != alert.person
        ]
        for role, person in others:
            states = _states(person, alert, context)
            if not states:
                context.people.add(replace(alert, person=person, role=role, why=why), now)
                told[person] = None
            if states != {"failed"}:
                break  # theirs now, or theirs already
        else:
            context.journal.note("nobody_reached", conversation=alert.conversation, person=alert.person, reason=why)
    for person in told:
        enqueue(context.work, Task("deliver", person, now), now)
    return tuple(told)


def _states(person: str, alert: Alert, context: Context) -> set[str]:
    """The states of that person's own pages about the alert; empty while they have none."""
    pages = context.people.pages(person, alert.planned_at)
    return {page.state for page in pages if alert.id in {each.id for each in page.alerts}}


def _brand_of(alert: Alert, context: Context) -> Brand:
    """Today's brand; one that left the configuration too is as it was when the clock started."""
    name = Conversation.parse(alert.conversation).brand
    today = context.roster.organisation.brands.get(name)
    return today or context.book.at(alert.started_at).organisation.brands[name]
