"""The story of a conversation: everything once, in order of time, whatever order its rows came in."""

import random
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from chalicelib.domain.alerts import Alert
from chalicelib.domain.clocks import derive
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact, fact_id
from chalicelib.domain.organisation import Method
from chalicelib.domain.paging import Page, claimed
from chalicelib.domain.telling import (
    Decided,
    Dropped,
    Moment,
    Part,
    Rules,
    Started,
    Stopped,
    elsewhere,
    tell,
    told_about,
)
from tests.domain.alerting import alert_of
from tests.domain.build import DIRECT, PUBLIC, asked, at, dismissed, mine, moved, replied, taken, undone, wall
from tests.domain.merk import BOOK, ROSTER

STEP = taken("after 45m", "ask 10:00", "10:45")
ALERT = replace(alert_of(asked("10:00"), now="10:45", step="after 45m"), id=STEP.alert)
SANNE = ROSTER.organisation.people["sanne"]


def part(*facts: Fact, conversation: Conversation = PUBLIC) -> Part:
    return Part(derive(conversation, facts, BOOK, at("23 12:00")), facts)


def page(*alerts: Alert, when: str = "10:45") -> Page:
    (made, *_) = claimed(SANNE, alerts, at(when), [(0, Method("sms", "+31600000001"))])
    return made


def lines(moments: tuple[Moment, ...]) -> list[str]:
    """Each in a line: when, of which part, what."""
    return [f"{wall(moment.at)} {moment.surface} {_what(moment)}" for moment in moments]


def _what(moment: Moment) -> str:
    match moment.what:
        case Started(clock, rules):
            return f"started {clock.kind} by {rules.policy} on {rules.calendar}"
        case Stopped(clock):
            return f"stopped {clock.kind}: {clock.end}"
        case Decided(step):
            return f"{step.outcome} {step.step}"
        case Page():
            return f"page {moment.what.person}"
        case Dropped(reason=reason):
            return f"dropped: {reason}"
        case fact:
            return fact_id(fact).partition("#")[0]


def test_what_was_seen_decided_and_sent_in_order_of_time() -> None:
    facts: list[Fact] = [asked("10:00"), STEP, mine("10:50"), replied("11:05"), asked("11:05")]
    dropped = Dropped(ALERT, at("11:06"), "answered")
    expected = [
        "10:00 public message",
        "10:00 public started first_response by mention on always",
        "10:45 public fired after 45m",
        "10:45 public page sanne",
        "10:50 public acknowledgement",
    ]
    for seed in range(6):
        random.Random(seed).shuffle(facts)
        told = lines(tell([part(*facts)], [page(ALERT)], [dropped], BOOK))
        assert told[:5] == expected
        assert "11:05 public stopped first_response: answered" in told
        assert told[-1] == "11:06 public dropped: answered"


def test_of_one_instant_what_was_seen_comes_before_what_was_decided_and_that_before_what_was_sent() -> None:
    facts: list[Fact] = [asked("10:00"), mine("11:00"), replied("11:00"), taken("at due", "ask 10:00", "11:00")]
    decided = [Dropped(ALERT, at("11:00"), "answered")]
    expected = [*3 * ["message"], "acknowledgement", "started", *2 * ["stopped"], "fired", "page", "dropped"]
    direct, other = part(asked("11:00"), conversation=DIRECT), replace(DIRECT, counterpart="another")
    answered = part(asked("10:40"), replied("11:00"), conversation=other)
    for order in permutations(facts):
        for parts in permutations([part(*order, STEP), direct, answered]):
            told = lines(tell(parts, [page(ALERT, when="11:00")], decided, BOOK))
            assert [line.split()[2].rstrip(":") for line in told if line.startswith("11:00")] == expected


def test_each_moment_names_the_conversation_that_it_is_of() -> None:
    public = part(asked("10:00"), STEP, mine("10:50"), replied("10:55"))
    direct = part(asked("10:40"), replied("10:45"), conversation=DIRECT)
    told = tell([public, direct], [page(ALERT)], [Dropped(ALERT, at("11:00"), "answered")], BOOK)
    assert {(moment.surface, moment.ref) for moment in told} == {("public", PUBLIC.ref), ("direct", DIRECT.ref)}
    assert [moment.ref for moment in told if isinstance(moment.what, Page | Dropped)] == [PUBLIC.ref, PUBLIC.ref]


def test_a_step_stands_with_its_clock_and_what_that_goes_by() -> None:
    here = part(asked("10:00"), STEP)
    (clock,) = here.case.clocks
    rules = Rules(clock.config, "mention", "always")
    told = [moment.what for moment in tell([here], [], [], BOOK)]
    assert clock.config
    assert Started(clock, rules) in told
    assert Decided(STEP, clock, rules) in told


def test_a_step_whose_clock_is_another_conversations_by_now_names_its_configuration_alone() -> None:
    gone = replace(STEP, anchor="ask 09:00", config="of that day")
    told = [moment.what for moment in tell([part(asked("10:00"), gone)], [], [], BOOK)]
    assert Decided(gone, None, Rules("of that day", "", "")) in told


@pytest.mark.parametrize(
    ("sent", "ended", "claimed_at", "when"),
    [
        pytest.param("10:47", "10:50", "10:46", "10:47", id="when it was sent, however it ended"),
        pytest.param(None, "10:50", "10:46", "10:50", id="when it ended, never sent"),
        pytest.param(None, None, "10:46", "10:46", id="when it was claimed, still on its way"),
        pytest.param(None, None, None, "10:45", id="when it was made, not yet claimed"),
    ],
)
def test_a_page_stands(sent: str | None, ended: str | None, claimed_at: str | None, when: str) -> None:
    sent_at, ended_at, claim = (at(each) if each else None for each in (sent, ended, claimed_at))
    one = replace(page(ALERT, when="10:45"), sent_at=sent_at, ended_at=ended_at, claimed_at=claim)
    (moment,) = [each for each in tell([part(asked("10:00"), STEP)], [one], [], BOOK) if each.what == one]
    assert wall(moment.at) == when


def test_a_step_that_was_late_stands_where_it_was_decided() -> None:
    late = replace(STEP, stored_at=at("10:58"))
    assert "10:58 public fired after 45m" in lines(tell([part(asked("10:00"), late)], [], [], BOOK))


def test_both_parts_are_one_story() -> None:
    parts = [part(asked("10:00"), replied("10:20")), part(moved("10:20"), asked("10:40"), conversation=DIRECT)]
    told = lines(tell(parts, [], [], BOOK))
    assert told.index("10:20 public message") < told.index("10:20 direct moved_to_dm")
    assert told[-2:] == ["10:40 direct message", "10:40 direct started dm_follow_up by direct on kantoor"]


def test_what_was_taken_back_and_what_took_it_back_both_stand_there() -> None:
    given = mine("10:10")
    moments = tell([part(asked("10:00"), given, undone(fact_id(given), "10:12"))], [], [], BOOK)
    by_kind = {_what(moment): moment for moment in moments}
    assert by_kind["acknowledgement"].undone is not None
    assert by_kind["withdrawal"].of == given


def test_why_a_message_starts_nothing_stands_with_it() -> None:
    thanks = asked("10:30", says="thanks")
    moments = tell([part(asked("10:00"), replied("10:20"), thanks)], [], [], BOOK)
    assert [moment.quiet for moment in moments if moment.what == thanks] == ["thanks"]


@pytest.mark.parametrize(
    ("alerts", "told"),
    [
        pytest.param([ALERT], 1, id="of this conversation"),
        pytest.param([replace(ALERT, id="another"), ALERT], 1, id="of several, this one among them"),
        pytest.param([replace(ALERT, id="another")], 0, id="of others only"),
    ],
)
def test_only_pages_about_it_are_told(alerts: list[Alert], told: int) -> None:
    others = [Dropped(replace(ALERT, id="another"), at("10:46"), "answered")]
    moments = tell([part(asked("10:00"), STEP)], [page(*alerts)], others, BOOK)
    assert len([moment for moment in moments if isinstance(moment.what, Page | Dropped)]) == told


def test_a_clock_whose_configuration_is_gone_still_stands_there() -> None:
    here = part(asked("10:00"), dismissed("10:10"))
    later = replace(BOOK, entries=tuple(replace(entry, hash="another") for entry in BOOK.entries))
    started = [moment.what for moment in tell([here], [], [], later) if isinstance(moment.what, Started)]
    (clock,) = here.case.clocks
    assert [what.rules for what in started] == [Rules(clock.config, "mention", "")]


def test_whom_the_steps_named_and_from_when_to_when() -> None:
    again = taken("at due", "ask 10:00", "11:00", to="sanne mirjam")
    assert told_about([part(asked("10:00"), STEP, again)]) == {
        "sanne": (at("10:45"), at("10:45") + timedelta(minutes=15)),
        "mirjam": (at("11:00"), at("11:00")),
    }


def test_a_conversation_of_which_nobody_got_another_id_goes_on_nowhere_else() -> None:
    assert elsewhere(part(asked("10:00"))) is None
