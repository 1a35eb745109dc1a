"""Messages that came in late come in together: their alerts wait for each other, so that a backlog is one page."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from chalicelib.domain.alerts import Alert
from chalicelib.domain.composing import running_clock
from chalicelib.domain.escalation import SETTLES_AFTER
from chalicelib.domain.events import Conversation
from chalicelib.store.people import Waiting
from chalicelib.usecases.cases import cases_of
from chalicelib.usecases.ports import Context
from chalicelib.usecases.tasks import Task, queue_if_soon

# Counted from the first of them. What is late already may be as much later; a backlog that takes longer to come in is a
# page a minute.
GATHERS_FOR = timedelta(seconds=60)


def gathers(person: str, waiting: Collection[Waiting], context: Context, now: datetime) -> bool:
    """Do the person's alerts wait for the rest of their backlog? Then they are put off, and looked at again in time.

    Only while every new one is about a message that came in after its step's instant, another conversation of the brand
    is about to fire, and none has waited before. One that is on time takes all the others along at once.
    """
    fresh = [each for each in waiting if not each.held]
    held = [each.due_at for each in waiting if each.held]
    if not fresh or any(at <= now for at in held):
        return False
    if not _came_in_late([each.alert for each in fresh], context, now):
        return False
    if not _more_to_come(fresh, waiting, context, now):
        return False
    last = now + GATHERS_FOR
    until = min((at for at in held if at <= last), default=last)
    for each in fresh:
        if context.people.postpone(each.alert, until):
            context.journal.note(
                "alert_held", person=person, conversation=each.alert.conversation, until=until.isoformat()
            )
    queue_if_soon(context.work, Task("deliver", person, until), now)
    return True


def _came_in_late(alerts: Collection[Alert], context: Context, now: datetime) -> bool:
    """Were all of these past when what they are about was stored? One that merely went slowly is not."""
    if any(now - alert.planned_at < SETTLES_AFTER for alert in alerts):
        return False  # the usual alert costs no reading here
    cases = cases_of(alerts, context, now)
    clocks = ((alert, running_clock(alert, cases[alert.conversation])) for alert in alerts)
    return all(clock is None or clock.stored_at > alert.planned_at for alert, clock in clocks)


def _more_to_come(fresh: Iterable[Waiting], waiting: Iterable[Waiting], context: Context, now: datetime) -> bool:
    """Is a conversation of these brands, of which no alert waits yet, due now or as soon as it has settled?"""
    brands = {Conversation.parse(each.alert.conversation).brand for each in fresh}
    known = {each.alert.conversation for each in waiting}
    until = now + SETTLES_AFTER
    rows = (row.pk.removeprefix("C#") for row in context.due.due(until) if row.kind == "conversation")
    others = (ref for ref in rows if ref not in known and Conversation.parse(ref).brand in brands)
    # The index shows what was taken a moment ago; the conversation itself knows.
    looks = (context.conversations.load(ref).next_at for ref in others)
    return any(at is not None and at <= until for at in looks)
