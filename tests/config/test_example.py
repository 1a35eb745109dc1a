"""The shipped `waakhond.toml`: it works, uses every feature, and has the calendars and turns it promises."""

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from chalicelib import config
from chalicelib.configuration.keys import KEYS
from chalicelib.domain.calendar import is_open
from chalicelib.domain.duration import Elapsed, deadline
from chalicelib.domain.duty import on_call
from tests.config.example import TEXT, TODAY, organisation

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

# Names the file gives itself: what stands under them are the tables of the section.
_NAMED = [("file", name) for name in ("brands", "calendars", "policies", "people", "rotas")]
_FREE = ("special",)


def _used(table: dict[str, object], section: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        yield section, key
        below = list(value.values()) if isinstance(value, dict) and (section, key) in _NAMED else [value]
        for item in below:
            for inner in item if isinstance(item, list) else [item]:
                if isinstance(inner, dict) and key not in _FREE:
                    yield from _used(inner, key)


def test_every_key_is_used_once_or_shown_in_a_comment() -> None:
    used = set(_used(tomllib.loads(TEXT), "file"))
    shown = set(re.findall(r"^# \[?(\w+)(?:\]$| = )", TEXT, re.MULTILINE))
    unused = {(section, key) for section in KEYS for key in KEYS[section]} - used
    assert {key for _, key in unused} == shown
    assert unused == {
        ("file", "voice"),
        ("accounts", "next_response_policy"),
        ("accounts", "host"),
        ("layers", "hours"),
        ("sms", "number"),
        ("sms", "service"),
        ("sms", "configuration_set"),
        *(("voice", key) for key in KEYS["voice"]),
    }


def test_the_steps_are_called_as_their_durations_print() -> None:
    keys = {name: [step.key for step in policy.steps] for name, policy in organisation().policies.items()}
    assert keys == {
        "mention": ["after 45m", "after 55m", "after 1h", "after 1h1m"],
        "direct": ["after 1.5 working days", "before 1 working hour", "before 0m"],
        "promise": ["opening", "before 1h", "before 0m"],
    }


def test_sixty_minutes_and_an_hour_are_one_step() -> None:
    hour = config.read(TEXT.replace('after = "60m"', 'after = "1h"'), TODAY)
    assert hour == organisation()


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        pytest.param(date(2026, 12, 25), True, id="Christmas Day is closed"),
        pytest.param(date(2026, 12, 24), False, id="the day before is open"),
        pytest.param(date(2026, 4, 3), False, id="Good Friday 2026 is open"),
        pytest.param(date(2027, 3, 26), False, id="Good Friday 2027 is open"),
        pytest.param(date(2027, 3, 29), True, id="Easter Monday 2027 is closed"),
        pytest.param(date(2026, 4, 27), True, id="King's Day is closed"),
        pytest.param(date(2025, 4, 26), True, id="King's Day moves to Saturday when the 27th is a Sunday"),
        pytest.param(date(2025, 4, 27), False, id="and the Sunday itself is no holiday"),
        pytest.param(date(2025, 5, 5), True, id="Liberation Day is a day off every five years"),
        pytest.param(date(2026, 5, 5), False, id="and in other years it is not"),
        pytest.param(date(2026, 11, 11), False, id="St. Martin is no holiday"),
        pytest.param(date(2028, 12, 26), True, id="holidays reach two years ahead"),
        pytest.param(date(2025, 1, 1), True, id="and a year back"),
    ],
)
def test_the_dutch_holidays_without_good_friday(day: date, closed: bool) -> None:
    assert (day in organisation().calendars["kantoor"].closed) is closed


def test_an_exception_by_date_keeps_only_that_day_open() -> None:
    text = TEXT.replace('except = ["Good Friday"]', 'except = ["Good Friday", 2026-12-25]')
    closed = config.read(text, TODAY).calendars["kantoor"].closed
    assert (date(2026, 12, 25) in closed, date(2027, 12, 25) in closed) == (False, True)


def test_two_holidays_on_a_date_keep_it_closed_when_one_is_excepted() -> None:
    # 5 May 2005 was Ascension Day and Liberation Day at once.
    text = TEXT.replace('except = ["Good Friday"]', 'except = ["Ascension Day"]')
    assert date(2005, 5, 5) in config.read(text, date(2005, 1, 1)).calendars["kantoor"].closed


def test_extra_days_and_parts_of_a_country_close_too() -> None:
    calendar = organisation().calendars["winkel"]
    assert {date(2027, 5, 7), date(2026, 11, 1)} <= calendar.closed  # All Saints' Day: in NW, not in Berlin
    assert not is_open(calendar, datetime(2026, 12, 24, 15, tzinfo=AMSTERDAM))


def test_the_mention_policy_never_sleeps_and_the_direct_one_counts_office_hours() -> None:
    shipped = organisation()
    always, office = shipped.calendars["always"], shipped.calendars["kantoor"]
    direct = shipped.policies["direct"].target
    assert direct is not None
    friday = datetime(2026, 11, 20, 23, tzinfo=AMSTERDAM)
    assert deadline(friday, Elapsed(3600), always) == datetime(2026, 11, 20, 23, tzinfo=UTC)
    assert deadline(friday, direct, office) == datetime(2026, 11, 24, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "person"),
    [
        pytest.param(datetime(2026, 11, 16, 9, tzinfo=AMSTERDAM), "sanne", id="Sanne from Monday 16 November 09:00"),
        pytest.param(datetime(2026, 11, 23, 8, 59, 59, tzinfo=AMSTERDAM), "sanne", id="until the last second"),
        pytest.param(datetime(2026, 11, 23, 9, tzinfo=AMSTERDAM), "bram", id="Bram since Monday 23 November 09:00"),
        pytest.param(datetime(2026, 12, 25, 3, 55, tzinfo=AMSTERDAM), "bram", id="Bram at Christmas"),
        pytest.param(datetime(2027, 1, 1, 12, tzinfo=AMSTERDAM), "sanne", id="Sanne on New Year's Day"),
    ],
)
def test_the_webcare_rota_takes_weekly_turns(at: datetime, person: str) -> None:
    assert on_call(organisation().rotas["webcare"], at, (), ()).person == person


def test_an_hour_before_a_promise_is_an_hour_also_before_opening() -> None:
    text = TEXT.replace('[policies.promise]\ncalendar = "always"\n', "[policies.promise]\n")
    assert config.read(text, TODAY) == organisation()
    assert organisation().policies["promise"].calendar == "always"


def test_defaults_come_from_the_organisation() -> None:
    bram = organisation().people["bram"]
    assert (bram.zone, bram.language, bram.role) == ("Europe/Amsterdam", "nl", "conversation_manager")
    assert organisation().calendars["always"].zone == "Europe/Amsterdam"


@pytest.mark.parametrize(
    ("target", "calendar"),
    [
        pytest.param("1h", "always", id="hours run day and night"),
        pytest.param("4 working hours", None, id="working hours run on the account's calendar"),
        pytest.param("2 working days", None, id="and so do working days"),
    ],
)
def test_the_calendar_of_a_policy_that_names_none(target: str, calendar: str | None) -> None:
    text = TEXT.replace('target = "1h"\ncalendar = "always"\n', f'target = "{target}"\n')
    text = text.replace('after = "60m"', 'after = "61m"', 1).replace(
        'after = "61m", notify = ["manager"]', 'after = "62m", notify = ["manager"]'
    )
    assert config.read(text, TODAY).policies["mention"].calendar == calendar
