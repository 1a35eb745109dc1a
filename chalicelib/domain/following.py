"""What a provider that keeps an incident for a page should show of it, and when to look whether it does."""

from datetime import datetime, timedelta

from chalicelib.domain.ahead import CARRIES
from chalicelib.domain.case import Case
from chalicelib.domain.composing import Wanted, acknowledged_since, running_clock
from chalicelib.domain.paging import UNSENT, Page, Shown
from chalicelib.domain.steps import StepTaken

# Longer than a conversation can wait: what nobody answers is closed after seven days.
FOLLOWED_FOR = timedelta(days=8)
# Somebody may have taken or answered it in the very second in which it went out.
FIRST_LOOK = timedelta(seconds=60)
# Whoever takes or answers something brings the look forward. Without that (a mute, a storm that ends, what was told
# ahead) it comes by itself: often while the page is young, and ever more seldom.
_OFTEN = timedelta(minutes=10)
_PARTS_OF_ITS_AGE = 10
# What was stored longer ago has been looked at.
_NEWS = timedelta(hours=1)


def should_show(page: Page, wanted: Wanted) -> Shown:
    """The state in which the incident belongs. `wanted` is what the page carries, split by what still waits."""
    if not wanted.items:
        return "resolved"
    taken = page.state == "acknowledged" or acknowledged_since(wanted.items, page.created_at) is not None
    return "acknowledged" if taken else page.told


def next_look(page: Page, now: datetime) -> datetime | None:
    """When to look again by itself; None once it is resolved, and after `FOLLOWED_FOR`."""
    age = now - page.created_at
    if page.told == "resolved" or age >= FOLLOWED_FOR:
        return None
    return now + max(_OFTEN, age / _PARTS_OF_ITS_AGE)


def paged_about_news(case: Case, now: datetime) -> dict[str, datetime]:
    """Who was paged about what ended or was taken just now, each with the earliest instant of a page about it.

    Empty for a conversation that never told anybody.
    """
    since: dict[str, datetime] = {}
    for step in case.steps:
        if step.outcome == "fired" and _is_news(step, case, now):
            first = step.planned_at - CARRIES
            since |= {person: min(first, since.get(person, first)) for person in step.recipients}
    return since


def is_news_to(page: Page, case: Case) -> bool:
    """Has something that the page carries of this conversation ended, or been taken, and its provider not been told?

    Not while it is being told: whoever does that looks again.
    """
    if page.state in UNSENT or page.due_at is None or page.telling:
        return False
    about = [alert for alert in page.alerts if alert.conversation == case.conversation.ref]
    taken = not page.told and any(given.at >= page.created_at for given in case.acknowledgements)
    return any(taken or running_clock(alert, case) is None for alert in about)


def _is_news(step: StepTaken, case: Case, now: datetime) -> bool:
    taken = [given.stored_at for given in case.acknowledgements if given.at >= step.planned_at - CARRIES]
    ended = [clock.ended_at for clock in case.clocks if (clock.family, clock.anchor) == (step.clock, step.anchor)]
    # An answer may come in long after it was given.
    stored = [wait.end_stored_at for wait in case.waits if wait.id == step.anchor]
    return any(at is not None and at > now - _NEWS for at in (*taken, *ended, *stored))
