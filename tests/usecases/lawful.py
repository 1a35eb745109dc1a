"""Small stories that a crash may hit anywhere, and the laws that hold at their end all the same."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain.paging import FINAL
from chalicelib.domain.steps import StepTaken
from chalicelib.store.codec import from_item
from tests.stories import x
from tests.stories.world import local
from tests.usecases.crashing import CrashingWorld, Effects, Point


@dataclass
class Told:
    """What the outside world did, to be found again."""

    messages: set[str]
    waited: set[str]
    """Conversations that were answered only after their last step: no crash changes which steps they reach."""


def ref_of(post: x.Post) -> str:
    return f"x:merk:public:{post['user']['id_str']}"


def _minute(text: str) -> str:
    return f"2026-11-17 {text}"


def unanswered_for_long(world: CrashingWorld) -> Told:
    """Every step and repeat; taken once on the way; answered in the end."""
    question = x.mention("jan_uit_ede", "wanneer komt mijn bestelling??", world.at(_minute("10:00:30")).now)
    world.post(x.posts(question))
    world.at(_minute("10:04:10"))
    if world.sent:
        world.acknowledge(world.sent[0])
    world.at(_minute("10:18"))
    answer = x.reply(question, "Morgen, Jan!", world.now)
    world.post(x.posts(answer))
    world.at(_minute("10:30"))
    return Told({question["id_str"], answer["id_str"]}, {ref_of(question)})


def answered_while_pages_wait(world: CrashingWorld) -> Told:
    """Two customers in one delivery; one is answered just before a step, while a second method waits for its turn."""
    world.at(_minute("10:00:30"))
    one = x.mention("jan_uit_ede", "wanneer komt mijn bestelling??", world.now)
    other = x.mention("merel", "de app doet het niet!", world.now)
    world.post(x.posts(one, other))
    world.at(_minute("10:03:40"))
    first = x.reply(one, "Morgen, Jan!", world.now)
    world.post(x.posts(first))
    world.at(_minute("10:18"))
    second = x.reply(other, "Hij doet het weer!", world.now)
    world.post(x.posts(second))
    world.at(_minute("10:30"))
    return Told({post["id_str"] for post in (one, other, first, second)}, {ref_of(other)})


def arrived_late(world: CrashingWorld) -> Told:
    """The platform was silent for five minutes: two steps are past on arrival."""
    question = x.mention("jan_uit_ede", "hallo? hoort iemand mij?", world.at(_minute("10:00:30")).now)
    world.at(_minute("10:05:40"))
    world.post(x.posts(question))
    world.at(_minute("10:18"))
    answer = x.reply(question, "Zeker, Jan!", world.now)
    world.post(x.posts(answer))
    world.at(_minute("10:30"))
    return Told({question["id_str"], answer["id_str"]}, {ref_of(question)})


def a_backlog(world: CrashingWorld) -> Told:
    """Two customers who asked minutes ago come in one after the other, and wait for each other."""
    asked = world.at(_minute("10:00:30")).now
    one, other = (x.mention(who, "hallo? hoort iemand mij?", asked) for who in ("jan_uit_ede", "merel"))
    for post, at in ((one, "10:07:40"), (other, "10:07:43")):
        world.at(_minute(at))
        world.post(x.posts(post))
    world.at(_minute("10:18"))
    answers = [x.reply(post, "Zeker!", world.now) for post in (one, other)]
    world.post(x.posts(*answers))
    world.at(_minute("10:30"))
    return Told({post["id_str"] for post in (one, other, *answers)}, {ref_of(one), ref_of(other)})


@dataclass(frozen=True)
class Story:
    tell: Callable[[CrashingWorld], Told]
    broken: tuple[str, ...] = ()
    """Addresses that do not work."""


STORIES = {
    "every step, taken once, answered in the end": Story(unanswered_for_long),
    "two customers, one answered while pages wait": Story(answered_while_pages_wait),
    "two steps past on arrival": Story(arrived_late),
    "two customers of a backlog": Story(a_backlog),
    "nothing of a person works": Story(
        unanswered_for_long, broken=("+31600000001", "sanne", "sanne@example.com", "+31600000009")
    ),
}


def told(story: Story, crashes: Collection[Point] = ()) -> tuple[CrashingWorld, Told]:
    """The story with crashes at these points."""
    world = CrashingWorld(_minute("10:00"), Effects(crashes), story.broken)
    return world, story.tell(world)


def told_with(
    story: Story, interrupted_at: int, interrupt: Callable[[CrashingWorld], None]
) -> tuple[CrashingWorld, Told]:
    """The story in which somebody else comes in between, just before one effect."""
    world = CrashingWorld(_minute("10:00"), Effects(interrupted_at=interrupted_at), story.broken)
    world.effects.interrupt = lambda: interrupt(world)
    return world, story.tell(world)


def steps(world: CrashingWorld, refs: Collection[str]) -> set[tuple[str, str]]:
    """Every step that these conversations reached. Without ids, which differ between two tellings."""
    rows = [row for row in world.table.every("step_taken") if str(row["pk"]).removeprefix("C#") in refs]
    return {(str(row["pk"]), str(row["step"])) for row in rows}


def assert_laws(world: CrashingWorld, outside: Told, latest: timedelta) -> None:
    assert_nothing_is_lost(world, outside)
    assert_every_alert_ended(world)
    assert not [page for page in world.taken if page.in_vain], "a page for what was answered before it was composed"
    assert world.latest <= latest, f"a row was {world.latest} past its due time"
    assert world.table.every("alert") == []
    assert_the_pager_follows(world)
    far = local("2026-12-31 00:00")
    assert list(world.context().due.due(far)) == [], "something is still due when all is done"
    assert list(world.context().due.heads()) == []


def assert_nothing_is_lost(world: CrashingWorld, outside: Told) -> None:
    stored = set[str]().union(*world.facts().values())
    assert outside.messages <= stored, "a delivery that was answered with 200 left no fact"


def assert_the_pager_follows(world: CrashingWorld) -> None:
    """Everything was answered in the end: so every incident is resolved, and nothing was told of it after that."""
    assert set(world.pager.incidents.values()) <= {"resolved"}
    for page in world.pager.incidents:
        states = [told.state for told in world.pager.told if told.page == page]
        assert states == sorted(states), f"{page}: acknowledged after it was resolved"


def assert_every_alert_ended(world: CrashingWorld) -> None:
    """Each recipient of each step: in exactly one group of pages, sent or with a reason; or dropped with one."""
    pages = world.pages_stored()
    sent = {page.id for page in world.taken}
    dropped = {(row["person"], row["id"]): row["reason"] for row in world.table.every("dropped")}
    for row in world.table.every("step_taken"):
        step = from_item(StepTaken, row)
        assert (step.outcome == "fired") == bool(step.recipients)
        for person in step.recipients:
            carrying = [p for p in pages if p.person == person and step.alert in {alert.id for alert in p.alerts}]
            if not carrying:
                assert dropped[person, step.alert], f"{step.step} for {person} came to nothing without a reason"
                continue
            assert len({page.group for page in carrying}) == 1, f"{step.step} was paged to {person} twice"
            assert len({page.number for page in carrying}) == len(carrying)
            if all(page.state == "failed" for page in carrying):
                heirs = {p.person for p in pages if step.alert in {alert.id for alert in p.alerts}}
                heirs |= {str(who) for who, alert in dropped if alert == step.alert}
                assert heirs - {person}, f"nobody else heard of {step.step}, though nothing reaches {person}"
    for page in pages:
        assert page.state in FINAL
        methods = len(world.organisation.people[page.person].methods)
        if page.attempts and page.number + 1 < methods:
            numbers = {other.number for other in pages if other.group == page.group}
            assert page.number + 1 in numbers, f"the method after {page.id} never got its turn"
        if page.state in ("sent", "delivered", "acknowledged"):
            assert page.id in sent, f"{page.id} says that it was sent, but no provider took it"
        else:
            assert page.reason, f"{page.id} is {page.state} without a reason"
