"""A test page: the way of a real page, one method at a time, and what is known of the method afterwards."""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from chalicelib.channels.port import ChannelError, OutgoingPage, Permanent, Receipt, Temporary
from chalicelib.domain.reach import Reach
from chalicelib.domain.trial import MOST_TRIES, WINDOW, Trial
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.reach import Reaches, trial_key
from chalicelib.usecases.receipt import receipt
from chalicelib.usecases.tasks import Task, enqueue
from chalicelib.usecases.trial import trial_task
from tests.stories import x
from tests.stories.test_reply_by_sms import TWO_WAY
from tests.stories.world import FakeChannel, World
from tests.usecases.crashing import Crash, CrashingTable, Effects

SMS, PAGERDUTY, EMAIL = range(3)


def asked(*numbers: int, settings: str = TWO_WAY, person: str = "sanne", table: MemoryTable | None = None) -> World:
    """Somebody asked for test pages by these methods; it is two seconds later."""
    world = World("2026-11-17 12:00", settings)
    world.table = table or world.table
    ask(world, *numbers, person=person)
    world.until(world.now + timedelta(seconds=2))
    return world


def ask(world: World, *numbers: int, person: str = "sanne") -> None:
    for number in numbers:
        enqueue(world.work, trial_task(person, number, world.now), world.now)


def trials(world: World, person: str = "sanne") -> tuple[Trial, ...]:
    return Reaches(world.table).trials(person, world.now - timedelta(days=1))


def known(world: World, channel: str = "sms", person: str = "sanne") -> Reach | None:
    return next((each for each in Reaches(world.table).of(person) if each.channel == channel), None)


def hear(world: World, trial: Trial, kind: str) -> None:
    heard = {"eventType": kind, "isFinal": True, "messageId": trial.provider_id, "context": {"page": trial.id}}
    receipt(json.dumps(heard), world.context(), world.now)


@dataclass
class Failing(FakeChannel):
    """Raises these one after the other, then takes every page."""

    errors: list[ChannelError] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)

    def send(self, page: OutgoingPage) -> Receipt:
        self.ids.append(page.id)
        if self.errors:
            raise self.errors.pop(0)
        return FakeChannel.send(self, page)


def test_it_goes_by_each_method_that_was_asked_for_and_says_that_no_customer_waits() -> None:
    world = asked(SMS, PAGERDUTY, EMAIL)
    assert [(page.to, page.channel) for page in world.sent] == [
        ("sanne", "sms"),
        ("sanne", "pagerduty"),
        ("sanne", "email"),
    ]
    assert all("er wacht geen klant" in page.text for page in world.sent)
    assert ["Antwoord OK" in page.text for page in world.sent] == [True, False, False]
    assert {page.link for page in world.sent if page.link.startswith("https://wh.merk.nl/t/")} == {
        page.link for page in world.sent
    }
    assert len({page.link for page in world.sent}) == 3
    assert [trial.state for trial in trials(world)] == ["sent"] * 3
    assert Reaches(world.table).of("sanne") == (), "that a provider took it proves nothing"


def test_the_same_task_again_sends_nothing_more() -> None:
    world = asked(EMAIL)
    (trial,) = trials(world)
    enqueue(world.work, trial_task("sanne", EMAIL, trial.asked_at), world.now)
    world.until(world.now + 2 * WINDOW)
    assert (len(world.sent), trials(world)) == (1, (trial,))


def test_a_permanent_error_ends_it_and_its_reason_is_known_of_the_method() -> None:
    world = World("2026-11-17 12:00")
    world.channels["sms"] = FakeChannel("sms", world, broken={"+31600000001"})
    ask(world, SMS)
    world.until(world.now + timedelta(seconds=2))
    (trial,) = trials(world)
    assert (trial.state, trial.reason) == ("failed", "+31600000001 is no number that works")
    reach = known(world)
    assert reach is not None
    assert (reach.failing, reach.reason) == (True, trial.reason)


@pytest.mark.parametrize(
    ("troubles", "state"),
    [pytest.param(MOST_TRIES - 1, "sent", id="until it works"), pytest.param(MOST_TRIES, "failed", id="four times")],
)
def test_temporary_trouble_is_tried_again_under_the_same_id(troubles: int, state: str) -> None:
    world = World("2026-11-17 12:00")
    channel = Failing("email", world, errors=[Temporary("ill") for _ in range(troubles)])
    world.channels["email"] = channel
    ask(world, EMAIL)
    world.at("2026-11-17 12:05")
    assert [trial.state for trial in trials(world)] == [state]
    assert (len(channel.ids), len(set(channel.ids))) == (MOST_TRIES, 1)


@pytest.mark.parametrize(
    ("kind", "state", "works"),
    [
        pytest.param("TEXT_DELIVERED", "delivered", True, id="delivered"),
        pytest.param("TEXT_CARRIER_BLOCKED", "failed", False, id="certainly not"),
        pytest.param("TEXT_PENDING", "sent", None, id="on its way"),
    ],
)
def test_a_receipt_of_it_tells_of_the_method(kind: str, state: str, works: bool | None) -> None:
    world = asked(SMS)
    hear(world, trials(world)[0], kind)
    hear(world, trials(world)[0], kind)
    assert [trial.state for trial in trials(world)] == [state]
    reach = known(world)
    assert (None if reach is None else not reach.failing) == works


def test_delivered_stays_delivered_whatever_is_heard_later() -> None:
    world = asked(SMS)
    hear(world, trials(world)[0], "TEXT_DELIVERED")
    hear(world, trials(world)[0], "TEXT_CARRIER_BLOCKED")
    assert [trial.state for trial in trials(world)] == ["delivered"]


def test_a_receipt_of_an_unknown_test_page_is_counted() -> None:
    world = asked(SMS)
    hear(world, replace(trials(world)[0], id="test-" + "0" * 20), "TEXT_DELIVERED")
    assert world.context().notes.counts(world.now) == {"receipt#unknown page": 1}


def test_ok_by_text_answers_it_and_says_so() -> None:
    world = asked(SMS)
    world.text("sanne", "ok", world.sent[0])
    assert [trial.state for trial in trials(world)] == ["answered"]
    reach = known(world)
    assert reach is not None and reach.worked_at == world.now
    assert world.notices[-1].text.startswith("Waakhond: dank je, je bent bereikbaar op dit nummer.")


def test_ok_to_the_test_takes_no_page_and_ok_to_a_page_answers_no_test() -> None:
    world = asked(SMS)
    world.post(x.posts(x.mention("jan", "waar blijft mijn bestelling??", world.now)))
    world.at("2026-11-17 12:46")
    test, page = (each for each in world.sent if each.channel == "sms")
    world.text("sanne", "ok", test)
    assert {head.acknowledged_by for head in world.context().due.heads()} == {None}
    world.text("sanne", "ok", page)
    assert {head.acknowledged_by for head in world.context().due.heads()} == {"sanne"}
    ask(world, SMS)
    world.until(world.now + timedelta(seconds=2))
    world.text("sanne", "ok", page)
    assert [trial.state for trial in trials(world)] == ["answered", "sent"]


@pytest.mark.parametrize(
    ("after", "state"),
    [
        pytest.param(timedelta(minutes=14), "answered", id="while it asks"),
        pytest.param(timedelta(minutes=15), "sent", id="when its time is over"),
    ],
)
def test_a_bare_ok_while_no_page_is_open_answers_it(after: timedelta, state: str) -> None:
    world = asked(SMS)
    world.until(world.now + after)
    world.text("sanne", "ok")
    assert [trial.state for trial in trials(world)] == [state]


def test_a_bare_ok_while_a_page_is_open_takes_that() -> None:
    world = World("2026-11-17 12:00", TWO_WAY)
    world.post(x.posts(x.mention("jan", "waar blijft mijn bestelling??", world.now)))
    world.at("2026-11-17 12:46")
    ask(world, SMS)
    world.until(world.now + timedelta(seconds=2))
    world.text("sanne", "ok")
    assert {head.acknowledged_by for head in world.context().due.heads()} == {"sanne"}
    assert [trial.state for trial in trials(world)] == ["sent"]


def test_its_incident_is_resolved_when_its_time_is_over() -> None:
    world = asked(PAGERDUTY)
    assert list(world.pager.incidents.values()) == ["triggered"]
    world.until(world.now + WINDOW)
    assert list(world.pager.incidents.values()) == ["resolved"]
    assert [trial.resolved for trial in trials(world)] == [True]


def test_taken_at_the_pager_it_is_answered_and_resolved() -> None:
    world = asked(PAGERDUTY)
    (trial,) = trials(world)
    for _ in range(2):
        enqueue(world.work, Task("acknowledge", trial.id, world.now, "pagerduty"), world.now)
    world.until(world.now + timedelta(seconds=5))
    assert [(each.state, each.resolved) for each in trials(world)] == [("answered", True)]
    reach = known(world, "pagerduty")
    assert reach is not None and not reach.failing and reach.worked_at is not None
    assert len(world.pager.told) == 1


@pytest.mark.parametrize("error", [Temporary("ill"), Permanent("gone")])
def test_an_incident_that_could_not_be_resolved_costs_nothing_else(error: ChannelError) -> None:
    world = asked(PAGERDUTY)
    world.pager.answers = [error]
    world.until(world.now + WINDOW + timedelta(minutes=1))
    assert [trial.resolved for trial in trials(world)] == [isinstance(error, Temporary)]


@pytest.mark.parametrize(
    ("person", "number", "why"),
    [("nobody", 0, "this stage knows no such person"), ("sanne", 7, "this stage knows no such method of theirs")],
)
def test_what_the_stage_does_not_know_fails_with_what_to_do(person: str, number: int, why: str) -> None:
    world = asked(number, person=person)
    assert [trial.reason for trial in trials(world, person)] == [f"{why}: deploy the configuration, then test again"]
    assert (world.sent, Reaches(world.table).of(person)) == ([], ())


def begun_at() -> datetime:
    return World("2026-11-17 12:00").now


def test_a_crash_after_any_write_leaves_a_test_page_that_is_sent_all_the_same() -> None:
    crashed, number = True, 0
    while crashed:
        effects = Effects(armed=True, crashes={(number, "after")})
        world = World("2026-11-17 12:00")
        world.table = CrashingTable(effects)
        crashed = False
        ask(world, EMAIL)
        for _ in range(3):  # a queue hands over again what was not finished
            try:
                world.until(world.now + timedelta(seconds=2))
            except Crash:
                crashed, effects.armed = True, False
                enqueue(world.work, trial_task("sanne", EMAIL, begun_at()), world.now)
        effects.armed = False
        world.until(world.now + timedelta(minutes=3))
        trial = Reaches(world.table).trial("sanne", trial_key(begun_at(), EMAIL))
        assert trial is not None and trial.state == "sent", f"a crash after write {number}"
        assert world.sent, f"a crash after write {number}"
        number += 1
    assert number > 1, "a test page writes more than once"
