"""Who can be reached is learned from pages; who cannot is told to the manager, once a day and while somebody works."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.domain.organisation import Language
from chalicelib.domain.reach import GRACE, HOLDS_FOR, Outcome, Reach
from chalicelib.domain.rota import Absence
from chalicelib.store.reach import Reaches
from chalicelib.usecases.attention import AUDIT_TOO_OLD, attention
from chalicelib.usecases.audit import LAST_AUDIT, audit
from chalicelib.usecases.board import board
from chalicelib.usecases.configure import read_book
from chalicelib.usecases.reach import REACH_SINCE, REACH_TOLD
from chalicelib.usecases.sweep import LAST_SWEEP
from tests.stories import x
from tests.stories.world import EXAMPLE, FakeChannel, World, local

NOON = local("2026-11-17 12:00")  # a Tuesday
NUMBERS = {"sanne": "+31600000001", "bram": "+31600000002", "mirjam": "+31600000004"}


def quiet(world: World, people: Iterable[str] = NUMBERS, at: datetime | None = None) -> World:
    """The methods of these people worked, and all runs as it should."""
    for person in people:
        fine = Outcome(channel="sms", to=NUMBERS[person], at=at or world.now, worked=True, how="delivered")
        Reaches(world.table).note(person, [fine], world.now)
    for mark in (LAST_SWEEP, LAST_AUDIT):
        world.context().notes.mark(mark, world.now)
    return world


def shown(world: World, language: Language = "en") -> list[tuple[str, str]]:
    context = world.context()
    return [(line.kind, line.who) for line in attention(context, context.notes.marks(), language, world.now)]


def texts(world: World, language: Language) -> list[str]:
    context = world.context()
    return [line.text for line in attention(context, context.notes.marks(), language, world.now)]


def watched_for(world: World, how_long: timedelta) -> World:
    world.context().notes.mark(REACH_SINCE, world.now - how_long)
    return world


def warned(world: World) -> list[str]:
    """An audit runs now; whom it warned."""
    before = len(world.notices)
    audit(world.context(), world.now)
    world.until(world.now + timedelta(seconds=5))
    return [f"{notice.to} by {notice.channel}" for notice in world.notices[before:]]


def test_the_audit_learns_from_a_page_that_somebody_took_by_its_link() -> None:
    first, alone = '"pagerduty", to = "sanne", first = true', '"pagerduty", to = "sanne"'
    world = World("2026-11-17 10:00", EXAMPLE.read_text("utf-8").replace(first, alone))
    world.post(x.posts(x.mention("jan", "waar blijft mijn bestelling??", world.now)))
    world.at("2026-11-17 10:46").acknowledge(world.sent[0])
    assert Reaches(world.table).of("sanne") == ()
    audit(world.context(), world.now)
    assert [(each.channel, each.worked_at, each.how) for each in Reaches(world.table).of("sanne")] == [
        ("sms", world.now, "acknowledged via link")
    ]


def test_the_audit_learns_of_a_number_that_does_not_work_and_the_line_says_so() -> None:
    world = World("2026-11-17 10:00")
    world.channels["sms"] = FakeChannel("sms", world, broken={"+31600000001"})
    world.post(x.posts(x.mention("jan", "waar blijft mijn bestelling??", world.now)))
    world.at("2026-11-17 10:46")
    audit(world.context(), world.now)
    quiet(world, ("bram", "mirjam"))
    worked = Outcome(channel="email", to="sanne@example.com", at=world.now, worked=True, how="delivered")
    Reaches(world.table).note("sanne", [worked], world.now)
    assert shown(world) == [("method", "sanne")]
    assert texts(world, "en") == [
        "Sanne: sms +316..001 has not worked since Tue 17-11 10:45: +31600000001 is no number that works."
        " Mend it, and test: .venv/bin/python -m tools.page sanne --stage ..."
    ]


def test_all_is_well() -> None:
    world = quiet(World("2026-11-17 12:00"))
    assert (shown(world), board(world.context(), world.now)["attention"]) == ([], [])


def test_on_the_first_day_everybody_is_a_red_line_that_says_what_to_do() -> None:
    world = quiet(World("2026-11-17 12:00"), ())
    assert shown(world) == [("unreachable", "sanne"), ("unreachable", "bram"), ("unreachable", "mirjam")]
    assert texts(world, "nl")[0] == (
        "Sanne (webcare): in 30 dagen kwam er aantoonbaar niets aan."
        " Laat testen: .venv/bin/python -m tools.page sanne --stage ..."
    )


def test_the_status_has_the_lines_with_local_times() -> None:
    world = quiet(World("2026-11-17 12:00"), ("bram", "mirjam"))
    quiet(world, ("sanne",), at=NOON - HOLDS_FOR - timedelta(seconds=1))
    (line,) = board(world.context(), world.now)["attention"]
    assert (line["kind"], line["who"], line["since"]) == ("unreachable", "sanne", "2026-10-18T12:59:59+02:00")
    assert line["text"].startswith("Sanne (webcare): in 30 dagen")
    (line,) = board(world.context(), world.now, language="en")["attention"]
    assert line["text"].startswith("Sanne (webcare): nothing is known to have arrived")


@pytest.mark.parametrize(
    ("mark", "age", "late"),
    [
        pytest.param(LAST_SWEEP, timedelta(minutes=3), False, id="a sweep three minutes ago"),
        pytest.param(LAST_SWEEP, timedelta(minutes=3, seconds=1), True, id="a sweep longer ago"),
        pytest.param(LAST_AUDIT, AUDIT_TOO_OLD, False, id="an audit a quarter of an hour ago"),
        pytest.param(LAST_AUDIT, AUDIT_TOO_OLD + timedelta(seconds=1), True, id="an audit longer ago"),
    ],
)
def test_what_runs_too_seldom_is_a_line(mark: str, age: timedelta, late: bool) -> None:
    world = quiet(World("2026-11-17 12:00"))
    world.context().notes.mark(mark, world.now - age)
    assert [kind for kind, _ in shown(world)] == (["late"] if late else [])


def test_before_the_first_sweep_and_audit_both_are_late() -> None:
    assert shown(World("2026-11-17 12:00"))[:2] == [("late", "sweep"), ("late", "audit")]


@pytest.mark.parametrize(
    ("minutes", "late"),
    [
        pytest.param(0, [], id="at once"),
        pytest.param(3, [], id="when the first sweep should have been seen"),
        pytest.param(4, ["sweep"], id="no sweep came"),
        pytest.param(15, ["sweep"], id="when the first audit should have been seen"),
        pytest.param(16, ["sweep", "audit"], id="no audit came either"),
    ],
)
def test_after_a_first_start_nothing_is_late_before_the_first_is_due(minutes: int, late: list[str]) -> None:
    world = World("2026-11-17 12:00")
    read_book(world.context().notes, world.now - timedelta(minutes=minutes))
    assert [who for kind, who in shown(world) if kind == "late"] == late


def test_nobody_on_duty_within_two_weeks_is_a_line() -> None:
    world = quiet(World("2026-11-17 12:00"))
    away = Absence(
        id="a",
        person="bram",
        start=local("2026-11-24 09:00"),
        end=local("2026-11-25 09:00"),
        by="bram",
        made_at=world.now,
    )
    world.context().duties.add_absence(away)
    assert shown(world) == [("nobody", "webcare")]
    assert texts(world, "en") == [
        "Nobody is on duty (webcare) from Tue 24-11 09:00 until Wed 25-11 09:00. Find somebody, or change the rota."
    ]
    second = replace(away, id="b", start=local("2026-11-26 09:00"), end=local("2026-11-27 09:00"))
    world.context().duties.add_absence(second)
    assert ", and 1 times more." in texts(world, "en")[0]


def test_the_manager_is_told_once_a_day_and_while_somebody_works() -> None:
    world = watched_for(World("2026-11-17 12:00"), GRACE)
    assert warned(world) == ["mirjam by sms"]
    assert "Sanne en nog 2 NIET BEREIKBAAR" in world.notices[-1].text
    world.at("2026-11-18 08:59")
    assert warned(world) == [], "once a day, and not before somebody works"
    quiet(world, ("bram", "mirjam"))
    world.at("2026-11-18 12:00")
    warned(world)
    assert [(notice.to, notice.at.date()) for notice in world.notices] == [
        ("mirjam", NOON.date()),
        ("mirjam", NOON.date() + timedelta(days=1)),
    ]
    assert "Sanne NIET BEREIKBAAR" in world.notices[-1].text


@pytest.mark.parametrize(
    ("watched", "told"),
    [(GRACE - timedelta(seconds=1), []), (GRACE, ["mirjam by sms"])],
    ids=["in our first seven days nobody is told", "then the manager is"],
)
def test_a_fresh_installation_does_not_shout(watched: timedelta, told: list[str]) -> None:
    assert warned(watched_for(World("2026-11-17 12:00"), watched)) == told


def test_the_first_audit_begins_to_count_the_days() -> None:
    world = World("2026-11-17 12:00")
    for _ in range(2):
        assert warned(world) == []
        world.until(world.now + timedelta(minutes=5))
    assert world.context().notes.marks()[REACH_SINCE] == NOON


def about_dewi(world: World) -> list[str]:
    return [notice.to for notice in world.notices if "Dewi NIET BEREIKBAAR" in notice.text]


def test_of_somebody_new_the_manager_is_not_told_for_seven_days() -> None:
    world = quiet(watched_for(World("2026-11-17 12:00"), GRACE), ("sanne", "bram", "mirjam"))
    text = EXAMPLE.read_text("utf-8").replace('people = ["sanne", "bram"]', 'people = ["sanne", "bram", "dewi"]')
    world.redeploy(
        text.replace(
            "[people.bram]",
            '[people.dewi]\nname = "Dewi"\nmethods = [{ channel = "sms", to = "+31600000007" }]\n\n[people.bram]',
        )
    )
    world.context().notes.mark(REACH_TOLD, world.now - timedelta(days=1))
    world.until(world.now + GRACE - timedelta(seconds=1))
    assert about_dewi(world) == []
    assert shown(world) == [("unreachable", "dewi")]
    world.until(world.now + timedelta(days=1))
    warned(world)
    assert about_dewi(world) == ["mirjam"]


def test_what_was_mended_before_it_was_told_is_not_told() -> None:
    world = watched_for(World("2026-11-17 12:00"), GRACE)
    audit(world.context(), world.now)
    quiet(world)
    world.until(world.now + timedelta(seconds=5))
    assert world.notices == []
    assert [fields["kind"] for name, fields in world.journal.events if name == "notice_outdated"] == ["unreachable"]


def test_what_is_known_of_a_method_is_its_newest_success_and_failure() -> None:
    world = World("2026-11-17 12:00")
    reaches = Reaches(world.table)
    for minute, worked in ((2, True), (1, True), (3, False), (3, False)):
        at = NOON + timedelta(minutes=minute)
        reaches.note("sanne", [Outcome(channel="sms", to="+1", at=at, worked=worked, how="x")], world.now)
    (row,) = reaches.of("sanne")
    assert row == Reach(
        channel="sms",
        to="+1",
        worked_at=NOON + timedelta(minutes=2),
        how="x",
        failed_at=NOON + timedelta(minutes=3),
        failing_since=NOON + timedelta(minutes=3),
        reason="x",
    )
