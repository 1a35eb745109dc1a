"""Heads are saved together with how the conversation's clocks count, so that a result is never lost and never double.

While a breach is not counted yet the head stays due at it: a policy need not have a step there, and whoever saves a
head without its results leaves them to the next look.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.head import Head
from chalicelib.domain.results import RESPONSES, STANDS_AFTER, next_breach, results_of
from chalicelib.store.conversations import Loaded
from chalicelib.store.results import WRITES, Change, changes
from chalicelib.store.table import TRANSACTION_LIMIT
from chalicelib.usecases.ports import Context

LAST_ANSWERED = "last answered"

# Beside the head, in one transaction.
_MOST = (TRANSACTION_LIMIT - 1) // WRITES


def uncounted(case: Case, loaded: Loaded, context: Context, now: datetime) -> tuple[Change, ...]:
    """What the result rows of this conversation do not say yet; empty when they are right."""
    results = results_of(case, context.book, now, context.outages)
    return changes(case.conversation.ref, results, loaded.counted, now)


def save_with_results(head: Head, case: Case, loaded: Loaded, context: Context, now: datetime) -> Head | None:
    """Save the head and make the result rows right; the head as it was saved, None when somebody else was faster.

    One answer may end the clocks of hundreds in a comment thread: more than one transaction takes. Then the head stays
    due until the last of them, so that a crash on the way is found again.
    """
    saved = _due_at(head, next_breach(case, now))
    wrong = uncounted(case, loaded, context, now)
    batches = [wrong[start : start + _MOST] for start in range(0, len(wrong), _MOST)] or [()]
    for number, batch in enumerate(batches):
        last = number == len(batches) - 1
        beside = [write for change in batch for write in change.writes]
        to_save = saved if last else replace(saved, next_at=now)
        if not context.conversations.save(to_save, loaded.version + number, now, beside):
            return None
    if wrong:
        _note_answer(case, context)
    return saved


def _note_answer(case: Case, context: Context) -> None:
    answered = [clock.ended_at for clock in case.clocks if clock.end in RESPONSES and clock.ended_at is not None]
    if answered:
        context.pulse.beat(LAST_ANSWERED, max(answered))


def due_at_breach(head: Head, case: Case, loaded: Loaded, now: datetime) -> Head:
    """The head for whoever saves it without its results: due also at the first breach that is not counted."""
    counted = {each.id for each in loaded.counted}
    return _due_at(head, next_breach(case, now - STANDS_AFTER, counted))


def _due_at(head: Head, at: datetime | None) -> Head:
    looks = [each for each in (head.next_at, at) if each is not None]
    return replace(head, next_at=min(looks, default=None))
