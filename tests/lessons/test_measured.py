"""What was measured on two projects that do part of the job, and what Waakhond does with the same.

healthchecks, 200 alerts due over 20 s while the receiving end answers 503 for the first 10 s: 100 lost for good. Killed
five times while sending 300: 19 stay "Sending" for ever. 1000 due at once: 1000 messages. django-helpdesk, escalating
after 2 days with the weekend left out: Friday 15:00 escalates on Sunday 00:00, Sunday 10:00 on Monday 00:00.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from chalicelib.channels.port import OutgoingPage, Receipt, Temporary
from chalicelib.domain.paging import MOST_ALERTS, Page
from chalicelib.domain.steps import StepTaken
from tests.domain.build import DIRECT, asked, case_of, wall
from tests.stories import x
from tests.stories.world import FakePager, World, local
from tests.usecases.crashing import CrashingWorld, Effects, Point

QUESTION = "pinnen lukt niet, kan iemand dit oplossen?"
AT_WORK = "2026-11-17 10:00"


def ask_over(world: World, customers: int, seconds: int) -> None:
    """So many customers ask within so many seconds, evenly, in a delivery for each second."""
    start = world.now
    for second in range(seconds):
        world.until(start + timedelta(seconds=second))
        who = range(customers * second // seconds, customers * (second + 1) // seconds)
        world.post(x.posts(*(x.mention(f"klant_{number}", QUESTION, world.now) for number in who)))


def pages(world: World) -> list[Page]:
    context = world.context()
    since = world.now - timedelta(days=2)
    return [page for person in world.organisation.people for page in context.people.pages(person, since)]


def waiting_at(world: World, step: str) -> dict[str, set[str]]:
    """Whom that step told, by conversation."""
    refs = [str(row["conversation"]) for row in world.table.rows("HEAD")]
    facts = {ref: world.context().conversations.load(ref).facts for ref in refs if not ref.startswith("storm:")}
    return {
        ref: {who for fact in found if isinstance(fact, StepTaken) and fact.step == step for who in fact.recipients}
        for ref, found in facts.items()
    }


WELL_AT = local("2026-11-17 10:45:10")


@dataclass
class Ill(FakePager):
    """A provider that answers 503 until it is well again."""

    def send(self, page: OutgoingPage) -> Receipt:
        if self.world.now < WELL_AT:
            raise Temporary("503: it is ill")
        return super().send(page)


def test_200_due_over_20_seconds_while_the_provider_is_ill_for_10_are_all_told() -> None:
    world = World(AT_WORK)
    ask_over(world, 200, 20)
    world.at("2026-11-17 10:44")
    world.channels = {name: Ill(name, world) for name in world.channels}
    world.at("2026-11-17 10:46:30")
    told = waiting_at(world, "after 45m")
    assert len(told) == 200
    assert set(map(frozenset, told.values())) == {frozenset({"sanne"})}
    by_text = [page for page in pages(world) if page.channel == "sms" and page.state in ("sent", "delivered")]
    assert {alert.conversation for page in by_text for alert in page.alerts} >= set(told)
    assert all(page.sent_at is not None for page in by_text)


CUSTOMERS = 30


def killed_while_sending(*crashes: Point) -> CrashingWorld:
    """Their first step falls at one instant, three minutes after they asked; the process dies from then on."""
    world = CrashingWorld(AT_WORK, Effects())
    world.post(x.posts(*(x.mention(f"klant_{number}", QUESTION, world.now) for number in range(CUSTOMERS))))
    world.at("2026-11-17 10:02:55")
    world.effects.crashes = {(world.effects.count + effect, when) for effect, when in crashes}
    return world


@pytest.mark.parametrize("first", [0, CUSTOMERS - 5, CUSTOMERS, CUSTOMERS + 5])
def test_killed_five_times_while_all_are_sent_nothing_is_lost_and_no_page_is_left_unknown(first: int) -> None:
    points: list[Point] = [(first + 2 * number, "after") for number in range(5)]
    world = killed_while_sending(*points)
    world.at("2026-11-17 10:08")
    assert world.effects.count > max(effect for effect, _ in world.effects.crashes), "it was killed five times"
    told = waiting_at(world, "after 3m")
    assert len(told) == CUSTOMERS
    assert all("sanne" in who for who in told.values())
    sent = [page for page in pages(world) if page.person == "sanne" and page.sent_at is not None]
    assert {alert.conversation for page in sent for alert in page.alerts} >= set(told)
    unknown = [page for page in pages(world) if page.state == "claimed" and page.due_at and page.due_at < world.now]
    assert unknown == []


def test_all_that_is_due_at_once_is_one_page_and_a_thousand_are_three() -> None:
    world = World(AT_WORK)
    ask_over(world, 200, 1)
    world.at("2026-11-17 10:44:59")
    assert world.pages() == [("10:00:00", "sanne")], "that there is a storm"
    world.at("2026-11-17 10:46")
    assert world.pages() == [("10:45:00", "sanne")]
    assert len(waiting_at(world, "after 45m")) == 200
    assert -(-1000 // MOST_ALERTS) == 3


@pytest.mark.parametrize(
    ("asked_at", "due"),
    [
        pytest.param("20 15:00", "24 15:00", id="Friday 15:00 and two working days: Tuesday 15:00"),
        pytest.param("22 10:00", "24 17:30", id="Sunday 10:00 and two working days: Tuesday at closing"),
    ],
)
def test_days_that_are_left_out_are_skipped_and_not_subtracted(asked_at: str, due: str) -> None:
    (clock,) = case_of(asked(asked_at), conversation=DIRECT, now=asked_at).clocks
    assert wall(clock.due_at) == due
