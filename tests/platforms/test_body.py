"""A signed body becomes an object that can be stored, or is named unreadable."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.platforms.body import read_json
from chalicelib.platforms.errors import UnreadableBody


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(b'{"text":"h\xc3\xa9"}', {"text": "hé"}, id="UTF-8"),
        pytest.param(b'\xef\xbb\xbf{"a":1}', {"a": 1}, id="a byte order mark"),
        pytest.param(b'{"text":"h\xe9"}', {"text": "h�"}, id="a byte that is not UTF-8"),
        pytest.param(rb'{"text":"\ud83d\ude21"}', {"text": "😡"}, id="an emoji as two escapes"),
        pytest.param(rb'{"text":"\uD83D\uDE21"}', {"text": "😡"}, id="an emoji as two escapes, upper case"),
        pytest.param(rb'{"text":"boos \ud83d"}', {"text": "boos �"}, id="the first half of an emoji"),
        pytest.param(rb'{"text":"\ude21 boos"}', {"text": "� boos"}, id="the second half of an emoji"),
        pytest.param(rb'{"text":"\ud83d\ud83d\ude21"}', {"text": "�😡"}, id="a half before a whole one"),
        pytest.param(rb'{"text":"\ude21\ud83d"}', {"text": "��"}, id="two halves the wrong way round"),
        pytest.param(rb'{"\ud83d":1}', {"�": 1}, id="half an emoji in a key"),
        pytest.param(rb'{"text":"C:\\ud83d"}', {"text": r"C:\ud83d"}, id="a backslash that is text"),
        pytest.param(rb'{"text":"\\\ud83d"}', {"text": "\\�"}, id="a backslash before half an emoji"),
        pytest.param(rb'{"text":"a\u0000b"}', {"text": "a\0b"}, id="NUL, escaped"),
        pytest.param(b'{"text":"a\0b"}', {"text": "a\0b"}, id="NUL, bare"),
        pytest.param(b'{"text":"a\nb"}', {"text": "a\nb"}, id="a bare line end"),
        pytest.param(b'{"id":1924465506158878979}', {"id": 1924465506158878979}, id="an id beyond 2^53"),
        pytest.param(b'{"id":' + b"9" * 40 + b"}", {"id": 10**40 - 1}, id="forty digits"),
        pytest.param(b'{"id":' + b"9" * 41 + b"}", {"id": "9" * 41}, id="forty-one digits stay text"),
        pytest.param(b'{"id":' + b"9" * 5000 + b"}", {"id": "9" * 5000}, id="more digits than Python converts"),
        pytest.param(b'{"n":NaN,"i":-Infinity}', {"n": None, "i": None}, id="numbers that are none"),
        pytest.param(b'{"id":1,"id":2}', {"id": 2}, id="of two equal keys the last"),
        pytest.param(b"{}", {}, id="an empty object"),
    ],
)
def test_odd_bodies_are_read(body: bytes, expected: dict[str, object]) -> None:
    assert read_json(body) == expected


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(b"", "not JSON", id="nothing"),
        pytest.param(b"\0", "not JSON", id="a NUL"),
        pytest.param(b'{"a":', "not JSON", id="cut short"),
        pytest.param(b"a=1&b=2", "not JSON", id="a form"),
        pytest.param(b'{"a":1}{"a":2}', "not JSON", id="two objects"),
        pytest.param(b"[]", "not an object", id="a list"),
        pytest.param(b"null", "not an object", id="null"),
        pytest.param(b'"{}"', "not an object", id="JSON within text"),
        pytest.param(b"[" * 100_000, "nested too deeply", id="lists without end"),
        pytest.param(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deeply", id="objects in objects"),
    ],
)
def test_what_is_no_object_is_unreadable(body: bytes, reason: str) -> None:
    with pytest.raises(UnreadableBody, match=reason):
        read_json(body)


def test_the_reason_shows_nothing_of_the_body() -> None:
    with pytest.raises(UnreadableBody) as refused:
        read_json(b'{"text": "mijn klantnummer is 12345", }')
    assert "klantnummer" not in str(refused.value)
    assert refused.value.__cause__ is None


@given(body=st.binary() | st.binary().map(lambda noise: b'{"a":"' + noise + b'"}'))
def test_any_bytes_are_read_or_refused_and_what_is_read_can_be_stored(body: bytes) -> None:
    try:
        payload = read_json(body)
    except UnreadableBody:
        return
    json.dumps(payload, ensure_ascii=False).encode("utf-8")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@given(payload=st.dictionaries(st.text(), _JSON, max_size=4), escaped=st.booleans())
def test_proper_json_is_read_as_it_was_written(payload: dict[str, object], escaped: bool) -> None:
    assert read_json(json.dumps(payload, ensure_ascii=escaped).encode()) == payload
