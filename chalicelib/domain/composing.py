"""What one page says: alerts looked at once more, against the conversation as it is this moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from chalicelib.domain.alerts import Alert
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.clocks import settings_of
from chalicelib.domain.duration import WorkingDays, elapsed
from chalicelib.domain.head import anchor_message, customer_name
from chalicelib.domain.organisation import MANAGER, Book, Organisation
from chalicelib.domain.pages import PageItem, Told

_WITH_HANDLES = frozenset({"x", "instagram", "threads", "tiktok", "telegram", "bluesky", "mastodon"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Alerts that still want a page, first due first, each with its running clock; and the others with why not."""

    items: tuple[tuple[Alert, Case, Clock], ...]
    dropped: tuple[tuple[Alert, str], ...]


def still_wanted(alerts: Sequence[Alert], cases: Mapping[str, Case]) -> Wanted:
    """Split alerts by whether what they are about still waits: answered, dismissed or deleted since means no page.

    Of several alerts about one clock only the highest step is told; the lower ones go with it.
    """
    items: dict[tuple[str, str], tuple[Alert, Case, Clock]] = {}
    dropped: list[tuple[Alert, str]] = []
    for alert in sorted(alerts, key=lambda a: (a.level, a.planned_at)):
        case = cases[alert.conversation]
        clock = running_clock(alert, case)
        if clock is None:
            dropped.append((alert, _ending(alert, case)))
            continue
        lower = items.pop((alert.conversation, clock.anchor), None)
        if lower is not None:
            dropped.append((lower[0], f"superseded by {alert.step}"))
        items[alert.conversation, clock.anchor] = (alert, case, clock)
    ordered = sorted(items.values(), key=lambda item: (item[2].due_at, item[0].conversation))
    return Wanted(tuple(ordered), tuple(dropped))


def running_clock(alert: Alert, case: Case) -> Clock | None:
    """The clock that an alert is about, while it runs.

    A late older message may have taken over as the anchor: then it is the clock that hangs on that one.
    """
    for clock in case.open:
        if clock.family == alert.family and clock.anchor == alert.anchor:
            return clock
    for clock in case.open:
        if clock.family == alert.family and alert.anchor in case.waiting_with(clock):
            return clock
    return None


def page_item(alert: Alert, case: Case, clock: Clock, book: Book, today: Organisation) -> PageItem:
    """One alert in the words of a page. `today` names people as they are called now."""
    effective, _, account = settings_of(case.conversation, clock, book)
    anchor = anchor_message(case, clock)
    told = [
        Told(name=_name(person, today), at=step.stored_at)
        for step in case.steps
        if step.outcome == "fired" and step.anchor == alert.anchor and step.level < alert.level
        for person in step.recipients
    ]
    mine = _name(alert.person, today)
    taken = next((a for a in reversed(case.acknowledgements) if a.at >= clock.started_at), None)
    promise = next((p for p in case.history.promises if p.id == clock.anchor), None)
    calendar = effective.organisation.calendars[account.calendar]
    idle = elapsed(clock.started_at, alert.planned_at, WorkingDays(Fraction(1)), calendar)
    return PageItem(
        conversation=alert.conversation,
        alert=alert.id,
        platform=case.conversation.platform,
        surface=case.conversation.surface,
        account_name=account.name,
        customer_name=as_shown(case.conversation.platform, customer_name(case, anchor)),
        clock=clock.kind,
        step=alert.step,
        nth=1 + sum(1 for each in told if each.name == mine),
        for_manager=alert.role == MANAGER,
        asked_at=clock.started_at,
        due_at=clock.due_at,
        excerpt=anchor.excerpt if anchor is not None and case.conversation.surface == "public" else None,
        idle_working_days=_one_decimal(idle) if clock.kind == "dm_follow_up" else None,
        told=tuple(each for each in told if each.name != mine),
        taken_by=_name(taken.by, today) if taken else None,
        taken_at=taken.at if taken else None,
        promise=promise.what if promise else None,
        promised_by=_name(promise.owner, today) if promise else None,
        arrived_late=clock.first_seen_at >= clock.due_at,
    )


def as_shown(platform: str, name: str) -> str:
    """A customer's name as people write it: a handle behind `@` where the platform has handles."""
    return f"@{name}" if name and platform in _WITH_HANDLES else name


def acknowledged_since(items: Sequence[tuple[Alert, Case, Clock]], since: datetime) -> str | None:
    """Who took everything that is left of a page since it was made; None while something of it is nobody's."""
    by = None
    for _, case, _ in items:
        given = next((a for a in reversed(case.acknowledgements) if a.at >= since), None)
        if given is None:
            return None
        by = given.by
    return by


def _ending(alert: Alert, case: Case) -> str:
    ended = next((c for c in case.clocks if c.anchor == alert.anchor and c.ended_at is not None), None)
    if ended is not None:
        return f"{ended.end} at {ended.ended_at:%Y-%m-%dT%H:%M:%SZ}"
    wait = next((w for w in case.waits if w.id == alert.anchor and w.ended_at is not None), None)
    return f"{wait.end} at {wait.ended_at:%Y-%m-%dT%H:%M:%SZ}" if wait else "nothing waits there any more"


def _name(person: str, today: Organisation) -> str:
    known = today.people.get(person)
    return known.name if known else person


def _one_decimal(days: Fraction) -> str:
    """1.5 as "1.5", 2 as "2": how long it lies still, as people say it."""
    tenths = round(days * 10)
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"
