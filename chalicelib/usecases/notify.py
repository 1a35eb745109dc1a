"""Notices of duty: queued by the sweep when they fall due, looked at again and sent by a worker.

At least once, and normally exactly once: a row per notice and method is put after sending and looked at before.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from chalicelib.channels.port import ChannelError, OutgoingPage, Permanent, Receipt, Temporary
from chalicelib.channels.registry import FOLLOWS
from chalicelib.domain.duty import Duty
from chalicelib.domain.duty_notices import DutyNotice, due_notices, parse_key, still_true
from chalicelib.domain.head import Head
from chalicelib.domain.organisation import Method, Person
from chalicelib.domain.paging import first_methods
from chalicelib.store.open_heads import read_open
from chalicelib.texts import notices
from chalicelib.texts.compose import Composed
from chalicelib.usecases.ports import Clock, Context
from chalicelib.usecases.storm import MOST_OF_A_RANGE
from chalicelib.usecases.tasks import Task, encode, enqueue

NOTICES = "notices"
# A notice's id begins so, and no page's does.
ID_PREFIX = "notice-"
# An exception "from now" is stored a moment after the instant that it counts from, and clocks differ a little.
_LAG = timedelta(seconds=10)
# After a longer outage a weekly turn is over, too.
_CATCHES_UP = timedelta(days=8)
# A provider that is ill for longer counts as one that does not take the notice: the next method goes out.
_PATIENCE = timedelta(minutes=15)
_BACKOFF = (20.0, 60.0)
_NOT_FOR_NOTICES = FOLLOWS | {"voice"}


def queue_notices(context: Context, last: datetime | None, now: datetime) -> int:
    """Queue every notice that fell due since the mark `last`, then move the mark; how many. The first time: none.

    One at the edge is queued again by the next sweep; whoever has been told is not told twice.
    """
    after = max(last or now, now - _CATCHES_UP) - _LAG
    due = due_notices(context.roster, after, now)
    for notice in due:
        enqueue(context.work, Task("notify", notice.person, now, notice.key), now)
    context.notes.mark(NOTICES, now)  # only now: a sweep that died half way leaves all of them to the next one
    return len(due)


def notify(task: Task, context: Context, clock: Clock) -> None:
    """Tell the person about their duty. What is no longer true is not told.

    Raises ValueError for a key that names no notice.
    """
    now = clock.now()
    notice = parse_key(task.target, task.key)
    person = context.roster.organisation.people.get(task.target)
    duty = still_true(notice, context.roster, now)
    if person is None or duty is None:
        context.journal.note("notice_outdated", person=task.target, kind=notice.kind, rota=notice.rota)
        return
    about = {"kind": notice.kind, "rota": notice.rota}
    tell(person, task, lambda can_reply: _words(notice, duty, person, can_reply, context, now), about, context, clock)


def tell(
    person: Person,
    task: Task,
    words: Callable[[bool], Composed],
    about: Mapping[str, str],
    context: Context,
    clock: Clock,
) -> None:
    """Send a notice, which the task's key names, by all the methods that go first; by the next one when none works.

    `words` gets whether a text can be replied to; `about` goes into the log. Temporary trouble brings the task back,
    for a quarter of an hour after it was due.
    """
    now = clock.now()
    got, again = set(context.people.noticed(person.id, task.key)), False
    first = first_methods(person)
    for each in _in_order(person):
        number, method = each
        if each not in first and (got or again):
            break
        if number in got:
            continue
        try:
            receipt = _send(task.key, words, person, number, method, context)
        except ChannelError as error:
            again = again or (isinstance(error, Temporary) and now - task.due_at < _PATIENCE)
            context.journal.note("notice_not_taken", person=person.id, channel=method.channel, reason=str(error))
        else:
            context.people.note_notice(person.id, task.key, number, receipt.provider_id, clock.now())
            context.journal.note("notice_sent", person=person.id, **about)
            got.add(number)
    if again:  # under its own due time, so that patience ends
        context.work.send(encode(task), delay=round(context.jitter(*_BACKOFF)))
    elif not got:
        context.journal.note("notice_failed", person=person.id, **about)


def _in_order(person: Person) -> tuple[tuple[int, Method], ...]:
    """Those that go first, then the others; without those that call, or open an incident that nothing closes.

    With them when the person has no others.
    """
    first = first_methods(person)
    ordered = (*first, *(each for each in enumerate(person.methods) if each not in first))
    return tuple(each for each in ordered if each[1].channel not in _NOT_FOR_NOTICES) or ordered


def _send(
    key: str, words_for: Callable[[bool], Composed], person: Person, number: int, method: Method, context: Context
) -> Receipt:
    channel = context.channels.get(method.channel)
    if channel is None:
        raise Permanent(f"no channel is called {method.channel!r} any more")
    can_reply = method.channel == "sms" and context.roster.organisation.sms.two_way
    words = words_for(can_reply)
    raw = "\x1f".join((person.id, key))
    return channel.send(
        OutgoingPage(
            id=f"{ID_PREFIX}{hashlib.sha256(raw.encode()).hexdigest()[:20]}-{number}",
            to=method.to,
            language=person.language,
            subject=words.subject,
            text=words.text,
            body=words.body,
            link="",
        )
    )


def _words(
    notice: DutyNotice, duty: Duty, person: Person, can_reply: bool, context: Context, now: datetime
) -> Composed:
    language, zone, link = person.language, person.zone, ""
    match notice.kind:
        case "day_before":
            return notices.day_before(language=language, zone=zone, since=notice.starts_at, until=duty.until, link=link)
        case "nobody":
            return notices.nobody_ahead(
                language=language,
                zone=zone,
                rota=notice.rota,
                since=notice.starts_at,
                until=duty.until,
                link=link,
            )
        case "handoff":
            read = read_open(context.due.table, MOST_OF_A_RANGE)
            waiting = [head.running for head in _concerning(notice.rota, read.heads, context)]
            promised = [clock.due_at for running in waiting for clock in running if clock.clock == "promise"]
            return notices.handoff(
                language=language,
                zone=zone,
                now=now,
                until=duty.until,
                conversations=sum(any(clock.clock != "promise" for clock in running) for running in waiting),
                promises=len(promised),
                first_promise_at=min(promised, default=None),
                link=link,
                can_reply=can_reply,
                more=bool(read.cursor),
            )


def _concerning(rota: str, heads: Iterable[Head], context: Context) -> Iterator[Head]:
    """Those of the brands that the rota answers for; all of them when it answers for none."""
    brands = context.roster.organisation.brands.values()
    concerned = {brand.id for brand in brands if rota in (brand.on_call, brand.manager)}
    return (head for head in heads if not concerned or head.brand in concerned)
