"""A breach counts when it happens, though nothing comes in and the ladder may have no step there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.domain.organisation import Book, Effective, Organisation
from chalicelib.usecases.act import escalate_now
from chalicelib.usecases.audit import audit
from chalicelib.usecases.escalate import escalate
from chalicelib.usecases.ingest import INBOX_BEHIND
from tests.domain.build import PUBLIC, asked, at
from tests.domain.merk import MENTION, book_of, policy_with
from tests.stories import x
from tests.stories.world import World, local
from tests.usecases.counting import CountingRows, Talk


def without_steps(organisation: Organisation) -> Organisation:
    mention = organisation.policies["mention"]
    return replace(organisation, policies={**organisation.policies, "mention": replace(mention, steps=(), repeat=None)})


def with_late_steps_only(organisation: Organisation) -> Organisation:
    mention = organisation.policies["mention"]
    late = replace(mention, steps=mention.steps[-1:])
    return replace(organisation, policies={**organisation.policies, "mention": late})


def that_only_lists(organisation: Organisation) -> Organisation:
    return replace(organisation, accounts=tuple(replace(each, pages=False) for each in organisation.accounts))


@pytest.mark.parametrize(
    "settings_with",
    [
        pytest.param(lambda organisation: organisation, id="the default ladder"),
        pytest.param(without_steps, id="no step at all"),
        pytest.param(with_late_steps_only, id="no step before or at the due time"),
        pytest.param(that_only_lists, id="an account that pages nobody"),
    ],
)
def test_a_breach_counts_at_its_instant_though_nothing_comes_in(
    settings_with: Callable[[Organisation], Organisation],
) -> None:
    world = World("2026-11-17 09:59")
    world.organisation = settings_with(world.organisation)
    world.book = Book((Effective("first", datetime(1970, 1, 1, tzinfo=UTC), world.organisation),))
    world.table = CountingRows()
    world.at("2026-11-17 10:00:20")
    world.post(x.posts(x.mention("jan", "waar blijft mijn bestelling??", world.now)))
    world.at("2026-11-17 11:00:19")
    assert world.table.results() == []
    world.at("2026-11-17 11:00:21")
    (result,) = world.table.results()
    assert (result.outcome, result.counted_at) == ("waiting", local("2026-11-17 11:00:20"))
    world.at("2026-11-17 14:02")
    due = [row.kind for row in world.context().due.due(local("2027-01-01 00:00"))]
    assert "conversation" not in due, "after the last repeat it only waits"
    audit(world.context(), local("2026-11-24 10:01"))
    assert [each.outcome for each in world.table.results()] == ["never_answered"]


def test_whoever_asks_for_help_before_the_breach_leaves_it_due() -> None:
    talk = Talk()
    talk.context = replace(talk.context, book=book_of(policy_with(replace(MENTION, steps=(), repeat=None))))
    talk.store(asked("10:00"), now=at("10:00"))
    escalate_now([PUBLIC.ref], "sanne", talk.context, at("10:30"))
    assert talk.context.conversations.load(PUBLIC.ref).next_at == at("11:00")
    escalate(PUBLIC.ref, talk.context, at("11:00"))
    assert talk.outcomes() == ["waiting 17"]


def test_the_steps_of_the_breach_go_first() -> None:
    talk = Talk()
    talk.store(asked("10:00"), now=at("10:00"))
    assert escalate(PUBLIC.ref, talk.context, at("11:00")).steps
    assert talk.outcomes() == []
    assert talk.context.conversations.load(PUBLIC.ref).next_at == at("11:00"), "due until it is counted"
    assert not escalate(PUBLIC.ref, talk.context, at("11:00")).steps
    assert talk.outcomes() == ["waiting 17"]
    assert talk.context.conversations.load(PUBLIC.ref).next_at == at("11:01")


def test_behind_the_inbox_a_step_waits_and_the_breach_does_not() -> None:
    """The step after 45 minutes came late and waits; the due time is an instant of its own."""
    talk = Talk()
    talk.store(asked("10:00", seen="10:59:50"), now=at("10:59:50"))
    talk.context.notes.mark(INBOX_BEHIND, at("11:00"))
    for _ in range(3):
        escalate(PUBLIC.ref, talk.context, at("11:00:10"))
    assert talk.outcomes() == ["waiting 17"]
