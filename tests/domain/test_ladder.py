"""Every step and repeat of a clock, at its instant."""

from dataclasses import replace

import pytest

from chalicelib.domain.calendar import Period, ServiceCalendar
from chalicelib.domain.case import Clock
from chalicelib.domain.duration import Elapsed, WorkingHours
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.ladder import alert_id, ladder, step_instant
from chalicelib.domain.organisation import Book, Repeat, Rule, Step
from tests.domain.build import (
    DIRECT,
    PUBLIC,
    WHATSAPP,
    asked,
    at,
    case_of,
    deleted,
    moved,
    promised,
    replied,
    wall,
)
from tests.domain.merk import BOOK, DM, KANTOOR, MENTION, MERK, PROMISED, book_of, policy_with


def planned(*facts: Fact, conversation: Conversation = PUBLIC, book: Book = BOOK, now: str = "10:00") -> list[str]:
    """The whole ladder of the one running clock: `10:45 after 45m`."""
    case = case_of(*facts, conversation=conversation, book=book, now=now)
    steps = ladder(case, case.open[0], book)
    assert [step.level for step in steps] == list(range(len(steps)))
    assert [step.at for step in steps] == sorted(step.at for step in steps)
    return [f"{wall(step.at)} {step.key}" for step in steps]


def test_the_ladder_of_a_mention() -> None:
    assert planned(asked("10:00")) == [
        "10:45 after 45m",
        "10:55 after 55m",
        "11:00 after 1h",
        "11:01 after 1h1m",
        "11:31 repeat 1",
        "12:01 repeat 2",
        "12:31 repeat 3",
        "13:01 repeat 4",
        "13:31 repeat 5",
        "14:01 repeat 6",
    ]


def test_whom_the_steps_of_a_mention_tell_and_which_an_acknowledgement_holds_back() -> None:
    case = case_of(asked("10:00"))
    told = [(step.notify, step.unless_acknowledged, step.is_repeat) for step in ladder(case, case.open[0], BOOK)]
    assert told == [
        (("on-call",), False, False),
        (("on-call",), True, False),
        (("on-call",), False, False),
        (("manager",), False, False),
        *[(("on-call",), True, True)] * 6,
    ]


def test_the_ladder_of_a_direct_message() -> None:
    assert planned(asked("11:50"), conversation=DIRECT) == [
        "18 16:05 after 1.5 working days",
        "19 10:50 before 1 working hour",
        "19 11:50 before 0m",
        "20 09:00 repeat 1",
        "23 09:00 repeat 2",
        "24 09:00 repeat 3",
        "25 09:00 repeat 4",
        "26 09:00 repeat 5",
        "27 09:00 repeat 6",
    ]


def test_over_the_holidays() -> None:
    steps = planned(asked("12-24 14:00"), conversation=DIRECT, now="12-24 14:00")
    # 0.41 of Thursday, all of Monday, 0.09 of Tuesday; Friday is Christmas, Saturday a weekend.
    assert steps[:3] == [
        "12-29 09:45 after 1.5 working days",
        "12-29 13:00 before 1 working hour",
        "12-29 14:00 before 0m",
    ]


@pytest.mark.parametrize(
    ("made", "due", "steps"),
    [
        pytest.param("16 23:58", "12:00", ["09:00 opening", "11:00 before 1h", "12:00 before 0m"], id="all of them"),
        pytest.param("09:00", "12:00", ["09:00 opening", "11:00 before 1h", "12:00 before 0m"], id="made at opening"),
        pytest.param("09:00:01", "12:00", ["11:00 before 1h", "12:00 before 0m"], id="made after opening"),
        pytest.param("11:00", "12:00", ["11:00 before 1h", "12:00 before 0m"], id="made an hour before"),
        pytest.param("11:00:01", "12:00", ["12:00 before 0m"], id="made within the hour"),
        pytest.param("16 12:00", "09:00", ["08:00 before 1h", "09:00 before 0m"], id="due at opening: no such step"),
        pytest.param(
            "16 12:00", "09:00:01", ["08:00:01 before 1h", "09:00 opening", "09:00:01 before 0m"], id="a second later"
        ),
        pytest.param("16 12:00", "21 12:00", ["21 11:00 before 1h", "21 12:00 before 0m"], id="a day without opening"),
        pytest.param("11:00", "10:00", [], id="due before it was made: refused elsewhere, and no step"),
    ],
)
def test_the_ladder_of_a_promise(made: str, due: str, steps: list[str]) -> None:
    assert planned(promised(made, due), now=made) == steps


def test_a_night_shift_from_the_day_before_does_not_open_the_day() -> None:
    night = ServiceCalendar("nacht", "Europe/Amsterdam", ((Period(22 * 60, 30 * 60),),) * 7)
    opening = Step(("on-call",), opening_of_due_day=True)
    assert step_instant(opening, at("16 12:00"), at("12:00"), KANTOOR, night) is None
    assert step_instant(opening, at("16 12:00"), at("23:00"), KANTOOR, night) == at("22:00")


def test_a_step_without_a_moment_is_an_error() -> None:
    with pytest.raises(ValueError, match="has no moment"):
        step_instant(Step(("on-call",)), at("10:00"), at("11:00"), KANTOOR, KANTOOR)


@pytest.mark.parametrize(
    ("step", "instant"),
    [
        pytest.param(Step((), after=Elapsed(3600)), "20 18:00", id="an hour after, on a calendar that never closes"),
        pytest.param(Step((), after=WorkingHours(3600)), "23 09:30", id="a working hour after, by opening hours"),
        pytest.param(Step((), before=Elapsed(3600)), "23 09:00", id="an hour before"),
        pytest.param(Step((), before=WorkingHours(3600 * 2)), "20 16:30", id="two working hours before"),
    ],
)
def test_what_works_by_opening_hours_is_counted_in_them(step: Step, instant: str) -> None:
    always = MERK.calendars["always"]
    found = step_instant(step, at("20 17:00"), at("23 10:00"), always, KANTOOR)
    assert found is not None
    assert wall(found) == instant


def test_a_policys_own_calendar_counts_for_all_its_durations() -> None:
    late = ServiceCalendar("avond", "Europe/Amsterdam", ((Period(18 * 60, 22 * 60),),) * 7)
    step = Step((), after=WorkingHours(3600))
    assert step_instant(step, at("20 17:00"), at("23 10:00"), late, KANTOOR) == at("20 19:00")


def test_a_policy_without_steps_has_no_repeats_either() -> None:
    assert planned(asked("10:00"), book=book_of(policy_with(replace(MENTION, steps=())))) == []


def test_a_policy_without_repeats_ends_with_its_last_step() -> None:
    steps = planned(asked("10:00"), book=book_of(policy_with(replace(MENTION, repeat=None))))
    assert steps[-1] == "11:01 after 1h1m"


def test_repeats_in_working_hours() -> None:
    repeat = Repeat(("on-call",), WorkingHours(3600), 2)
    steps = planned(asked("15:30"), book=book_of(policy_with(replace(MENTION, repeat=repeat))), now="15:30")
    assert steps[-3:] == ["16:31 after 1h1m", "18 09:01 repeat 1", "18 10:01 repeat 2"]


@pytest.mark.parametrize(
    ("facts", "window"),
    [
        pytest.param([asked("14:00")], "18 13:00", id="24 hours after the message, in the open"),
        pytest.param([asked("08:00")], "16:30", id="the window ends before opening: before closing"),
        pytest.param([asked("20 16:00")], "20 16:30", id="on a Friday afternoon: before closing"),
        pytest.param([asked("20 17:00")], "20 17:00", id="less than an hour before closing: at once"),
        pytest.param([asked("21 09:00")], None, id="on a Saturday morning there is no open moment in it"),
        pytest.param([asked("22 10:00")], "23 09:00", id="just the hour opens on Monday: at opening"),
        pytest.param([asked("22 09:30")], "23 09:00", id="half an hour opens on Monday: at opening, not on Sunday"),
        pytest.param([asked("14:00"), asked("16:00")], "18 15:00", id="it counts from the newest message"),
        pytest.param(
            [asked("14:00"), asked("16:00", "m", silence="reaction", says="")],
            "18 13:00",
            id="a reaction opens no window",
        ),
        pytest.param([asked("14:00"), replied("15:00", automatic=True)], "18 13:00", id="nor does the brand"),
        pytest.param(
            [asked("14:00"), replied("14:10"), deleted("reply 14:10", "16:00")],
            "18 13:00",
            id="after a deleted answer it is still the customer's message that counts",
        ),
        pytest.param(
            [asked("14:00"), replied("14:10"), deleted("reply 14:10", "18 14:00")],
            None,
            id="when the window is over there is nothing to warn of",
        ),
        pytest.param([moved("14:00", promises=True)], None, id="nobody wrote: no window"),
    ],
)
def test_the_reply_window(facts: list[Fact], window: str | None) -> None:
    last = max(fact.at for fact in facts)
    steps = planned(*facts, conversation=WHATSAPP, now=wall(last))
    found = [step.removesuffix(" reply window") for step in steps if step.endswith(" reply window")]
    assert found == ([window] if window else [])


def test_the_reply_window_tells_who_is_on_call_acknowledged_or_not() -> None:
    case = case_of(asked("14:00"), conversation=WHATSAPP, now="14:00")
    (window,) = [step for step in ladder(case, case.open[0], BOOK) if step.key == "reply window"]
    assert (window.notify, window.unless_acknowledged, window.is_repeat) == (("on-call",), False, False)


def test_other_platforms_have_no_reply_window() -> None:
    assert not [step for step in planned(asked("14:00"), conversation=DIRECT) if "window" in step]
    public = Conversation("whatsapp", "merk", "public", "klant")
    assert not [step for step in planned(asked("14:00"), conversation=public) if "window" in step]


def test_the_reply_window_does_not_move_the_repeats() -> None:
    facts: list[Fact] = [asked("17 14:00"), asked("19 13:00")]
    steps = planned(*facts, conversation=WHATSAPP, now="19 13:00")
    assert steps[2:5] == ["19 14:00 before 0m", "20 09:00 repeat 1", "20 12:00 reply window"]


def test_the_reply_window_of_a_closed_clock_is_that_of_its_last_message() -> None:
    case = case_of(asked("14:00"), replied("15:00"), asked("16:00"), conversation=WHATSAPP)
    closed, running = (ladder(case, clock, BOOK) for clock in case.clocks)
    assert [wall(step.at) for step in closed if step.key == "reply window"] == ["18 13:00"]
    assert [wall(step.at) for step in running if step.key == "reply window"] == ["18 15:00"]


NOTE = Rule(name="note", authors=frozenset({"@Krant"}), earlier=Elapsed(30 * 60), notify=("manager",))


def hastened(rule: Rule, message: Fact, conversation: Conversation = PUBLIC) -> bool:
    case = case_of(message, conversation=conversation)
    (clock,) = case.open
    first = ladder(case, clock, book_of(replace(MERK, rules=(rule,))))[0]
    usual = ladder(case, clock, BOOK)[0]
    assert (first.at < usual.at) == ("chris" in first.notify)
    return first.at < usual.at


HASTE = Rule(name="haste", earlier=Elapsed(60), notify=("chris",))


@pytest.mark.parametrize(
    ("rule", "applies"),
    [
        pytest.param(HASTE, True, id="no condition: always"),
        pytest.param(replace(HASTE, platforms=frozenset({"x"})), True, id="the platform"),
        pytest.param(replace(HASTE, platforms=frozenset({"facebook"})), False, id="another platform"),
        pytest.param(replace(HASTE, accounts=frozenset({"merk"})), True, id="the account by name"),
        pytest.param(replace(HASTE, accounts=frozenset({"1001"})), True, id="the account by id"),
        pytest.param(replace(HASTE, accounts=frozenset({"merk_webcare"})), False, id="another account"),
        pytest.param(replace(HASTE, reach_at_least=10_000), True, id="just enough reach"),
        pytest.param(replace(HASTE, reach_at_least=10_001), False, id="one follower short"),
        pytest.param(replace(HASTE, authors=frozenset({"@Krant"})), True, id="an author by handle, whatever the case"),
        pytest.param(replace(HASTE, authors=frozenset({"42"})), True, id="an author by id"),
        pytest.param(replace(HASTE, authors=frozenset({"@ander"})), False, id="another author"),
        pytest.param(replace(HASTE, author_words=frozenset({"journalist"})), True, id="a word of their description"),
        pytest.param(replace(HASTE, author_words=frozenset({"journal"})), False, id="whole words only"),
        pytest.param(
            replace(HASTE, authors=frozenset({"@ander"}), author_words=frozenset({"journalist"})),
            True,
            id="of note by either",
        ),
        pytest.param(replace(HASTE, words=frozenset({"rechter"})), True, id="a word in the text"),
        pytest.param(replace(HASTE, words=frozenset({"advocaat"})), False, id="not in the text"),
        pytest.param(
            replace(HASTE, words=frozenset({"rechter"}), reach_at_least=10_001), False, id="all conditions have to hold"
        ),
        pytest.param(
            replace(HASTE, words=frozenset({"rechter"}), authors=frozenset({"@ander"})), False, id="each of them"
        ),
        pytest.param(replace(HASTE, words=frozenset({"rechter"}), platforms=frozenset({"facebook"})), False, id="all"),
    ],
)
def test_rules(rule: Rule, applies: bool) -> None:
    message = asked(
        "10:00", author="42", name="krant", bio="Journalist in Utrecht", reach=10_000, excerpt="ik ga naar de rechter"
    )
    assert hastened(rule, message) is applies


def test_a_message_that_tells_nothing_meets_no_condition() -> None:
    bare = asked("10:00", author=None)
    assert not hastened(replace(HASTE, reach_at_least=1), bare)
    assert not hastened(replace(HASTE, authors=frozenset({"42"})), bare)
    assert not hastened(replace(HASTE, words=frozenset({"rechter"})), bare)


def test_a_rule_about_messages_leaves_moves_to_dm_alone() -> None:
    assert not hastened(replace(HASTE, reach_at_least=1), moved("10:00", promises=True), DIRECT)
    assert hastened(HASTE, moved("10:00", promises=True), DIRECT)


def test_a_rule_follows_the_customer_into_the_second_wait() -> None:
    book = book_of(replace(MERK, rules=(Rule(name="r", earlier=Elapsed(300), reach_at_least=10),)))
    facts: list[Fact] = [asked("10:00", reach=10), replied("10:10"), deleted("reply 10:10", "11:00")]
    assert planned(*facts, book=book)[0] == "11:40 after 45m"


def test_rules_move_steps_and_their_repeats_but_not_the_target() -> None:
    book = book_of(replace(MERK, rules=(NOTE,)))
    message = asked("10:00", name="krant")
    assert planned(message, book=book)[:5] == [
        "10:15 after 45m",
        "10:25 after 55m",
        "10:30 after 1h",
        "10:31 after 1h1m",
        "11:01 repeat 1",
    ]
    assert [wall(clock.due_at) for clock in case_of(message, book=book).open] == ["11:00"]


def test_the_hastiest_rule_wins_and_everybody_is_added_once() -> None:
    rules = (
        Rule(name="a", earlier=Elapsed(600), notify=("manager", "chris")),
        Rule(name="b", earlier=Elapsed(1200), notify=("chris",)),
        Rule(name="c", notify=("on-call",)),
    )
    book = book_of(replace(MERK, rules=rules))
    case = case_of(asked("10:00"), book=book)
    first, *_, last = ladder(case, case.open[0], book)
    assert (wall(first.at), first.notify) == ("10:25", ("on-call", "manager", "chris"))
    assert last.notify == ("on-call",)  # repeats stay as they are


def test_no_step_comes_before_its_clock() -> None:
    book = book_of(replace(MERK, rules=(Rule(name="r", earlier=Elapsed(50 * 60)),)))
    assert planned(asked("10:00"), book=book)[:2] == ["10:00 after 45m", "10:05 after 55m"]


def test_working_hours_earlier_are_counted_in_opening_hours() -> None:
    book = book_of(replace(MERK, rules=(Rule(name="r", earlier=WorkingHours(3600)),)))
    assert planned(asked("23 08:45"), book=book, now="23 08:45")[0] == "23 08:45 after 45m"


def alert_of(clock: Clock, conversation: str = "x:merk:public:klant", step: str = "after 45m") -> str:
    return alert_id(conversation, clock, step)


def test_an_alert_is_one_conversation_step_and_anchor() -> None:
    (clock,) = case_of(asked("10:00")).open
    same = alert_of(clock)
    assert same == alert_of(replace(clock, kind="next_response", started_at=at("09:00")))
    others = {
        alert_of(clock, conversation="x:merk:public:ander"),
        alert_of(clock, step="after 55m"),
        alert_of(replace(clock, anchor="other")),
        alert_of(replace(clock, kind="dm_follow_up")),
        alert_of(replace(clock, kind="promise")),
    }
    assert len(others) == 5
    assert same not in others


def test_any_id_of_a_platform_makes_an_alert_id() -> None:
    (clock,) = case_of(asked("10:00")).open
    assert len(alert_of(replace(clock, anchor="lone \ud83d surrogate"))) == 24


def test_promises_repeat_when_their_policy_says_so() -> None:
    book = book_of(policy_with(replace(PROMISED, repeat=Repeat(("on-call",), Elapsed(1800), 1))))
    assert planned(promised("11:30", "12:00"), book=book, now="11:30") == ["12:00 before 0m", "12:30 repeat 1"]


def test_two_openings_are_two_repeats_although_there_is_a_lunch_break() -> None:
    lunch = replace(KANTOOR, weekly=((Period(540, 720), Period(780, 1050)),) * 5 + ((), ()))
    book = book_of(replace(policy_with(DM), calendars={**MERK.calendars, "kantoor": lunch}))
    repeats = [step for step in planned(asked("16 09:00"), conversation=DIRECT, book=book) if "repeat" in step]
    assert repeats[:2] == ["18 09:00 repeat 1", "19 09:00 repeat 2"]
