"""Notices of duty: each at least once, normally exactly once, and never what is no longer true."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

import pytest

from chalicelib.channels.port import OutgoingPage, Permanent, Receipt, Temporary
from chalicelib.domain.organisation import Method
from chalicelib.store.table import Delete
from chalicelib.usecases import tasks
from chalicelib.usecases.duties import take_over
from chalicelib.usecases.notify import NOTICES, queue_notices
from chalicelib.usecases.tasks import Task
from tests.stories.world import AMSTERDAM, EXAMPLE, FakeChannel, World, local
from tests.usecases.crashing import CrashingWorld, Effects, Point

SUNDAY, MONDAY = "2026-11-22 09:00", "2026-11-23 09:00"
SMS, MAIL = "+31600000002", "bram@example.com"


def told(world: World) -> list[tuple[str, str, str]]:
    """(local time, person, channel) of every notice."""
    return [(f"{n.at.astimezone(AMSTERDAM):%d %H:%M:%S}", n.to, n.channel) for n in world.notices]


def before_the_handoff(settings: str = EXAMPLE.read_text("utf-8")) -> World:
    return World("2026-11-23 08:58", settings)


def test_the_next_person_is_told_a_day_before_and_at_the_handoff() -> None:
    world = World("2026-11-21 12:00").at("2026-11-24 12:00")
    assert told(world) == [("22 09:00:00", "bram", "sms"), ("23 09:00:00", "bram", "sms")]
    assert world.notices[0].text == (
        "Waakhond: jij krijgt dienst, van ma 23-11 09:00 tot ma 30-11 09:00. Kun je niet? Regel nu iemand anders."
    )
    assert world.notices[1].text == ("Waakhond: jij hebt dienst tot ma 30-11 09:00. Open: 0 gesprekken, 0 beloften.")
    assert world.sent == [], "a notice is no page"


@pytest.mark.parametrize(
    ("language", "zone", "words"),
    [
        pytest.param("nl", "Europe/Amsterdam", "jij hebt dienst tot ma 30-11 09:00", id="Dutch"),
        pytest.param("en", "Europe/Amsterdam", "you are on duty until Mon 30-11 09:00", id="English"),
        pytest.param("en", "Europe/London", "you are on duty until Mon 30-11 08:00", id="elsewhere"),
    ],
)
def test_a_notice_is_in_the_persons_own_language_and_zone(language: str, zone: str, words: str) -> None:
    own = f'name = "Bram"\nlanguage = "{language}"\nzone = "{zone}"'
    world = before_the_handoff(EXAMPLE.read_text("utf-8").replace('name = "Bram"', own)).at("2026-11-23 09:01")
    assert words in world.notices[-1].text


def test_who_can_reply_by_text_is_asked_to() -> None:
    settings = EXAMPLE.read_text("utf-8").replace('sender_id = "Waakhond"', 'number = "+31600000009"')
    world = before_the_handoff(settings.replace("two_way = false", "two_way = true")).at("2026-11-23 09:01")
    assert "OK = telefoon bij me" in world.notices[-1].text


# --- who is told by which method ---


def with_methods(world: World, *methods: Method) -> World:
    people = {**world.organisation.people, "bram": replace(world.organisation.people["bram"], methods=methods)}
    world.organisation = replace(world.organisation, people=people)
    return world


PHONE, SECOND, LETTERS = Method("sms", SMS, True), Method("sms", "+31600000012", True), Method("email", MAIL)
PAGER = Method("pagerduty", "bram", True)


@pytest.mark.parametrize(
    ("methods", "broken", "addresses"),
    [
        pytest.param((PHONE, LETTERS), (), [SMS], id="the first method only"),
        pytest.param((PHONE, LETTERS), (SMS,), [MAIL], id="the next one when it does not work"),
        pytest.param((PHONE, SECOND, LETTERS), (), [SMS, SECOND.to], id="all that go first"),
        pytest.param((PHONE, SECOND, LETTERS), (SMS,), [SECOND.to], id="one of two works: that is enough"),
        pytest.param((PHONE, SECOND, LETTERS), (SMS, SECOND.to), [MAIL], id="none of those that go first"),
        pytest.param((LETTERS, PHONE), (), [SMS], id="first is what is marked, not what is written above it"),
        pytest.param((PHONE, LETTERS), (SMS, MAIL), [], id="nothing works"),
        pytest.param((PAGER, PHONE, LETTERS), (), [SMS], id="it opens no incident"),
        pytest.param((PAGER, LETTERS), (), [MAIL], id="nor when the others come later"),
        pytest.param((PAGER, PHONE, LETTERS), (SMS, MAIL), [], id="nor when none of the others works"),
        pytest.param((PAGER,), (), [PAGER.to], id="unless there is no other way"),
    ],
)
def test_methods(methods: tuple[Method, ...], broken: tuple[str, ...], addresses: list[str]) -> None:
    world = with_methods(before_the_handoff(), *methods)
    heard = {name: Heard(name, world, set(broken)) for name in ("sms", "email", "pagerduty")}
    world.channels = {**heard}
    world.at("2026-11-23 10:00")
    assert sorted(page.to for each in heard.values() for page in each.pages) == sorted(addresses)
    failed = [event for event, _ in world.journal.events if event == "notice_failed"]
    assert bool(failed) == (not addresses), "only when nothing worked"


class Heard(FakeChannel):
    """Remembers what it was given, and can be ill for a while."""

    def __init__(self, name: str, world: World, broken: set[str], ill_until: datetime | None = None) -> None:
        super().__init__(name, world, broken)
        self.ill_until = ill_until
        self.pages: list[OutgoingPage] = []

    def send(self, page: OutgoingPage) -> Receipt:
        if self.ill_until is not None and self.world.now < self.ill_until:
            raise Temporary("throttled")
        if page.to in self.broken:
            raise Permanent("no number that works")
        self.pages.append(page)
        return Receipt("1")


@pytest.mark.parametrize(
    ("minutes", "sms", "mail"),
    [
        pytest.param(2, 1, 0, id="a short illness: the same method, later"),
        pytest.param(14, 1, 0, id="almost a quarter of an hour: still the same"),
        pytest.param(120, 0, 1, id="a long one: the next method"),
    ],
)
def test_a_provider_that_is_ill(minutes: int, sms: int, mail: int) -> None:
    world = before_the_handoff()
    ill = Heard("sms", world, set(), local(MONDAY) + timedelta(minutes=minutes))
    well = Heard("email", world, set())
    world.channels = {"sms": ill, "email": well}
    world.at("2026-11-23 12:00")
    assert (len(ill.pages), len(well.pages)) == (sms, mail)


def test_a_method_that_took_it_is_not_asked_again_for_the_sake_of_another() -> None:
    """Some sent, some not: the one number works at once, the other channel is ill for two minutes."""
    world = with_methods(before_the_handoff(), PHONE, replace(LETTERS, first=True))
    works, ill = Heard("sms", world, set()), Heard("email", world, set(), local(MONDAY) + timedelta(minutes=2))
    world.channels = {"sms": works, "email": ill}
    world.at("2026-11-23 12:00")
    assert [page.to for page in works.pages] == [SMS]
    assert [page.to for page in ill.pages] == [MAIL]


def test_each_method_and_each_notice_has_an_id_of_its_own() -> None:
    world = with_methods(World("2026-11-22 08:58"), PHONE, SECOND)
    sms = Heard("sms", world, set())
    world.channels = {"sms": sms}
    world.at("2026-11-23 09:05")
    assert len(sms.pages) == len({page.id for page in sms.pages}) == 4


def test_a_notice_that_is_tried_again_keeps_its_id() -> None:
    """Sent, and then the process died before it was noted: whoever knows the id shows it once."""
    world = before_the_handoff()
    sms = Heard("sms", world, set())
    world.channels = {"sms": sms}
    world.at("2026-11-23 09:00:30")
    (row,) = [item for item in world.table.query("P#bram") if item["kind"] == "notice"]
    world.table.write(Delete(str(row["pk"]), str(row["sk"])))
    world.at("2026-11-23 09:02")
    first, second = sms.pages
    assert first.id == second.id


# --- at least once, normally exactly once ---


@dataclass
class Outbox:
    """A work queue that only remembers, and can break down."""

    texts: list[str]
    breaks_after: int = 1000

    def send(self, text: str, delay: int = 0, reason: str = "") -> None:
        if len(self.texts) >= self.breaks_after:
            raise ConnectionError("no queue")
        self.texts.append(text)


def queued(outbox: Outbox) -> list[str]:
    return [f"{task.target} {task.key.split('#')[0]}" for task in map(tasks.decode, outbox.texts)]


def test_the_very_first_sweep_has_nothing_to_catch_up_with() -> None:
    world, outbox = World("2026-11-23 09:05"), Outbox([])
    context = replace(world.context(), work=outbox)
    assert queue_notices(context, None, world.now) == 0
    assert context.notes.marks()[NOTICES] == world.now


@pytest.mark.parametrize(
    ("last", "now", "found"),
    [
        pytest.param("2026-11-23 08:59", "2026-11-23 09:00", ["bram handoff"], id="every minute"),
        pytest.param("2026-11-23 08:59", "2026-11-23 08:59:59", [], id="not too early"),
        pytest.param("2026-11-22 08:00", "2026-11-23 13:00", ["bram day_before", "bram handoff"], id="after an outage"),
        pytest.param("2026-09-01 08:00", "2026-11-23 13:00", ["bram day_before", "bram handoff"], id="eight days back"),
        pytest.param("2026-11-23 09:00:09", "2026-11-23 09:01", ["bram handoff"], id="just told: looked at once more"),
        pytest.param("2026-11-23 09:00:10", "2026-11-23 09:01", [], id="told a while ago"),
    ],
)
def test_what_a_sweep_queues(last: str, now: str, found: list[str]) -> None:
    world, outbox = World("2026-11-20 12:00"), Outbox([])
    queue_notices(replace(world.context(), work=outbox), local(last), local(now))
    assert [line for line in queued(outbox) if line.startswith("bram")] == found


def test_the_mark_stays_where_it_is_until_everything_is_queued() -> None:
    world, outbox = World("2026-11-20 12:00"), Outbox([], breaks_after=1)
    context = replace(world.context(), work=outbox)
    with pytest.raises(ConnectionError):
        queue_notices(context, local("2026-11-22 08:00"), local("2026-11-23 13:00"))
    assert NOTICES not in context.notes.marks()


def test_a_notice_that_was_queued_twice_is_sent_once() -> None:
    world = before_the_handoff().at("2026-11-23 09:01")
    assert len(world.notices) == 1
    world.work.send(tasks.encode(Task("notify", "bram", world.now, f"handoff#{local(MONDAY).isoformat()}#webcare")))
    world.at("2026-11-23 09:02")
    assert len(world.notices) == 1


@pytest.mark.parametrize(
    ("person", "key"),
    [
        pytest.param("bram", f"handoff#{local('2026-11-16 09:00').isoformat()}#webcare", id="Sanne had that week"),
        pytest.param("gone", f"handoff#{local(MONDAY).isoformat()}#webcare", id="not in the configuration any more"),
        pytest.param("bram", f"handoff#{local(MONDAY).isoformat()}#opgeheven", id="no such rota any more"),
    ],
)
def test_what_is_no_longer_true_is_not_told(person: str, key: str) -> None:
    world = World("2026-11-23 09:05")
    world.work.send(tasks.encode(Task("notify", person, world.now, key)))
    world.at("2026-11-23 09:06")
    assert world.notices == []
    assert "notice_outdated" in {event for event, _ in world.journal.events}


def test_who_hands_the_week_on_is_not_told_about_it() -> None:
    world = World("2026-11-22 08:58").at("2026-11-22 12:00")
    take_over(
        world.context().duties,
        world.organisation,
        rota="webcare",
        person="chris",
        start=local(MONDAY),
        end=local("2026-11-30 09:00"),
        by="bram",
        now=world.now,
    )
    world.at("2026-11-23 12:00")
    assert [(n.to, "krijgt" in n.text) for n in world.notices] == [("bram", True), ("chris", False)]


def crashing(crashes: set[Point]) -> CrashingWorld:
    """Two sweeps around the handoff, with every write and every message counted."""
    world = CrashingWorld("2026-11-23 08:59", Effects())
    world.at("2026-11-23 08:59")
    world.effects.crashes = crashes
    world.effects.count = 0
    world.channels = {name: FakeChannel(name, world) for name in ("sms", "email")}
    world.at("2026-11-23 09:10")
    return world


WHEN: tuple[Literal["before", "after"], ...] = ("before", "after")


@pytest.mark.parametrize("when", WHEN)
def test_a_crash_anywhere_delays_a_notice_and_at_worst_repeats_it(when: Literal["before", "after"]) -> None:
    undisturbed = crashing(set())
    assert told(undisturbed) == [("23 09:00:00", "bram", "sms")]
    for number in range(undisturbed.effects.count):
        found = told(crashing({(number, when)}))
        assert 1 <= len(found) <= 2, f"after a crash {when} effect {number}"
        assert found[0] <= ("23 09:03:00", "bram", "sms")
