""" "Mine": somebody takes what a page carries. Holds back further pages for a while; only a response stops a clock."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.composing import acknowledged_since, still_wanted
from chalicelib.domain.facts_by_hand import Acknowledgement
from chalicelib.domain.paging import Page
from chalicelib.store.people import Link, page_key
from chalicelib.usecases.cases import cases_of
from chalicelib.usecases.follow import bring_forward, look_again
from chalicelib.usecases.ports import Context
from chalicelib.usecases.settle import save_head

_TRIES = 10


def acknowledge(link: Link, via: str, context: Context, now: datetime, at: datetime | None = None) -> tuple[str, ...]:
    """Acknowledge all that a group of pages carries, in that person's name; the conversations that it took.

    `at`: when they did, where we hear of it later. Facts first: whatever crashes after them, the acknowledgement holds.
    """
    at = at or now
    pages = context.people.group(link)
    refs = tuple(dict.fromkeys(alert.conversation for page in pages for alert in page.alerts))
    given = Acknowledgement(id=_id(link, at), by=link.person, at=at, stored_at=now, via=via)
    for ref in refs:
        context.conversations.add(ref, given)
    cases = [save_head(ref, context, now) for ref in refs]
    for page in pages:
        _close(page, given, context, now)
    look_again(cases, context, now)
    context.journal.note("acknowledged", person=link.person, via=via, conversations=len(refs))
    return refs


def acknowledge_page(page_id: str, via: str, at: datetime, context: Context, now: datetime) -> tuple[str, ...]:
    """Somebody took a page where its provider shows it; the conversations that it took.

    None for a page we do not know, and none when nothing that it carries wants taking: a provider also tells us what
    we told it. So nothing happens twice.
    """
    link = context.people.link(context.code_for(page_id.rpartition("-")[0]))
    pages = context.people.group(link) if link is not None else ()
    page = next((each for each in pages if each.id == page_id), None)
    if link is None or page is None:
        context.journal.note("pager_unknown_page", via=via)
        return ()
    wanted = still_wanted(page.alerts, cases_of(page.alerts, context, now))
    begun = any(given.id == _id(link, at) for _, case, _ in wanted.items for given in case.acknowledgements)
    taken = not wanted.items or acknowledged_since(wanted.items, page.created_at) is not None
    return acknowledge(link, via, context, now, at) if begun or not taken else ()


def _id(link: Link, at: datetime) -> str:
    """The same group and instant give the same fact, so that whatever is repeated stays one."""
    return f"{link.group}@{at:%Y%m%dT%H%M%S%f}"


def _close(page: Page, given: Acknowledgement, context: Context, now: datetime) -> None:
    """A page that went out is acknowledged; one that still waits for its turn is not needed any more.

    A claimed one is on its way this very moment; should it have to be tried again, the acknowledgement is found then.
    """
    for _ in range(_TRIES):
        if page.state in ("sent", "delivered"):
            reason = f"acknowledged by {given.by}, via {given.via}"
            taken = replace(page, state="acknowledged", acknowledged_by=given.by, acknowledged_via=given.via)
            done = replace(taken, ended_at=given.at, reason=reason)
        elif page.state == "pending":
            reason = f"acknowledged by {given.by}"
            done = replace(page, state="withdrawn", due_at=None, ended_at=given.at, reason=reason)
        else:
            return
        if bring_forward(done, page, now, context, now):
            return
        fresh = context.people.page(page.person, page_key(page))
        if fresh is None:
            return
        page = fresh
