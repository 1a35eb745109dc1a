"""A page needs a look: its turn has come, its next try, or the end of a lease whose holder is gone."""

from dataclasses import replace

from chalicelib.domain.composing import acknowledged_since, still_wanted
from chalicelib.domain.paging import LEASE, Page
from chalicelib.store.people import page_key
from chalicelib.usecases.deliver import mute_of, next_page, page_view, read_cases
from chalicelib.usecases.ports import Clock, Context
from chalicelib.usecases.send import send_page
from chalicelib.usecases.tasks import Task, queue_if_soon


def resume(person_id: str, key: str, context: Context, clock: Clock) -> Page | None:
    """Send the page if it still says something; the page as it ended, None when there was nothing to do.

    Nothing left to page about, or taken by somebody meanwhile: withdrawn, with the reason.
    """
    now = clock.now()
    page = context.people.page(person_id, key)
    if page is None or page.due_at is None or page.due_at > now:
        return None  # looked at too early, or twice
    alerts = tuple(alert for alert in page.alerts if mute_of(alert, context) is None)
    wanted = still_wanted(alerts, read_cases(alerts, context, now))
    taken_by = acknowledged_since(wanted.items, page.created_at) if wanted.items else None
    if not wanted.items or taken_by is not None:
        why = "; ".join(sorted({why for _, why in wanted.dropped})) or "muted"
        reason = f"acknowledged by {taken_by}" if taken_by else why
        withdrawn = replace(page, state="withdrawn", due_at=None, ended_at=now, reason=reason)
        context.people.save(withdrawn, page)
        context.journal.note("page_withdrawn", page=page.id, person=person_id, reason=reason)
        return withdrawn
    person = context.roster.organisation.people[person_id]
    ours = replace(page, state="claimed", due_at=now + LEASE, attempts=page.attempts + 1)
    if not context.people.save(ours, page):
        return None  # somebody else is at it
    if page.state == "pending":
        _queue_next(ours, context, clock)
    view = page_view(person, wanted, context.code_for(page.group), context, now)
    return send_page(ours, view, context, clock)


def _queue_next(page: Page, context: Context, clock: Clock) -> None:
    """The method after this one gets its turn in three minutes, unless somebody answers or takes it before."""
    now = clock.now()
    person = context.roster.organisation.people[page.person]
    used = tuple(context.people.group_of(page))
    following = next_page(person, used, now)
    if following is not None and following.due_at is not None and context.people.save(following, None):
        queue_if_soon(context.work, Task("page", page.person, following.due_at, page_key(following)), now)
