"""Alerts that wait for the end of somebody's quiet hours."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.composing import Wanted
from chalicelib.domain.organisation import Person
from chalicelib.domain.quiet_hours import held_until
from chalicelib.usecases.ports import Context


def hold_back(person: Person, wanted: Wanted, context: Context, now: datetime) -> Wanted:
    """What of it is paged now. The rest stays waiting, due again at the end of the person's quiet hours."""
    going = []
    for alert, case, clock in wanted.items:
        until = held_until(person, alert, case, clock, context.book, context.roster, now)
        if until is None:
            going.append((alert, case, clock))
        elif context.people.postpone(alert, until):
            context.journal.note(
                "alert_held", person=person.id, conversation=alert.conversation, until=until.isoformat()
            )
    return replace(wanted, items=tuple(going))
