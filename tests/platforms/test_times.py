"""Instants as platforms write them: the same moment in every notation, and None for what is none."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.platforms.times import from_milliseconds, from_seconds, from_text

EVENING = datetime(2018, 11, 21, 0, 13, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(1542759193, id="a whole number"),
        pytest.param(1542759193.0, id="a number with a point"),
        pytest.param("1542759193", id="digits as text"),
        pytest.param(" 1542759193 ", id="digits with blanks around"),
        pytest.param("1542759193.000", id="text with a point"),
    ],
)
def test_seconds(value: object) -> None:
    assert from_seconds(value) == EVENING


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(1542759193000, EVENING, id="a whole number"),
        pytest.param("1542759193000", EVENING, id="digits as text"),
        pytest.param("1542759193178", EVENING + timedelta(milliseconds=178), id="the thousandths count"),
    ],
)
def test_milliseconds(value: object, expected: datetime) -> None:
    assert from_milliseconds(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("Wed Nov 21 00:13:13 +0000 2018", id="X's own notation"),
        pytest.param("Wed Nov 21 01:13:13 +0100 2018", id="X's own notation in another zone"),
        pytest.param("2018-11-21T00:13:13Z", id="ISO with Z"),
        pytest.param("2018-11-21T00:13:13.000Z", id="ISO with thousandths"),
        pytest.param("2018-11-21T00:13:13+0000", id="ISO with a zone without colon"),
        pytest.param("2018-11-20T19:13:13-05:00", id="ISO in another zone"),
        pytest.param("2018-11-21T00:13:13", id="ISO without a zone is UTC"),
        pytest.param(" 2018-11-21 00:13:13 ", id="a blank for the T, blanks around"),
    ],
)
def test_written_times(value: str) -> None:
    found = from_text(value)
    assert found == EVENING
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(None, id="absent"),
        pytest.param("", id="empty"),
        pytest.param("gisteren", id="a word"),
        pytest.param("2018-11-21", id="a date alone"),
        pytest.param("2018-02-30T00:00:00Z", id="a day that does not exist"),
        pytest.param("Wed Nov 31 00:13:13 +0000 2018", id="a day that does not exist, in X's notation"),
        pytest.param("Wed Foo 21 00:13:13 +0000 2018", id="a month that does not exist"),
        pytest.param("Wed Nov 21 25:13:13 +0000 2018", id="an hour that does not exist"),
        pytest.param("Wed Nov 21 00:13:13 +9999 2018", id="a zone that does not exist"),
        pytest.param("1970-01-01T00:00:00Z", id="the epoch"),
        pytest.param("2003-12-31T23:59:59Z", id="before there was a platform"),
        pytest.param("2100-01-01T00:00:00Z", id="after 2099"),
        pytest.param("0001-01-01T00:00:00+23:59", id="the first day, east of the line"),
        pytest.param("9999-12-31T23:59:59-23:59", id="the last day, west of the line"),
        pytest.param("１５４２７５９１９３ １５４２", id="digits of another script"),
        pytest.param(1542759193, id="a number"),
        pytest.param(["2018-11-21T00:13:13Z"], id="a list"),
    ],
)
def test_what_is_no_written_time(value: object) -> None:
    assert from_text(value) is None


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(None, id="absent"),
        pytest.param(0, id="zero"),
        pytest.param(-1542759193, id="before the epoch"),
        pytest.param(1542759193000, id="milliseconds where seconds belong"),
        pytest.param(10**400, id="a number beyond every float"),
        pytest.param(float("nan"), id="not a number"),
        pytest.param(float("inf"), id="infinity"),
        pytest.param(True, id="a yes"),
        pytest.param("", id="empty"),
        pytest.param("-1542759193", id="text before the epoch"),
        pytest.param("1e9", id="an exponent"),
        pytest.param("1_542_759_193", id="digits in groups"),
        pytest.param("１５４２７５９１９３", id="digits of another script"),
        pytest.param("9" * 5000, id="more digits than Python converts"),
        pytest.param({"seconds": 1542759193}, id="an object"),
    ],
)
def test_what_is_no_number_of_seconds(value: object) -> None:
    assert from_seconds(value) is None


def test_seconds_where_milliseconds_belong_are_none() -> None:
    assert from_milliseconds(1542759193) is None


@pytest.mark.parametrize(
    ("seconds", "known"),
    [
        pytest.param(1072915199, False, id="the last second of 2003"),
        pytest.param(1072915200, True, id="the first second of 2004"),
        pytest.param(4102444799, True, id="the last second of 2099"),
        pytest.param(4102444800, False, id="the first second of 2100"),
    ],
)
def test_the_bounds_of_what_can_be_a_moment_of_ours(seconds: int, known: bool) -> None:
    assert (from_seconds(seconds) is not None) is known


@given(milliseconds=st.integers(1072915200_000, 4102444799_999))
def test_every_notation_gives_the_same_instant(milliseconds: int) -> None:
    exact = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    whole = exact.replace(microsecond=0)
    assert from_milliseconds(milliseconds) == from_milliseconds(str(milliseconds)) == exact
    assert from_text(exact.isoformat()) == exact
    assert from_seconds(milliseconds // 1000) == whole
    assert from_text(whole.strftime("%a %b %d %H:%M:%S +0000 %Y")) == whole


@given(value=st.text() | st.integers() | st.floats() | st.binary() | st.none() | st.booleans())
def test_nothing_makes_it_raise(value: object) -> None:
    for reader in (from_seconds, from_milliseconds, from_text):
        found = reader(value)
        assert found is None or found.tzinfo is UTC
