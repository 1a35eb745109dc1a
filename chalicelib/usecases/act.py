"""What a person does about conversations by hand: each becomes a fact with a name, and each can be taken back.

`key` names a deed for its fact, so that a form that is sent twice is done once; without it the second names it.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import get_args

from chalicelib.domain.afresh import G, afresh, may_be_undone
from chalicelib.domain.by_hand import escalate_now as decide_by_hand
from chalicelib.domain.case import Case
from chalicelib.domain.clocks import derive
from chalicelib.domain.continuing import goes_on_in
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact, fact_id
from chalicelib.domain.facts_by_hand import (
    Acknowledgement,
    Dismissal,
    DismissalReason,
    Promise,
    PromiseKept,
    StillQuestion,
    Withdrawal,
)
from chalicelib.domain.facts_seen import Message
from chalicelib.domain.head import head_of
from chalicelib.domain.history import history
from chalicelib.domain.storm import is_storm, since_of
from chalicelib.store.conversations import Contended, Loaded
from chalicelib.usecases.errors import Refused
from chalicelib.usecases.handover import hand_over
from chalicelib.usecases.ports import Context
from chalicelib.usecases.results import due_at_breach
from chalicelib.usecases.settle import settle
from chalicelib.usecases.tasks import Task, enqueue

_TRIES = 10


def take(refs: Sequence[str], by: str, via: str, context: Context, now: datetime, key: str = "") -> None:
    """ "Mine": also how somebody takes over what another has."""
    for ref in refs:
        given = Acknowledgement(id=_id(by, key, now), by=by, at=now, stored_at=now, via=via)
        _give(ref, given, context, now)


def snooze(refs: Sequence[str], by: str, until: datetime, context: Context, now: datetime, key: str = "") -> None:
    """Hold conditional steps and repeats back until then. Raises Refused for an instant that is past."""
    if until <= now:
        raise Refused(f"until: {until.isoformat()} is past; name a later instant")
    id = f"{_id(by, key, now)}~" if key else f"{_id(by, key, now)}~{until.astimezone(UTC):%Y%m%dT%H%M%S}"
    for ref in refs:
        given = Acknowledgement(id=id, by=by, at=now, stored_at=now, via="snooze", until=until)
        _give(ref, given, context, now)


def dismiss(
    refs: Sequence[str],
    by: str,
    reason: str,
    context: Context,
    now: datetime,
    message: str | None = None,
    key: str = "",
) -> None:
    """ "Needs no answer": never counted as answered. Raises Refused for a reason that is not on the list."""
    known: tuple[DismissalReason, ...] = get_args(DismissalReason)
    chosen = next((each for each in known if each == reason), None)
    if chosen is None:
        raise Refused(f"reason: {reason!r} is not on the list; choose one of {', '.join(known)}")
    id = f"{_id(by, key, now)}-{_digest(chosen, message or '')}"
    for ref in refs:
        fact = Dismissal(id=id, by=by, at=now, stored_at=now, reason=chosen, message=message)
        _give(ref, fact, context, now)


def answered_elsewhere(
    refs: Sequence[str],
    by: str,
    at: datetime,
    context: Context,
    now: datetime,
    message: str | None = None,
    key: str = "",
) -> None:
    """An answer that no platform showed us: counts as answered from `at`. Raises Refused for the future.

    `message` is the one it was a reply to, where a thread holds those of several people.
    """
    if at > now:
        raise Refused(f"at: {at.isoformat()} is still to come; say when it was answered")
    id = f"by-hand-{_id(by, key, at)}" + (f"-{_digest(message)}" if message is not None else "")
    for ref in refs:
        answer = Message(
            id=id,
            direction="outbound",
            first_seen_at=now,
            stored_at=now,
            accounts=frozenset(),
            asked_at=at,
            author=by,
            in_reply_to=message,
            by_hand=True,
        )
        _give(ref, answer, context, now)


def promise(
    ref: str, by: str, owner: str, due_at: datetime, what: str, context: Context, now: datetime, key: str = ""
) -> Promise:
    """The customer was told when: a clock of its own. Raises Refused for a past time or an unknown owner."""
    if due_at <= now:
        raise Refused(f"due_at: {due_at.isoformat()} is past; a promise needs a time to come")
    if owner not in context.roster.organisation.people:
        known = ", ".join(sorted(context.roster.organisation.people))
        raise Refused(f"owner: {owner!r} is nobody we know; known are {known}")
    said = " ".join(what.split())[:80]
    made = Promise(
        id=f"promise-{_id(by, key, now)}-{_digest(owner, due_at.astimezone(UTC).isoformat(), said)}",
        by=by,
        owner=owner,
        what=said,
        at=now,
        stored_at=now,
        due_at=due_at,
    )
    return _give(ref, made, context, now)


def keep_promise(ref: str, promise_id: str, by: str, context: Context, now: datetime) -> None:
    """The promise was kept, says somebody."""
    _give(ref, PromiseKept(promise=promise_id, by=by, at=now, stored_at=now), context, now)


def still_a_question(ref: str, message: str, by: str, context: Context, now: datetime) -> None:
    """A message that starts nothing by rule does want an answer."""
    _give(ref, StillQuestion(message=message, by=by, at=now, stored_at=now), context, now)


def undo(ref: str, fact: Fact, by: str, context: Context, now: datetime) -> None:
    """Take back what was done by hand; both stay in the history, and it can be done again.

    Raises Refused for what happened by itself, or is an undo.
    """
    if not may_be_undone(fact):
        raise Refused(f"{fact_id(fact)} was not done by hand; only what was can be undone")
    _put(ref, Withdrawal(fact=fact_id(fact), by=by, at=now, stored_at=now), context, now)


def pass_on(
    refs: Sequence[str], by: str, context: Context, now: datetime, since: datetime | None = None
) -> tuple[str, ...]:
    """ "I cannot take this": one's own acknowledgements are withdrawn, and somebody else is paged at once.

    Returns who is; `since` as for `escalate_now`.
    """
    for here in refs:
        ref, loaded = running_in(here, context)
        for fact in loaded.facts:
            if isinstance(fact, Acknowledgement) and fact.by == by:
                context.conversations.add(ref, Withdrawal(fact=fact_id(fact), by=by, at=now, stored_at=now))
    return escalate_now(refs, by, context, now, since)


def escalate_now(
    refs: Sequence[str], by: str, context: Context, now: datetime, since: datetime | None = None
) -> tuple[str, ...]:
    """Page the manager at once (the person on call, when it is the manager who asks); who was told, in order.

    What the same person asked for since that instant is not asked for again: a form may be sent twice. Nobody is told
    where nobody waits any more, or nobody else is there.
    """
    told: dict[str, None] = {}
    for ref in refs:
        if is_storm(ref):
            told |= dict.fromkeys(_hand_storm_over(ref, by, context, now))
            continue
        for person in _escalate(ref, by, context, now, since):
            enqueue(context.work, Task("deliver", person, now), now)
            told[person] = None
    return tuple(told)


def _escalate(ref: str, by: str, context: Context, now: datetime, since: datetime | None) -> tuple[str, ...]:
    for _ in range(_TRIES):
        ref, loaded = running_in(ref, context)
        conversation = Conversation.parse(ref)
        case = derive(conversation, loaded.facts, context.book, now)
        before = _asked_before(case, by, since) if since is not None else ()
        if before:
            return before
        decision = decide_by_hand(case, context.book, context.roster, by, now)
        after = derive(conversation, (*loaded.facts, *decision.steps), context.book, now)
        head = due_at_breach(head_of(after, context.book), after, loaded, now)
        if context.conversations.take(head, loaded.version, decision.steps, decision.alerts, now):
            return tuple(dict.fromkeys(alert.person for alert in decision.alerts))
    raise Contended(f"{ref}: the conversation changed {_TRIES} times while it was being escalated by hand")


def _asked_before(case: Case, by: str, since: datetime) -> tuple[str, ...]:
    """Whom this person had paged since then about every clock that runs; empty when not about every one."""
    asked = [step for step in case.steps if step.stored_at >= since and step.step.startswith(f"by hand {by} ")]
    if not all(any(s.anchor in case.waiting_with(c) | {c.anchor} for s in asked) for c in case.open):
        return ()
    return tuple(dict.fromkeys(person for step in asked for person in step.recipients))


def _hand_storm_over(ref: str, by: str, context: Context, now: datetime) -> tuple[str, ...]:
    """A storm is no conversation with a ladder: the alert that this person has of it is raised for the next one.

    Once: whoever has a page of the storm gets no second one, and is not named again.
    """
    pages = context.people.pages(by, since_of(Conversation.parse(ref)))
    alerts = {alert.id: alert for page in pages for alert in page.alerts if alert.conversation == ref}
    return hand_over(alerts.values(), f"asked for by {by}", context, now)


def running_in(ref: str, context: Context) -> tuple[str, Loaded]:
    """The conversation that this one goes on in by now, since its customer may have another id; mostly itself."""
    loaded = context.conversations.load(ref)
    there = goes_on_in(history(loaded.facts))
    return (ref, loaded) if there is None else running_in(there, context)


def _id(by: str, key: str, at: datetime) -> str:
    return f"{by}@{key or format(at, '%Y%m%dT%H%M%S')}"


def _digest(*said: str) -> str:
    """Tells apart what one person does twice in one second; a form that is sent twice stays one fact."""
    return hashlib.sha256("\x1f".join(said).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _give(ref: str, given: G, context: Context, now: datetime) -> G:
    """Put what a person does, under a name that was not taken back: the fact as it is stored."""
    there, loaded = running_in(ref, context)
    named = afresh(given, loaded.facts)
    _put(there, named, context, now)
    return named


def _put(ref: str, fact: Fact, context: Context, now: datetime) -> None:
    context.conversations.add(ref, fact)
    settle(ref, context, now)
    context.journal.note("done_by_hand", conversation=ref, fact=fact_id(fact))
