"""What falls due soon for the same person: told along with a page now, so that ten pages in ten minutes are one."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

from chalicelib.domain.alerts import Alert, alert_of
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.clocks import settings_of
from chalicelib.domain.escalation import acknowledgement_at, fires_at, taken_steps
from chalicelib.domain.ladder import ladder
from chalicelib.domain.organisation import Book
from chalicelib.domain.paging import Page
from chalicelib.domain.roster import Roster

# The tenth minute included.
CARRIES = timedelta(minutes=10)
# Whoever is on call and the manager too hears of a breach once: the manager's step comes a minute later.
ONE_BREACH = timedelta(minutes=2)


def told_ahead(
    case: Case, book: Book, roster: Roster, person: str, steps: Collection[tuple[str, str]], now: datetime
) -> Iterator[tuple[Alert, Case, Clock]]:
    """The alerts of these steps (clock family and key) that this conversation has for the person until in ten minutes.

    By the rota at the step's own instant: what the next one on call will get is not told to this one. Nothing that an
    acknowledgement would hold back, and nothing that still settles.
    """
    for clock in case.open:
        effective, _, account = settings_of(case.conversation, clock, book)
        if not account.pages:
            continue
        brand = roster.brand(account, effective.organisation)
        owner = next((p.owner for p in case.history.promises if p.id == clock.anchor), None)
        plan = ladder(case, clock, book)
        taken = taken_steps(case, clock)
        for step in plan:
            if (clock.family, step.key) not in steps or step.key in taken or step.at > now + CARRIES:
                continue
            if fires_at(step, clock) > max(step.at, now):
                continue
            if step.unless_acknowledged and acknowledgement_at(case, clock, plan, book, roster, step.at):
                continue
            for recipient in roster.recipients(step.notify, brand, max(step.at, now), owner):
                if recipient.person == person:
                    yield alert_of(case, clock, step, recipient), case, clock


def told_already(alert: Alert, pages: Iterable[Page]) -> str | None:
    """Why an alert needs no page of its own after these pages to the same person; None when it does.

    They told of a later step of that anchor ahead, or of its breach less than two minutes before.
    """
    for page in pages:
        for told in page.alerts:
            if (told.conversation, told.family, told.anchor) != (alert.conversation, alert.family, alert.anchor):
                continue
            if told.planned_at >= alert.planned_at and told.level > alert.level:
                return f"told ahead of {told.step}"
            breached = told.planned_at >= told.target_at and alert.planned_at >= alert.target_at
            if breached and page.created_at <= alert.planned_at < page.created_at + ONE_BREACH:
                return f"told of the breach by page {page.id}"
    return None
