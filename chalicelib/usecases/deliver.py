"""For a person: read everything once more, drop what was answered, compose ONE page of what waits, claim it, send it.

Claim first, send after, confirm last. A crash between claim and confirmation leaves a page whose lease ends: it is
sent again under the same id, so it arrives at least once and a provider that knows the id shows it once.

Of the methods that go together the first is used right here, and each of the others by a task of its own: a provider
may take twelve seconds to fail, and of three in a row the last would find the function's thirty seconds over.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.ahead import CARRIES, told_already
from chalicelib.domain.alerts import Alert
from chalicelib.domain.composing import Wanted, still_wanted
from chalicelib.domain.crowd import crowd_in, page_items
from chalicelib.domain.organisation import Person
from chalicelib.domain.pages import PageView
from chalicelib.domain.paging import (
    MOST_ALERTS,
    NEXT_METHOD_AFTER,
    Page,
    claimed,
    first_methods,
    group_id,
    method_after,
)
from chalicelib.domain.storm import one_page
from chalicelib.store.conversations import Contended
from chalicelib.store.people import page_key
from chalicelib.usecases.cap import held_by_cap, open_methods
from chalicelib.usecases.carry import carry
from chalicelib.usecases.cases import cases_of, mute_of
from chalicelib.usecases.gather import gathers
from chalicelib.usecases.handover import hand_over
from chalicelib.usecases.hold import hold_back
from chalicelib.usecases.last_look import last_look, why_not
from chalicelib.usecases.ports import Clock, Context
from chalicelib.usecases.send import send_page
from chalicelib.usecases.storm_page import crowd_on
from chalicelib.usecases.tasks import Task, enqueue, queue_if_soon
from chalicelib.usecases.together import one_outage, outage_told, page_of_outage, without_held

_TRIES = 10


def deliver(person_id: str, context: Context, clock: Clock) -> tuple[Page, ...]:
    """Page the person about every alert that waits; the pages as they were left. Nothing waits: nothing happens.

    Raises Contended when other claims for this person kept coming first; the alerts stay due.
    """
    learned: frozenset[str] | None = None
    for _ in range(_TRIES):
        now = clock.now()
        version = context.people.version(person_id)
        waiting = without_held(context.people.waiting(person_id), context, now)
        if gathers(person_id, waiting, context, now):
            return ()
        alerts, told = _uncarried(person_id, tuple(each.alert for each in waiting), context, now)
        if not alerts:
            return ()
        person = context.roster.organisation.people.get(person_id)
        if person is None:
            reason = f"{person_id} is not in the configuration any more"
            hand_over(alerts, reason, context, now)
            for alert in alerts:
                context.people.drop(alert, reason, now)
            return ()
        left = {alert.id for alert in alerts}
        if len(left) > 1 and held_by_cap(person, [each for each in waiting if each.alert.id in left], context, now):
            return ()
        alerts, later = one_page(_unmuted(alerts, context, now))
        if later:
            enqueue(context.work, Task("deliver", person_id, now), now)
        if learned is None:  # once, however often others claim meanwhile; what they did is read after it
            learned, now = last_look(alerts, context, clock), clock.now()
        wanted = still_wanted(alerts, cases_of(alerts, context, now))
        for alert, ended in wanted.dropped:
            reason = why_not(ended, alert, learned)
            context.people.drop(alert, reason, now)
            context.journal.note("alert_dropped", person=person_id, conversation=alert.conversation, reason=reason)
        storm = crowd_in(case for _, case, _ in wanted.items) is not None
        outage = None
        if not storm:  # which is as serious as it gets
            wanted = hold_back(person, wanted, context, now)
            wanted, outage = one_outage(person_id, wanted, waiting, context, now)
        if not wanted.items:
            return ()
        methods = first_methods(person) if storm else open_methods(person, wanted, context, now)
        if not methods:
            return ()
        if not storm and outage is None:
            wanted = carry(person, wanted, told, context, now, clock)
        if len(wanted.items) > MOST_ALERTS:  # the most urgent now, the others right after it
            wanted = replace(wanted, items=wanted.items[:MOST_ALERTS])
            enqueue(context.work, Task("deliver", person_id, now), now)
        carried = tuple(alert for alert, _, _ in wanted.items)
        ours, *others = claimed(person, carried, now, methods)
        pages = (ours, *(_unclaimed(page, now) for page in others))
        following = next_page(person, pages, now)
        code = context.code_for(group_id(person_id, carried))
        rows = (*pages, following) if following else pages
        if not context.people.claim(version, rows, code, now):
            continue
        if following is not None and following.due_at is not None:
            task = Task("page", person_id, following.due_at, page_key(following))
            queue_if_soon(context.work, task, now)
        for page in pages[1:]:
            enqueue(context.work, Task("page", person_id, now, page_key(page)), now)
        view = page_view(person, wanted, code, context, now)
        return (send_page(ours, view, context, clock), *pages[1:])
    raise Contended(f"{person_id}: other claims came first {_TRIES} times")


def _unclaimed(page: Page, now: datetime) -> Page:
    """The same page for whichever worker comes first; its turn is now."""
    return replace(page, state="pending", due_at=now, attempts=0, claimed_at=None)


def _uncarried(
    person: str, alerts: tuple[Alert, ...], context: Context, now: datetime
) -> tuple[tuple[Alert, ...], tuple[Page, ...]]:
    """The alerts that wait, without those that a page carries already: told ahead, or left behind by a crash.

    Being told of a step ahead takes the lower steps of that anchor too, and one page tells a person of a breach. With
    them the pages that were looked at: at least those of the last `CARRIES`, where anything waits.
    """
    if not alerts:
        return (), ()
    since = min(alert.planned_at for alert in alerts) - CARRIES
    pages = context.people.pages(person, since)
    carried = {alert.id for page in pages for alert in page.alerts}
    context.people.forget(person, (alert for alert in alerts if alert.id in carried))
    kept = []
    for alert in alerts:
        if alert.id in carried:
            continue
        why = told_already(alert, pages)
        if why is None:
            kept.append(alert)
        else:
            context.people.drop(alert, why, now)
    return tuple(kept), pages


def _unmuted(alerts: tuple[Alert, ...], context: Context, now: datetime) -> tuple[Alert, ...]:
    """Without what was muted since: a mute is looked at whenever something is about to be sent."""
    kept = []
    for alert in alerts:
        mute = mute_of(alert, context)
        if mute is None:
            kept.append(alert)
        else:
            context.people.drop(alert, f"muted by {mute.by} until {mute.until:%Y-%m-%dT%H:%M:%SZ}", now)
            context.journal.note("alert_dropped", person=alert.person, conversation=alert.conversation, reason="muted")
    return tuple(kept)


def page_view(person: Person, wanted: Wanted, code: str, context: Context, now: datetime) -> PageView:
    """What the page says, as of now. `wanted` has at least one item."""
    organisation = context.roster.organisation
    items = tuple(item for each in wanted.items for item in page_items(*each, context.book, organisation))
    first, _, _ = wanted.items[0]
    storm = crowd_in(case for _, case, _ in wanted.items)
    outage = page_of_outage(wanted.items, context, now)
    return PageView(
        page=group_id(person.id, [alert for alert, _, _ in wanted.items]),
        person=person.id,
        person_name=person.name,
        language=person.language,
        zone=person.zone,
        composed_at=now,
        items=items,
        ahead=sum(1 for alert, _, _ in wanted.items if alert.planned_at > now),
        link=context.link(code),
        can_reply=organisation.sms.two_way,
        nobody_on_duty=first.nobody_on,
        crowd=storm or (crowd_on(wanted, context, now) if outage is None else None),
        storm=storm is not None,
        outage=outage_told(outage, wanted.items, context, now) if outage is not None else None,
    )


def next_page(person: Person, pages: tuple[Page, ...], now: datetime) -> Page | None:
    """The page by the next method, waiting for its turn; None when every method has been used."""
    following = method_after(person, [page.number for page in pages])
    if following is None:
        return None
    number, method = following
    first = pages[0]
    return Page(
        id=f"{first.group}-{number}",
        group=first.group,
        person=first.person,
        number=number,
        channel=method.channel,
        to=method.to,
        state="pending",
        alerts=first.alerts,
        created_at=first.created_at,
        due_at=now + NEXT_METHOD_AFTER,
    )
