"""Every row survives the table, and stays flat and small enough to be an item."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.alerts import Alert
from chalicelib.domain.facts_seen import Message
from chalicelib.domain.head import Head
from chalicelib.domain.steps import StepTaken
from chalicelib.store.codec import from_item, to_item
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.schema import instant, parse_instant
from chalicelib.store.table import Put
from tests.store.rows import ROWS, any_row

AT = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)
SEEN = Message(id="1", direction="inbound", first_seen_at=AT, stored_at=AT, accounts=frozenset({"7"}))


@pytest.mark.parametrize("kind", ROWS)
@given(data=st.data())
def test_every_row_comes_back_as_it_was(kind: type, data: st.DataObject) -> None:
    row = data.draw(any_row(kind))
    item = to_item(row)
    assert {type(value) for value in item.values()} <= {str, int, bool}
    assert from_item(kind, item) == row


@pytest.mark.parametrize("kind", ROWS)
@given(data=st.data())
def test_what_is_no_field_is_passed_over(kind: type, data: st.DataObject) -> None:
    row = data.draw(any_row(kind))
    stored: dict[str, Any] = {"pk": "P", "sk": "S", "ix": "D#0", "expires_at": 1, "of_a_later_version": "x"}
    assert from_item(kind, {**to_item(row), **stored}) == row


@pytest.mark.parametrize("kind", ROWS)
def test_no_field_takes_the_name_of_an_attribute_of_the_table(kind: type) -> None:
    ours = {"pk", "sk", "ix", "ix_at", "kind", "version", "copies", "expires_at"}
    assert not ours & set(kind.__annotations__)


def test_what_equals_its_default_is_not_written() -> None:
    assert to_item(SEEN) == {
        "id": "1",
        "direction": "inbound",
        "first_seen_at": "2026-11-20T22:00:00.000000Z",
        "stored_at": "2026-11-20T22:00:00.000000Z",
        "accounts": '["7"]',
    }


def test_a_field_that_was_added_since_reads_as_its_default() -> None:
    item = to_item(SEEN)
    assert "by_hand" not in item
    assert from_item(Message, item).by_hand is False


def test_a_row_without_a_field_it_needs_is_an_error() -> None:
    with pytest.raises(TypeError, match="direction"):
        from_item(Message, {"id": "1", "first_seen_at": instant(AT), "stored_at": instant(AT), "accounts": "[]"})


def test_a_head_that_only_waits_has_no_next_look() -> None:
    head = Head(conversation="x:merk:public:1", platform="x", brand="merk", surface="public", running=(), next_at=None)
    assert "next_at" not in to_item(head)
    assert from_item(Head, to_item(head)) == head


@given(any_row(StepTaken), any_row(Alert))
def test_a_row_of_any_text_can_be_stored(step: StepTaken, alert: Alert) -> None:
    table = MemoryTable()
    for row in (step, alert):
        assert table.write(Put({"pk": "P", "sk": "S", **to_item(row)}))


INSTANTS = [
    datetime(2026, 10, 25, 0, 59, 59, 999999, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 0, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 0, 0, 1, tzinfo=UTC),
    datetime(2027, 1, 1, tzinfo=UTC),
]


def test_text_order_is_time_order() -> None:
    assert [parse_instant(text) for text in sorted(map(instant, reversed(INSTANTS)))] == INSTANTS


@pytest.mark.parametrize(
    "text", ["", "2026-11-20T22:00:00Z", "2026-11-20T22:00:00.000000+00:00", "2026-11-20T22:00:00.000+01:0Z", "x"]
)
def test_only_what_we_wrote_is_an_instant(text: str) -> None:
    with pytest.raises(ValueError, match="instant"):
        parse_instant(text)
