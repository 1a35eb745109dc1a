"""A pager shows how its incident stands: told once, in order, whoever took or answered it and by whatever way."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from chalicelib.channels.port import Permanent, Temporary
from chalicelib.domain.facts_by_hand import Acknowledgement
from chalicelib.domain.facts_seen import Deletion
from chalicelib.domain.following import FIRST_LOOK, FOLLOWED_FOR
from chalicelib.domain.paging import MOST_TRIES, Page
from chalicelib.store.codec import from_item
from chalicelib.store.duties import Mute
from chalicelib.store.people import People, page_key
from chalicelib.usecases import act
from chalicelib.usecases.act import dismiss, take
from chalicelib.usecases.resume import resume
from chalicelib.usecases.settle import settle
from chalicelib.usecases.tasks import Task, encode, queue_if_soon
from tests.stories import x
from tests.stories.world import World, local
from tests.usecases.test_deliver import Stopped

FAR = local("2026-12-31 00:00")


class Paged(World):
    """Everybody asked at 10:00; at 10:45 Sanne was paged by SMS and by pager."""

    def __init__(self, *customers: str) -> None:
        super().__init__("2026-11-17 09:59")
        self.at("2026-11-17 10:00")
        self.questions = [x.mention(who, "waar blijft mijn bestelling??", self.now) for who in customers or ("jan",)]
        self.post(x.posts(*self.questions))
        self.at("2026-11-17 10:46")
        assert [page.channel for page in self.sent] == ["sms", "pagerduty"]

    def refs(self) -> list[str]:
        return [f"x:merk:public:{question['user']['id_str']}" for question in self.questions]

    def answer(self, number: int = 0) -> None:
        self.post(x.posts(x.reply(self.questions[number], "Morgen!", self.now)))

    def row(self, channel: str = "pagerduty", person: str = "sanne") -> Page:
        """The person's first page by that channel."""
        rows = (from_item(Page, row) for row in self.table.query(f"P#{person}", "PAGE#", "PAGE#~"))
        return next(page for page in rows if page.channel == channel)

    def takes_on_pager(self) -> None:
        """PagerDuty says that Sanne acknowledged her first incident there."""
        self.work.send(encode(Task("acknowledge", self.row().id, self.now, "pagerduty")))
        self.until(self.now)


def by_link(world: Paged) -> None:
    world.acknowledge(world.sent[0])


def by_the_managers_link(world: Paged) -> None:
    world.at("2026-11-17 11:02")
    world.acknowledge(next(page for page in world.sent if page.to == "mirjam"))


def on_the_status_page(world: Paged) -> None:
    take(world.refs(), "bram", "status", world.context(), world.now)


@pytest.mark.parametrize(
    ("taken", "at"),
    [
        pytest.param(by_link, "10:46:00", id="by the link of the text message beside it"),
        pytest.param(by_the_managers_link, "11:02:00", id="by the manager, who was paged about the same later"),
        pytest.param(on_the_status_page, "10:46:00", id="by somebody who was not paged at all"),
    ],
)
def test_whoever_takes_it_the_pager_shows_it_at_once(taken: Callable[[Paged], None], at: str) -> None:
    world = Paged()
    first = world.row().id
    taken(world)
    world.until(world.now)
    assert (at, "acknowledged") in world.shown()
    assert world.pager.incidents[first] == "acknowledged"
    world.until(world.now + timedelta(minutes=5))
    assert [told.state for told in world.pager.told if told.page == first] == ["acknowledged"]


def dismissed(world: Paged) -> None:
    dismiss(world.refs(), "sanne", "spam", world.context(), world.now)


def deleted(world: Paged) -> None:
    gone = Deletion(message=world.questions[0]["id_str"], first_seen_at=world.now, stored_at=world.now)
    world.context().conversations.add(world.refs()[0], gone)
    settle(world.refs()[0], world.context(), world.now)


def answered_elsewhere(world: Paged) -> None:
    act.answered_elsewhere(world.refs(), "sanne", world.now, world.context(), world.now)


@pytest.mark.parametrize(
    "ended",
    [
        pytest.param(Paged.answer, id="answered"),
        pytest.param(dismissed, id="dismissed"),
        pytest.param(deleted, id="deleted by the customer"),
        pytest.param(answered_elsewhere, id="answered elsewhere"),
    ],
)
def test_when_nothing_waits_any_more_the_incident_is_resolved_at_once(ended: Callable[[Paged], None]) -> None:
    world = Paged()
    ended(world)
    world.until(world.now)
    assert world.shown() == [("10:46:00", "resolved")]
    world.at("2026-11-17 11:02")
    assert world.shown() == [("10:46:00", "resolved")]
    assert list(world.context().due.due(FAR)) == []


def test_a_mute_resolves_it_at_the_next_look() -> None:
    world = Paged()
    silent = Mute(
        id="m", platform="x", account="2244994945", by="sanne", made_at=world.now, until=local("2026-11-18 10:00")
    )
    world.context().duties.add_mute(silent)
    world.at("2026-11-17 11:00")
    assert [state for _, state in world.shown()] == ["resolved"]


def test_what_carries_several_is_resolved_with_the_last_of_them() -> None:
    world = Paged("jan", "merel")
    world.answer(0)
    world.at("2026-11-17 10:48")
    assert world.shown() == []
    world.answer(1)
    world.at("2026-11-17 10:49")
    assert world.shown() == [("10:48:15", "resolved")], "a moment later, since they may be answered in a row"


def test_what_carries_several_is_acknowledged_when_all_of_them_are_taken() -> None:
    world = Paged("jan", "merel")
    one, other = world.refs()
    take([one], "mirjam", "status", world.context(), world.now)
    world.at("2026-11-17 10:47")
    assert world.shown() == []
    take([other], "mirjam", "status", world.context(), world.now)
    world.at("2026-11-17 10:48")
    assert world.shown() == [("10:47:15", "acknowledged")]


def test_many_that_are_answered_in_a_row_are_looked_at_once() -> None:
    world = Paged(*(f"klant_{number}" for number in range(8)))
    before = len(world.journal.events)
    for number in range(8):
        world.answer(number)
        world.until(world.now + timedelta(seconds=1))
    world.until(world.now + timedelta(minutes=1))
    assert world.shown() == [("10:46:15", "resolved")]
    told = [event for event, _ in world.journal.events[before:] if event.startswith("page_follow")]
    assert told == ["page_followed"]


def test_a_page_that_was_never_answered_is_resolved_when_its_case_is_closed() -> None:
    world = Paged()
    first = world.row().id
    world.at("2026-11-24 10:05")
    assert [told.state for told in world.pager.told if told.page == first] == ["resolved"]
    assert set(world.pager.incidents.values()) == {"resolved"}


def test_every_method_of_a_group_that_is_followed_is_told_and_no_other() -> None:
    world = Paged()
    world.at("2026-11-17 10:49").acknowledge(world.sent[0])
    world.until(world.now)
    assert world.row("sms").told == "" and world.row("email").told == ""
    assert world.row("sms").due_at is None and world.row("email").due_at is None
    assert world.row().told == "acknowledged"


def test_an_answer_in_the_second_in_which_it_goes_out_is_told_at_the_first_look() -> None:
    """Its worker had composed the page; the answer came in before the provider took it."""
    world = Paged("jan", "merel")
    first = world.row()
    context = world.context()
    unsent = replace(first, state="claimed", due_at=world.now, attempts=first.attempts + 1, sent_at=None)
    assert context.people.save(unsent, first)
    world.answer(0)
    world.answer(1)
    assert world.shown() == []
    claimed = context.people.page("sanne", page_key(first))
    assert claimed is not None
    sent = replace(claimed, state="sent", sent_at=world.now, due_at=world.now + FIRST_LOOK)
    assert context.people.save(sent, claimed)
    queue_if_soon(world.work, Task("page", "sanne", sent.due_at or world.now, page_key(sent)), world.now)
    world.until(world.now + timedelta(minutes=2))
    assert world.shown() == [("10:47:00", "resolved")]


def test_an_ill_provider_is_told_again_until_it_listens() -> None:
    world = Paged()
    world.pager.answers = [Temporary("503"), Temporary("throttled", retry_after=40.0)]
    world.acknowledge(world.sent[0])
    world.at("2026-11-17 10:48")
    assert world.shown() == [("10:46:45", "acknowledged")], "five seconds later, and then when it said"
    assert world.row().tellings == 0


def test_one_that_stays_ill_is_told_with_the_slow_looks() -> None:
    world = Paged()
    world.pager.answers = [Temporary("503")] * (2 * MOST_TRIES)
    world.answer()
    world.at("2026-11-17 10:50")
    assert len(world.pager.answers) == MOST_TRIES, "no flood"
    world.at("2026-11-17 11:15")
    assert [state for _, state in world.shown()] == ["resolved"] * (not world.pager.answers)
    world.at("2026-11-17 11:40")
    assert [state for _, state in world.shown()] == ["resolved"]


def test_one_that_refuses_is_told_nothing_more_and_the_row_says_why() -> None:
    world = Paged()
    world.pager.answers = [Permanent("400: no such routing key")]
    world.acknowledge(world.sent[0])
    world.until(world.now)
    assert (world.row().told, world.row().due_at) == ("", None)
    assert world.row().reason == (
        "acknowledged by sanne, via link; its provider was not told acknowledged: 400: no such routing key"
    )
    world.answer()
    world.at("2026-11-17 14:00")
    assert world.shown() == []


def test_a_channel_that_keeps_no_incidents_any_more_ends_it() -> None:
    world = Paged()
    del world.channels["pagerduty"]
    world.answer()
    world.until(world.now)
    assert "keeps no incidents any more" in world.row().reason
    assert world.row().due_at is None


def test_a_try_that_was_never_answered_may_have_left_an_incident_behind() -> None:
    """The provider took the page and we never heard of it; then the customer was answered."""
    world = World("2026-11-17 09:59")
    world.at("2026-11-17 10:00")
    question = x.mention("jan", "waar blijft mijn bestelling??", world.now)
    world.post(x.posts(question))
    world.pager.unheard = 1
    world.at("2026-11-17 10:45")
    world.post(x.posts(x.reply(question, "Morgen!", world.now)))
    assert list(world.pager.incidents.values()) == ["triggered"]
    world.at("2026-11-17 10:48")
    assert list(world.pager.incidents.values()) == ["resolved"]
    assert list(world.context().due.due(FAR)) == []


def test_nobody_looks_for_ever() -> None:
    world = Paged()
    ref = world.refs()[0]
    act.promise(ref, "sanne", "chris", local("2027-01-29 12:00"), "terugbellen", world.context(), world.now)
    page = world.row()
    kept = Promised(world, page)
    assert kept.until(page.created_at + FOLLOWED_FOR - timedelta(hours=25)).due_at is not None
    assert kept.until(page.created_at + FOLLOWED_FOR + timedelta(hours=25)).due_at is None
    assert "page_followed_no_longer" in [event for event, _ in world.journal.events]


# --- what people do in PagerDuty ---


def test_taken_in_the_pager_is_taken_in_that_persons_name() -> None:
    world = Paged("jan", "merel")
    world.takes_on_pager()
    assert {head.acknowledged_by for head in world.context().due.heads()} == {"sanne"}
    assert [world.row(channel).state for channel in ("sms", "pagerduty", "email")] == [
        "acknowledged",
        "acknowledged",
        "withdrawn",
    ]
    world.at("2026-11-17 10:59")
    assert len(world.sent) == 2, "no mail at 10:48, and nothing at 10:55"


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(by_link, id="by a link"),
        pytest.param(on_the_status_page, id="by somebody else"),
        pytest.param(Paged.answer, id="by an answer"),
        pytest.param(Paged.takes_on_pager, id="in the pager"),
    ],
)
def test_the_echo_of_what_we_told_takes_nothing(before: Callable[[Paged], None]) -> None:
    world = Paged()
    before(world)
    world.until(world.now)
    taken = facts(world)
    world.until(world.now + timedelta(minutes=1))
    world.takes_on_pager()
    assert facts(world) == taken


def test_a_task_that_comes_twice_or_crashed_half_way_takes_it_once_and_whole() -> None:
    world = Paged("jan", "merel")
    task = encode(Task("acknowledge", world.row().id, world.now, "pagerduty"))
    given = Acknowledgement(
        id=f"{world.row().group}@{world.now:%Y%m%dT%H%M%S%f}",
        by="sanne",
        at=world.now,
        stored_at=world.now,
        via="pagerduty",
    )
    for ref in world.refs():
        world.context().conversations.add(ref, given)  # and then the worker died
    for _ in range(2):
        world.work.send(task)
        world.until(world.now + timedelta(seconds=30))
    assert facts(world) == [given, given]
    assert {head.acknowledged_by for head in world.context().due.heads()} == {"sanne"}
    assert world.row().state == "acknowledged"


@pytest.mark.parametrize("page", ["", "0", "-", "0123456789abcdef0123-0", "é-0"])
def test_an_incident_of_somebody_else_is_none_of_ours(page: str) -> None:
    world = Paged()
    world.work.send(encode(Task("acknowledge", page, world.now, "pagerduty")))
    world.until(world.now)
    assert facts(world) == []
    assert "pager_unknown_page" in [event for event, _ in world.journal.events]


def test_a_method_the_group_never_used_is_no_page() -> None:
    world = Paged()
    world.work.send(encode(Task("acknowledge", f"{world.row().group}-9", world.now, "pagerduty")))
    world.until(world.now)
    assert facts(world) == []


# --- what it costs where there is nothing to follow ---


def test_a_conversation_that_told_nobody_reads_no_pages() -> None:
    world = Paged()
    question = x.mention("kees", "en ik dan?", world.now)
    world.post(x.posts(question))
    people = Unread(world.table)
    context = replace(world.context(), people=people)
    act.take([f"x:merk:public:{question['user']['id_str']}"], "sanne", "status", context, world.now)
    assert people.asked == 0


def test_nobody_with_a_pager_means_no_pages_are_read() -> None:
    world = Paged()
    methods = tuple(each for each in world.organisation.people["sanne"].methods if each.channel != "pagerduty")
    sanne = replace(world.organisation.people["sanne"], methods=methods)
    world.organisation = replace(world.organisation, people={**world.organisation.people, "sanne": sanne})
    people = Unread(world.table)
    take(world.refs(), "mirjam", "status", replace(world.context(), people=people), world.now)
    assert people.asked == 0


@dataclass(frozen=True)
class Unread(People):
    """Counts how often somebody's pages are read."""

    reads: list[str] = field(default_factory=list)

    @property
    def asked(self) -> int:
        return len(self.reads)

    def pages(self, person: str, since: datetime) -> tuple[Page, ...]:
        self.reads.append(person)
        return People.pages(self, person, since)


@dataclass(frozen=True)
class Promised:
    """A page that still waits for a far promise, looked at without all that happens in between."""

    world: Paged
    page: Page

    def until(self, instant: datetime) -> Page:
        """The row after the look at that instant."""
        fresh = self.world.context().people.page("sanne", page_key(self.page))
        assert fresh is not None and fresh.due_at is not None
        assert self.world.context().people.save(replace(fresh, due_at=instant), fresh)
        looked = resume("sanne", page_key(self.page), self.world.context(), Stopped(instant))
        assert looked is not None
        return looked


def facts(world: Paged) -> list[Acknowledgement]:
    stored = [fact for ref in world.refs() for fact in world.context().conversations.load(ref).facts]
    return [fact for fact in stored if isinstance(fact, Acknowledgement)]
