""" "Mine": by the link, by two people, too late; and how long a link opens anything."""

from datetime import timedelta

import pytest

from chalicelib.domain.facts_by_hand import Acknowledgement
from chalicelib.usecases.open_page import Opened, open_page
from tests.stories import x
from tests.stories.world import World, local


class Paged(World):
    """Everybody asked at 10:00; Sanne was paged at 10:45."""

    questions: list[x.Post]


def paged(*customers: str) -> Paged:
    world = Paged("2026-11-17 09:59")
    world.at("2026-11-17 10:00")
    world.questions = [x.mention(who, "waar blijft mijn bestelling??", world.now) for who in customers or ("jan",)]
    world.post(x.posts(*world.questions))
    world.at("2026-11-17 10:46")
    assert {page.to for page in world.sent} == {"sanne"}
    return world


def opened(world: World, page: int = 0) -> Opened | None:
    return open_page(world.sent[page].link.rsplit("/", 1)[1], world.context(), world.now)


def taken(world: World) -> list[str]:
    conversations = world.context().conversations
    refs = [str(item["conversation"]) for item in world.table.rows("HEAD")]
    facts = [fact for ref in refs for fact in conversations.load(ref).facts]
    return sorted(fact.by for fact in facts if isinstance(fact, Acknowledgement))


def states(world: World) -> list[str]:
    page = opened(world)
    assert page is not None
    return [each.state for each in world.context().people.group(page.link)]


def test_taking_a_page_takes_all_it_carries_and_withdraws_what_waits() -> None:
    world = paged("jan", "merel")
    for page in list(world.sent):
        world.acknowledge(page)
    assert taken(world) == ["sanne", "sanne"]
    assert states(world) == ["acknowledged", "acknowledged", "withdrawn"]
    assert {head.acknowledged_by for head in world.context().due.heads()} == {"sanne"}
    world.at("2026-11-17 10:59")
    assert len([page for page in world.sent if page.channel == "email"]) == 0


def test_taking_twice_at_one_moment_is_one_fact() -> None:
    world = paged()
    world.acknowledge(world.sent[0])
    world.acknowledge(world.sent[0])
    assert taken(world) == ["sanne"]
    assert states(world) == ["acknowledged", "acknowledged", "withdrawn"]


def test_two_people_may_take_it_and_the_last_one_has_it() -> None:
    world = paged()
    world.at("2026-11-17 11:01:30")
    first, last = world.sent[0], next(page for page in world.sent if page.to == "mirjam")
    world.acknowledge(first)
    world.at("2026-11-17 11:02").acknowledge(last)
    assert taken(world) == ["mirjam", "sanne"]
    assert {head.acknowledged_by for head in world.context().due.heads()} == {"mirjam"}


def test_taking_it_after_the_answer_is_recorded_and_harms_nothing() -> None:
    world = paged()
    world.post(x.posts(x.reply(world.questions[0], "Morgen!", world.now)))
    world.at("2026-11-17 10:50").acknowledge(world.sent[0])
    assert taken(world) == ["sanne"]
    assert list(world.context().due.heads()) == []


def test_an_unknown_code_opens_nothing() -> None:
    world = paged()
    for code in ("", "x", world.sent[0].link.rsplit("/", 1)[1] + "x"):
        assert open_page(code, world.context(), world.now) is None


@pytest.mark.parametrize(
    ("hours", "opens"),
    [
        pytest.param(24, True, id="a day after it was closed"),
        pytest.param(24.001, False, id="longer"),
    ],
)
def test_a_link_opens_until_a_day_after_all_it_carries_was_closed(hours: float, opens: bool) -> None:
    world = paged()
    world.post(x.posts(x.reply(world.questions[0], "Morgen!", world.now)))
    world.until(world.now + timedelta(hours=hours))
    assert (opened(world) is not None) is opens


@pytest.mark.parametrize(("hours", "opens"), [(72, True), (72.001, False)], ids=["three days", "longer"])
def test_a_link_opens_three_days_at_most(hours: float, opens: bool) -> None:
    world = paged()
    world.until(local("2026-11-17 10:45") + timedelta(hours=hours))
    assert (opened(world) is not None) is opens


def test_the_page_says_what_was_answered_and_what_still_waits() -> None:
    world = paged("jan", "merel")
    page = next(n for n in range(len(world.sent)) if world.sent[n].to == "sanne")
    before = opened(world, page)
    assert before is not None
    assert before.answered == {}
    ref = before.view.items[0].conversation
    question = next(q for q in world.questions if ref.endswith(q["user"]["id_str"]))
    world.post(x.posts(x.reply(question, "Morgen!", world.now)))
    after = opened(world, page)
    assert after is not None
    assert after.answered == {ref: world.now}
    assert {item.conversation for item in after.view.items} == {item.conversation for item in before.view.items}
