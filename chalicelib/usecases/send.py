"""One claimed page goes out, and what became of it is recorded."""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.channels.port import OutgoingPage, Permanent, Temporary
from chalicelib.domain.pages import PageView
from chalicelib.domain.paging import MOST_TRIES, Page
from chalicelib.store.people import page_key
from chalicelib.texts.spoken import spoken
from chalicelib.usecases.follow import first_look, queue_look
from chalicelib.usecases.handover import hand_over
from chalicelib.usecases.ports import Clock, Context
from chalicelib.usecases.storm_page import compose_any
from chalicelib.usecases.tasks import Task, queue_if_soon

# A provider that is ill is asked again soon, but by all of us at different moments.
_BACKOFF = (5.0, 30.0)


def send_page(page: Page, view: PageView, context: Context, clock: Clock) -> Page:
    """Send through the page's channel; the page in the state it was saved in.

    Temporary trouble leaves it claimed and due for its next try; permanent trouble ends it and brings the next
    method's turn forward.
    """
    words = compose_any(view)
    outgoing = OutgoingPage(
        id=page.id,
        to=page.to,
        language=view.language,
        subject=words.subject,
        text=words.text,
        body=words.body,
        link=view.link,
        spoken=spoken(view),
        urgent=view.storm or any(item.due_at <= view.composed_at for item in view.items),
    )
    try:
        channel = context.channels.get(page.channel)
        if channel is None:
            raise Permanent(f"no channel is called {page.channel!r} any more")
        receipt = channel.send(outgoing)
    except Temporary as error:
        return _try_later(page, str(error), error.retry_after, context, clock.now())
    except Permanent as error:
        return give_up(page, str(error), context, clock.now())
    now = clock.now()
    look = first_look(page.channel, now)
    sent = replace(page, state="sent", due_at=look, sent_at=now, provider_id=receipt.provider_id, reason="")
    if context.people.save(sent, page):
        queue_look(sent, context, now)
    lateness = sent.lateness or timedelta()
    context.journal.note(
        "page_sent",
        page=page.id,
        person=page.person,
        channel=page.channel,
        carries=len(page.alerts),
        late_seconds=lateness.total_seconds(),
    )
    return sent


def _try_later(page: Page, reason: str, retry_after: float | None, context: Context, now: datetime) -> Page:
    if page.attempts >= MOST_TRIES:
        return give_up(page, f"{MOST_TRIES} tries, the last one: {reason}", context, now)
    wait = timedelta(seconds=max(retry_after or 0.0, context.jitter(*_BACKOFF)))
    later = replace(page, due_at=now + wait, reason=reason)
    if context.people.save(later, page) and later.due_at is not None:
        queue_if_soon(context.work, Task("page", page.person, later.due_at, page_key(page)), now)
    context.journal.note("page_delayed", page=page.id, channel=page.channel, reason=reason)
    return later


def give_up(page: Page, reason: str, context: Context, now: datetime) -> Page:
    """The page ends here, with the reason; the next method's turn is now, and after the last one the manager's."""
    # Of an earlier try that was never answered, the provider may have made an incident all the same.
    look = first_look(page.channel, now) if page.attempts > 1 else None
    failed = replace(page, state="failed", due_at=look, ended_at=now, reason=reason)
    unreachable = f"no method reaches {page.person}: {reason}"
    others = [other for other in context.people.group_of(page) if other.id != page.id]
    last = all(other.state == "failed" for other in others)
    if last:  # before the page is final: nobody would look at it again, should we crash in between
        hand_over(page.alerts, unreachable, context, now)
    if context.people.save(failed, page):
        queue_look(failed, context, now)
    context.journal.note("page_failed", page=page.id, person=page.person, channel=page.channel, reason=reason)
    for other in others:
        if other.state == "pending":
            context.people.save(replace(other, due_at=now), other)
            queue_if_soon(context.work, Task("page", other.person, now, page_key(other)), now)
    if not last and all(other.state == "failed" for other in context.people.group_of(page)):
        hand_over(page.alerts, unreachable, context, now)  # two methods failed at one moment
    return failed
