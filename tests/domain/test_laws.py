"""The laws of the pure core, over random histories: order-free, exactly once, never late, never by a newer rule."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.alerts import Alert
from chalicelib.domain.calendar import ALWAYS
from chalicelib.domain.case import Case
from chalicelib.domain.clocks import derive
from chalicelib.domain.duration import Elapsed, WorkingDays
from chalicelib.domain.escalation import MOST_STEPS, decide
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.facts_seen import Message
from chalicelib.domain.head import head_of
from chalicelib.domain.ladder import ladder
from chalicelib.domain.organisation import Book, Organisation, Rule, Step
from chalicelib.domain.steps import StepTaken
from tests.domain.build import at
from tests.domain.histories import START, conversations, delays, histories, joined, latest, put
from tests.domain.merk import ACCOUNTS, BOOK, DM, MENTION, MERK, ROSTER, entry

END = at("30 12:00")
ages = st.timedeltas(timedelta(0), timedelta(days=13))
# A seed rather than a stream of draws: a life of crashes and delays takes many.
chances = st.integers(0, 9999).map(random.Random)
unhurried = settings(deadline=None)


@unhurried
@given(conversations, histories, chances, ages)
def test_law_1_order_and_repetition_cannot_matter(
    conversation: Conversation, history: list[Fact], chance: random.Random, age: timedelta
) -> None:
    now = START + age
    shuffled = [*history, *chance.choices(history, k=len(history) // 2)]
    chance.shuffle(shuffled)
    case, other = (derive(conversation, joined(each), BOOK, now) for each in (history, shuffled))
    assert case == other
    assert head_of(case, BOOK) == head_of(other, BOOK)
    assert decide(case, BOOK, ROSTER, now) == decide(other, BOOK, ROSTER, now)


@unhurried
@given(conversations, histories, ages, ages)
def test_a_result_never_changes_as_time_goes_by(
    conversation: Conversation, history: list[Fact], one: timedelta, other: timedelta
) -> None:
    rows = joined(history)
    before, after = sorted((START + one, START + other))
    earlier, later = (derive(conversation, rows, BOOK, now) for now in (before, after))
    # An instant after the earlier look had not come yet: nothing that is seen lies in the future.
    ended = {clock for clock in earlier.clocks if clock.ended_at is not None and clock.ended_at <= before}
    assert ended <= set(later.clocks)
    closed = [clock for clock in later.clocks if clock.end == "never_answered"]
    assert all(clock.ended_at is not None and clock.ended_at <= after for clock in closed)
    running = {clock.anchor for clock in later.open}
    # What runs on was running: nothing but a closing makes room for a new clock.
    assert len(running - {clock.anchor for clock in earlier.open}) <= len(closed)


@unhurried
@given(conversations, histories)
def test_clocks_in_one_place_run_one_at_a_time(conversation: Conversation, history: list[Fact]) -> None:
    case = derive(conversation, joined(history), BOOK, END)
    running = Counter(frozenset(case.waiting_with(clock)) for clock in case.open if clock.kind != "promise")
    assert set(running.values()) <= {1}
    anchors = [clock.anchor for clock in case.clocks if clock.kind != "promise"]
    assert len(anchors) == len(set(anchors))
    for clock in case.open:
        if clock.kind != "promise":
            assert clock.anchor in case.waiting_with(clock)
    # An open wait either has a clock or stands behind one.
    behind = frozenset[str]().union(*(case.waiting_with(clock) for clock in case.open))
    assert behind == case.open_waits


changes = st.sampled_from(
    [
        MERK,
        replace(MERK, accounts=ACCOUNTS[:1]),
        replace(MERK, accounts=tuple(reversed(ACCOUNTS))),
        replace(MERK, accounts=tuple(replace(a, pages=False, watch_from=END, needs_follow=True) for a in ACCOUNTS)),
        replace(MERK, calendars={"kantoor": ALWAYS, "always": ALWAYS}),
        replace(MERK, rules=(Rule(name="r", earlier=Elapsed(600), notify=("manager",)),)),
        replace(
            MERK,
            policies={
                "mention": replace(MENTION, target=Elapsed(60), steps=(Step(("manager",), after=Elapsed(5)),)),
                "direct": replace(DM, target=WorkingDays(Fraction(1)), steps=()),
                "promise": replace(MENTION, steps=()),
            },
        ),
    ]
)


@unhurried
@given(conversations, histories, st.lists(changes, min_size=1, max_size=3), ages)
def test_law_6_a_redeploy_changes_no_running_clock(
    conversation: Conversation, history: list[Fact], later: list[Organisation], age: timedelta
) -> None:
    rows = joined(history)
    deployed = max(row.at for row in rows) + timedelta(seconds=1)
    entries = [entry(each, deployed + timedelta(hours=n)) for n, each in enumerate(later)]
    redeployed = Book((*BOOK.entries, *entries))
    now = max(deployed, START + age)
    before, after = (derive(conversation, rows, book, now) for book in (BOOK, redeployed))
    assert before == after
    for clock in before.clocks:
        assert ladder(before, clock, BOOK) == ladder(after, clock, redeployed)
    assert decide(before, BOOK, ROSTER, now) == decide(after, redeployed, ROSTER, now)


@dataclass(slots=True)
class Watchdog:
    """Rows, and what was decided about them: a store and a runner that may crash, run late and run twice."""

    conversation: Conversation
    chance: random.Random
    rows: dict[str, Fact] = field(default_factory=dict)
    steps: list[StepTaken] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)
    raised_at: list[datetime] = field(default_factory=list)

    def case(self, now: datetime) -> Case:
        return derive(self.conversation, self.rows.values(), BOOK, now)

    def look(self, now: datetime) -> datetime | None:
        """When the stored head asks for a look."""
        return head_of(self.case(now), BOOK).next_at

    def run(self, now: datetime) -> None:
        """Decide and store in one transaction; a crash before it stores nothing, a second run finds it done."""
        behind = self.chance.random() < 0.2
        lost = self.chance.random() < 0.2
        decision = decide(self.case(now), BOOK, ROSTER, now, behind)
        assert decision == decide(self.case(now), BOOK, ROSTER, now, behind)
        assert decision.next_at is None or decision.next_at > now or len(decision.steps) == MOST_STEPS
        if lost:
            return
        for step in decision.steps:
            put(self.rows, step)
        self.steps += decision.steps
        self.alerts += decision.alerts
        self.raised_at += [now] * len(decision.alerts)
        if decision.next_at == now:
            return self.run(now)
        again = decide(self.case(now), BOOK, ROSTER, now, behind)
        assert (again.steps, again.alerts) == ((), ())
        assert again.next_at == decision.next_at

    def live(self, coming: Sequence[Fact], until: datetime) -> None:
        """Facts arrive when they are stored; runs come when a look is due, now and then late or for nothing."""
        waiting = sorted(coming, key=lambda fact: fact.stored_at)
        now = waiting[0].stored_at
        while now <= until:
            while waiting and waiting[0].stored_at <= now:
                put(self.rows, waiting.pop(0))
            look = self.look(now)
            if (look is not None and look <= now) or self.chance.random() < 0.1:
                self.run(now)
                look = self.look(now)
            late = timedelta(seconds=self.chance.choice((0, 0, 1, 90)))
            # What is due and was lost comes back with the next sweep.
            due = None if look is None else max(look, now + timedelta(minutes=1)) if look <= now else look + late
            times = [each for each in (due, waiting[0].stored_at if waiting else None) if each is not None]
            now = min(times, default=until + timedelta(seconds=1))


@unhurried
@given(conversations, histories, chances)
def test_law_3_each_step_of_a_clock_is_taken_exactly_once(
    conversation: Conversation, history: list[Fact], chance: random.Random
) -> None:
    dog = Watchdog(conversation, chance)
    dog.live(history, until=latest(history) + timedelta(days=3))
    for _ in range(12):  # the runs that were lost
        dog.run(latest(history) + timedelta(days=3))

    told = Counter((alert.id, alert.person) for alert in dog.alerts)
    assert set(told.values()) <= {1}
    assert set(Counter(step.alert for step in dog.steps).values()) <= {1}
    assert {(s.alert, person) for s in dog.steps for person in s.recipients} == set(told)
    assert all(bool(step.recipients) == (step.outcome == "fired") for step in dog.steps)

    case = dog.case(latest(history) + timedelta(days=3))
    for clock in case.open:
        beside = case.waiting_with(clock) | {clock.anchor}
        taken = {step.step for step in dog.steps if step.clock == clock.family and step.anchor in beside}
        due = {step.key for step in ladder(case, clock, BOOK) if step.at <= latest(history) + timedelta(days=3)}
        assert due <= taken, "a step that was reached has an outcome"
        persons = {alert.person for alert in dog.alerts if alert.family == clock.family and alert.anchor in beside}
        unconditional = {step.key for step in ladder(case, clock, BOOK) if not step.unless_acknowledged}
        assert persons or not due & unconditional, "somebody was told"


@unhurried
@given(histories, chances)
def test_law_4_no_alert_for_what_was_answered_before_it_was_decided(history: list[Fact], chance: random.Random) -> None:
    plain = [replace(each, thread=None) if isinstance(each, Message) else each for each in history]
    dog = Watchdog(Conversation("x", "merk", "public", "klant"), chance)
    dog.live(plain, until=latest(plain) + timedelta(days=1))
    for alert, raised_at in zip(dog.alerts, dog.raised_at, strict=True):
        known = [m for m in joined(f for f in plain if f.stored_at <= raised_at) if isinstance(m, Message)]
        asked = [m for m in known if m.id == alert.anchor]
        human = [m for m in known if m.direction == "outbound" and not m.automatic]
        assert not [reply for reply in human for question in asked if reply.at >= question.at]
        assert raised_at >= alert.planned_at


@settings(deadline=None, max_examples=40)  # two lives each
@given(histories, st.lists(delays, max_size=3), chances)
def test_with_and_without_crashes_the_same_steps_are_taken(
    history: list[Fact], copies: list[timedelta], chance: random.Random
) -> None:
    """Late or lost runs change when somebody is told, never which steps have an outcome in the end."""
    plain = [each for each in history if isinstance(each, Message) and each.direction == "inbound"]
    again = [replace(each, stored_at=each.stored_at + delay) for each, delay in zip(plain, copies, strict=False)]
    end = latest([*plain, *again]) + timedelta(days=2)
    taken = []
    for arriving in (plain, [*plain, *again]):
        dog = Watchdog(Conversation("x", "merk", "public", "klant"), chance)
        dog.live(arriving, until=end)
        for _ in range(12):
            dog.run(end)
        case = dog.case(end)
        beside = [case.waiting_with(clock) | {clock.anchor} for clock in case.open]
        taken.append({step.step for step in dog.steps for anchors in beside if step.anchor in anchors})
    assert taken[0] == taken[1]
