"""A conversation's rows: put once and joined, the head saved only by whoever read the newest."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from chalicelib.domain.facts import Fact
from chalicelib.domain.facts_seen import Deletion, Message
from chalicelib.domain.head import Head
from chalicelib.store.codec import from_item, to_item
from chalicelib.store.conversations import Contended, Conversations
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.schema import SHARDS, day, due_range, expires, instant, rest_range, waiting_range
from chalicelib.store.table import Item, Put, Table, Write
from tests.store.build import REF, alert, at, head, message, step

NOW = at("10:45")


def entries(table: Table, name: Callable[[int], str]) -> list[Item]:
    return [entry for shard in range(SHARDS) for entry in table.index(name(shard))]


def test_what_was_put_is_loaded(table: Table) -> None:
    conversations = Conversations(table)
    facts: list[Fact] = [
        message("1"),
        message("2", excerpt="één ✓ 😡"),
        Deletion(message="1", first_seen_at=NOW, stored_at=NOW),
        step(),
    ]
    assert all([conversations.add(REF, fact) for fact in facts])
    loaded = conversations.load(REF)
    assert sorted(loaded.facts, key=repr) == sorted(facts, key=repr)
    assert (loaded.version, loaded.next_at) == (0, None)


def test_nothing_is_known_of_a_conversation_nobody_wrote_to(table: Table) -> None:
    loaded = Conversations(table).load(REF)
    assert (loaded.facts, loaded.version, loaded.next_at) == ((), 0, None)


def test_a_conversation_ends_where_another_begins(table: Table) -> None:
    conversations = Conversations(table)
    conversations.add(REF, message("1"))
    conversations.add(REF + "2", message("2"))
    assert conversations.load(REF).facts == (message("1"),)


def test_first_seen_and_stored_are_written_once(table: Table) -> None:
    conversations = Conversations(table)
    conversations.add(REF, message(seen="10:05"))
    assert not conversations.add(REF, message(seen="10:05", stored_at=at("10:30")))
    (stored,) = conversations.load(REF).facts
    assert stored == message(seen="10:05")


def test_a_copy_that_knows_more_is_joined(table: Table) -> None:
    conversations = Conversations(table)
    conversations.add(REF, message(author=None, seen="10:05"))
    assert conversations.add(REF, message(author="42", seen="10:05", accounts=frozenset({"8"})))
    assert conversations.add(REF, message(author="42", seen="10:01"))
    (stored,) = conversations.load(REF).facts
    assert stored == message(author="42", seen="10:01", accounts=frozenset({"7", "8"}))
    assert not conversations.add(REF, message(author="42", seen="10:05")), "it says nothing new"


class BusyTable(MemoryTable):
    """Somebody else writes just before each of our next writes, as often as told."""

    def __init__(self, rivals: Iterator[Callable[[MemoryTable], None]]) -> None:
        super().__init__()
        self._rivals = rivals

    def write(self, write: Write) -> bool:
        rival = next(self._rivals, None)
        if rival is not None:
            rival(self)
        return super().write(write)


def joins_another(account: str) -> Callable[[MemoryTable], None]:
    """Another worker's copy of the same message, known to one more account."""

    def act(table: MemoryTable) -> None:
        key = f"C#{REF}", "F#message#1"
        stored = table.get(*key)
        known = from_item(Message, stored).accounts if stored else frozenset[str]()
        joined = message(accounts=known | {account})
        copies = int(stored.get("copies", 0)) + 1 if stored else 0
        row: Item = {"pk": key[0], "sk": key[1], "kind": "message", **to_item(joined)}
        table.transact([Put({**row, "copies": copies} if stored else row)])

    return act


def test_two_that_join_at_once_lose_nothing() -> None:
    table = BusyTable(iter([joins_another(f"rival {n}") for n in range(5)]))
    Conversations(table).add(REF, message(accounts=frozenset({"ours"})))
    (stored,) = Conversations(table).load(REF).facts
    assert isinstance(stored, Message)
    assert "ours" in stored.accounts
    assert len(stored.accounts) >= 3


def test_who_always_comes_second_gives_up_so_that_a_queue_can_retry() -> None:
    table = BusyTable(joins_another(f"rival {n}") for n in range(1000))
    with pytest.raises(Contended):
        Conversations(table).add(REF, message(accounts=frozenset({"ours"})))


def test_a_head_is_saved_by_whoever_read_the_newest(table: Table) -> None:
    conversations = Conversations(table)
    assert conversations.save(head(), 0, NOW)
    assert not conversations.save(head(), 0, NOW), "somebody made it already"
    assert conversations.save(head(), 1, NOW)
    assert not conversations.save(head(), 1, NOW), "somebody was faster"
    assert conversations.load(REF).version == 2


class InterruptedTable(MemoryTable):
    """Another worker stores an answer while a partition is being read, after its first row."""

    armed = False

    def query(self, pk: str, first: str = "", last: str = "\U0010ffff", *, backwards: bool = False) -> Iterator[Item]:
        keys = [str(item["sk"]) for item in super().query(pk, first, last, backwards=backwards)]
        for key in keys:
            item = self.get(pk, key)
            assert item is not None
            yield item
            if self.armed:
                self.armed = False
                other = Conversations(self)
                other.add(REF, message("an answer"))
                assert other.save(head(None, ()), other.load(REF).version, NOW)


def test_a_head_derived_without_a_fact_that_came_in_between_is_not_saved() -> None:
    table = InterruptedTable()
    conversations = Conversations(table)
    conversations.add(REF, message("a question"))
    conversations.save(head(), 0, NOW)
    table.armed = True
    loaded = conversations.load(REF)
    assert len(loaded.facts) == 1, "the answer was not seen"
    assert not conversations.save(head(), loaded.version, NOW)


WHERE = [
    pytest.param(head("10:45"), [at("10:45")], [], [], id="something is due: in the due range, by when"),
    pytest.param(head(None), [], [at("10:00")], [], id="it only waits: in the waiting range, by when it was asked"),
    pytest.param(head(None, ("10:20", "09:00")), [], [at("09:00")], [], id="of several, by the oldest"),
    pytest.param(head(None, ()), [], [], [day(NOW)], id="at rest: in the range of those, by the day it came to rest"),
]


@pytest.mark.parametrize("before", [each.values[0] for each in WHERE])
@pytest.mark.parametrize(("after", "due", "waiting", "resting"), WHERE)
def test_a_head_moves_through_the_index(
    table: Table, before: Head, after: Head, due: list[datetime], waiting: list[datetime], resting: list[str]
) -> None:
    conversations = Conversations(table)
    conversations.save(before, 0, NOW)
    conversations.save(after, 1, NOW)
    assert [entry["ix_at"] for entry in entries(table, due_range)] == [instant(each) for each in due]
    assert [entry["ix_at"] for entry in entries(table, waiting_range)] == [instant(each) for each in waiting]
    assert [entry["ix_at"] for entry in entries(table, rest_range)] == resting
    assert conversations.load(REF).next_at == after.next_at


def test_a_step_its_alerts_and_the_head_are_one(table: Table) -> None:
    conversations = Conversations(table)
    conversations.save(head(), 0, NOW)
    alerts = [alert(), alert(person="mirjam")]
    assert not conversations.take(head("10:55"), 0, [step()], alerts, NOW), "the head was saved by others"
    assert conversations.load(REF).facts == ()
    assert [entry["kind"] for entry in entries(table, due_range)] == ["conversation"]
    assert conversations.take(head("10:55"), 1, [step()], alerts, NOW)
    assert conversations.load(REF).facts == (step(),)
    assert sorted(str(entry["kind"]) for entry in entries(table, due_range)) == ["alert", "alert", "conversation"]
    assert not conversations.take(head("11:00"), 2, [step()], [], NOW), "the step was taken before"


def test_facts_expire_thirty_days_after_their_own_instant() -> None:
    table = MemoryTable()
    Conversations(table).add(REF, replace(message(seen="10:00"), asked_at=at("09:00")))
    (row,) = table.query(f"C#{REF}")
    assert row["expires_at"] == expires(at("09:00"))


def test_a_head_outlives_what_is_still_to_come() -> None:
    table = MemoryTable()
    Conversations(table).save(replace(head(), next_at=at("30 10:00")), 0, NOW)
    (row,) = table.query(f"C#{REF}")
    assert row["expires_at"] == expires(at("30 10:00"))
