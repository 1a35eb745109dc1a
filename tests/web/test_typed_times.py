"""Times as people type them: by night, across midnight, and on the two nights that a clock is moved."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.web.typed_times import coming, for_field, passed
from tests.stories.world import local

ZONE = "Europe/Amsterdam"


@pytest.mark.parametrize(
    ("text", "now", "meant"),
    [
        pytest.param("12:00", "2026-11-20 11:59", "2026-11-20 12:00", id="later today"),
        pytest.param("12:00", "2026-11-20 12:00", "2026-11-21 12:00", id="this very minute is tomorrow's"),
        pytest.param("0:10", "2026-11-20 23:50", "2026-11-21 00:10", id="past midnight"),
        pytest.param("12.30", "2026-11-20 11:59", "2026-11-20 12:30", id="with a full stop"),
        pytest.param(" 09:05 ", "2026-11-20 09:00", "2026-11-20 09:05", id="with blanks around it"),
        pytest.param("02:30", "2027-03-27 23:00", "2027-03-29 02:30", id="skipped that night, so the night after"),
        pytest.param("02:30", "2026-10-24 23:00", "2026-10-25 02:30", id="twice that night: the first"),
        pytest.param("2026-11-23T12:00", "2026-11-20 23:00", "2026-11-23 12:00", id="a day and a time"),
        pytest.param("2026-11-23T12:00:30", "2026-11-20 23:00", "2026-11-23 12:00:30", id="with seconds"),
        pytest.param("2026-11-19T12:00", "2026-11-20 23:00", "2026-11-19 12:00", id="a past day is told as it is"),
    ],
)
def test_a_time_to_come(text: str, now: str, meant: str) -> None:
    assert coming(text, ZONE, local(now)) == local(meant)


@pytest.mark.parametrize(
    ("text", "now", "meant"),
    [
        pytest.param("23:50", "2026-11-21 00:10", "2026-11-20 23:50", id="yesterday, at ten past midnight"),
        pytest.param("00:10", "2026-11-21 00:10", "2026-11-21 00:10", id="this very minute"),
        pytest.param("2026-11-20T23:50", "2026-11-21 00:10", "2026-11-20 23:50", id="a day and a time"),
    ],
)
def test_a_time_gone_by(text: str, now: str, meant: str) -> None:
    assert passed(text, ZONE, local(now)) == local(meant)


@pytest.mark.parametrize("read", [coming, passed])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "24:00",
        "12:60",
        "12:00:00",
        "-1:00",
        "١٢:٠٠",
        "12:00\0",
        "morgen",
        "2026-02-30T12:00",
        "2026-13-01T12:00",
        "2026-11-23",
        "2027-03-28T02:30",  # the night on which the clock skips it
        "0001-01-01T00:00",
        "9999-12-31T23:59",
        "20261-11-23T12:00",
        "2026-11-23T12:00+01:00",
        "9" * 10_000,
    ],
)
def test_what_is_no_time(read: Callable[[str, str, datetime], datetime | None], text: str) -> None:
    assert read(text, ZONE, local("2027-03-27 23:00")) is None


@settings(max_examples=60, deadline=None)
@given(
    now=st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: local("2026-01-01 00:00") + timedelta(minutes=minutes)),
    clock=st.times(),
)
def test_a_bare_time_is_the_nearest_one_on_that_side(now: datetime, clock: time) -> None:
    text = f"{clock:%H:%M}"
    later, earlier = coming(text, ZONE, now), passed(text, ZONE, now)
    assert later is not None and earlier is not None
    assert earlier <= now < later
    assert later - earlier < timedelta(days=2, hours=2)
    assert {for_field(each, ZONE)[-5:] for each in (later, earlier)} == {text}
