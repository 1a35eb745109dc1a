"""Result rows say what the facts say, whatever the order, the repetition and the crashes, and say it once."""

import random
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.clocks import derive
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.results import STANDS_AFTER, results_of
from chalicelib.store.table import TRANSACTION_LIMIT, Write
from chalicelib.usecases.act import dismiss
from chalicelib.usecases.escalate import escalate
from chalicelib.usecases.settle import save_head
from tests.domain.build import PUBLIC, THREAD, asked, at, deleted, dismissed, replied
from tests.domain.histories import START, conversations, histories, joined, put
from tests.domain.merk import BOOK
from tests.usecases.counting import CountingRows, Crash, Talk

END = START + timedelta(days=9)


@settings(deadline=None, max_examples=60)
@given(conversations, histories, st.integers(0, 9999).map(random.Random))
def test_any_order_repetition_and_crash_leaves_the_rows_of_the_facts(
    conversation: Conversation, history: list[Fact], chance: random.Random
) -> None:
    talk = Talk(conversation, CountingRows(chance))
    arriving = [*history, *chance.choices(history, k=2)]
    chance.shuffle(arriving)
    stored: dict[str, Fact] = {}
    while arriving:
        fact = arriving[0]
        with suppress(Crash):
            talk.store(fact, now=START + timedelta(minutes=chance.randint(0, 9 * 24 * 60)))
            put(stored, arriving.pop(0))
    talk.table.chance = None
    save_head(conversation.ref, talk.context, END)

    loaded = talk.context.conversations.load(conversation.ref)
    case = derive(conversation, joined(stored.values()), BOOK, END)
    expected = sorted(results_of(case, BOOK, END), key=lambda result: result.id)
    assert talk.table.results() == expected
    assert sorted(each.id for each in loaded.counted) == [result.id for result in expected]
    looks = [clock.due_at for clock in case.open if clock.due_at > END]
    assert not looks or (loaded.next_at is not None and loaded.next_at <= min(looks)), "a breach is looked at"
    written = len(talk.table.written)
    save_head(conversation.ref, talk.context, END)
    assert talk.table.written[written:] == [1], "what is right is not written again"


@pytest.mark.parametrize(
    ("late", "outcomes"),
    [
        pytest.param([], ["waiting 21"], id="as it was"),
        pytest.param([replied("20 23:10")], ["answered 20"], id="an answer of the day before comes in late"),
        pytest.param([deleted("ask 20 23:00", "20 23:30")], [], id="deleted in time, told late"),
        pytest.param([deleted("ask 20 23:00", "21 00:30")], ["deleted 21"], id="deleted after the breach"),
        pytest.param([dismissed("21 00:30", reason="spam")], [], id="spam"),
        pytest.param([asked("20 22:00")], ["waiting 20"], id="an older message takes the clock"),
        pytest.param([asked("20 23:30")], ["waiting 21"], id="a nudge changes nothing"),
    ],
)
def test_a_row_moves_or_goes_with_its_clock(late: list[Fact], outcomes: list[str]) -> None:
    talk = Talk()
    talk.store(asked("20 23:00"), now=at("21 00:10"))
    assert talk.outcomes() == ["waiting 21"]
    talk.store(*late, now=at("21 01:00"))
    assert talk.outcomes() == outcomes


def test_a_message_that_ends_and_breaches_no_clock_writes_one_head() -> None:
    talk = Talk()
    for fact, written in (
        (asked("10:00"), 1),
        (asked("10:10"), 1),
        (replied("10:20"), 3),
        (replied("10:30"), 1),
        (asked("10:40"), 1),
    ):
        before = len(talk.table.written)
        talk.store(fact, now=fact.at)
        assert talk.table.written[before:] == [1, written], "a fact; the head, and with it a result and where it stands"


def test_what_counted_more_than_a_fortnight_ago_stands() -> None:
    """By then facts begin to expire, and of what is left another clock would come."""
    talk = Talk()
    talk.store(asked("2 10:00"), replied("2 10:30"), now=at("2 10:30"))
    (kept,) = talk.table.results()
    talk.store(dismissed("2 10:20", reason="spam"), now=kept.counted_at + STANDS_AFTER)
    assert talk.table.results() == [kept]
    forgotten = Talk()
    forgotten.store(asked("2 10:00"), now=at("2 11:00") + STANDS_AFTER)
    assert forgotten.table.results() == [], "nor does it begin to count"
    assert forgotten.context.conversations.load(PUBLIC.ref).next_at != at("2 11:00"), "and nobody waits for it"


def thread(authors: int) -> Talk:
    """So many people in one comment thread, a second apart, who asked nothing that needs an answer of their own."""
    talk = Talk(THREAD)
    facts = [
        asked(f"10:{n // 60:02}:{n % 60:02}", f"m{n}", author=f"author {n}", says="complaint") for n in range(authors)
    ]
    talk.store(*facts, now=at("10:10"))
    return talk


def test_one_answer_may_end_more_clocks_than_a_transaction_takes() -> None:
    talk = thread(120)
    talk.table.written.clear()
    talk.store(replied("10:30"), now=at("10:30"))
    assert talk.outcomes() == ["answered 17"] * 120
    assert max(talk.table.written) <= TRANSACTION_LIMIT
    assert talk.context.conversations.load(THREAD.ref).next_at is None


def test_a_crash_among_them_leaves_the_conversation_due() -> None:
    class DyingTable(CountingRows):
        left = 1_000

        def transact(self, writes: Sequence[Write]) -> bool:
            self.left -= 1
            if self.left < 0:
                raise Crash("between two transactions")
            return super().transact(writes)

    talk = Talk(THREAD, DyingTable())
    for n in range(120):
        fact = asked(f"10:{n // 60:02}:{n % 60:02}", f"m{n}", author=f"author {n}", says="complaint")
        talk.context.conversations.add(THREAD.ref, fact)
    save_head(THREAD.ref, talk.context, at("10:10"))
    assert isinstance(talk.table, DyingTable)
    talk.table.left = 2  # the answer, and the first part of the results
    with pytest.raises(Crash):
        talk.store(replied("10:30"), now=at("10:30"))
    talk.table.left = 1_000
    assert 0 < len(talk.table.results()) < 120
    assert talk.context.conversations.load(THREAD.ref).next_at == at("10:30")
    escalate(THREAD.ref, talk.context, at("10:31"))
    assert talk.outcomes() == ["answered 17"] * 120
    assert talk.context.conversations.load(THREAD.ref).next_at is None


def test_by_hand_it_counts_as_by_the_platform() -> None:
    talk = Talk()
    talk.store(asked("10:00"), now=at("11:00"))
    dismiss([PUBLIC.ref], "sanne", "spam", talk.context, at("11:30"))
    assert talk.outcomes() == []
