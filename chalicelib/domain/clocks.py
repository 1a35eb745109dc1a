"""The clocks of a conversation, derived from its facts: what is timed, from when, until when, and how it ended.

Nothing here depends on the present: the same facts give the same clocks for ever, in whatever order they came in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from chalicelib.domain.calendar import ServiceCalendar
from chalicelib.domain.duration import deadline
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Acknowledgement, Fact, Message, Promise, StepTaken
from chalicelib.domain.organisation import Account, Book, Effective, Organisation, Policy
from chalicelib.domain.pages import ClockKind
from chalicelib.domain.waits import (
    End,
    History,
    Quiet,
    Wait,
    answers,
    history,
    owner_of,
    waits,
)

NEVER_ANSWERED_AFTER = timedelta(days=7)
CASE_ENDS_AFTER = timedelta(hours=24)

# Both response clocks count as one when it comes to alerts: a late older answer turns one into the other.
Family = Literal["response", "dm", "promise"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One promise being timed. Open while `ended_at` is None; then its result never changes again."""

    kind: ClockKind
    anchor: str
    """Id of the wait (or promise) it hangs on."""
    started_at: datetime
    due_at: datetime
    first_seen_at: datetime
    stored_at: datetime
    """When the fact that set it going was stored: what was past by then is late, not due."""
    account: str
    policy: str
    config: str
    author: str | None = None
    approximate: bool = False
    ended_at: datetime | None = None
    end: End | None = None

    @property
    def family(self) -> Family:
        """What its alerts are counted under."""
        if self.kind == "dm_follow_up":
            return "dm"
        return "promise" if self.kind == "promise" else "response"

    def within_target(self) -> bool:
        """Ended in time; False while it is open."""
        return self.ended_at is not None and self.ended_at <= self.due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A conversation as its facts tell it: every clock it ever had, oldest first, and what started none."""

    conversation: Conversation
    clocks: tuple[Clock, ...]
    waits: tuple[Wait, ...]
    open_waits: frozenset[str]
    """Ids of the waits that nothing has ended: a step taken counts while its anchor is one of these."""
    quiet: tuple[tuple[Message, Quiet], ...]
    history: History
    waiting_for_customer: datetime | None
    """Since when the ball is with the customer ("stuur ons een DM"); None when it is not."""

    @property
    def open(self) -> tuple[Clock, ...]:
        """The running clocks, the first to break first."""
        running = (clock for clock in self.clocks if clock.ended_at is None)
        return tuple(sorted(running, key=lambda clock: (clock.due_at, clock.anchor)))

    @property
    def steps(self) -> tuple[StepTaken, ...]:
        return self.history.steps

    @property
    def acknowledgements(self) -> tuple[Acknowledgement, ...]:
        return self.history.acknowledgements


def derive(conversation: Conversation, facts: Iterable[Fact], book: Book, now: datetime) -> Case:
    """The conversation's clocks as they stand at `now`, which only closes what has been silent for too long.

    A clock keeps the policy and calendar that were in force at its start.
    """
    past = history(facts)
    found, quiet = waits(conversation, past, book)
    promises = [_promise_clock(conversation, promise, past, book) for promise in past.promises]
    clocks = list(promises)
    open_waits: set[str] = set()
    for group in _groups(conversation, found):
        hung, closed_until = _hang(conversation, group, past, book, promises, now)
        clocks += hung
        open_waits |= {
            wait.id
            for wait in group
            if wait.ended_at is None and (closed_until is None or wait.started_at >= closed_until)
        }
    return Case(
        conversation=conversation,
        clocks=tuple(sorted(clocks, key=lambda clock: (clock.started_at, clock.anchor))),
        waits=tuple(found),
        open_waits=frozenset(open_waits),
        quiet=tuple(quiet),
        history=past,
        waiting_for_customer=_waiting_for_customer(past, found),
    )


def settings_of(conversation: Conversation, clock: Clock, book: Book) -> tuple[Effective, Policy, Account]:
    """The configuration, policy and account that the clock keeps for its whole life."""
    owner = owner_of(conversation, frozenset({clock.account}), clock.started_at, book)
    if owner is None:
        raise LookupError(f"{conversation.ref}: account {clock.account} stands in no configuration")
    effective, account = owner
    return effective, effective.organisation.policies[clock.policy], account


def calendar_of(policy: Policy, account: Account, organisation: Organisation) -> ServiceCalendar:
    """The policy's own calendar, or the account's where the policy names none."""
    return organisation.calendars[policy.calendar or account.calendar]


def _groups(conversation: Conversation, found: Sequence[Wait]) -> list[list[Wait]]:
    """One clock at a time per conversation; in a comment thread, per author."""
    if not conversation.threaded:
        return [list(found)]
    by_author: dict[str, list[Wait]] = {}
    for wait in found:
        by_author.setdefault(wait.author or f"?{wait.id}", []).append(wait)
    return list(by_author.values())


def _hang(
    conversation: Conversation,
    group: Sequence[Wait],
    past: History,
    book: Book,
    promises: Sequence[Clock],
    now: datetime,
) -> tuple[list[Clock], datetime | None]:
    """Hang clocks on the oldest open wait, one after the other.

    What ended no later than the clocks before it was a nudge and has no result of its own; an anchor answered while
    others wait gives its result, and the next oldest hangs a new clock from its own start.
    Also returns until when everything asked was closed as never answered, if anything was.
    """
    clocks: list[Clock] = []
    busy_until: datetime | None = None  # the end of the latest anchor so far
    closed_until: datetime | None = None  # everything asked before this was closed as never answered
    for wait in group:
        if closed_until is not None and wait.started_at < closed_until:
            continue
        if busy_until is not None and wait.ended_at is not None and wait.ended_at <= busy_until:
            continue
        ended_at, end = wait.ended_at, wait.end
        closing = _never_answered(wait, promises)
        if closing is not None and closing <= now and (ended_at is None or ended_at > closing):
            ended_at, end = closing, "never_answered"
            closed_until = closing
        clock = _response_clock(conversation, wait, past, book, ended_at, end)
        if clock is not None:
            clocks.append(clock)
        if ended_at is None:
            break  # the oldest open one: all that come after it wait behind it
        busy_until = ended_at if busy_until is None else max(busy_until, ended_at)
    return clocks, closed_until


def _never_answered(wait: Wait, promises: Sequence[Clock]) -> datetime | None:
    """When it closes unanswered: after 7 days, but never while a promise is open. None: not yet to be said."""
    closing = wait.started_at + NEVER_ANSWERED_AFTER
    for promise in sorted(promises, key=lambda clock: clock.started_at):
        if promise.started_at <= closing:
            if promise.ended_at is None:
                return None
            closing = max(closing, promise.ended_at)
    return closing


def _response_clock(
    conversation: Conversation,
    wait: Wait,
    past: History,
    book: Book,
    ended_at: datetime | None,
    end: End | None,
) -> Clock | None:
    """The clock that hangs on this wait; None for an anchor deleted in time, which gives no result."""
    owner = owner_of(conversation, wait.accounts, wait.started_at, book)
    if owner is None:
        return None
    effective, account = owner
    organisation = effective.organisation
    direct = conversation.surface == "direct"
    policy = organisation.policies[account.direct_policy if direct else account.public_policy]
    if policy.target is None:
        return None
    due_at = deadline(wait.started_at, policy.target, calendar_of(policy, account, organisation))
    if end == "deleted" and ended_at is not None and ended_at < due_at:
        return None
    return Clock(
        kind="dm_follow_up" if direct else _response_kind(conversation, wait, past),
        anchor=wait.id,
        started_at=wait.started_at,
        due_at=due_at,
        first_seen_at=wait.first_seen_at,
        stored_at=wait.stored_at,
        account=account.id,
        policy=policy.name,
        config=effective.hash,
        author=wait.author,
        approximate=wait.approximate,
        ended_at=ended_at,
        end=end,
    )


def _response_kind(conversation: Conversation, wait: Wait, past: History) -> ClockKind:
    """`next_response` within 24 h of the last human answer before it (deleted answers count), else the first."""
    if wait.cause == "deleted_answer":
        return "next_response"
    earlier = [a for a in past.answers if a.at < wait.started_at and _concerns(conversation, a, wait, past)]
    if earlier and wait.started_at < earlier[-1].at + CASE_ENDS_AFTER:
        return "next_response"
    return "first_response"


def _concerns(conversation: Conversation, answer: Message, wait: Wait, past: History) -> bool:
    """In a thread an answer speaks to some authors only; elsewhere to the one customer there is."""
    if not conversation.threaded:
        return True
    theirs = (m for m in past.messages if m.direction == "inbound" and m.author == wait.author)
    return any(answers(conversation, answer, message, past) for message in theirs)


def _promise_clock(conversation: Conversation, promise: Promise, past: History, book: Book) -> Clock:
    """A promise ends when somebody says it was kept, or at a human reply on its due day or later."""
    effective, account = _owner_of_conversation(conversation, past, promise.at, book)
    organisation = effective.organisation
    calendar = organisation.calendars[account.calendar]
    due_day = promise.due_at.astimezone(ZoneInfo(calendar.zone)).date()
    ends: list[tuple[datetime, End]] = []
    if kept := past.kept.get(promise.id):
        ends.append((kept.at, "kept"))
    for answer in past.answers:
        on_day = answer.at.astimezone(ZoneInfo(calendar.zone)).date() >= due_day
        if answer.at > promise.at and on_day:
            ends.append((answer.at, "answered"))
    ended_at, end = min(ends) if ends else (None, None)
    return Clock(
        kind="promise",
        anchor=promise.id,
        started_at=promise.at,
        due_at=promise.due_at,
        first_seen_at=promise.at,
        stored_at=promise.stored_at,
        account=account.id,
        policy=organisation.promise_policy,
        config=effective.hash,
        ended_at=ended_at,
        end=end,
    )


def _owner_of_conversation(
    conversation: Conversation, past: History, at: datetime, book: Book
) -> tuple[Effective, Account]:
    ids = frozenset[str]().union(*(m.accounts for m in past.messages), {m.account for m in past.moves})
    owner = owner_of(conversation, ids, at, book)
    if owner is not None:
        return owner
    # A promise in a conversation that no configured account saw (linked by hand): the brand's first account.
    newest = book.entries[-1]
    return newest, next(a for a in newest.organisation.accounts if a.brand == conversation.brand)


def _waiting_for_customer(past: History, found: Sequence[Wait]) -> datetime | None:
    """The newest plain invitation to DM after which nobody has said anything on the direct side."""
    waiting = {wait.id for wait in found}
    plain = [move for move in past.moves if f"moved:{move.id}" not in waiting]
    if not plain or any(message.at >= plain[-1].at for message in past.messages):
        return None
    return plain[-1].at
