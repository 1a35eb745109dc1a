"""What may be wrong with a service calendar."""

import pytest

from tests.config.example import TEXT, assert_one_problem

_MONDAY = 'monday = ["09:00-17:30"]'
_WEEK = TEXT[TEXT.index(_MONDAY) : TEXT.index("[calendars.kantoor.holidays]")]


@pytest.mark.parametrize(
    ("old", "new", "path", "said"),
    [
        pytest.param(
            '[calendars.kantoor]\nzone = "Europe/Amsterdam"',
            '[calendars.kantoor]\nzone = "Europe"',
            "calendars.kantoor.zone",
            '"Europe" is no time zone; use an IANA name, such as Europe/Amsterdam',
            id="a continent where a zone belongs",
        ),
        pytest.param(
            _MONDAY,
            'monday = ["09:00-12:30", "12:00-17:30"]',
            "calendars.kantoor.hours.monday",
            "09:00-12:30 overlaps 12:00-17:30; let one period end before the next begins",
            id="overlapping periods",
        ),
        pytest.param(
            _MONDAY,
            'monday = ["9-17"]',
            "calendars.kantoor.hours.monday[0]",
            "write it like 09:00-17:30, 22:00-06:00 or 00:00-24:00",
            id="a period that is no period",
        ),
        pytest.param(
            _MONDAY,
            'mondy = ["09:00-17:30"]',
            "calendars.kantoor.hours.mondy",
            'unknown key; did you mean "monday"?',
            id="a misspelt weekday",
        ),
        pytest.param(
            _WEEK,
            "monday = []\n\n",
            "calendars.kantoor.hours",
            'it never opens: no weekday has a period; open on at least one weekday, such as monday = ["09:00-17:30"]',
            id="a calendar that never opens",
        ),
        pytest.param(
            "[calendars.kantoor.hours]        # a day that is not listed is closed\n" + _WEEK,
            "",
            "calendars.kantoor.hours",
            'is missing; add hours = { monday = ["09:00-17:30"] }',
            id="a calendar without hours",
        ),
        pytest.param(
            "[calendars.kantoor]\n",
            '[calendars.account]\nhours = { monday = ["09:00-17:30"] }\n\n[calendars.kantoor]\n',
            "calendars.account",
            '"account" already means something where a calendar is named; choose another name',
            id="a calendar with a name that is taken",
        ),
        pytest.param(
            'country = "NL"',
            'country = "Nederland"',
            "calendars.kantoor.holidays.country",
            '"Nederland" is no country we have holidays of; use two letters, such as "NL" or "BE"',
            id="a country by its name",
        ),
        pytest.param(
            'subdivision = "NW"',
            'subdivision = "NRW"',
            "calendars.winkel.holidays.subdivision",
            '"NRW" is no part of DE',
            id="a part of a country that is not there",
        ),
        pytest.param(
            'except = ["Good Friday"]',
            'except = ["Good Fryday"]',
            "calendars.kantoor.holidays.except[0]",
            '"Good Fryday" is no holiday of NL; did you mean "Good Friday"?',
            id="an exception to a holiday that is not there",
        ),
        pytest.param(
            'country = "NL"',
            "",
            "calendars.kantoor.holidays.except",
            'says nothing without a country; add country = "NL"',
            id="an exception to the holidays of no country",
        ),
        pytest.param(
            "extra = [2027-05-07]",
            'extra = ["2027-05-07"]',
            "calendars.winkel.holidays.extra[0]",
            '"2027-05-07" is no date; write it without quotes, such as 2026-12-24',
            id="a date between quotes",
        ),
        pytest.param(
            "2026-12-24 = [",
            '"24 december" = [',
            'calendars.winkel.special."24 december"',
            '"24 december" is no date; write it like 2026-12-24',
            id="a special day that is no date",
        ),
        pytest.param(
            "2026-12-24 = [",
            "0001-01-01 = [",
            "calendars.winkel.special.0001-01-01",
            "0001-01-01 is far away; the year lies between 2000 and 2100",
            id="a special day two thousand years ago",
        ),
        pytest.param(
            '2026-12-24 = ["09:00-13:00"]',
            '2026-12-24 = ["09:00-13:00", "12:00-14:00"]',
            "calendars.winkel.special.2026-12-24",
            "09:00-13:00 overlaps 12:00-14:00; let one period end before the next begins",
            id="overlapping periods on a special day",
        ),
    ],
)
def test_a_mistake_is_named_with_its_key_and_what_right_looks_like(old: str, new: str, path: str, said: str) -> None:
    assert_one_problem(old, new, path, said)
