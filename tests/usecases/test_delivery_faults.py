"""A provider that is ill, slow, silent or tells lies costs nobody a page, and costs other channels nothing."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.channels.http import Http
from chalicelib.channels.pagerduty import PagerDuty
from chalicelib.channels.port import OutgoingPage, Receipt, Temporary
from chalicelib.domain.paging import Page
from chalicelib.usecases.receipt import receipt
from chalicelib.usecases.tasks import decode
from tests.stories import x
from tests.stories.world import EXAMPLE, FakeChannel, World, local
from tests.usecases.test_cap import sent_at
from tools import faults
from tools.fakeproviders import FakeProviders, secret_of

QUESTION = "waar blijft mijn bestelling??"
TOGETHER = EXAMPLE.read_text("utf-8").replace(
    '{ channel = "email", to = "sanne@example.com" }', '{ channel = "email", to = "sanne@example.com", first = true }'
)
CONFIG = Path(__file__).parents[2] / ".chalice" / "config.json"
MAY_RUN = timedelta(seconds=json.loads(CONFIG.read_text("utf-8"))["lambda_functions"]["work"]["lambda_timeout"])
FAILS_AFTER = timedelta(seconds=Http().connect_timeout + Http().read_timeout)


def asked(settings: str = EXAMPLE.read_text("utf-8")) -> World:
    """Somebody asks at 10:00, so Sanne is paged at 10:45."""
    world = World("2026-11-17 10:00", settings)
    world.post(x.posts(x.mention("jan_uit_ede", QUESTION, world.now)))
    return world


def pages_by(world: World, channel: str) -> list[Page]:
    since = local("2026-11-17 10:00")
    return [page for page in world.context().people.pages("sanne", since) if page.channel == channel]


# --- a provider on loopback ---


@pytest.fixture
def providers() -> Iterator[FakeProviders]:
    providers = FakeProviders()
    with providers.opened():
        yield providers


class OverHttp(FakeChannel):
    """The real channel, to a provider on loopback that it does not wait for as long."""

    def __init__(self, world: World, providers: FakeProviders) -> None:
        super().__init__("pagerduty", world)
        key = secret_of("pagerduty", "sanne", providers.url)
        self._pager = PagerDuty(Http(plain=True, read_timeout=0.3), lambda _: key, providers.url)

    def send(self, page: OutgoingPage) -> Receipt:
        return self._pager.send(page)


@pytest.mark.parametrize(
    ("fault", "again_at", "triggers"),
    [
        pytest.param({"status": 503}, "45:05", 1, id="ill: again after the shortest pause"),
        pytest.param({"status": 429, "retry_after": 90}, "46:30", 1, id="too many: not before it said"),
        pytest.param({"status": 429}, "46:00", 1, id="too many, and it does not say: after PagerDuty's minute"),
        pytest.param({"slow": 60}, "45:05", 2, id="taken, answered too late"),
        pytest.param({"drop": True}, "45:05", 2, id="taken, never answered"),
        pytest.param({"reset": True}, "45:05", 1, id="reset before it was taken"),
    ],
)
def test_a_second_try_has_the_same_key_and_there_is_one_incident(
    providers: FakeProviders, fault: dict[str, object], again_at: str, triggers: int
) -> None:
    world = asked()
    world.channels["pagerduty"] = OverHttp(world, providers)
    providers.fault = faults.read(fault)
    world.at("2026-11-17 10:45")
    (page,) = pages_by(world, "pagerduty")
    assert (page.state, page.attempts) == ("claimed", 1)
    assert page.reason, "what was wrong with the first try"
    providers.fault = faults.NONE
    at = local(f"2026-11-17 10:{again_at}")
    world.until(at - timedelta(seconds=1))
    assert len(providers.calls) == 1
    world.until(at)
    (page,) = pages_by(world, "pagerduty")
    assert (page.state, page.attempts, page.sent_at) == ("sent", 2, at)
    assert [(each.dedup_key, each.triggers) for each in providers.incidents.all] == [(page.id, triggers)]


# --- receipts ---


@pytest.mark.parametrize(
    ("receipts", "state"),
    [
        pytest.param(0, "sent", id="never"),
        pytest.param(1, "delivered", id="once"),
        pytest.param(2, "delivered", id="twice"),
    ],
)
def test_a_receipt_changes_nothing_of_what_follows(receipts: int, state: str) -> None:
    world = asked().at("2026-11-17 10:45:30")
    (text,) = pages_by(world, "sms")
    heard = {
        "eventType": "TEXT_DELIVERED",
        "isFinal": True,
        "messageId": text.provider_id,
        "context": {"page": text.id},
    }
    for _ in range(receipts):
        receipt(json.dumps(heard), world.context(), world.now)
    world.at("2026-11-17 10:54")
    assert [(f"{p.at:%M:%S}", p.channel) for p in world.sent] == [
        ("45:00", "sms"),
        ("45:00", "pagerduty"),
        ("48:00", "email"),
    ]
    assert [(page.state, page.due_at) for page in pages_by(world, "sms")] == [(state, None)]
    noted = [name for name, _ in world.journal.events if name == "page_delivered"]
    assert len(noted) == min(receipts, 1)


# --- methods that go together ---


@dataclass
class Slow(FakeChannel):
    """Takes as long to fail as a provider can; the first time only."""

    failed: set[str] = field(default_factory=set)

    def send(self, page: OutgoingPage) -> Receipt:
        if page.id in self.failed:
            return super().send(page)
        self.failed.add(page.id)
        self.world._now += FAILS_AFTER
        raise Temporary("no answer")


def test_three_slow_providers_together_fit_in_no_run_and_so_each_has_one_of_its_own() -> None:
    world = asked(TOGETHER)
    world.channels = {name: Slow(name, world) for name in ("sms", "pagerduty", "email")}
    runs: list[timedelta] = []
    work = world.work.deliver

    def timed(text: str) -> None:
        began = world.now
        work(text)
        runs.append(world.now - began)

    world.work.deliver = timed
    world.at("2026-11-17 10:47")
    assert 3 * FAILS_AFTER > MAY_RUN, "together they would have been stopped half way"
    assert max(runs) == FAILS_AFTER
    assert sorted(page.channel for page in world.sent) == ["email", "pagerduty", "sms"]
    assert {page.state for name in world.channels for page in pages_by(world, name)} == {"sent"}


def test_of_methods_that_go_together_a_dead_worker_takes_one_along() -> None:
    world = asked(TOGETHER)

    @dataclass
    class Deadly(FakeChannel):
        def send(self, page: OutgoingPage) -> Receipt:
            raise RuntimeError("the function was stopped")

    world.channels["sms"] = Deadly("sms", world)
    with pytest.raises(RuntimeError):
        world.at("2026-11-17 10:45")
    world.at("2026-11-17 10:45:01")
    assert sorted(page.channel for page in world.sent) == ["email", "pagerduty"]
    world.channels["sms"] = FakeChannel("sms", world)
    world.at("2026-11-17 10:48")
    assert [page.channel for page in world.sent][2:] == ["sms"], "the end of its lease brings it back"


def test_one_that_waits_for_its_worker_is_not_sent_when_the_answer_comes_first() -> None:
    world = World("2026-11-17 10:00", TOGETHER)
    question = x.mention("jan_uit_ede", QUESTION, world.now)
    world.post(x.posts(question))
    work, kept = world.work.deliver, list[str]()
    world.work.deliver = lambda text: kept.append(text) if decode(text).do == "page" else work(text)
    world.at("2026-11-17 10:45:01")
    world.post(x.posts(x.reply(question, "Morgen!", world.now)))
    for text in kept:
        work(text)
    assert [page.channel for page in world.sent] == ["sms"]
    assert {page.state for name in ("pagerduty", "email") for page in pages_by(world, name)} == {"withdrawn"}


# --- caps ---


def test_a_page_that_waits_for_its_next_try_counts_for_the_cap() -> None:
    """Else another goes in its place, and then itself: one more than the cap allows."""
    world = World("2026-11-17 10:00", re.sub(r'\{ channel = "(pagerduty|email)", to = "sanne[^\n]*\n', "", TOGETHER))
    sent_at(world, 44, 46, 47)
    world.post(x.posts(x.mention("jan_uit_ede", QUESTION, world.now)))
    world.at("2026-11-17 10:12")
    world.post(x.posts(x.mention("merel", QUESTION, world.now)))
    world.at("2026-11-17 10:54")
    answers = [Temporary("too many", retry_after=180.0)]

    @dataclass
    class Throttled(FakeChannel):
        def send(self, page: OutgoingPage) -> Receipt:
            if answers:
                raise answers.pop()
            return super().send(page)

    world.channels["sms"] = Throttled("sms", world)
    world.at("2026-11-17 10:59:30")
    assert [f"{page.at:%M:%S}" for page in world.sent] == ["45:00", "58:00", "59:00"]
