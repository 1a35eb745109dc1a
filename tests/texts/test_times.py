"""Instants and lengths of time, as people say them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.organisation import Language
from chalicelib.texts.times import (
    clock_time,
    date_time,
    day_time,
    minutes_left,
    minutes_passed,
    near_time,
    span,
    weekday_time,
)
from tests.texts.building import ZONE, at


@pytest.mark.parametrize(
    ("instant", "zone", "shown"),
    [
        pytest.param("2026-11-18T15:05Z", "Europe/Amsterdam", "wo 16:05", id="winter is an hour ahead"),
        pytest.param("2026-07-01T14:05Z", "Europe/Amsterdam", "wo 16:05", id="summer is two"),
        pytest.param(
            "2026-03-29T00:59Z", "Europe/Amsterdam", "zo 01:59", id="the last minute before the clock goes on"
        ),
        pytest.param("2026-03-29T01:00Z", "Europe/Amsterdam", "zo 03:00", id="two o'clock does not exist that night"),
        pytest.param("2026-10-25T00:30Z", "Europe/Amsterdam", "zo 02:30", id="half past two, the first time"),
        pytest.param("2026-10-25T01:30Z", "Europe/Amsterdam", "zo 02:30", id="half past two, the second time"),
        pytest.param("2026-11-18T23:30Z", "Europe/Amsterdam", "do 00:30", id="the reader's day, not that of UTC"),
        pytest.param("2026-11-18T15:05Z", "Asia/Kolkata", "wo 20:35", id="a zone of half hours"),
    ],
)
def test_in_the_zone_of_the_reader(instant: str, zone: str, shown: str) -> None:
    assert weekday_time(datetime.fromisoformat(instant), zone, "nl") == shown


@pytest.mark.parametrize(
    ("day", "nl", "en"),
    [
        (16, "ma", "Mon"),
        (17, "di", "Tue"),
        (18, "wo", "Wed"),
        (19, "do", "Thu"),
        (20, "vr", "Fri"),
        (21, "za", "Sat"),
        (22, "zo", "Sun"),
    ],
)
def test_the_days_of_the_week(day: int, nl: str, en: str) -> None:
    assert weekday_time(at(f"{day} 9:00"), ZONE, "nl") == f"{nl} 09:00"
    assert date_time(at(f"{day} 9:00"), ZONE, "en") == f"{en} {day}-11 09:00"


@pytest.mark.parametrize(
    ("instant", "now", "shown"),
    [
        pytest.param("20 23:45", "21 00:01", "23:45", id="just before midnight is clear just after it"),
        pytest.param("20 12:02", "21 00:01", "12:02", id="within twelve hours the time is enough"),
        pytest.param("20 12:01", "21 00:01", "vr 12:01", id="at twelve hours the day is told"),
        pytest.param("21 12:01", "21 00:01", "za 12:01", id="ahead as well"),
        pytest.param("16 12:00", "21 11:00", "ma 12:00", id="five days back the weekday is enough"),
        pytest.param("15 12:00", "21 11:00", "zo 15-11 12:00", id="six days back it needs its date"),
        pytest.param("28 12:00", "21 11:00", "za 28-11 12:00", id="the same weekday next week needs its date"),
    ],
)
def test_no_more_than_it_takes_to_be_clear(instant: str, now: str, shown: str) -> None:
    assert near_time(at(instant), at(now), ZONE, "nl") == shown


def test_a_deadline_always_names_its_day() -> None:
    assert day_time(at("23 12:00"), at("23 11:00"), ZONE, "nl") == "ma 12:00"
    assert clock_time(at("23 12:00"), ZONE) == "12:00"


@pytest.mark.parametrize(
    ("minutes", "nl", "en"),
    [
        pytest.param(0, "0 min", "0 min", id="nothing"),
        pytest.param(59, "59 min", "59 min", id="the last minutes"),
        pytest.param(60, "1 uur", "1 hour", id="an hour"),
        pytest.param(61, "1u01", "1h01", id="an hour and a minute"),
        pytest.param(90, "1u30", "1h30", id="an hour and a half"),
        pytest.param(120, "2 uur", "2 hours", id="hours"),
        pytest.param(47 * 60 + 59, "47u59", "47h59", id="the last hours"),
        pytest.param(48 * 60, "2 dagen", "2 days", id="two days"),
        pytest.param(72 * 60 - 1, "2 dagen", "2 days", id="days round down"),
    ],
)
def test_spans(minutes: int, nl: str, en: str) -> None:
    assert (span(minutes, "nl"), span(minutes, "en")) == (nl, en)


@pytest.mark.parametrize(
    ("minutes", "language", "shown"),
    [(5, "nl", "5 MIN"), (60, "nl", "1 UUR"), (60, "en", "1 HOUR"), (90, "nl", "1u30"), (4320, "en", "3 DAYS")],
)
def test_loud_spans(minutes: int, language: Language, shown: str) -> None:
    assert span(minutes, language, loud=True) == shown


@pytest.mark.parametrize(
    ("now", "passed", "left"),
    [
        pytest.param("20 23:00", 0, 60, id="at the start"),
        pytest.param("20 23:45", 45, 15, id="on the minute"),
        pytest.param("20 23:45:01", 45, 15, id="a second on, the minute is not over"),
        pytest.param("20 23:59:59", 59, 1, id="a second before the limit"),
        pytest.param("21 00:00", 60, 0, id="on the limit"),
        pytest.param("21 00:00:59", 60, 0, id="within the first minute after it"),
    ],
)
def test_minutes_of_an_hour_from_eleven(now: str, passed: int, left: int) -> None:
    assert minutes_passed(at("20 23:00"), at(now)) == passed
    assert minutes_left(at("21 00:00"), at(now)) == left


@given(st.integers(0, 3600))
def test_waited_and_left_make_the_promise_at_every_second(second: int) -> None:
    asked = datetime(2026, 11, 20, 22, tzinfo=UTC)
    now = asked + timedelta(seconds=second)
    assert minutes_passed(asked, now) + minutes_left(asked + timedelta(hours=1), now) == 60


def test_an_instant_to_come_has_not_passed() -> None:
    assert minutes_passed(at("21 00:00"), at("20 23:00")) == 0
