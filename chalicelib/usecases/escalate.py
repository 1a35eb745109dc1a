"""A conversation is due: read it as it is now, decide again, and record what was decided in one transaction."""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.case import Case
from chalicelib.domain.clocks import derive
from chalicelib.domain.continuing import goes_on_in
from chalicelib.domain.escalation import Decision, decide
from chalicelib.domain.events import Conversation
from chalicelib.domain.head import head_of
from chalicelib.domain.steps import StepTaken
from chalicelib.store.conversations import Contended
from chalicelib.store.table import TRANSACTION_LIMIT
from chalicelib.usecases.ingest import INBOX_BEHIND
from chalicelib.usecases.ports import Context
from chalicelib.usecases.results import due_at_breach, uncounted
from chalicelib.usecases.settle import save_head, settle
from chalicelib.usecases.tasks import Task, queue_if_soon

_TRIES = 10
# Deliveries came in late this recently: more of them may hold an answer.
_BEHIND_FOR = timedelta(seconds=60)


def escalate(ref: str, context: Context, now: datetime) -> Decision:
    """Take every step that is due and raise its alerts, which the caller delivers. Repeats change nothing.

    Raises Contended when others kept being faster; the row stays due, so nothing is lost.
    """
    conversation = Conversation.parse(ref)
    for _ in range(_TRIES):
        loaded = context.conversations.load(ref)
        case = derive(conversation, loaded.facts, context.book, now)
        if goes_on_in(case.history) is not None:  # a crash came before all of it was there
            settle(ref, context, now)
            return Decision()
        whole = _decide(case, context, now)
        decision = _fitting(whole)
        after = derive(conversation, (*loaded.facts, *decision.steps), context.book, now)
        head = head_of(after, context.book)
        if decision is whole and decision.next_at is not None and head.next_at is not None:
            head = replace(head, next_at=max(head.next_at, decision.next_at))  # it may wait for the inbox
        head = due_at_breach(head, after, loaded, now)
        if not decision.steps:
            if uncounted(case, loaded, context, now):  # the steps come first, and leave it due for this
                save_head(ref, context, now)
                return decision
            if head.next_at == loaded.next_at:
                return decision  # looked at too early, or twice
        if context.conversations.take(head, loaded.version, decision.steps, decision.alerts, now):
            _queue(ref, head.next_at, decision, context, now)
            return decision
    raise Contended(f"{ref}: the conversation changed {_TRIES} times while its steps were being taken")


def _decide(case: Case, context: Context, now: datetime) -> Decision:
    decision = decide(case, context.book, context.roster, now)
    stored = {clock.anchor: clock.stored_at for clock in case.open}
    late = any(step.planned_at < stored[step.anchor] for step in decision.steps)
    if late and _inbox_behind(context, now):
        return decide(case, context.book, context.roster, now, inbox_behind=True)
    return decision


def _fitting(decision: Decision) -> Decision:
    """As much of it as one transaction takes beside the head; the other steps stay due and are next.

    In a comment thread each author has a clock, so an outage can leave hundreds of steps due at once.
    """
    alerts = {step.alert: tuple(a for a in decision.alerts if a.id == step.alert) for step in decision.steps}
    steps: list[StepTaken] = []
    room = TRANSACTION_LIMIT - 1
    for step in decision.steps:
        room -= 1 + len(alerts[step.alert])
        if room < 0:
            return replace(decision, steps=tuple(steps), alerts=tuple(a for s in steps for a in alerts[s.alert]))
        steps.append(step)
    return decision


def _inbox_behind(context: Context, now: datetime) -> bool:
    behind = context.notes.marks().get(INBOX_BEHIND)
    return behind is not None and now - behind < _BEHIND_FOR


def _queue(ref: str, next_at: datetime | None, decision: Decision, context: Context, now: datetime) -> None:
    if next_at is not None:
        queue_if_soon(context.work, Task("escalate", ref, next_at), now)
    for step in decision.steps:
        context.journal.note(
            "step_taken",
            conversation=ref,
            step=step.step,
            outcome=step.outcome,
            recipients=",".join(step.recipients),
            late_seconds=(now - step.planned_at).total_seconds(),
        )
