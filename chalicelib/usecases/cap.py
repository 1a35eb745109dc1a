"""Which of a person's first methods may be used now; alerts that find none open wait until one is."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.domain.by_hand import is_by_hand
from chalicelib.domain.caps import IN_A_STORM, LONGEST, ORDINARY, opens_at
from chalicelib.domain.composing import Wanted
from chalicelib.domain.organisation import Method, Person
from chalicelib.domain.paging import first_methods
from chalicelib.usecases.ports import Context
from chalicelib.usecases.storm import storm_on
from chalicelib.usecases.tasks import Task, queue_if_soon

Numbered = tuple[int, Method]


def open_methods(person: Person, wanted: Wanted, context: Context, now: datetime) -> Sequence[Numbered]:
    """The methods that go together at once, without those whose channel is at its cap.

    Empty: all are, and the alerts wait until the first of them opens. They go earlier with any page that goes, and are
    looked at once more then. A breach, a storm and what somebody asked for by hand go whatever was sent before.
    """
    methods = first_methods(person)
    if any(alert.planned_at >= alert.target_at or is_by_hand(alert) for alert, _, _ in wanted.items):
        return methods
    brands = {case.conversation.brand for _, case, _ in wanted.items}
    limits = IN_A_STORM if any(storm_on(brand, context, now) for brand in brands) else ORDINARY
    pages = context.people.pages(person.id, now - LONGEST)
    opens = {
        number: opens_at([p.sent_at for p in pages if p.sent_at and p.channel == method.channel], now, limits)
        for number, method in methods
    }
    free = [(number, method) for number, method in methods if opens[number] is None]
    if not free:
        until = min(at for at in opens.values() if at is not None)
        for alert, _, _ in wanted.items:
            if context.people.postpone(alert, until):
                queue_if_soon(context.work, Task("deliver", person.id, until), now)
                context.journal.note(
                    "alert_held", person=person.id, conversation=alert.conversation, until=until.isoformat()
                )
    return free
