"""One duty from handoff to handoff, and a whole period of them: shifts, gaps, handoffs."""

from dataclasses import replace
from datetime import UTC

import pytest

from chalicelib.domain.duty import gaps, handoffs, on_call, shifts
from chalicelib.domain.rota import Absence, Override, Rota
from tests.domain.rotas import AMSTERDAM, AWAY, NEW_YEAR, ON_NEW_YEAR, ONE, SWAP, WEBCARE, WEEKS, absence, at, override


@pytest.mark.parametrize(
    ("rota", "when", "overrides", "absences", "since", "until"),
    [
        pytest.param(
            WEBCARE, "12-25T03:55", [SWAP], [NEW_YEAR], "12-14T09:00", "2027-01-01", id="through one's own weeks too"
        ),
        pytest.param(WEBCARE, "12-14T09:00", [], [], "12-14T09:00", "12-21T09:00", id="from its very first second"),
        pytest.param(
            ONE,
            "11-20T09:00",
            [],
            [absence("sanne", "11-28T09:00", "12-06")],
            "11-16T09:00",
            "11-28T09:00",
            id="until a change exactly eight days away",
        ),
        pytest.param(
            replace(WEBCARE, layers=(replace(WEEKS, turn_days=60),)),
            "11-19",
            [override("bram", "11-17", "11-18")],
            [],
            "11-18",
            "2027-01-15T09:00",
            id="what lies behind is no handoff to come, however far away that is",
        ),
        pytest.param(ONE, "2027-06-01", [], [], "11-16T09:00", None, id="a lone person has no next handoff"),
        pytest.param(ONE, "2030-01-01", [], [], None, None, id="nor, after 400 days, a known first one"),
        pytest.param(ONE, "2026-06-01", [], [], None, "11-16T09:00", id="nobody, until the rota begins"),
        pytest.param(ONE, "2025-12-01", [], [], None, "11-16T09:00", id="a change 350 days away is found"),
        pytest.param(ONE, "2025-10-01", [], [], None, None, id="one 411 days away is not looked for"),
    ],
)
def test_a_duty_lasts_from_handoff_to_handoff(
    rota: Rota, when: str, overrides: list[Override], absences: list[Absence], since: str | None, until: str | None
) -> None:
    duty = on_call(rota, at(when), overrides, absences)
    assert (duty.since, duty.until) == (at(since) if since else None, at(until) if until else None)


def test_the_holiday_of_bram_as_a_schedule() -> None:
    period = at("12-21"), at("2027-01-04T09:00")
    pieces = shifts(WEBCARE, *period, [SWAP], [AWAY, NEW_YEAR])
    assert [(piece.person, piece.why.kind, f"{piece.since.astimezone(AMSTERDAM):%d %b %H:%M}") for piece in pieces] == [
        ("sanne", "shift", "21 Dec 00:00"),
        ("sanne", "override", "21 Dec 09:00"),
        ("sanne", "shift", "28 Dec 09:00"),
        (None, "nobody", "01 Jan 00:00"),
        ("sanne", "shift", "02 Jan 00:00"),
    ]
    (gap,) = gaps(WEBCARE, *period, [SWAP], [AWAY, NEW_YEAR])
    assert (gap.since, gap.until) == (at("2027-01-01"), at("2027-01-02"))
    assert gap.why == ON_NEW_YEAR


def test_an_empty_period_has_no_shifts() -> None:
    assert shifts(WEBCARE, at("11-20"), at("11-20"), (), ()) == ()


def test_shifts_are_told_in_utc() -> None:
    (piece,) = shifts(WEBCARE, at("11-20"), at("11-21"), (), ())
    assert (piece.since.tzinfo, piece.until.tzinfo) == (UTC, UTC)
    assert piece.since.tzinfo is UTC


@pytest.mark.parametrize(
    ("absences", "gap"),
    [
        pytest.param([], [], id="a carried rota has no gap"),
        pytest.param([absence("sanne", "12-01", "12-02")], [("12-01", "12-02")], id="the only person away is a gap"),
        pytest.param([absence("sanne", "11-01", "12-31")], [("11-20", "12-20")], id="a gap is clipped to the period"),
        pytest.param([absence("sanne", "12-01", "12-02", in_place="bram")], [], id="with somebody in place it is none"),
    ],
)
def test_gaps(absences: list[Absence], gap: list[tuple[str, str]]) -> None:
    found = gaps(ONE, at("11-20"), at("12-20"), (), absences)
    assert [(piece.since, piece.until) for piece in found] == [(at(start), at(end)) for start, end in gap]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param(
            "11-23T09:00", "11-30T09:00", [("11-23T09:00", "sanne", "bram")], id="one at the start is included"
        ),
        pytest.param("11-23T09:00:01", "11-30T09:00", [], id="one at the end is not"),
        pytest.param("11-23T09:00", "11-23T09:00", [], id="an empty period has none"),
        pytest.param("11-30", "11-23", [], id="nor has a period that ends before it starts"),
        pytest.param("11-10", "11-17", [("11-16T09:00", None, "sanne")], id="the first takes over from nobody"),
        pytest.param("12-21", "12-29", [], id="the same person for another reason is no handoff"),
        pytest.param(
            "2027-01-01",
            "2027-01-03",
            [("2027-01-01", "sanne", None), ("2027-01-02", None, "sanne")],
            id="into a gap and out of it are handoffs",
        ),
    ],
)
def test_handoffs(start: str, end: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    found = handoffs(WEBCARE, at(start), at(end), [SWAP], [NEW_YEAR])
    assert [(each.at, each.previous, each.next) for each in found] == [
        (at(when), previous, following) for when, previous, following in expected
    ]
