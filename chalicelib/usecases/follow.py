"""A provider that keeps an incident for a page shows how it stands: acknowledged when somebody took it, resolved when
nothing that it carries waits any more.

Such a page stays in the due index until it is resolved; whoever takes or answers something brings its look forward.
Its provider is told under the page's own id, on which it recognises what it was told before.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.channels.port import Followed, Follows, Permanent, Temporary
from chalicelib.channels.registry import FOLLOWS
from chalicelib.domain.case import Case
from chalicelib.domain.composing import still_wanted
from chalicelib.domain.following import FIRST_LOOK, is_news_to, next_look, paged_about_news, should_show
from chalicelib.domain.paging import LEASE, MOST_TRIES, Page, Shown
from chalicelib.store.people import page_key
from chalicelib.usecases.cases import mute_of, read_cases
from chalicelib.usecases.ports import Clock, Context
from chalicelib.usecases.tasks import Task, queue_if_soon

# A provider that is ill is told again soon, but by all of us at different moments.
_BACKOFF = (5.0, 30.0)
# While a storm is answered, its page is not looked at once for each answer.
_IN_A_ROW = timedelta(seconds=15)
_AT_ONCE = 16
_TRIES = 10


def first_look(channel: str, now: datetime) -> datetime | None:
    """When a page that has just gone out needs its first look; None where the provider keeps no incident."""
    return now + FIRST_LOOK if channel in FOLLOWS else None


def queue_look(page: Page, context: Context, now: datetime) -> None:
    """Queue the look at a page when it is soon; nothing for one that needs none."""
    if page.due_at is not None:
        queue_if_soon(context.work, Task("page", page.person, page.due_at, page_key(page)), now)


def look_again(cases: Iterable[Case], context: Context, now: datetime) -> None:
    """Look at the followed pages about what ended in these conversations, or was taken: at once, or nearly.

    Reads nothing where no step was taken, or nobody who was told of one has a method that is followed.
    """
    news = list(cases)
    since: dict[str, datetime] = {}
    for case in news:
        for person, at in paged_about_news(case, now).items():
            if _is_followed(person, context):
                since[person] = min(at, since.get(person, at))
    for person, at in since.items():
        for page in context.people.pages(person, at):
            _look_soon(page, news, context, now)


def bring_forward(page: Page, was: Page, at: datetime, context: Context, now: datetime) -> bool:
    """Save a page, to be looked at then if it is followed. False: it changed meanwhile, and nothing was saved.

    Whoever is telling its provider this moment looks again when that is done.
    """
    soon = page if page.due_at is None or page.telling else replace(page, due_at=at)
    if not context.people.save(soon, was):
        return False
    if not soon.telling:
        queue_look(soon, context, now)
    return True


def follow(page: Page, context: Context, clock: Clock) -> Page:
    """Tell the page's provider what it should show, if that is not what it shows; the page as it was saved.

    What comes in between is seen after telling. Temporary trouble brings the page back; permanent trouble ends it.
    """
    for _ in range(_TRIES):
        now = clock.now()
        state = _should_show(page, context, now)
        if state == "" or state == page.told:
            return _wait(page, context, now)
        ours = replace(page, telling=state, due_at=now + LEASE)
        if not context.people.save(ours, page):
            return page  # somebody came in between, and has queued a look of their own
        page = _tell(ours, state, context, clock)
        if page.told != state or page.due_at is None:
            return page
    return page


def _look_soon(page: Page, news: Sequence[Case], context: Context, now: datetime) -> None:
    """A page about several conversations takes a moment: when they are answered in a row, it is looked at once."""
    several = len({alert.conversation for alert in page.alerts}) > 1
    at = now + _IN_A_ROW if several else now
    for _ in range(_TRIES):
        if not any(is_news_to(page, case) for case in news):
            return
        if page.due_at is not None and now < page.due_at <= at:
            return  # it will be seen by then
        if bring_forward(page, page, at, context, now):
            return
        fresh = context.people.page(page.person, page_key(page))
        if fresh is None:
            return
        page = fresh


def _should_show(page: Page, context: Context, now: datetime) -> Shown:
    """Reads no more conversations than it takes to know that nothing has to be told."""
    alerts = [alert for alert in page.alerts if mute_of(alert, context) is None]
    refs = list(dict.fromkeys(alert.conversation for alert in alerts))
    cases: dict[str, Case] = {}
    state: Shown = "resolved"
    for first in range(0, len(refs), _AT_ONCE):
        cases |= read_cases(refs[first : first + _AT_ONCE], context, now)
        state = should_show(page, still_wanted([each for each in alerts if each.conversation in cases], cases))
        if state == page.told:  # one of them still waits for what would change it
            return state
    return state


def _is_followed(person: str, context: Context) -> bool:
    known = context.roster.organisation.people.get(person)
    return known is not None and any(method.channel in FOLLOWS for method in known.methods)


def _wait(page: Page, context: Context, now: datetime) -> Page:
    """It shows what it should: the next look, or none any more."""
    later = replace(page, telling="", tellings=0, due_at=next_look(page, now))
    if not context.people.save(later, page):
        return page
    if later.due_at is None and later.told != "resolved":
        context.journal.note("page_followed_no_longer", page=page.id, channel=page.channel, told=page.told)
    return later


def _tell(page: Page, state: Followed, context: Context, clock: Clock) -> Page:
    try:
        channel = context.channels.get(page.channel)
        if channel is None or not isinstance(channel, Follows):
            raise Permanent(f"{page.channel!r} keeps no incidents any more")
        channel.follow(page.id, page.to, state)
    except Temporary as error:
        return _try_later(page, str(error), error.retry_after, context, clock.now())
    except Permanent as error:
        why = f"its provider was not told {state}: {error}"
        context.journal.note("page_not_followed", page=page.id, channel=page.channel, reason=why)
        return _record(page, lambda row: replace(row, telling="", due_at=None, reason=_and(row.reason, why)), context)
    context.journal.note("page_followed", page=page.id, person=page.person, channel=page.channel, told=state)
    if state == "resolved":
        return _record(page, lambda row: replace(row, telling="", tellings=0, told="resolved", due_at=None), context)
    return _record(page, lambda row: replace(row, telling="", tellings=0, told="acknowledged"), context)


def _try_later(page: Page, reason: str, retry_after: float | None, context: Context, now: datetime) -> Page:
    """Soon, and after some tries in a row at the next look: there is no other method to go on to."""
    context.journal.note("page_follow_delayed", page=page.id, channel=page.channel, reason=reason)
    if page.tellings + 1 >= MOST_TRIES:
        return _record(page, lambda row: replace(row, telling="", tellings=0, due_at=next_look(row, now)), context)
    at = now + timedelta(seconds=max(retry_after or 0.0, context.jitter(*_BACKOFF)))
    later = _record(page, lambda row: replace(row, telling="", tellings=row.tellings + 1, due_at=at), context)
    queue_look(later, context, now)
    return later


def _record(page: Page, change: Callable[[Page], Page], context: Context) -> Page:
    """What telling came to, on the row as it is by now: somebody may have taken the page meanwhile, and that stands.

    Where it keeps changing, the end of the lease brings it back, and the provider is told once more.
    """
    for _ in range(_TRIES):
        done = change(page)
        if context.people.save(done, page):
            return done
        fresh = context.people.page(page.person, page_key(page))
        if fresh is None:
            return done
        page = fresh
    return page


def _and(reason: str, another: str) -> str:
    return f"{reason}; {another}" if reason else another
