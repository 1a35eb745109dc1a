"""Alerts that wait for the end of somebody's quiet hours."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.composing import Wanted
from chalicelib.domain.organisation import Person
from chalicelib.domain.quiet_hours import held_until, quiet_until
from chalicelib.usecases.ports import Context
from chalicelib.usecases.storm import storm_on


def hold_back(person: Person, wanted: Wanted, context: Context, now: datetime) -> Wanted:
    """What of it is paged now. The rest stays waiting, due again at the end of the person's quiet hours."""
    if quiet_until(person, now) is None:
        return wanted
    brands = {case.conversation.brand for _, case, _ in wanted.items}
    storms = {brand for brand in brands if storm_on(brand, context, now) is not None}
    going = []
    for alert, case, clock in wanted.items:
        storm = case.conversation.brand in storms
        until = held_until(person, alert, case, clock, context.book, context.roster, now, storm=storm)
        if until is None:
            going.append((alert, case, clock))
        elif context.people.postpone(alert, until):
            context.journal.note(
                "alert_held", person=person.id, conversation=alert.conversation, until=until.isoformat()
            )
    return replace(wanted, items=tuple(going))
