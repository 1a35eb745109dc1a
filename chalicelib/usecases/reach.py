"""Who can be reached: learned from the pages of the last day, told to the manager once a day while it is not so.

Learned here and not where a page ends: a page never waits for it, nor fails by it, and a run that failed is made good
by the next. A receipt or an acknowledgement that comes later than a day proves nothing worth knowing.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.duty_notices import managers_of
from chalicelib.domain.organisation import Person
from chalicelib.domain.reach import GRACE, Reach, Unreachable, known_since, may_tell, outcomes_of, unreachable
from chalicelib.store.reach import Reaches
from chalicelib.texts.attention import unreachable_line
from chalicelib.texts.compose import Composed
from chalicelib.texts.notices import nobody_reached
from chalicelib.usecases.notify import tell
from chalicelib.usecases.ports import Clock, Context
from chalicelib.usecases.tasks import Task, enqueue

REACH_SINCE = "reach since"
REACH_TOLD = "reach told"
PAGES_OF = timedelta(hours=24)


def learn(context: Context, now: datetime) -> None:
    """Note which methods worked or failed, by every page of the last day; what is known already costs no write."""
    reaches = Reaches(context.people.table)
    for person in context.roster.organisation.people:
        reaches.note(person, outcomes_of(context.people.pages(person, now - PAGES_OF)), now)


def known_reach(context: Context) -> Mapping[str, Sequence[Reach]]:
    """What is known of everybody's methods."""
    reaches = Reaches(context.people.table)
    return {person: reaches.of(person) for person in context.roster.organisation.people}


def queue_warnings(context: Context, marks: Mapping[str, datetime], now: datetime) -> int:
    """Queue a notice to each manager concerned, at the first look of a day while somebody works; how many.

    Nobody is warned about a person in their first seven days, nor in ours: a fresh installation has tested nobody.
    """
    if REACH_SINCE not in marks:
        context.notes.mark(REACH_SINCE, now)
    zone = ZoneInfo(context.roster.organisation.zone)
    last = marks.get(REACH_TOLD)
    if not may_tell(context.roster.organisation, now):
        return 0
    if last is not None and last.astimezone(zone).date() == now.astimezone(zone).date():
        return 0
    told = _whom_to_tell(context, marks, now)
    for manager in told:
        enqueue(context.work, Task("warn", manager, now, f"unreachable#{now.astimezone(zone):%Y-%m-%d}"), now)
    context.notes.mark(REACH_TOLD, now)  # only now: whoever was told already is not told twice
    return len(told)


def warn(task: Task, context: Context, clock: Clock) -> None:
    """Tell the manager who cannot be reached, if that still is so, as a notice of duty is told."""
    now = clock.now()
    manager = context.roster.organisation.people.get(task.target)
    about = _whom_to_tell(context, context.notes.marks(), now).get(task.target, ())
    if manager is None or not about:
        context.journal.note("notice_outdated", person=task.target, kind="unreachable", rota="")
        return
    rotas = ", ".join(dict.fromkeys(rota for each in about for rota in each.rotas))
    logged = {"kind": "unreachable", "rota": rotas}
    tell(manager, task, lambda _: _words(manager, about, context), logged, context, clock)


def _whom_to_tell(
    context: Context, marks: Mapping[str, datetime], now: datetime
) -> Mapping[str, tuple[Unreachable, ...]]:
    """Every manager concerned, with those past their first days whom nothing reaches."""
    begun = marks.get(REACH_SINCE, now)
    found: dict[str, tuple[Unreachable, ...]] = {}
    if now - begun < GRACE:
        return found
    for each in unreachable(context.roster, known_reach(context), now):
        if now - known_since(each.person, context.book) < GRACE:
            continue
        rotas = (context.roster.organisation.rotas[name] for name in each.rotas)
        for manager in dict.fromkeys(who for rota in rotas for who in managers_of(rota, context.roster, now)):
            found[manager] = (*found.get(manager, ()), each)
    return found


def _words(manager: Person, about: Sequence[Unreachable], context: Context) -> Composed:
    people = context.roster.organisation.people
    lines = [
        unreachable_line(
            each.person, people[each.person].name if each.person in people else each.person, each, manager.language
        )
        for each in about
    ]
    name = people[about[0].person].name if about[0].person in people else about[0].person
    return nobody_reached(language=manager.language, first=name, others=len(about) - 1, lines=lines)
