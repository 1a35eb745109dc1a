"""Reading fields nobody promised: the value, or None for what is none."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.events import Passed, Unreadable
from chalicelib.platforms import fields
from chalicelib.platforms.items import read_item


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("1924465506158878979", "1924465506158878979", id="digits as text"),
        pytest.param(1924465506158878979, "1924465506158878979", id="a number beyond 2^53"),
        pytest.param("e4f4d3fc-8bbf-4928-92eb-e5058d6bb6f6", "e4f4d3fc-8bbf-4928-92eb-e5058d6bb6f6", id="a UUID"),
        pytest.param("wamid.HBgLMzE2+/a==", "wamid.HBgLMzE2+/a==", id="base64"),
        pytest.param(1.924465506158879e18, None, id="a float has lost digits"),
        pytest.param(True, None, id="a yes"),
        pytest.param("", None, id="empty"),
        pytest.param("1 2", None, id="a blank inside"),
        pytest.param("1\0", None, id="NUL"),
        pytest.param("1\n", None, id="a line end"),
        pytest.param("١٢٣", None, id="digits of another script"),
        pytest.param("9" * 201, None, id="longer than any id"),
        pytest.param(10**5000, None, id="a number longer than any id"),
        pytest.param({"id": 1}, None, id="an object"),
        pytest.param(None, None, id="absent"),
    ],
)
def test_an_identifier(raw: object, expected: str | None) -> None:
    assert fields.identifier(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(80000, 80000, id="a number"),
        pytest.param("80000", 80000, id="its text"),
        pytest.param(0, 0, id="zero is known"),
        pytest.param(-1, None, id="less than nothing"),
        pytest.param(1.5, None, id="a half"),
        pytest.param(True, None, id="a yes"),
        pytest.param("²", None, id="a superscript"),
        pytest.param("9" * 19, None, id="more than there are people"),
        pytest.param(10**18, None, id="the same as a number"),
        pytest.param(None, None, id="absent"),
    ],
)
def test_a_count(raw: object, expected: int | None) -> None:
    assert fields.count(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("post.mention.create", "post.mention.create", id="a kind as it is"),
        pytest.param("a b<\n>\0é", "a?b?????", id="everything else becomes a question mark"),
        pytest.param("k" * 65, "k" * 64, id="at most 64"),
        pytest.param("", "unnamed", id="empty"),
        pytest.param(7, "unnamed", id="no text"),
    ],
)
def test_a_label(raw: object, expected: str) -> None:
    assert fields.label(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param([1, 2], [1, 2], id="a list"),
        pytest.param(None, [], id="absent"),
        pytest.param({"a": 1}, [{"a": 1}], id="one that should have been in a list"),
    ],
)
def test_a_sequence(raw: object, expected: list[object]) -> None:
    assert fields.sequence(raw) == expected


def test_what_is_needed_is_named_and_not_shown() -> None:
    assert fields.need("7", "id") == "7"
    with pytest.raises(fields.FieldError, match=r"^user\.id is missing or unreadable$"):
        fields.need(None, "user.id")


def _deep(levels: int) -> object:
    nested: object = "bottom"
    for _ in range(levels):
        nested = [nested]
    return nested


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(_deep(100_000), id="nested too deeply to write"),
        pytest.param([10**5000], id="a number too long to write"),
        pytest.param([object()], id="no JSON at all"),
    ],
)
def test_an_item_that_cannot_be_written_is_reported_all_the_same(raw: object) -> None:
    event = read_item("x", "7", "votes", raw, lambda _: Passed(platform="x", account="7", kind="vote"))
    assert isinstance(event, Unreadable)
    assert json.loads(event.item) == "an item of type list that cannot be written as JSON"


@given(item=st.dictionaries(st.text(), st.text()))
def test_an_unreadable_item_can_be_read_back(item: dict[str, str]) -> None:
    event = read_item(
        "x", None, "votes", item, lambda raw: Passed(platform="x", account=fields.need(None, "v"), kind="v")
    )
    assert isinstance(event, Unreadable)
    assert json.loads(event.item) == item
    event.item.encode("ascii")
