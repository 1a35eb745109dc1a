"""For a person: read everything once more, drop what was answered, compose ONE page of what waits, claim it, send it.

Claim first, send after, confirm last. A crash between claim and confirmation leaves a page whose lease ends: it is
sent again under the same id, so it arrives at least once and a provider that knows the id shows it once.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.clocks import Case, derive
from chalicelib.domain.composing import Wanted, still_wanted
from chalicelib.domain.crowd import crowd_in, page_items
from chalicelib.domain.escalation import Alert
from chalicelib.domain.events import Conversation
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
from chalicelib.domain.storm import is_storm, one_page
from chalicelib.store.conversations import Contended
from chalicelib.store.duties import Mute
from chalicelib.store.people import page_key
from chalicelib.usecases.handover import hand_over
from chalicelib.usecases.hold import hold_back
from chalicelib.usecases.ports import Clock, Context
from chalicelib.usecases.send import send_page
from chalicelib.usecases.storm_page import with_members
from chalicelib.usecases.tasks import Task, enqueue, queue_if_soon

_TRIES = 10


def deliver(person_id: str, context: Context, clock: Clock) -> tuple[Page, ...]:
    """Page the person about every alert that waits; the pages as they ended. Nothing waits: nothing happens.

    Raises Contended when other claims for this person kept coming first; the alerts stay due.
    """
    for _ in range(_TRIES):
        now = clock.now()
        version = context.people.version(person_id)
        alerts = _uncarried(person_id, context)
        if not alerts:
            return ()
        person = context.roster.organisation.people.get(person_id)
        if person is None:
            reason = f"{person_id} is not in the configuration any more"
            hand_over(alerts, reason, context, now)
            for alert in alerts:
                context.people.drop(alert, reason, now)
            return ()
        alerts, later = one_page(_unmuted(alerts, context, now))
        if later:
            enqueue(context.work, Task("deliver", person_id, now), now)
        wanted = still_wanted(alerts, read_cases(alerts, context, now))
        for alert, reason in wanted.dropped:
            context.people.drop(alert, reason, now)
            context.journal.note("alert_dropped", person=person_id, conversation=alert.conversation, reason=reason)
        if crowd_in(case for _, case, _ in wanted.items) is None:  # a storm is as serious as it gets
            wanted = hold_back(person, wanted, context, now)
        if not wanted.items:
            return ()
        if len(wanted.items) > MOST_ALERTS:  # the most urgent now, the others right after it
            wanted = replace(wanted, items=wanted.items[:MOST_ALERTS])
            enqueue(context.work, Task("deliver", person_id, now), now)
        carried = tuple(alert for alert, _, _ in wanted.items)
        pages = claimed(person, carried, now, first_methods(person))
        following = next_page(person, pages, now)
        code = context.code_for(group_id(person_id, carried))
        rows = (*pages, following) if following else pages
        if not context.people.claim(version, rows, code, now):
            continue
        if following is not None and following.due_at is not None:
            task = Task("page", person_id, following.due_at, page_key(following))
            queue_if_soon(context.work, task, now)
        view = page_view(person, wanted, code, context, now)
        return tuple(send_page(page, view, context, clock) for page in pages)
    raise Contended(f"{person_id}: other claims came first {_TRIES} times")


def _uncarried(person: str, context: Context) -> tuple[Alert, ...]:
    """The alerts that wait, without those whose page exists already (a crash left their rows behind)."""
    alerts = context.people.alerts(person)
    if not alerts:
        return ()
    since = min(alert.planned_at for alert in alerts)
    carried = {alert.id for page in context.people.pages(person, since) for alert in page.alerts}
    context.people.forget(person, (alert for alert in alerts if alert.id in carried))
    return tuple(alert for alert in alerts if alert.id not in carried)


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


def mute_of(alert: Alert, context: Context) -> Mute | None:
    """The mute that covers this alert's account or conversation; None when none is in force."""
    platform = Conversation.parse(alert.conversation).platform
    for mute in context.mutes:
        whole = mute.conversation is None and (mute.platform, mute.account) == (platform, alert.account)
        if whole or mute.conversation == alert.conversation:
            return mute
    return None


def read_cases(alerts: Iterable[Alert], context: Context, now: datetime) -> dict[str, Case]:
    """Each conversation as it is this moment, read once."""
    cases = {}
    for ref in dict.fromkeys(alert.conversation for alert in alerts):
        facts = context.conversations.load(ref).facts
        case = derive(Conversation.parse(ref), facts, context.book, now)
        cases[ref] = with_members(case, context, now) if is_storm(ref) else case
    return cases


def page_view(person: Person, wanted: Wanted, code: str, context: Context, now: datetime) -> PageView:
    """What the page says, as of now. `wanted` has at least one item."""
    organisation = context.roster.organisation
    items = tuple(item for each in wanted.items for item in page_items(*each, context.book, organisation))
    first, _, _ = wanted.items[0]
    return PageView(
        page=group_id(person.id, [alert for alert, _, _ in wanted.items]),
        person=person.id,
        person_name=person.name,
        language=person.language,
        zone=person.zone,
        composed_at=now,
        items=items,
        link=context.link(code),
        can_reply=organisation.sms.two_way,
        nobody_on_duty=first.nobody_on,
        crowd=crowd_in(case for _, case, _ in wanted.items),
    )


def next_page(person: Person, pages: tuple[Page, ...], now: datetime) -> Page | None:
    """The page by the next method, waiting for its turn; None when every method has been used."""
    following = method_after(person, [page.number for page in pages])
    if following is None:
        return None
    number, method = following
    first = pages[0]
    return replace(
        first,
        id=f"{first.group}-{number}",
        number=number,
        channel=method.channel,
        to=method.to,
        state="pending",
        due_at=now + NEXT_METHOD_AFTER,
        attempts=0,
        sent_at=None,
        provider_id=None,
        ended_at=None,
        reason="",
    )
