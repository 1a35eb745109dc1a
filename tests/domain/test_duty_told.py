"""What is told about duty: who carries it for too long, and who is next."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.domain.duty import Duty, Reason, long_duty
from chalicelib.domain.duty_notices import notices
from chalicelib.domain.rota import Absence, Override, Rota
from tests.domain.rotas import DAY, NEW_YEAR, ONE, SECOND, SWAP, WEBCARE, WEEK, WEEKS, at, override

AUTUMN = Rota("webcare", "Europe/Amsterdam", (replace(WEEKS, starts=date(2026, 10, 19)),))


@pytest.mark.parametrize(
    ("rota", "start", "end", "overrides", "limit", "expected"),
    [
        pytest.param(WEBCARE, "11-16T09:00", "12-21", [], WEEK, [], id="a week is not longer than a week"),
        pytest.param(AUTUMN, "10-20", "10-26", [], WEEK, [], id="nor is one with an hour more in the autumn night"),
        pytest.param(
            WEBCARE, "11-17", "11-18", [], WEEK - SECOND, [("11-16T09:00", "11-23T09:00")], id="it is longer than less"
        ),
        pytest.param(
            WEBCARE,
            "12-23",
            "12-30",
            [SWAP],
            2 * WEEK,
            [("12-14T09:00", "2027-01-04T09:00")],
            id="three weeks on end are told once, in full length",
        ),
        pytest.param(ONE, "2027-06-01", "2027-06-02", [], WEEK, [("11-16T09:00", None)], id="so is a lone person"),
        pytest.param(WEBCARE, "11-01", "11-16T09:00", [], DAY, [], id="nobody is not on duty long"),
    ],
)
def test_long_duty(
    rota: Rota,
    start: str,
    end: str,
    overrides: list[Override],
    limit: timedelta,
    expected: list[tuple[str, str | None]],
) -> None:
    found = long_duty(rota, at(start), at(end), overrides, (), limit=limit)
    assert [(duty.since, duty.until) for duty in found] == [
        (at(since), at(until) if until else None) for since, until in expected
    ]


NIGHTLY = replace(AUTUMN, layers=(replace(AUTUMN.layers[0], starts=date(2026, 10, 24), turn_days=1),))


@pytest.mark.parametrize(
    ("rota", "after", "until", "absences", "expected"),
    [
        pytest.param(WEBCARE, "11-22T08:59:59", "11-22T08:59:59", [], [], id="nothing in an empty period"),
        pytest.param(WEBCARE, "11-22T08", "11-22T08:59:59", [], [], id="nothing a second before the day before"),
        pytest.param(
            WEBCARE, "11-22T08", "11-22T09", [], [("day_before", "bram", "11-22T09:00")], id="the end is included"
        ),
        pytest.param(WEBCARE, "11-22T09", "11-23T08:59:59", [], [], id="the start is not, so nothing is told twice"),
        pytest.param(
            WEBCARE, "11-22T09", "11-23T09", [], [("handoff", "bram", "11-23T09:00")], id="at the handoff once more"
        ),
        pytest.param(WEBCARE, "11-23T09", "11-23T10", [], [], id="a handoff at the start was told before"),
        pytest.param(
            NIGHTLY,
            "10-24T08",
            "10-24T09",
            [],
            [("handoff", "sanne", "10-24T09:00"), ("day_before", "bram", "10-24T09:00")],
            id="a handoff 25 hours ahead is a day ahead",
        ),
        pytest.param(
            NIGHTLY,
            "10-24T08",
            "10-25T09",
            [],
            [
                ("handoff", "sanne", "10-24T09:00"),
                ("day_before", "bram", "10-24T09:00"),
                ("handoff", "bram", "10-25T09:00"),
                ("day_before", "sanne", "10-25T09:00"),
            ],
            id="the day before is the same wall time, also over the autumn night",
        ),
        pytest.param(
            WEBCARE,
            "12-31",
            "2027-01-03",
            [NEW_YEAR],
            [
                ("day_before", "sanne", "2027-01-01"),
                ("handoff", "sanne", "2027-01-02"),
                ("day_before", "bram", "2027-01-03"),
            ],
            id="nobody is not told, and who comes back is",
        ),
    ],
)
def test_notices(
    rota: Rota, after: str, until: str, absences: list[Absence], expected: list[tuple[str, str, str]]
) -> None:
    late = [override("bram", "2027-01-04", "2027-01-05")]
    found = notices(rota, at(after), at(until), late, absences)
    assert [(notice.kind, notice.person, notice.at) for notice in found] == [
        (kind, person, at(when)) for kind, person, when in expected
    ]


def test_a_notice_says_from_when_until_when_and_why() -> None:
    (notice,) = notices(WEBCARE, at("12-20"), at("12-20T10:00"), [override("chris", "12-21T09:00", "12-24")], ())
    assert notice.duty == Duty(
        "chris",
        at("12-21T09:00"),
        at("12-24"),
        Reason("override", "webcare", "bram", "o-chris", "mirjam", at("11-01"), "holiday"),
    )
