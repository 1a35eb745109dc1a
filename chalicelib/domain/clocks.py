"""The clocks of a conversation, derived from its facts: what is timed, from when, until when, and how it ended.

Nothing here depends on the present, but for closing what was never answered: the same facts give the same clocks for
ever, in whatever order they came in.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.anchors import Anchor, anchors
from chalicelib.domain.answering import answers
from chalicelib.domain.calendar import ALWAYS, ServiceCalendar
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.continuing import goes_on_in
from chalicelib.domain.duration import Duration, Elapsed, deadline
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.facts_by_hand import Promise
from chalicelib.domain.facts_seen import Message
from chalicelib.domain.history import History, history
from chalicelib.domain.organisation import Account, Book, Effective, Organisation, Policy
from chalicelib.domain.owners import owner_of, owner_of_conversation
from chalicelib.domain.pages import ClockKind
from chalicelib.domain.waits import End, Wait, place_of, waiting_for_customer, waits

NEVER_ANSWERED_AFTER = timedelta(days=7)
CASE_ENDS_AFTER = timedelta(hours=24)


def derive(conversation: Conversation, facts: Iterable[Fact], book: Book, now: datetime) -> Case:
    """The conversation's clocks as they stand at `now`, which only closes what has been silent for too long.

    A clock keeps the policy and calendar that were in force at its start.
    """
    past = history(facts)
    if goes_on_in(past) is not None:  # there all of it is told again, clocks included
        return Case(
            conversation=conversation,
            clocks=(),
            waits=(),
            open_waits=frozenset(),
            quiet=(),
            history=past,
            waiting_for_customer=None,
        )
    found, quiet = waits(conversation, past, book)
    promises = [_promise_clock(conversation, promise, past, book) for promise in past.promises]
    places: dict[str, list[Wait]] = {}
    for wait in found:
        places.setdefault(place_of(conversation, wait.author, wait.id), []).append(wait)
    clocks = list(promises)
    open_waits: set[str] = set()
    for place in places.values():
        hung, still_open = anchors(
            place,
            due=lambda wait: _target_at(conversation, wait, past, book),
            closing=lambda wait: _never_answered(wait, promises),
            now=now,
        )
        clocks += [_response_clock(conversation, anchor, past, book) for anchor in hung]
        open_waits |= still_open
    return Case(
        conversation=conversation,
        clocks=tuple(sorted(clocks, key=lambda clock: (clock.started_at, clock.anchor))),
        waits=tuple(found),
        open_waits=frozenset(open_waits),
        quiet=tuple(quiet),
        history=past,
        waiting_for_customer=waiting_for_customer(past, found),
    )


def settings_of(conversation: Conversation, clock: Clock, book: Book) -> tuple[Effective, Policy, Account]:
    """The configuration, policy and account that the clock keeps for its whole life.

    Raises LookupError when the book has lost that configuration.
    """
    effective = next((entry for entry in book.entries if entry.hash == clock.config), None)
    account = effective.organisation.account(conversation.platform, clock.account) if effective else None
    if effective is None or account is None:
        raise LookupError(f"{conversation.ref}: no configuration {clock.config} with account {clock.account}")
    return effective, effective.organisation.policies[clock.policy], account


def calendar_of(policy: Policy, account: Account, organisation: Organisation) -> ServiceCalendar:
    """The policy's own calendar, or the account's where the policy names none."""
    return organisation.calendars[policy.calendar or account.calendar]


def runs_on(duration: Duration, calendar: ServiceCalendar, opening_hours: ServiceCalendar) -> ServiceCalendar:
    """Where a duration of a policy is counted: what works by opening hours needs a calendar that has them."""
    never_closes = calendar.name == ALWAYS.name
    return opening_hours if never_closes and not isinstance(duration, Elapsed) else calendar


def _policy_of(conversation: Conversation, wait: Wait, past: History, book: Book) -> tuple[Effective, Policy, Account]:
    # A wait has an owner, or its message would have been quiet.
    owner = owner_of(conversation, wait.accounts, wait.started_at, book)
    assert owner is not None, wait
    effective, account = owner
    name, following = account.public_policy, account.next_response_policy
    if conversation.surface == "direct":
        name = account.direct_policy
    elif following is not None and _response_kind(conversation, wait, past) == "next_response":
        name = following
    return effective, effective.organisation.policies[name], account


def _target_at(conversation: Conversation, wait: Wait, past: History, book: Book) -> datetime | None:
    """When the promise breaks; None where the policy promises nothing."""
    effective, policy, account = _policy_of(conversation, wait, past, book)
    if policy.target is None:
        return None
    calendar = calendar_of(policy, account, effective.organisation)
    opening_hours = effective.organisation.calendars[account.calendar]
    return deadline(wait.started_at, policy.target, runs_on(policy.target, calendar, opening_hours))


def _never_answered(wait: Wait, promises: Sequence[Clock]) -> datetime | None:
    """When it closes unanswered: after 7 days, but never while a promise is open. None: not yet to be said."""
    closing = wait.started_at + NEVER_ANSWERED_AFTER
    for promise in sorted(promises, key=lambda clock: clock.started_at):
        if promise.started_at <= closing:
            if promise.ended_at is None:
                return None
            closing = max(closing, promise.ended_at)
    return closing


def _response_clock(conversation: Conversation, anchor: Anchor, past: History, book: Book) -> Clock:
    wait = anchor.wait
    effective, policy, account = _policy_of(conversation, wait, past, book)
    return Clock(
        kind="dm_follow_up" if conversation.surface == "direct" else _response_kind(conversation, wait, past),
        anchor=wait.id,
        started_at=wait.started_at,
        due_at=anchor.due_at,
        first_seen_at=wait.first_seen_at,
        stored_at=_set_going_at(conversation, anchor, policy, account, past),
        account=account.id,
        policy=policy.name,
        config=effective.hash,
        author=wait.author,
        message=wait.message,
        approximate=wait.approximate,
        ended_at=anchor.ended_at,
        end=anchor.end,
    )


def _set_going_at(
    conversation: Conversation, anchor: Anchor, policy: Policy, account: Account, past: History
) -> datetime:
    """As the anchor says, or when an answer came in late and gave the wait another policy than a first question's."""
    known_at = anchor.set_going_at
    if policy.name in (account.public_policy, account.direct_policy):
        return known_at
    return max(known_at, min((a.stored_at for a in _open_case(conversation, anchor.wait, past)), default=known_at))


def _response_kind(conversation: Conversation, wait: Wait, past: History) -> ClockKind:
    """`next_response` within 24 h of the last human answer before it (deleted answers count), else the first."""
    within = wait.cause == "deleted_answer" or _open_case(conversation, wait, past)
    return "next_response" if within else "first_response"


def _open_case(conversation: Conversation, wait: Wait, past: History) -> list[Message]:
    """The answers that make it a question within a case; none where the case is new."""
    open_case = [a for a in past.answers if a.at < wait.started_at < a.at + CASE_ENDS_AFTER]
    if conversation.threaded and open_case:  # where an answer speaks to some authors only
        place = place_of(conversation, wait.author, wait.id)
        inbound = (m for m in past.messages if m.direction == "inbound")
        theirs = [m for m in inbound if place_of(conversation, m.author, m.id) == place]
        open_case = [a for a in open_case if any(answers(conversation, a, message, past) for message in theirs)]
    return open_case


def _promise_clock(conversation: Conversation, promise: Promise, past: History, book: Book) -> Clock:
    """A promise ends when somebody says it was kept, or at a human reply on its due day or later."""
    seen_by = frozenset[str]().union(*(m.accounts for m in past.messages), {m.account for m in past.moves})
    effective, account = owner_of_conversation(conversation, seen_by, promise.at, book)
    organisation = effective.organisation
    zone = ZoneInfo(organisation.calendars[account.calendar].zone)
    due_day = promise.due_at.astimezone(zone).date()
    ends: list[tuple[datetime, End]] = [
        (answer.at, "answered")
        for answer in past.answers
        if answer.at > promise.at and answer.at.astimezone(zone).date() >= due_day
    ]
    if kept := past.kept.get(promise.id):
        ends.append((kept.at, "kept"))
    ended_at, end = min(ends, default=(None, None))
    return Clock(
        kind="promise",
        anchor=promise.id,
        started_at=promise.at,
        due_at=promise.due_at,
        first_seen_at=promise.at,
        stored_at=past.set_going_at(promise.at, promise.stored_at),
        account=account.id,
        policy=organisation.promise_policy,
        config=effective.hash,
        ended_at=ended_at,
        end=end,
    )
