"""What a person does about conversations by hand: each becomes a fact with a name, and each can be taken back."""

from collections.abc import Sequence
from datetime import datetime
from typing import get_args

from chalicelib.domain.by_hand import escalate_now as decide_by_hand
from chalicelib.domain.clocks import derive
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import (
    Acknowledgement,
    Dismissal,
    DismissalReason,
    Fact,
    Message,
    Promise,
    PromiseKept,
    StillQuestion,
    Withdrawal,
    fact_id,
)
from chalicelib.domain.head import head_of
from chalicelib.store.conversations import Contended
from chalicelib.usecases.errors import Refused
from chalicelib.usecases.ports import Context
from chalicelib.usecases.settle import settle
from chalicelib.usecases.tasks import Task, enqueue

_TRIES = 10


def take(refs: Sequence[str], by: str, via: str, context: Context, now: datetime) -> None:
    """ "Mine": also how somebody takes over what another has."""
    for ref in refs:
        given = Acknowledgement(id=f"{by}@{now:%Y%m%dT%H%M%S}", by=by, at=now, stored_at=now, via=via)
        _put(ref, given, context, now)


def snooze(refs: Sequence[str], by: str, until: datetime, context: Context, now: datetime) -> None:
    """Hold conditional steps and repeats back until then. Raises Refused for an instant that is past."""
    if until <= now:
        raise Refused(f"until: {until.isoformat()} is past; name a later instant")
    for ref in refs:
        given = Acknowledgement(
            id=f"{by}@{now:%Y%m%dT%H%M%S}~", by=by, at=now, stored_at=now, via="snooze", until=until
        )
        _put(ref, given, context, now)


def dismiss(
    refs: Sequence[str], by: str, reason: str, context: Context, now: datetime, message: str | None = None
) -> None:
    """ "Needs no answer": never counted as answered. Raises Refused for a reason that is not on the list."""
    known: tuple[DismissalReason, ...] = get_args(DismissalReason)
    chosen = next((each for each in known if each == reason), None)
    if chosen is None:
        raise Refused(f"reason: {reason!r} is not on the list; choose one of {', '.join(known)}")
    for ref in refs:
        fact = Dismissal(id=f"{by}@{now:%Y%m%dT%H%M%S}", by=by, at=now, stored_at=now, reason=chosen, message=message)
        _put(ref, fact, context, now)


def answered_elsewhere(refs: Sequence[str], by: str, at: datetime, context: Context, now: datetime) -> None:
    """An answer that no platform showed us: counts as answered from `at`. Raises Refused for the future."""
    if at > now:
        raise Refused(f"at: {at.isoformat()} is still to come; say when it was answered")
    for ref in refs:
        answer = Message(
            id=f"by-hand-{by}@{at:%Y%m%dT%H%M%S}",
            direction="outbound",
            first_seen_at=now,
            stored_at=now,
            accounts=frozenset(),
            asked_at=at,
            author=by,
            by_hand=True,
        )
        _put(ref, answer, context, now)


def promise(ref: str, by: str, owner: str, due_at: datetime, what: str, context: Context, now: datetime) -> Promise:
    """The customer was told when: a clock of its own. Raises Refused for a past time or an unknown owner."""
    if due_at <= now:
        raise Refused(f"due_at: {due_at.isoformat()} is past; a promise needs a time to come")
    if owner not in context.roster.organisation.people:
        known = ", ".join(sorted(context.roster.organisation.people))
        raise Refused(f"owner: {owner!r} is nobody we know; known are {known}")
    made = Promise(
        id=f"promise-{by}@{now:%Y%m%dT%H%M%S}",
        by=by,
        owner=owner,
        what=" ".join(what.split())[:80],
        at=now,
        stored_at=now,
        due_at=due_at,
    )
    _put(ref, made, context, now)
    return made


def keep_promise(ref: str, promise_id: str, by: str, context: Context, now: datetime) -> None:
    """The promise was kept, says somebody."""
    _put(ref, PromiseKept(promise=promise_id, by=by, at=now, stored_at=now), context, now)


def still_a_question(ref: str, message: str, by: str, context: Context, now: datetime) -> None:
    """A message that starts nothing by rule does want an answer."""
    _put(ref, StillQuestion(message=message, by=by, at=now, stored_at=now), context, now)


def undo(ref: str, fact: Fact, by: str, context: Context, now: datetime) -> None:
    """Take back what was done by hand; both stay in the history. Raises Refused for what happened by itself."""
    if isinstance(fact, Message) and not fact.by_hand:
        raise Refused(f"{fact_id(fact)} was seen on the platform; only what was done by hand can be undone")
    _put(ref, Withdrawal(fact=fact_id(fact), by=by, at=now, stored_at=now), context, now)


def pass_on(refs: Sequence[str], by: str, context: Context, now: datetime) -> None:
    """ "I cannot take this": one's own acknowledgements are withdrawn, and somebody else is paged at once."""
    for ref in refs:
        for fact in context.conversations.load(ref).facts:
            if isinstance(fact, Acknowledgement) and fact.by == by:
                context.conversations.add(ref, Withdrawal(fact=fact_id(fact), by=by, at=now, stored_at=now))
    escalate_now(refs, by, context, now)


def escalate_now(refs: Sequence[str], by: str, context: Context, now: datetime) -> None:
    """Page the manager at once (the person on call, when it is the manager who asks)."""
    for ref in refs:
        for person in _escalate(ref, by, context, now):
            enqueue(context.work, Task("deliver", person, now), now)


def _escalate(ref: str, by: str, context: Context, now: datetime) -> tuple[str, ...]:
    conversation = Conversation.parse(ref)
    for _ in range(_TRIES):
        loaded = context.conversations.load(ref)
        case = derive(conversation, loaded.facts, context.book, now)
        decision = decide_by_hand(case, context.book, context.roster, by, now)
        after = derive(conversation, (*loaded.facts, *decision.steps), context.book, now)
        head = head_of(after, context.book)
        if context.conversations.take(head, loaded.version, decision.steps, decision.alerts, now):
            return tuple(dict.fromkeys(alert.person for alert in decision.alerts))
    raise Contended(f"{ref}: the conversation changed {_TRIES} times while it was being escalated by hand")


def _put(ref: str, fact: Fact, context: Context, now: datetime) -> None:
    context.conversations.add(ref, fact)
    settle(ref, context, now)
    context.journal.note("done_by_hand", conversation=ref, fact=fact_id(fact))
