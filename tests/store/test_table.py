"""What every table promises, in memory or in the cloud."""

import pytest
from botocore.exceptions import ClientError

from chalicelib.store.schema import PROJECTED, SHARDS, due_range, rest_range, waiting_range
from chalicelib.store.table import ABSENT, ANYTHING, TRANSACTION_LIMIT, Delete, Expect, Item, Put, Table, Value

REFUSED = (ValueError, ClientError)


def item(sk: str = "a", pk: str = "P", **more: Value) -> Item:
    return {"pk": pk, "sk": sk, **more}


def sks(table: Table, pk: str = "P", first: str = "", last: str = "\U0010ffff") -> list[Value]:
    return [each["sk"] for each in table.query(pk, first, last)]


def test_what_was_written_is_read(table: Table) -> None:
    whole = item(text="één ✓ 😡", number=-(10**30), zero=0, yes=True, no=False, empty="", nul="a\x00b")
    assert table.write(Put(whole))
    assert table.get("P", "a") == whole
    read = table.get("P", "a") or {}
    assert [type(read[name]) for name in ("number", "zero", "yes", "no")] == [int, int, bool, bool]


def test_nothing_is_read_where_nothing_is(table: Table) -> None:
    assert table.get("P", "a") is None
    assert list(table.query("P")) == []
    assert list(table.index("D#0")) == []


def test_what_is_read_is_a_copy(table: Table) -> None:
    table.write(Put(item(n=1)))
    read = table.get("P", "a") or {}
    read["n"] = 2
    for each in table.query("P"):
        each["n"] = 3
    assert table.get("P", "a") == item(n=1)


def test_a_put_replaces_the_whole_item(table: Table) -> None:
    table.write(Put(item(old=1)))
    table.write(Put(item(new=2)))
    assert table.get("P", "a") == item(new=2)


EXPECTATIONS = [
    pytest.param(None, ANYTHING, True, id="nothing expected, nothing there"),
    pytest.param(item(n=1), ANYTHING, True, id="nothing expected, something there"),
    pytest.param(None, ABSENT, True, id="absent, as expected"),
    pytest.param(item(), ABSENT, False, id="expected absent, but it is there"),
    pytest.param(item(n=1), Expect(values={"n": 1}), True, id="the value that was read"),
    pytest.param(item(n=2), Expect(values={"n": 1}), False, id="another value"),
    pytest.param(item(), Expect(values={"n": 1}), False, id="a value expected, the attribute is absent"),
    pytest.param(None, Expect(values={"n": 1}), False, id="a value expected, the item is absent"),
    pytest.param(item(), Expect(values={"n": None}), True, id="without the attribute, as expected"),
    pytest.param(item(n=0), Expect(values={"n": None}), False, id="expected without the attribute, but it is there"),
    pytest.param(None, Expect(values={"n": None}), False, id="without the attribute, but there is no item"),
    pytest.param(item(n=1, s="x"), Expect(values={"n": 1, "s": "x"}), True, id="both values"),
    pytest.param(item(n=1, s="y"), Expect(values={"n": 1, "s": "x"}), False, id="one of two values"),
    pytest.param(item(state="claimed"), Expect(values={"state": "claimed", "name": None}), True, id="reserved words"),
    pytest.param(item(flag=True), Expect(values={"flag": True}), True, id="a truth"),
]


@pytest.mark.parametrize(("stored", "expect", "holds"), EXPECTATIONS)
@pytest.mark.parametrize("together", [False, True], ids=["alone", "in a transaction"])
def test_a_put_happens_only_as_expected(
    table: Table, stored: Item | None, expect: Expect, holds: bool, together: bool
) -> None:
    if stored is not None:
        table.write(Put(stored))
    put = Put(item(after="yes"), expect)
    assert (table.transact([put]) if together else table.write(put)) is holds
    assert table.get("P", "a") == (item(after="yes") if holds else stored)


@pytest.mark.parametrize(("stored", "expect", "holds"), EXPECTATIONS)
@pytest.mark.parametrize("together", [False, True], ids=["alone", "in a transaction"])
def test_a_delete_happens_only_as_expected(
    table: Table, stored: Item | None, expect: Expect, holds: bool, together: bool
) -> None:
    if stored is not None:
        table.write(Put(stored))
    delete = Delete("P", "a", expect)
    assert (table.transact([delete]) if together else table.write(delete)) is holds
    assert table.get("P", "a") == (None if holds else stored)


def test_a_transaction_is_all_or_nothing(table: Table) -> None:
    table.write(Put(item("there", n=1)))
    table.write(Put(item("gone")))
    writes = [Put(item("new"), ABSENT), Delete("P", "gone"), Put(item("there", n=3), Expect(values={"n": 2}))]
    assert not table.transact(writes)
    assert sks(table) == ["gone", "there"]
    writes[2] = Put(item("there", n=3), Expect(values={"n": 1}))
    assert table.transact(writes)
    assert sks(table) == ["new", "there"]
    assert table.get("P", "there") == item("there", n=3)


def test_a_transaction_takes_a_hundred_writes_over_any_partitions(table: Table) -> None:
    assert table.transact([Put(item("a", pk=f"P{n}"), ABSENT) for n in range(TRANSACTION_LIMIT)])
    assert table.get("P99", "a") is not None


def test_a_transaction_of_more_is_an_error_and_writes_nothing(table: Table) -> None:
    with pytest.raises(REFUSED):
        table.transact([Put(item(f"{n:03}")) for n in range(TRANSACTION_LIMIT + 1)])
    assert sks(table) == []


def test_a_transaction_touches_each_item_once(table: Table) -> None:
    with pytest.raises(REFUSED):
        table.transact([Put(item("a")), Delete("P", "a")])
    assert sks(table) == []


def test_a_partition_is_read_in_order_of_its_sort_keys(table: Table) -> None:
    keys = ["b", "a", "ab", "A", "é", "～", "😡", "a#", "a~"]
    for key in keys:
        table.write(Put(item(key)))
    table.write(Put(item("a", pk="another")))
    assert sks(table) == sorted(keys)  # by code point, which is the order of UTF-8
    assert [each["sk"] for each in table.query("P", backwards=True)] == sorted(keys, reverse=True)


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        pytest.param("", "\U0010ffff", ["a", "b", "c"], id="everything"),
        pytest.param("b", "\U0010ffff", ["b", "c"], id="from, itself included"),
        pytest.param("", "b", ["a", "b"], id="until, itself included"),
        pytest.param("b", "b", ["b"], id="one"),
        pytest.param("aa", "az", [], id="between two"),
        pytest.param("d", "\U0010ffff", [], id="past the end"),
    ],
)
def test_a_range_of_sort_keys_includes_its_bounds(table: Table, first: str, last: str, found: list[str]) -> None:
    for key in ("a", "b", "c"):
        table.write(Put(item(key, ix="D#0", ix_at=key)))
    assert sks(table, "P", first, last) == found
    assert [each["sk"] for each in table.index("D#0", first, last)] == found


def test_an_index_range_is_in_order_of_time_across_partitions(table: Table) -> None:
    for number, at in enumerate(("3", "1", "2")):
        table.write(Put(item("a", pk=f"P{number}", ix="D#0", ix_at=at)))
    table.write(Put(item("a", pk="other range", ix="D#1", ix_at="0")))
    assert [each["pk"] for each in table.index("D#0")] == ["P1", "P2", "P0"]
    assert [each["pk"] for each in table.index("D#0", limit=1)] == ["P1"]
    assert [each["pk"] for each in table.index("D#0", "2", limit=5)] == ["P2", "P0"]


def test_an_index_entry_follows_its_item(table: Table) -> None:
    table.write(Put(item(ix="D#0", ix_at="1")))
    table.write(Put(item(ix="W#0", ix_at="2")))
    assert list(table.index("D#0")) == []
    assert [each["ix_at"] for each in table.index("W#0")] == ["2"]
    table.write(Put(item()))
    assert list(table.index("W#0")) == []


def test_a_row_at_rest_is_not_in_the_index(table: Table) -> None:
    table.write(Put(item(kind="page")))
    ranges = [name(shard) for name in (due_range, waiting_range, rest_range) for shard in range(SHARDS)]
    assert [entry for ix in ranges for entry in table.index(ix)] == []


def test_an_index_entry_carries_keys_and_projected_attributes_only(table: Table) -> None:
    projected: Item = dict.fromkeys(PROJECTED, "seen")
    table.write(Put({**item(ix="D#0", ix_at="1", version=3, reason="unseen", expires_at=9), **projected}))
    (entry,) = table.index("D#0")
    assert entry == {**item(ix="D#0", ix_at="1"), **projected}


def test_counters_begin_at_zero_and_add_up(table: Table) -> None:
    table.add("COUNT#d", "k", {"count": 2, "size": 5}, expires_at=100)
    table.add("COUNT#d", "k", {"count": 1}, expires_at=200)
    assert table.get("COUNT#d", "k") == {"pk": "COUNT#d", "sk": "k", "count": 3, "size": 5, "expires_at": 200}


def test_a_partition_of_more_than_a_megabyte_is_read_whole(table: Table) -> None:
    for number in range(8):
        table.write(Put(item(f"{number:04}", text="x" * 200_000, ix="D#0", ix_at=f"{number:04}", person="p" * 200_000)))
    wanted = [f"{number:04}" for number in range(8)]
    assert sks(table) == wanted
    assert [each["sk"] for each in table.query("P", backwards=True)] == wanted[::-1]
    assert [each["sk"] for each in table.index("D#0")] == wanted


@pytest.mark.parametrize("key", ["é ✓ 😡", "with\x00nul", "C#x:merk:public:1#2", "a" * 1000, " \t\n"])
def test_a_key_may_be_any_text(table: Table, key: str) -> None:
    assert table.write(Put(item(key, pk=key), ABSENT))
    assert not table.write(Put(item(key, pk=key), ABSENT))
    assert table.get(key, key) == item(key, pk=key)
    assert table.write(Delete(key, key))
    assert table.get(key, key) is None


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(item(""), id="an empty sort key"),
        pytest.param(item(pk=""), id="an empty partition key"),
        pytest.param(item(ix="", ix_at="1"), id="an empty index key"),
        pytest.param(item(text="x" * 410 * 1024), id="more than 400 kB"),
    ],
)
def test_what_dynamodb_refuses_is_an_error_everywhere(table: Table, broken: Item) -> None:
    with pytest.raises(REFUSED):
        table.write(Put(broken))
    assert list(table.query("P")) == []
