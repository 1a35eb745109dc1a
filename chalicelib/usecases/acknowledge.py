""" "Mine": somebody takes what a page carries. Holds back further pages for a while; only a response stops a clock."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.facts import Acknowledgement
from chalicelib.domain.paging import Page
from chalicelib.store.people import Link
from chalicelib.usecases.ports import Context
from chalicelib.usecases.settle import settle


def acknowledge(link: Link, via: str, context: Context, now: datetime) -> tuple[str, ...]:
    """Acknowledge all that a group of pages carries, in that person's name; the conversations that it took.

    Facts first: whatever crashes after them, the acknowledgement holds.
    """
    pages = context.people.group(link)
    refs = tuple(dict.fromkeys(alert.conversation for page in pages for alert in page.alerts))
    given = Acknowledgement(id=f"{link.group}@{now:%Y%m%dT%H%M%S}", by=link.person, at=now, stored_at=now, via=via)
    for ref in refs:
        context.conversations.add(ref, given)
    for ref in refs:
        settle(ref, context, now)
    for page in pages:
        _close(page, link.person, context, now)
    context.journal.note("acknowledged", person=link.person, via=via, conversations=len(refs))
    return refs


def _close(page: Page, by: str, context: Context, now: datetime) -> None:
    """A page that went out is acknowledged; one that still waits for its turn is not needed any more.

    A claimed one is on its way this very moment; should it have to be tried again, the acknowledgement is found then.
    """
    if page.state in ("sent", "delivered"):
        done = replace(page, state="acknowledged", due_at=None, acknowledged_by=by, ended_at=now)
        context.people.save(done, page)
    elif page.state == "pending":
        done = replace(page, state="withdrawn", due_at=None, ended_at=now, reason=f"acknowledged by {by}")
        context.people.save(done, page)
