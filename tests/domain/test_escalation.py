"""What is due now, whom it tells, what holds it back, and when to look again."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from chalicelib.domain.clocks import derive
from chalicelib.domain.duration import Elapsed, WorkingDays
from chalicelib.domain.escalation import MOST_STEPS, acknowledgement_at, decide
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.head import head_of
from chalicelib.domain.ladder import ladder
from chalicelib.domain.organisation import Book, Brand, Repeat, Rule, Step
from chalicelib.domain.roster import Roster
from chalicelib.domain.rota import Absence, Override
from tests.domain.build import (
    DIRECT,
    PUBLIC,
    THREAD,
    asked,
    at,
    case_of,
    decided,
    deleted,
    dismissed,
    mine,
    moved,
    outcomes,
    pages,
    promised,
    replied,
    taken,
    undone,
    wall,
)
from tests.domain.merk import ACCOUNT, BOOK, DM, MENTION, MERK, ROSTER, account_with, book_of, entry, policy_with

FIRST = taken("after 45m", "ask 10:00", "10:45")


def looks_at(*facts: Fact, now: str, inbox_behind: bool = False) -> str | None:
    look = decided(*facts, now=now, inbox_behind=inbox_behind).next_at
    return wall(look) if look else None


@pytest.mark.parametrize(
    ("now", "due"),
    [
        pytest.param("10:00", [], id="nothing yet"),
        pytest.param("10:44:59", [], id="not a second early"),
        pytest.param("10:45", ["after 45m: fired sanne"], id="at its instant"),
    ],
)
def test_a_step_fires_at_its_instant(now: str, due: list[str]) -> None:
    assert outcomes(decided(asked("10:00"), now=now)) == due


def test_an_alert_tells_all_that_a_page_needs() -> None:
    (alert,) = decided(asked("10:00"), now="10:45:02").alerts
    (step,) = decided(asked("10:00"), now="10:45:02").steps
    assert alert.id == step.alert
    assert (alert.person, alert.role, alert.why) == ("sanne", "on-call", "shift of webcare (weekly)")
    assert (alert.conversation, alert.step, alert.level) == (PUBLIC.ref, "after 45m", 0)
    assert (alert.clock, alert.family, alert.anchor) == ("first_response", "response", "ask 10:00")
    assert (alert.started_at, alert.target_at, alert.planned_at) == (at("10:00"), at("11:00"), at("10:45"))
    assert (alert.nobody_on, alert.config) == (None, BOOK.entries[0].hash)
    assert (step.step, step.level, step.clock, step.anchor) == ("after 45m", 0, "response", "ask 10:00")
    assert (step.planned_at, step.stored_at, step.config) == (at("10:45"), at("10:45:02"), BOOK.entries[0].hash)
    assert step.reason == "sanne: shift of webcare (weekly)"


@pytest.mark.parametrize(
    ("facts", "now"),
    [
        pytest.param([asked("10:00"), replied("10:44")], "10:45", id="answered"),
        pytest.param([asked("10:00"), replied("10:45")], "10:45", id="answered at the very instant"),
        pytest.param([asked("10:00"), deleted("ask 10:00", "10:44")], "10:45", id="deleted"),
        pytest.param([asked("10:00"), dismissed("10:44")], "10:45", id="dismissed"),
        pytest.param([asked("10:00")], "24 10:00", id="closed as never answered"),
        pytest.param([asked("10:00"), FIRST], "10:45", id="taken already"),
        pytest.param([], "10:45", id="nothing happened at all"),
    ],
)
def test_nothing_is_due(facts: list[Fact], now: str) -> None:
    decision = decided(*facts, now=now)
    assert (decision.steps, decision.alerts) == ((), ())


@pytest.mark.parametrize(
    ("facts", "now", "look"),
    [
        pytest.param([asked("10:00")], "10:00", "10:45", id="at the first step"),
        pytest.param([asked("10:00")], "10:45", "10:55", id="after taking it at the next"),
        pytest.param([asked("10:00"), promised("10:00", "11:30")], "10:00", "10:30", id="at the first of two clocks"),
        pytest.param([asked("10:00"), replied("10:10")], "10:20", None, id="at rest: never"),
        pytest.param([asked("10:00")], "14:01", None, id="after the last repeat: it only waits"),
    ],
)
def test_when_to_look_again(facts: list[Fact], now: str, look: str | None) -> None:
    decision = decided(*facts, now=now)
    assert (wall(decision.next_at) if decision.next_at else None) == look
    settled = derive(PUBLIC, (*facts, *decision.steps), BOOK, at(now))
    assert head_of(settled, BOOK).next_at == decision.next_at  # the head says the same
    assert decide(settled, BOOK, ROSTER, at(now)).steps == ()  # and nothing is decided twice


@pytest.mark.parametrize(
    ("now", "due"),
    [
        pytest.param("10:55", ["after 45m: superseded", "after 55m: fired sanne"], id="two for one person"),
        pytest.param(
            "11:00:30",
            ["after 45m: superseded", "after 55m: superseded", "after 1h: fired sanne"],
            id="three for one person",
        ),
        pytest.param(
            "11:01",
            ["after 45m: superseded", "after 55m: superseded", "after 1h: fired sanne", "after 1h1m: fired mirjam"],
            id="each person their highest",
        ),
    ],
)
def test_of_several_steps_each_gets_the_highest(now: str, due: list[str]) -> None:
    decision = decided(asked("10:00"), now=now)
    assert outcomes(decision) == due
    assert [alert.step for alert in decision.alerts] == [line.split(":")[0] for line in due if "fired" in line]


def test_a_step_tells_those_who_have_no_higher_one() -> None:
    steps = (Step(("on-call", "manager"), after=Elapsed(600)), Step(("on-call",), after=Elapsed(1200)))
    book = book_of(policy_with(replace(MENTION, steps=steps, repeat=None)))
    decision = decided(asked("10:00"), now="10:30", book=book)
    assert outcomes(decision) == ["after 10m: fired mirjam", "after 20m: fired sanne"]


LATE = asked("10:00", seen="10:59:50")


@pytest.mark.parametrize(
    ("facts", "now", "due"),
    [
        pytest.param([LATE], "10:59:50", [], id="not at once: an answer may be right behind it"),
        pytest.param([LATE], "11:00:09", ["after 1h: fired sanne"], id="what comes after it comes on time"),
        pytest.param(
            [LATE, taken("after 1h", "ask 10:00", "11:00")],
            "11:00:10",
            ["after 45m: superseded", "after 55m: superseded"],
            id="after 20 seconds the late ones, unless the higher one was told",
        ),
        pytest.param(
            [LATE, taken("after 1h", "ask 10:00", "11:00", to="bram")],
            "11:00:10",
            ["after 45m: superseded", "after 55m: fired sanne"],
            id="to somebody else, that is",
        ),
        pytest.param(
            [asked("10:00", seen="10:45")], "10:45", ["after 45m: fired sanne"], id="just in time is no delay"
        ),
        pytest.param([asked("10:00", seen="10:45:01")], "10:45:20", [], id="19 seconds"),
        pytest.param([asked("10:00", seen="10:45:01")], "10:45:21", ["after 45m: fired sanne"], id="20 seconds"),
        pytest.param([LATE, replied("10:30", seen="11:00")], "11:00:10", [], id="answered right behind it"),
    ],
)
def test_a_late_arrival_settles_first(facts: list[Fact], now: str, due: list[str]) -> None:
    assert outcomes(decided(*facts, now=now)) == due


def test_what_an_answer_sets_free_settles_too() -> None:
    facts: list[Fact] = [
        asked("10:00", thread="t1"),
        asked("10:20", thread="t2"),
        taken("after 45m", "ask 10:00", "10:45"),
        taken("after 55m", "ask 10:00", "10:55"),
        taken("after 1h", "ask 10:00", "11:00"),
        taken("after 1h1m", "ask 10:00", "11:01", to="mirjam"),
        replied("11:10", thread="t1"),
    ]
    assert outcomes(decided(*facts, now="11:10:19")) == []
    assert outcomes(decided(*facts, now="11:10:20")) == ["after 45m: fired sanne"]
    assert outcomes(decided(*facts, replied("11:10:05", thread="t2"), now="11:10:20")) == []


@pytest.mark.parametrize(
    ("now", "due", "look"),
    [
        pytest.param("10:50:00", [], "10:50:20", id="settling comes first"),
        pytest.param("10:50:20", [], "10:50:40", id="then it waits for the inbox, and looks again soon"),
        pytest.param("10:54:59", [], "10:55", id="what comes on time does not wait"),
        pytest.param("10:59:50", ["after 55m"], "11:00", id="it is looked at again at the latest then"),
        pytest.param("11:00:00", ["after 45m", "after 55m", "after 1h"], "11:01", id="at most ten minutes"),
    ],
)
def test_late_steps_wait_for_the_inbox(now: str, due: list[str], look: str) -> None:
    facts: list[Fact] = [asked("10:00", seen="10:50")]
    decision = decided(*facts, now=now, inbox_behind=True)
    assert [step.step for step in decision.steps] == due
    assert (wall(decision.next_at) if decision.next_at else None) == look


def test_the_wait_for_the_inbox_ends_with_the_tenth_minute() -> None:
    late = asked("10:00", seen="10:50:30")
    assert "after 45m" not in [s.step for s in decided(late, now="11:00:29", inbox_behind=True).steps]
    assert "after 45m" in [s.step for s in decided(late, now="11:00:30", inbox_behind=True).steps]


CONDITIONAL: list[Fact] = [asked("10:00"), FIRST]


@pytest.mark.parametrize(
    ("facts", "now", "due"),
    [
        pytest.param([], "10:55", ["after 55m: fired sanne"], id="not acknowledged"),
        pytest.param([mine("10:47")], "10:55", ["after 55m: held"], id="acknowledged"),
        pytest.param([mine("10:47", by="mirjam")], "10:55", ["after 55m: held"], id="whoever gave it"),
        pytest.param([mine("10:40:01")], "10:55", ["after 55m: held"], id="within 15 minutes"),
        pytest.param([mine("10:40")], "10:55", ["after 55m: fired sanne"], id="15 minutes later no more"),
        pytest.param([mine("10:55")], "10:55", ["after 55m: held"], id="at the very instant"),
        pytest.param([mine("10:57")], "10:58", ["after 55m: held"], id="before a step that runs late"),
        pytest.param(
            [mine("10:54")],
            "11:09:30",
            ["after 55m: held", "after 1h: fired sanne", "after 1h1m: fired mirjam"],
            id="at its instant, run late",
        ),
        pytest.param([mine("10:30", until="10:55")], "10:55", ["after 55m: fired sanne"], id="a snooze that is over"),
        pytest.param([mine("10:30", until="10:55:01")], "10:55", ["after 55m: held"], id="a snooze"),
        pytest.param(
            [mine("10:30", until="12:00"), mine("10:31")], "10:55", ["after 55m: held"], id="the longer of two"
        ),
        pytest.param([mine("09:59")], "10:00", [], id="nothing to hold"),
        pytest.param(
            [mine("10:50"), undone("acknowledgement#mine 10:50", "10:51")],
            "10:55",
            ["after 55m: fired sanne"],
            id="taken back",
        ),
    ],
)
def test_acknowledged(facts: list[Fact], now: str, due: list[str]) -> None:
    assert outcomes(decided(*CONDITIONAL, *facts, now=now)) == due


def test_an_acknowledgement_holds_back_conditional_steps_and_repeats_only() -> None:
    facts: list[Fact] = [asked("10:00"), mine("10:44"), mine("10:52"), mine("10:59:30"), mine("11:25")]
    assert pages(*facts, until="12:05") == ["10:45 sanne", "11:00 sanne", "11:01 mirjam", "12:01 sanne"]


def test_a_held_step_says_who_holds_it_and_never_fires_later() -> None:
    facts: list[Fact] = [*CONDITIONAL, mine("10:54", by="mirjam")]
    held = decided(*facts, now="10:55").steps
    assert [step.reason for step in held] == ["acknowledged by mirjam"]
    assert outcomes(decided(*facts, *held, now="10:59")) == []


def test_an_acknowledgement_given_before_the_question_is_about_something_else() -> None:
    snooze = mine("09:59:59", until="12:00")
    assert outcomes(decided(*CONDITIONAL, snooze, now="10:55")) == ["after 55m: fired sanne"]
    at_once = mine("10:00", until="12:00")
    assert outcomes(decided(*CONDITIONAL, at_once, now="10:55")) == ["after 55m: held"]


def over(start: str, end: str, person: str = "bram") -> Override:
    return Override(
        id=start, rota="webcare", person=person, start=at(start), end=at(end), by="sanne", made_at=at("09:00")
    )


@pytest.mark.parametrize(
    ("overrides", "due"),
    [
        pytest.param([over("10:50", "12:00")], "after 55m: fired bram", id="it lapses at the handoff"),
        pytest.param([over("10:55", "12:00")], "after 55m: fired bram", id="at its very second"),
        pytest.param([over("10:48", "10:50")], "after 55m: fired sanne", id="also when the phone came back"),
        pytest.param([over("10:30", "12:00")], "after 55m: held", id="an earlier handoff is no matter"),
        pytest.param([over("10:56", "12:00")], "after 55m: held", id="nor is a later one"),
    ],
)
def test_handoffs_end_acknowledgements(overrides: list[Override], due: str) -> None:
    decision = decided(*CONDITIONAL, mine("10:47"), now="10:55", roster=Roster(MERK, tuple(overrides)))
    assert outcomes(decision) == [due]


def test_a_snooze_ends_at_the_handoff_as_well() -> None:
    facts: list[Fact] = [asked("23 08:10"), mine("23 08:56", until="23 12:00")]
    assert pages(*facts, until="23 09:30")[:3] == ["23 08:55 sanne", "23 09:05 bram", "23 09:10 bram"]


def dm_held(given: str, step: str) -> bool:
    case = case_of(asked("16 11:50"), mine(given), conversation=DIRECT, now="18 12:00")
    (clock,) = case.open
    plan = ladder(case, clock, BOOK)
    return acknowledgement_at(case, clock, plan, BOOK, ROSTER, at(step)) is not None


@pytest.mark.parametrize(
    ("given", "step", "held"),
    [
        pytest.param("16 12:00", "17 16:05", True, id="up to and including the next step"),
        pytest.param("16 12:00", "17 16:05:01", False, id="no further"),
        pytest.param("17 16:05", "17 16:05", True, id="given at a step's instant"),
        pytest.param("17 16:05", "18 10:50", True, id="it holds until the step after that"),
        pytest.param("18 11:51", "19 09:00", True, id="or the next repeat"),
        pytest.param("18 11:51", "20 09:00", False, id="not the one after it"),
        pytest.param("18 11:51", "18 11:50", False, id="never before it was given"),
    ],
)
def test_an_acknowledgement_of_a_direct_message(given: str, step: str, held: bool) -> None:
    assert dm_held(given, step) is held


def test_after_the_last_repeat_there_is_nothing_left_to_hold_until() -> None:
    week = replace(DM, repeat=None)
    book = book_of(policy_with(week))
    case = case_of(asked("16 11:50"), mine("18 12:00"), conversation=DIRECT, book=book, now="20 12:00")
    (clock,) = case.open
    assert acknowledgement_at(case, clock, ladder(case, clock, book), book, ROSTER, at("20 12:00")) is not None


def test_a_policys_acknowledgement_is_counted_on_its_calendar() -> None:
    steps = (Step(("on-call",), after=Elapsed(20 * 60), unless_acknowledged=True),)
    office = replace(MENTION, calendar="kantoor", steps=steps, repeat=None)
    facts: list[Fact] = [asked("17:20"), mine("17:25")]
    # The step is planned for 09:10, fifteen minutes of opening hours later than 17:25.
    held = decided(*facts, now="18 09:10", book=book_of(policy_with(office)))
    assert outcomes(held) == ["after 20m: fired sanne"]
    facts = [asked("17:20"), mine("17:25:01")]
    assert outcomes(decided(*facts, now="18 09:10", book=book_of(policy_with(office)))) == ["after 20m: held"]


def test_repeats_go_on_until_they_are_spent() -> None:
    assert pages(asked("10:00"), until="20:00") == [
        "10:45 sanne",
        "10:55 sanne",
        "11:00 sanne",
        "11:01 mirjam",
        *[f"{hour} sanne" for hour in ("11:31", "12:01", "12:31", "13:01", "13:31", "14:01")],
    ]


def test_a_repeat_held_back_is_spent() -> None:
    facts: list[Fact] = [asked("10:00"), mine("11:20"), mine("12:50")]
    repeats = pages(*facts, until="20:00")[4:]
    assert repeats == ["12:01 sanne", "12:31 sanne", "13:31 sanne", "14:01 sanne"]


def test_direct_messages_repeat_at_each_opening() -> None:
    assert pages(asked("11:50"), until="24 11:49", conversation=DIRECT) == [
        "18 16:05 sanne",
        "19 10:50 sanne",
        "19 11:50 sanne",
        "19 11:50 mirjam",
        "20 09:00 sanne",
        "23 09:00 bram",
        "24 09:00 bram",
    ]


@pytest.mark.parametrize(
    ("facts", "now", "due"),
    [
        pytest.param(
            [FIRST, asked("09:50", seen="10:46")], "10:46:20", ["after 55m: fired sanne"], id="a late older one"
        ),
        pytest.param(
            [FIRST, asked("09:50", "older", seen="10:46"), replied("09:55", seen="10:50")],
            "10:54",
            [],
            id="nor when that one turns out to be answered",
        ),
        pytest.param(
            [asked("10:30"), FIRST, replied("10:20", seen="10:50")],
            "11:15",
            ["after 45m: fired sanne"],
            id="a truly new wait alerts anew",
        ),
        pytest.param(
            [replied("09:00", seen="10:46"), FIRST], "10:46:30", [], id="a first that turns out to be a next response"
        ),
        pytest.param(
            [replied("10:46"), deleted("reply 10:46", "10:50"), FIRST],
            "11:35",
            ["after 45m: fired sanne"],
            id="a deleted answer is a wait of its own",
        ),
    ],
)
def test_no_alert_twice(facts: list[Fact], now: str, due: list[str]) -> None:
    assert outcomes(decided(asked("10:00"), *facts, now=now)) == due


def test_of_two_authors_in_one_thread_each_is_alerted() -> None:
    facts: list[Fact] = [asked("10:00", author="a"), asked("10:10", author="b"), asked("10:20", author="b")]
    assert pages(*facts, until="10:56", conversation=THREAD) == ["10:45 sanne", "10:55 sanne", "10:55 sanne"]


def test_two_unknown_authors_are_two() -> None:
    facts: list[Fact] = [asked("10:00", author=None), asked("10:01", author=None)]
    assert pages(*facts, until="10:50", conversation=THREAD) == ["10:45 sanne", "10:46 sanne"]


def test_promises_alert_each_for_itself() -> None:
    facts: list[Fact] = [promised("16 10:10", "12:00"), promised("16 10:20", "12:00", owner="bram")]
    assert pages(*facts, until="10:00") == ["09:00 sanne", "09:00 chris", "09:00 sanne", "09:00 bram"]


def test_who_is_on_call_is_asked_when_the_step_is_taken() -> None:
    assert outcomes(decided(asked("23 08:14"), now="23 09:00")) == ["after 45m: fired bram"]


def test_nobody_on_call_is_told_to_the_manager() -> None:
    away = Absence(id="a", person="sanne", start=at("09:00"), end=at("17:00"), by="sanne", made_at=at("09:00"))
    (alert,) = decided(asked("10:00"), now="10:45", roster=Roster(MERK, (), (away,))).alerts
    assert (alert.person, alert.nobody_on) == ("mirjam", "webcare")


def test_an_account_that_does_not_page_lists() -> None:
    book = book_of(account_with(replace(ACCOUNT, pages=False)))
    decision = decided(asked("10:00"), mine("10:54"), now="11:01", book=book)
    assert {step.outcome for step in decision.steps} == {"listed"}
    assert {step.reason for step in decision.steps} == {"account merk does not page"}
    assert (len(decision.steps), decision.alerts) == (4, ())


def test_settings_that_name_nobody_are_said_so() -> None:
    decision = decided(asked("10:00"), now="10:45", roster=Roster(replace(MERK, people={}, rotas={})))
    assert [(step.outcome, step.reason) for step in decision.steps] == [("listed", "the settings name nobody to tell")]


def test_superseded_steps_say_why() -> None:
    first, _ = decided(asked("10:00"), now="10:55").steps
    assert first.reason == "all it tells were told a higher step of the same clock"


def test_a_brand_that_today_is_gone_is_paged_by_its_clocks_own_settings() -> None:
    today = replace(MERK, brands={"ander": Brand("ander", "Ander", "webcare", "management")})
    decision = decided(asked("10:00"), mine("10:54"), now="11:00", roster=Roster(today))
    assert outcomes(decision) == ["after 45m: superseded", "after 55m: held", "after 1h: fired sanne"]


def test_who_is_paged_is_todays_and_when_is_the_clocks_own() -> None:
    sooner = policy_with(replace(MENTION, steps=(Step(("manager",), after=Elapsed(600)),)))
    book = Book((entry(MERK), entry(sooner, at("10:01"))))
    today = replace(sooner, brands={"merk": Brand("merk", "Merk", "management", "management")})
    assert outcomes(decided(asked("10:00"), now="10:45", book=book, roster=Roster(today))) == [
        "after 45m: fired mirjam"
    ]
    assert outcomes(decided(asked("10:01"), now="10:11", book=book, roster=Roster(today))) == [
        "after 10m: fired mirjam"
    ]


def test_a_rule_adds_people_to_the_alert() -> None:
    book = book_of(replace(MERK, rules=(Rule(name="r", reach_at_least=1, notify=("manager",)),)))
    decision = decided(asked("10:00", reach=80_000), now="10:45", book=book)
    assert outcomes(decision) == ["after 45m: fired sanne mirjam"]
    assert len({alert.id for alert in decision.alerts}) == 1


def test_the_look_ahead_never_lies_behind() -> None:
    late = asked("10:00", seen="12:00")
    case = case_of(late, now="12:00")
    assert head_of(case, BOOK).next_at == at("12:00") + timedelta(seconds=20)


def test_a_move_to_dm_climbs_the_direct_ladder() -> None:
    heard = pages(moved("11:50", promises=True), until="19 11:50", conversation=DIRECT)
    assert heard == ["18 16:05 sanne", "19 10:50 sanne", "19 11:50 sanne", "19 11:50 mirjam"]


def test_half_a_working_day_is_a_step_like_any() -> None:
    half = replace(DM, steps=(Step(("on-call",), after=WorkingDays(Fraction(1, 2))),), repeat=None)
    assert pages(asked("09:00"), until="17:30", conversation=DIRECT, book=book_of(policy_with(half))) == ["13:15 sanne"]


def test_another_conversation_raises_other_alerts() -> None:
    other = Conversation("x", "merk", "public", "ander")
    ids = {decided(asked("10:00"), now="10:45", conversation=each).alerts[0].id for each in (PUBLIC, other)}
    assert len(ids) == 2


def test_unless_somebody_says_so_no_inbox_is_waited_for() -> None:
    case = case_of(asked("10:00", seen="10:50"), now="10:50:20")
    assert [step.step for step in decide(case, BOOK, ROSTER, at("10:50:20")).steps] == ["after 45m"]


def test_a_decision_fits_into_one_transaction() -> None:
    often = policy_with(replace(MENTION, repeat=Repeat(("manager",), Elapsed(60), 100)))
    facts: list[Fact] = [asked("10:00")]
    decision = decided(*facts, now="14:00", book=book_of(often))
    assert len(decision.steps) == MOST_STEPS
    assert [(alert.step, alert.person) for alert in decision.alerts] == [("repeat 100", "mirjam")]
    assert decision.next_at == at("14:00")  # at once
    facts += decision.steps
    decision = decided(*facts, now="14:00", book=book_of(often))
    assert len(decision.steps) == MOST_STEPS
    assert (decision.alerts, decision.next_at) == ((), at("14:00"))
    facts += decision.steps
    decision = decided(*facts, now="14:00", book=book_of(often))
    assert outcomes(decision) == [
        "after 45m: superseded",
        "after 55m: superseded",
        "after 1h: fired sanne",
        "after 1h1m: superseded",
    ]
    assert decision.next_at is None


def test_many_authors_of_one_thread_are_taken_in_turns() -> None:
    facts: list[Fact] = [asked("10:00", f"m{n}", author=f"a{n}") for n in range(40)]
    taken_in: list[int] = []
    while True:
        decision = decided(*facts, now="10:55", conversation=THREAD)
        taken_in.append(len(decision.steps))
        assert len(decision.steps) + len(decision.alerts) < 100
        facts += decision.steps
        if decision.next_at != at("10:55"):
            break
    assert taken_in == [50, 30]
    assert decision.next_at == at("11:00")
