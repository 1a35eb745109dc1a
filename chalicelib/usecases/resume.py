"""A page needs a look: its turn has come, its next try, the end of a lease whose holder is gone, or its provider."""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.composing import Wanted, acknowledged_since, still_wanted
from chalicelib.domain.organisation import Person
from chalicelib.domain.paging import LEASE, MOST_TRIES, UNSENT, Page, first_methods
from chalicelib.store.people import page_key
from chalicelib.usecases.cases import cases_of, mute_of
from chalicelib.usecases.deliver import next_page, page_view
from chalicelib.usecases.follow import first_look, follow, queue_look
from chalicelib.usecases.handover import hand_over
from chalicelib.usecases.last_look import last_look, why_not
from chalicelib.usecases.ports import Clock, Context
from chalicelib.usecases.send import give_up, send_page
from chalicelib.usecases.tasks import Task, queue_if_soon

# The page's first method had its look; the methods beside it, and a try soon after, need none of their own.
LOOKS_AGAIN_AFTER = timedelta(minutes=1)


def resume(person_id: str, key: str, context: Context, clock: Clock) -> Page | None:
    """Send the page if it still says something; the page as it ended, None when there was nothing to do.

    One that went out is followed. Nothing left to page about, or taken meanwhile: withdrawn, with the reason.
    """
    now = clock.now()
    page = context.people.page(person_id, key)
    if page is None or page.due_at is None or page.due_at > now:
        return None  # looked at too early, or twice
    if page.state not in UNSENT:
        return follow(page, context, clock)
    alerts = tuple(alert for alert in page.alerts if mute_of(alert, context) is None)
    learned = last_look(alerts, context, clock) if now - page.created_at >= LOOKS_AGAIN_AFTER else frozenset()
    now = clock.now()
    wanted = still_wanted(alerts, cases_of(alerts, context, now))
    taken_by = acknowledged_since(wanted.items, page.created_at) if wanted.items else None
    if not wanted.items or taken_by is not None:
        why = "; ".join(sorted({why_not(why, alert, learned) for alert, why in wanted.dropped})) or "muted"
        reason = f"acknowledged by {taken_by}" if taken_by else why
        withdrawn = _withdraw(page, reason, context, now)
        context.journal.note("page_withdrawn", page=page.id, person=person_id, reason=reason)
        return withdrawn
    person = context.roster.organisation.people.get(person_id)
    if person is None:
        return _hand_over(page, wanted, context, now)
    if page.attempts >= MOST_TRIES:
        return give_up(page, f"{MOST_TRIES} tries, and nothing was heard of the last one", context, now)
    ours = replace(page, state="claimed", due_at=now + LEASE, attempts=page.attempts + 1, claimed_at=now)
    if not context.people.save(ours, page):
        return None  # somebody else is at it
    _queue_next(ours, person, context, now)
    view = page_view(person, wanted, context.code_for(page.group), context, now)
    return send_page(ours, view, context, clock)


def _hand_over(page: Page, wanted: Wanted, context: Context, now: datetime) -> Page:
    """The person left the configuration while the page waited for its turn or its next try: the manager gets it."""
    reason = f"{page.person} is not in the configuration any more"
    hand_over([alert for alert, _, _ in wanted.items], reason, context, now)
    return _withdraw(page, reason, context, now)


def _withdraw(page: Page, reason: str, context: Context, now: datetime) -> Page:
    """Not needed any more. Of a try that was never answered, the provider may have made an incident all the same."""
    look = first_look(page.channel, now) if page.attempts else None
    withdrawn = replace(page, state="withdrawn", due_at=look, ended_at=now, reason=reason)
    if context.people.save(withdrawn, page):
        queue_look(withdrawn, context, now)
    return withdrawn


def _queue_next(page: Page, person: Person, context: Context, now: datetime) -> None:
    """The method after this one gets its turn in three minutes, unless somebody answers or takes it before.

    Made by whoever claims the group's newest page; again by the next one, should they crash in between.
    """
    first = {number for number, _ in first_methods(person)}
    if page.number in first:
        return  # claimed together with the one that follows them
    used = context.people.group_of(page)
    if any(other.number > page.number and other.number not in first for other in used):
        return
    following = next_page(person, used, now)
    if following is not None and following.due_at is not None and context.people.save(following, None):
        queue_if_soon(context.work, Task("page", page.person, following.due_at, page_key(following)), now)
