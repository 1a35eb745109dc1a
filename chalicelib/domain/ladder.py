"""The ladder of one clock: every step it will ever reach, with its instant. Pure arithmetic on a policy."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from chalicelib.domain.calendar import ServiceCalendar, last_open_moment, next_opening, opening_periods, openings
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.clocks import calendar_of, runs_on, settings_of
from chalicelib.domain.duration import Duration, WorkingHours, before, deadline
from chalicelib.domain.facts_seen import Message
from chalicelib.domain.organisation import ON_CALL, Account, Book, Policy, Rule, Step
from chalicelib.domain.wording import mentions_any

# Free replies end 24 h after the customer's newest message (Meta's and WhatsApp's customer service window).
REPLY_WINDOW = timedelta(hours=24)
REPLY_WINDOW_PLATFORMS = frozenset({"whatsapp", "messenger", "instagram"})
_HOUR_BEFORE_WINDOW = WorkingHours(3600)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A step of a clock at its instant. `level` is its place in time within the ladder, lowest first."""

    key: str
    level: int
    at: datetime
    notify: tuple[str, ...]
    unless_acknowledged: bool
    is_repeat: bool = False


def alert_id(conversation: str, clock: Clock, step: str) -> str:
    """Identifies "conversation C reached step S" for ever: a retry or a late fact finds the same one."""
    raw = "\x1f".join((conversation, clock.family, step, clock.anchor))
    return hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def ladder(case: Case, clock: Clock, book: Book) -> tuple[Planned, ...]:
    """Every step and repeat of the clock in order of time, rules applied. The reported target stays as it is."""
    effective, policy, account = settings_of(case.conversation, clock, book)
    organisation = effective.organisation
    calendar = calendar_of(policy, account, organisation)
    opening_hours = organisation.calendars[account.calendar]
    rules = rules_of(case, clock, book)
    steps = [
        (step_instant(step, clock.started_at, clock.due_at, calendar, opening_hours), step) for step in policy.steps
    ]
    planned = [
        Planned(
            key=step.key,
            level=0,
            at=max(_hastened(at, rules, calendar, opening_hours), clock.started_at),
            notify=_with_added(step.notify, rules),
            unless_acknowledged=step.unless_acknowledged,
        )
        for at, step in steps
        # A promise may be made for within the hour: what is past by then is no step of it.
        if at is not None and not (clock.kind == "promise" and at < clock.started_at)
    ]
    # From the policy's own steps only: the reply window moves with every message, the grid must not.
    last = max((step.at for step in planned), default=None)
    if last is not None:
        planned += _repeats(policy, last, opening_hours, calendar)
    if window := _reply_window_step(case, clock, opening_hours):
        planned.append(window)
    planned.sort(key=lambda p: p.at)  # stable: steps at one instant keep the order of the policy
    return tuple(replace(step, level=level) for level, step in enumerate(planned))


def rules_of(case: Case, clock: Clock, book: Book) -> tuple[Rule, ...]:
    """The clock's own rules of which every condition holds for the message that it hangs on."""
    effective, _, account = settings_of(case.conversation, clock, book)
    return tuple(rule for rule in effective.organisation.rules if _applies(rule, case, clock, account))


def step_instant(
    step: Step,
    started_at: datetime,
    due_at: datetime,
    calendar: ServiceCalendar,
    opening_hours: ServiceCalendar,
) -> datetime | None:
    """When a step of a policy falls; None for an opening of the due day that is not before the due time."""
    if step.opening_of_due_day:
        opens = _opening_of_day(due_at, opening_hours)
        return opens if opens is not None and started_at <= opens < due_at else None
    if step.before is not None:
        return before(due_at, step.before, runs_on(step.before, calendar, opening_hours))
    if step.after is None:
        raise ValueError(f"step {step!r} has no moment")
    return deadline(started_at, step.after, runs_on(step.after, calendar, opening_hours))


def _opening_of_day(due_at: datetime, calendar: ServiceCalendar) -> datetime | None:
    """The first opening of the local day on which something is due; None when that day stays closed.

    A night shift that began the day before is no opening of this day.
    """
    periods = opening_periods(calendar, due_at.astimezone(ZoneInfo(calendar.zone)).date())
    return periods[0][0] if periods else None


def _repeats(
    policy: Policy, last: datetime, opening_hours: ServiceCalendar, calendar: ServiceCalendar
) -> Iterator[Planned]:
    """A fixed grid from the last step: one that is held back is spent, not moved."""
    if policy.repeat is None:
        return
    every = policy.repeat.every
    instants = (
        openings(opening_hours, last) if every is None else _grid(last, every, runs_on(every, calendar, opening_hours))
    )
    for number, at in enumerate(islice(instants, policy.repeat.at_most), 1):
        yield Planned(
            key=f"repeat {number}",
            level=0,
            at=at,
            notify=policy.repeat.notify,
            unless_acknowledged=True,
            is_repeat=True,
        )


def _grid(last: datetime, every: Duration, calendar: ServiceCalendar) -> Iterator[datetime]:
    at = last
    while True:
        at = deadline(at, every, calendar)
        yield at


def _reply_window_step(case: Case, clock: Clock, opening_hours: ServiceCalendar) -> Planned | None:
    """One working hour before the last open moment inside the reply window; None without such a moment."""
    conversation = case.conversation
    if clock.kind != "dm_follow_up" or conversation.platform not in REPLY_WINDOW_PLATFORMS:
        return None
    # A reaction or a message out of an imported history opens no window.
    written = (m for m in case.history.messages if m.direction == "inbound" and m.silence is None)
    newest = max((m.at for m in written if clock.ended_at is None or m.at < clock.ended_at), default=None)
    if newest is None:
        return None
    last_open = last_open_moment(opening_hours, newest, newest + REPLY_WINDOW)
    if last_open is None or last_open <= clock.started_at:
        return None
    at = before(last_open, _HOUR_BEFORE_WINDOW, opening_hours)
    if at < clock.started_at:  # less than an hour is left of it: at once, but not before somebody is there
        at = next_opening(opening_hours, clock.started_at)
    return Planned(key="reply window", level=0, at=at, notify=(ON_CALL,), unless_acknowledged=False)


def _hastened(
    at: datetime, rules: Sequence[Rule], calendar: ServiceCalendar, opening_hours: ServiceCalendar
) -> datetime:
    moves = (rule.earlier for rule in rules if rule.earlier is not None)
    return min((before(at, earlier, runs_on(earlier, calendar, opening_hours)) for earlier in moves), default=at)


def _with_added(notify: tuple[str, ...], rules: Sequence[Rule]) -> tuple[str, ...]:
    added = (who for rule in rules for who in rule.notify)
    return tuple(dict.fromkeys((*notify, *added)))


def _applies(rule: Rule, case: Case, clock: Clock, account: Account) -> bool:
    """Every condition that the rule names holds for the message that the clock hangs on."""
    if rule.platforms and case.conversation.platform not in rule.platforms:
        return False
    if rule.accounts and account.name not in rule.accounts and account.id not in rule.accounts:
        return False
    message = case.message_of(clock)
    if not (rule.reach_at_least or rule.authors or rule.author_words or rule.words):
        return True
    if message is None:
        return False
    of_note = not (rule.authors or rule.author_words) or _of_note(rule, message)
    far = rule.reach_at_least is None or (message.reach or 0) >= rule.reach_at_least
    said = not rule.words or mentions_any(message.excerpt or "", rule.words)
    return of_note and far and said


def _of_note(rule: Rule, message: Message) -> bool:
    """On the list by id or handle, or by words in the description."""
    handle = (message.author_name or "").casefold().removeprefix("@")
    listed = {author.casefold().removeprefix("@") for author in rule.authors}
    return (
        handle in listed
        or (message.author or "") in rule.authors
        or mentions_any(message.author_bio or "", rule.author_words)
    )
