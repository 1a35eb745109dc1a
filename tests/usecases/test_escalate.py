"""Escalating: steps and alerts in one transaction, however many fall due at once, and nothing twice."""

from dataclasses import replace

from chalicelib.domain.steps import StepTaken
from chalicelib.store.table import TRANSACTION_LIMIT
from chalicelib.usecases.escalate import escalate
from chalicelib.usecases.ports import Context
from chalicelib.usecases.settle import settle
from tests.domain.build import THREAD, asked, at
from tests.domain.merk import BOOK, ROSTER
from tests.stories.world import World


def thread_of(authors: int) -> Context:
    """So many people asked in one comment thread from 10:00 on, a second apart."""
    context = replace(World("2026-11-17 09:59").context(), book=BOOK, roster=ROSTER)
    for n in range(authors):
        fact = asked(f"10:{n // 60:02}:{n % 60:02}", f"m{n}", author=f"customer {n}")
        context.conversations.add(THREAD.ref, fact)
    settle(THREAD.ref, context, at("10:10"))
    return context


def taken(context: Context) -> list[str]:
    facts = context.conversations.load(THREAD.ref).facts
    return sorted(fact.alert for fact in facts if isinstance(fact, StepTaken))


def test_more_steps_than_a_transaction_takes_are_taken_in_turns() -> None:
    context, noon = thread_of(120), at("12:00")
    while (decision := escalate(THREAD.ref, context, noon)).steps:
        assert 1 + len(decision.steps) + len(decision.alerts) <= TRANSACTION_LIMIT
        assert decision.steps[0].alert in taken(context)
    assert len(taken(context)) == 120 * len(("45m", "55m", "60m", "61m", "the first repeat"))
    next_at = context.conversations.load(THREAD.ref).next_at
    assert next_at is not None
    assert next_at > noon


def test_what_did_not_fit_stays_due() -> None:
    context, noon = thread_of(120), at("12:00")
    escalate(THREAD.ref, context, noon)
    next_at = context.conversations.load(THREAD.ref).next_at
    assert next_at is not None
    assert next_at <= noon


def test_looking_again_or_too_early_writes_nothing() -> None:
    context = thread_of(1)
    assert escalate(THREAD.ref, context, at("10:44:59")).steps == ()
    assert escalate(THREAD.ref, context, at("10:45")).steps != ()
    before = context.conversations.load(THREAD.ref)
    assert escalate(THREAD.ref, context, at("10:45")).steps == ()
    assert escalate(THREAD.ref, context, at("10:54:59")).steps == ()
    assert context.conversations.load(THREAD.ref) == before


def test_a_conversation_nobody_knows_is_nothing_to_do() -> None:
    context = thread_of(0)
    assert escalate("x:merk:public:404", context, at("12:00")).steps == ()
    assert context.conversations.load("x:merk:public:404").version == 0
