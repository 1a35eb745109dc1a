"""What somebody who is signed in does on a conversation's page: the same wishes as on a page's own link.

There a link says what may be done; here it is whatever waits in the conversation, in the name of who is signed in.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from chalicelib.domain.alerts import alert_of
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.composing import page_item
from chalicelib.domain.facts import Fact, fact_id
from chalicelib.domain.facts_by_hand import Promise, PromiseKept
from chalicelib.domain.ladder import Planned
from chalicelib.domain.organisation import Person
from chalicelib.domain.pages import PageView
from chalicelib.domain.roster import Recipient
from chalicelib.store.people import Link
from chalicelib.usecases import act
from chalicelib.usecases.by_link import Wish, fulfil
from chalicelib.usecases.errors import Refused
from chalicelib.usecases.open_page import Carried, Opened
from chalicelib.usecases.ports import Context
from chalicelib.usecases.story import Story

# A form that was shown longer ago knows too little of what it is about.
SHOWN_AT_MOST = timedelta(hours=24)

_STEP = "board"
# After every step of any ladder: all who were told before are named.
_LAST = 1_000_000


def open_case(case: Case, reader: Person, context: Context, now: datetime, since: datetime | None = None) -> Opened:
    """The conversation as a page to this person that carries each clock which runs.

    `since`: those that ended since too, so that a form which is sent twice finds what it was about.
    """
    clocks = [clock for clock in case.clocks if clock.ended_at is None or (since and _ended_since(case, clock, since))]
    carried = tuple(_carried(case, clock, reader, now) for clock in clocks)
    today = context.roster.organisation
    items = [page_item(each.alert, case, each.clock, context.book, today) for each in carried]
    view = PageView(
        page="",
        person=reader.id,
        person_name=reader.name,
        language=reader.language,
        zone=reader.zone,
        composed_at=now,
        items=tuple(sorted(items, key=lambda item: (item.due_at, item.alert))),
        link="",
    )
    link = Link(person=reader.id, group=f"{_STEP}-{_named(case.conversation.ref)}", created_at=now - SHOWN_AT_MOST)
    return Opened(link, view, {}, carried)


def fulfil_here(wish: Wish, opened: Opened, context: Context, now: datetime) -> tuple[str, ...]:
    """Do it; who was told, as `fulfil`, which raises the same. Taking it is told as done on the board."""
    if wish.action == "acknowledge":
        act.take(wish.refs, opened.link.person, "board", context, now, wish.key)
        return ()
    return fulfil(wish, opened, context, now)


def take_back(story: Story, name: str, by: str, context: Context, now: datetime) -> None:
    """Undo what `deed_name` names, with all that was done in one with it, whoever did it.

    Raises Refused where nothing goes by that name, or it may not be.
    """
    found = [(part, fact) for part in story.parts for fact in part.facts if deed_name(part.ref, fact) == name]
    if not found:
        raise Refused(f"{story.main.ref}: nothing that was done goes by {name!r}")
    for part, fact in found:
        for each in (fact, *_done_with(fact, part.facts)):
            act.undo(part.ref, each, by, context, now)


def _done_with(fact: Fact, facts: Iterable[Fact]) -> list[Fact]:
    """What one tap did besides it: a new time for a promise is a new one, and an end of the old one."""
    if not isinstance(fact, Promise | PromiseKept):
        return []
    both = [each for each in facts if isinstance(each, Promise | PromiseKept) and each != fact]
    return [each for each in both if (each.by, each.stored_at) == (fact.by, fact.stored_at)]


def deed_name(ref: str, fact: Fact) -> str:
    """A fact as a form names it: ids may hold what no form brings back as it was."""
    return _named(f"{ref}\x1f{fact_id(fact)}")


def _carried(case: Case, clock: Clock, reader: Person, now: datetime) -> Carried:
    step = Planned(key=_STEP, level=_LAST, at=now, notify=(), unless_acknowledged=False)
    alert = alert_of(case, clock, step, Recipient(person=reader.id, role=_STEP, why=""))
    return Carried(number_of(clock), alert, case, clock)


def number_of(clock: Clock) -> int:
    """A clock's number on the page: it stays, whatever older message comes in late and starts one before it."""
    return int(_named(f"{clock.family}\x1f{clock.anchor}")[:12], 16)


def _ended_since(case: Case, clock: Clock, since: datetime) -> bool:
    """Also when somebody told us since that it was answered before."""
    if clock.ended_at is None or clock.ended_at >= since:
        return True
    reported = {answer.at for answer in case.history.answers if answer.by_hand and answer.stored_at >= since}
    return clock.end == "answered" and clock.ended_at in reported


def _named(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]
