"""A page takes along what falls due in the next ten minutes: read as it is now, and told as "within 10 min"."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.ahead import CARRIES, told_ahead
from chalicelib.domain.composing import Wanted
from chalicelib.domain.organisation import Person
from chalicelib.domain.paging import MOST_ALERTS
from chalicelib.domain.quiet_hours import quiet_until
from chalicelib.domain.storm import is_storm
from chalicelib.usecases.cases import mute_of, read_cases
from chalicelib.usecases.ports import Context


def carry(person: Person, wanted: Wanted, context: Context, now: datetime) -> Wanted:
    """The page's alerts and, behind them, those of the same steps that this person would get within ten minutes.

    When their instant comes their step is taken as ever; its alert finds this page and sends nothing. Somebody in
    quiet hours is told of nothing ahead, since by then it may be somebody else's.
    """
    if quiet_until(person, now) is not None:
        return wanted
    steps = {(alert.family, alert.step) for alert, _, _ in wanted.items}
    told = {alert.conversation for alert, _, _ in wanted.items}
    refs = [
        row.pk.removeprefix("C#")
        for row in context.due.due(now + CARRIES)
        if row.kind == "conversation" and row.pk.removeprefix("C#") not in told
    ]
    cases = read_cases([ref for ref in refs if not is_storm(ref)][:MOST_ALERTS], context, now)
    ahead = [
        item
        for case in cases.values()
        for item in told_ahead(case, context.book, context.roster, person.id, steps, now)
        if mute_of(item[0], context) is None
    ]
    ahead.sort(key=lambda item: (item[2].due_at, item[0].conversation))
    return replace(wanted, items=(*wanted.items, *ahead)[:MOST_ALERTS])
