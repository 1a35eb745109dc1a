"""A page takes along what falls due in the next ten minutes: read as it is now, and told as "within 10 min"."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.ahead import CARRIES, told_ahead
from chalicelib.domain.case import Case
from chalicelib.domain.composing import Wanted
from chalicelib.domain.events import Conversation
from chalicelib.domain.organisation import MANAGER, ON_CALL, Person
from chalicelib.domain.paging import MOST_ALERTS, Page
from chalicelib.domain.quiet_hours import quiet_until
from chalicelib.domain.storm import is_storm
from chalicelib.usecases.cases import mute_of, read_cases
from chalicelib.usecases.ports import Clock, Context
from chalicelib.usecases.together import told_together

# What falls due at one instant may be a thousand conversations, and each takes a reading of its own. Whoever has heard
# of none of them hears within two seconds, of as many as were read by then; the page behind that one takes its time to
# be full, well inside the thirty seconds that a function has.
_READS_FOR = timedelta(seconds=0.5)
_THEN_READS_FOR = timedelta(seconds=5)
_AT_A_TIME = 32


def carry(
    person: Person, wanted: Wanted, told: Collection[Page], context: Context, now: datetime, clock: Clock
) -> Wanted:
    """The page's alerts and, behind them, those of the same steps that this person would get within ten minutes.

    What one of the pages `told` of lately carries at such a step is not told ahead once more. What cannot be read in
    time is left to its own instant.

    When their instant comes their step is taken as ever; its alert finds this page and sends nothing. Somebody in
    quiet hours is told of nothing ahead, since by then it may be somebody else's.
    """
    if quiet_until(person, now) is not None:
        return wanted
    steps = {(alert.family, alert.step) for alert, _, _ in wanted.items}
    known = {alert.conversation for alert, _, _ in wanted.items}
    lately = {alert.conversation for page in told for alert in page.alerts if (alert.family, alert.step) in steps}
    known |= lately
    theirs = _brands_of(person, context, now)
    refs = [row.pk.removeprefix("C#") for row in context.due.due(now + CARRIES) if row.kind == "conversation"]
    soon = [ref for ref in refs if ref not in known and not is_storm(ref) and Conversation.parse(ref).brand in theirs]
    until = clock.now() + (_THEN_READS_FOR if lately else _READS_FOR)
    cases = _read_until(until, soon[:MOST_ALERTS], context, now, clock)
    found = [
        item
        for case in cases
        for item in told_ahead(case, context.book, context.roster, person.id, steps, now)
        if mute_of(item[0], context) is None and told_together(item, context, now) is None
    ]
    # Of a conversation that reaches two of these steps only the higher one: telling it takes the lower.
    highest = {(item[0].conversation, item[2].anchor): item for item in sorted(found, key=lambda item: item[0].level)}
    ahead = sorted(highest.values(), key=lambda item: (item[2].due_at, item[0].conversation))
    return replace(wanted, items=(*wanted.items, *ahead)[:MOST_ALERTS])


def _read_until(until: datetime, refs: Sequence[str], context: Context, now: datetime, clock: Clock) -> list[Case]:
    """At least a few of them, and the others for as long as there is time."""
    cases: list[Case] = []
    for first in range(0, len(refs), _AT_A_TIME):
        if cases and clock.now() >= until:
            break
        cases += read_cases(refs[first : first + _AT_A_TIME], context, now).values()
    return cases


def _brands_of(person: Person, context: Context, now: datetime) -> frozenset[str]:
    """The brands that would page this person within ten minutes: others' conversations need not be read at all.

    Whoever is only named by a step or a rule is not told ahead; they get their page when its instant comes.
    """
    brands = context.roster.organisation.brands.values()
    instants = (now, now + CARRIES)
    return frozenset(
        brand.id
        for brand in brands
        for at in instants
        if any(each.person == person.id for each in context.roster.recipients((ON_CALL, MANAGER), brand, at))
    )
