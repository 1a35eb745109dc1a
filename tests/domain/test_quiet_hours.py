"""Who may sleep on: when it is quiet, who is off shift, and what wakes them all the same."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chalicelib.domain.alerts import Alert
from chalicelib.domain.duration import Elapsed
from chalicelib.domain.facts import Fact
from chalicelib.domain.organisation import Brand, Person, QuietHours, Rule
from chalicelib.domain.quiet_hours import held_until, on_shift, quiet_until
from chalicelib.domain.roster import Roster
from chalicelib.domain.rota import Absence, Layer, Override, Rota
from tests.domain.build import asked, at, case_of, mine, promised, replied, undone
from tests.domain.merk import MERK, book_of

NIGHT = QuietHours(time(23), time(7))
LUNCH = QuietHours(time(12), time(13, 30))


def sleeper(hours: QuietHours | None = NIGHT, person: str = "bram", zone: str = "Europe/Amsterdam") -> Person:
    return replace(MERK.people[person], quiet_hours=hours, zone=zone)


def local(text: str, zone: str = "Europe/Amsterdam", fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


@pytest.mark.parametrize(
    ("hours", "when", "until"),
    [
        pytest.param(NIGHT, "2026-11-20T22:59:59", None, id="a second before they begin"),
        pytest.param(NIGHT, "2026-11-20T23:00", "2026-11-21T07:00", id="at their first second"),
        pytest.param(NIGHT, "2026-11-21T00:00", "2026-11-21T07:00", id="over midnight"),
        pytest.param(NIGHT, "2026-11-21T06:59:59", "2026-11-21T07:00", id="a second before they end"),
        pytest.param(NIGHT, "2026-11-21T07:00", None, id="at their end they are over"),
        pytest.param(NIGHT, "2026-11-21T12:00", None, id="by day"),
        pytest.param(
            QuietHours(time(22), time(13)), "2026-11-21T12:00", "2026-11-21T13:00", id="somebody who sleeps until one"
        ),
        pytest.param(LUNCH, "2026-11-20T11:59:59", None, id="before a pause within the day"),
        pytest.param(LUNCH, "2026-11-20T12:00", "2026-11-20T13:30", id="a pause within the day"),
        pytest.param(LUNCH, "2026-11-20T13:30", None, id="after a pause within the day"),
        pytest.param(QuietHours(time(20), time(0)), "2026-11-20T23:59:59", "2026-11-21T00:00", id="until midnight"),
        pytest.param(QuietHours(time(20), time(0)), "2026-11-21T00:00", None, id="not after midnight"),
        pytest.param(QuietHours(time(0), time(6)), "2026-11-21T00:00", "2026-11-21T06:00", id="from midnight"),
        pytest.param(NIGHT, "2026-10-25T00:30", "2026-10-25T07:00", id="the long night ends at seven on the wall"),
        pytest.param(NIGHT, "2026-03-29T00:30", "2026-03-29T07:00", id="the short night ends at seven on the wall"),
        pytest.param(
            QuietHours(time(23), time(2, 30)),
            "2026-03-29T01:59:59",
            "2026-03-29T03:00",
            id="an end that the clocks skip is the first instant after the gap",
        ),
        pytest.param(None, "2026-11-21T03:00", None, id="somebody without quiet hours"),
        pytest.param(
            QuietHours(time(7), time(7)), "2026-11-21T03:00", None, id="hours that end where they begin are none"
        ),
    ],
)
def test_until_when_it_is_quiet(hours: QuietHours | None, when: str, until: str | None) -> None:
    expected = local(until).astimezone(UTC) if until else None
    assert quiet_until(sleeper(hours), local(when)) == expected


def test_of_an_end_that_comes_twice_in_autumn_the_first_counts() -> None:
    person = sleeper(QuietHours(time(23), time(2, 30)))
    first, second = (local("2026-10-25T02:15", fold=fold) for fold in (0, 1))
    assert quiet_until(person, first) == local("2026-10-25T02:30").astimezone(UTC)
    assert quiet_until(person, second) is None


def test_where_the_clocks_go_back_over_midnight_the_quiet_begins_with_the_first_midnight() -> None:
    """St. John's, until 2011: at a minute past midnight it was a minute past eleven again, of the day before."""
    person = sleeper(QuietHours(time(0), time(7)), zone="America/St_Johns")
    late_evening_again = datetime(2006, 10, 29, 2, 45, tzinfo=UTC)
    assert late_evening_again.astimezone(ZoneInfo(person.zone)).day == 28
    assert quiet_until(person, late_evening_again) == local("2006-10-29T07:00", person.zone)


def test_the_end_of_the_quiet_is_told_in_utc() -> None:
    until = quiet_until(sleeper(), local("2026-11-20T23:30"))
    assert until is not None
    assert until.tzinfo is UTC


def test_quiet_hours_are_those_of_the_persons_own_zone() -> None:
    person = sleeper(zone="America/Curacao")
    assert quiet_until(person, local("2026-11-21T04:00")) == local("2026-11-21T07:00", "America/Curacao")
    assert quiet_until(person, local("2026-11-20T23:30")) is None


WALL = st.times(time(0), time(23, 59)).map(lambda wall: wall.replace(second=0, microsecond=0))
ZONES = st.sampled_from(["Europe/Amsterdam", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"])
INSTANTS = st.integers(0, 25 * 366 * 24 * 60).map(
    lambda minutes: datetime(2006, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(start=WALL, end=WALL, zone=ZONES, instant=INSTANTS)
def test_it_is_quiet_when_the_wall_says_so(start: time, end: time, zone: str, instant: datetime) -> None:
    assume(start != end)  # the whole day: no such configuration is read
    wall = instant.astimezone(ZoneInfo(zone))
    quiet = start <= wall.time() < end if start < end else wall.time() >= start or wall.time() < end
    until = quiet_until(sleeper(QuietHours(start, end), zone=zone), instant)
    if _changes_clocks_near(wall.date(), zone):
        assert until is None or instant < until <= instant + timedelta(hours=25)
    else:
        assert (until is not None) == quiet
        assert until is None or until.astimezone(ZoneInfo(zone)).time() == end


def _changes_clocks_near(day: date, zone: str) -> bool:
    midnights = (datetime.combine(day + timedelta(days=n), time(), ZoneInfo(zone)) for n in (-1, 2))
    return len({midnight.utcoffset() for midnight in midnights}) > 1


BACKUP = Rota("backup", "Europe/Amsterdam", (Layer("always", ("chris",), date(2026, 1, 1), time(0), 7),))
WITH_BACKUP = replace(MERK, rotas={**MERK.rotas, "backup": BACKUP})
ONE_ROTA = replace(MERK, brands={"merk": Brand("merk", "Merk", "webcare", "webcare")})
SWAP = Override(
    id="o", rota="webcare", person="bram", start=at("18 09:00"), end=at("19 09:00"), by="sanne", made_at=at("16 09:00")
)
ILL = Absence(id="a", person="sanne", start=at("18 09:00"), end=at("19 09:00"), by="sanne", made_at=at("16 09:00"))


@pytest.mark.parametrize(
    ("person", "roster", "expected"),
    [
        pytest.param("sanne", Roster(MERK), True, id="whose week it is"),
        pytest.param("bram", Roster(MERK), False, id="whose week it is not"),
        pytest.param("bram", Roster(MERK, (SWAP,)), True, id="who took over"),
        pytest.param("sanne", Roster(MERK, (SWAP,)), False, id="who was relieved"),
        pytest.param("sanne", Roster(MERK, (), (ILL,)), False, id="who is away"),
        pytest.param("mirjam", Roster(MERK), False, id="the manager, although on a rota day and night"),
        pytest.param("chris", Roster(WITH_BACKUP), True, id="who carries another phone that is paged"),
        pytest.param("sanne", Roster(ONE_ROTA), True, id="a rota that is the first as well as the manager's"),
        pytest.param("piet", Roster(MERK), False, id="somebody unknown"),
    ],
)
def test_who_is_on_shift(person: str, roster: Roster, expected: bool) -> None:
    assert on_shift(person, roster, at("18 12:00")) is expected


def alert_for(person: str, *, step: str = "after 1h1m", role: str = "manager", clock: str = "first_response") -> Alert:
    return Alert(
        id="1",
        person=person,
        conversation="x:merk:public:klant",
        account="1001",
        step=step,
        level=3,
        clock=clock,
        family="response",
        anchor="",
        started_at=at("02:00"),
        target_at=at("03:00"),
        planned_at=at("03:01"),
        role=role,
        why="",
    )


TAKEN: list[Fact] = [asked("02:00"), mine("02:50")]
PRESS = Rule(name="press", author_words=frozenset({"journalist"}), notify=("manager",))
KNOWN = Rule(name="known", authors=frozenset({"@krant"}), earlier=Elapsed(60))
REACH = Rule(name="reach", reach_at_least=1000, notify=("manager",))
WORDS = Rule(name="safety", words=frozenset({"gaslucht"}), notify=("manager",))
LOUD = Rule(name="loud", words=frozenset({"gaslucht"}), reach_at_least=1000, notify=("manager",))


@pytest.mark.parametrize(
    ("facts", "person", "step", "rule", "held"),
    [
        pytest.param(TAKEN, "mirjam", "after 1h1m", None, True, id="somebody has taken it: the manager sleeps on"),
        pytest.param(TAKEN, "bram", "after 1h1m", None, True, id="so does a colleague who is off shift"),
        pytest.param(TAKEN, "sanne", "after 1h1m", None, False, id="who is on shift is paged, quiet hours or not"),
        pytest.param([asked("02:00")], "mirjam", "after 1h1m", None, False, id="nobody has taken it"),
        pytest.param(
            [asked("00:10", "old"), mine("00:15"), replied("01:00"), asked("02:00")],
            "mirjam",
            "after 1h1m",
            None,
            False,
            id="an acknowledgement from before the clock was about something else",
        ),
        pytest.param(
            [asked("02:00"), mine("02:00")], "mirjam", "after 1h1m", None, True, id="taken at the clock's first instant"
        ),
        pytest.param(
            [*TAKEN, undone("acknowledgement#mine 02:50", "02:55")],
            "mirjam",
            "after 1h1m",
            None,
            False,
            id="an acknowledgement that was taken back holds nothing",
        ),
        pytest.param(
            [asked("02:00"), mine("02:10")],
            "mirjam",
            "after 1h1m",
            None,
            True,
            id="an acknowledgement that has run out still says that somebody is at it",
        ),
        pytest.param(TAKEN, "mirjam", "by hand sanne 03:01", None, False, id="a colleague asks for the manager now"),
        pytest.param(
            [asked("02:00", bio="Journalist bij de krant"), mine("02:50")],
            "mirjam",
            "after 1h1m",
            PRESS,
            False,
            id="the press, by what they say about themselves",
        ),
        pytest.param(
            [asked("02:00", name="krant"), mine("02:50")],
            "bram",
            "after 1h1m",
            KNOWN,
            False,
            id="an author on the list",
        ),
        pytest.param(
            [asked("02:00", reach=1000), mine("02:50")], "mirjam", "after 1h1m", REACH, False, id="a wide reach"
        ),
        pytest.param(
            [asked("02:00", reach=999), mine("02:50")], "mirjam", "after 1h1m", REACH, True, id="a reach below the rule"
        ),
        pytest.param(
            [asked("02:00", excerpt="ik ruik gaslucht"), mine("02:50")],
            "mirjam",
            "after 1h1m",
            WORDS,
            True,
            id="a rule about words says nothing about the person",
        ),
        pytest.param(
            [asked("02:00", excerpt="ik ruik gaslucht", reach=1000), mine("02:50")],
            "mirjam",
            "after 1h1m",
            LOUD,
            False,
            id="a rule about words and reach does",
        ),
    ],
)
def test_what_wakes_somebody_off_shift(
    facts: list[Fact], person: str, step: str, rule: Rule | None, held: bool
) -> None:
    organisation = replace(MERK, rules=(rule,) if rule else ())
    book, roster = book_of(organisation), Roster(organisation)
    case = case_of(*facts, now="03:01", book=book)
    found = held_until(
        sleeper(person=person), alert_for(person, step=step), case, case.open[0], book, roster, at("03:01")
    )
    assert found == (at("07:00") if held else None)


def test_a_storm_wakes_everybody() -> None:
    case = case_of(*TAKEN, now="03:01")
    told = (sleeper(), alert_for("bram"), case, case.open[0], book_of(MERK), Roster(MERK), at("03:01"))
    assert held_until(*told) == at("07:00")
    assert held_until(*told, storm=True) is None


@pytest.mark.parametrize(
    ("now", "until"),
    [
        pytest.param("16 22:59:59", None, id="a second before the quiet"),
        pytest.param("16 23:00", "07:00", id="at its beginning"),
        pytest.param("06:59:59", "07:00", id="a second before its end"),
        pytest.param("07:00", None, id="at its end what waited goes out"),
    ],
)
def test_nothing_waits_outside_quiet_hours(now: str, until: str | None) -> None:
    case = case_of(asked("16 22:00"), mine("16 22:50"), now=now)
    found = held_until(sleeper(), alert_for("bram"), case, case.open[0], book_of(MERK), Roster(MERK), at(now))
    assert found == (at(until) if until else None)


def test_the_owner_of_a_promise_sleeps_on_while_somebody_is_at_it() -> None:
    case = case_of(promised("16 12:00", "06:00", owner="chris"), mine("16 22:00"), now="06:00")
    alert = alert_for("chris", step="before 1h", role="owner", clock="promise")
    person = sleeper(person="chris")
    assert held_until(person, alert, case, case.open[0], book_of(MERK), Roster(MERK), at("06:00")) == at("07:00")
