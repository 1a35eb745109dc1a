"""What one person does by hand twice, and does again after taking it back: in one second, and later."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.domain.case import Case
from chalicelib.domain.clocks import derive
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact, fact_id
from chalicelib.domain.steps import StepTaken
from chalicelib.usecases import act
from chalicelib.usecases.errors import Refused
from tests.stories import x
from tests.stories.world import World, local


def waiting() -> tuple[World, str]:
    """Jan asked at 10:00 and got an answer; thanked at 10:10, and asked again at 10:20."""
    world = World("2026-11-17 10:00")
    first = x.mention("jan", "waar blijft mijn bestelling??", world.now)
    world.post(x.posts(first))
    world.at("2026-11-17 10:05")
    world.post(x.posts(x.reply(first, "Die komt morgen!", world.now)))
    world.at("2026-11-17 10:10")
    world.post(x.posts(x.mention("jan", "dank je wel", world.now)))
    world.at("2026-11-17 10:20")
    world.post(x.posts(x.mention("jan", "en hoe laat dan??", world.now)))
    (ref,) = {str(row["conversation"]) for row in world.table.rows("HEAD")}
    return world, ref


def case(world: World, ref: str) -> Case:
    return derive(Conversation.parse(ref), world.context().conversations.load(ref).facts, world.book, world.now)


def the_newest(world: World, ref: str, kind: str) -> Fact:
    """Of the facts of that kind that stand, the one that was put last."""
    past = case(world, ref).history
    standing: tuple[Fact, ...] = (
        *past.acknowledgements,
        *past.dismissals,
        *(message for message in past.messages if message.by_hand),
        *past.promises,
        *past.kept.values(),
        *past.still_questions.values(),
    )
    return [fact for fact in standing if kind == fact.KIND][-1]


NOON = local("2026-11-17 12:00")


def promise(world: World, ref: str) -> None:
    act.promise(ref, "sanne", "chris", NOON, "nota", world.context(), world.now)


def keep(world: World, ref: str) -> None:
    (made,) = case(world, ref).history.promises or (
        act.promise(ref, "sanne", "chris", NOON, "nota", world.context(), world.now),
    )
    act.keep_promise(ref, made.id, "sanne", world.context(), world.now)


def still_a_question(world: World, ref: str) -> None:
    thanks = next(m.id for m in case(world, ref).history.messages if "thanks" in m.signals)
    act.still_a_question(ref, thanks, "sanne", world.context(), world.now)


Doing = Callable[[World, str], None]
DOINGS: dict[str, Doing] = {
    "acknowledgement": lambda world, ref: act.take([ref], "sanne", "link", world.context(), world.now),
    "dismissal": lambda world, ref: act.dismiss([ref], "sanne", "joke", world.context(), world.now),
    "message": lambda world, ref: act.answered_elsewhere([ref], "sanne", world.now, world.context(), world.now),
    "promise": promise,
    "promise_kept": keep,
    "still_question": still_a_question,
}


def effect(world: World, ref: str) -> tuple[object, ...]:
    """What the conversation looks like because of what was done by hand; a promise is named for its instant."""
    now = case(world, ref)
    clocks = [(clock.kind, clock.anchor.partition("@")[0], clock.end) for clock in now.clocks]
    return clocks, [quiet.id for quiet, _ in now.quiet], bool(now.acknowledgements)


@pytest.mark.parametrize("seconds", [0, 1, 600], ids=["in one second", "a second apart", "ten minutes apart"])
@pytest.mark.parametrize("kind", DOINGS)
def test_doing_and_undoing_alternate(kind: str, seconds: int) -> None:
    world, ref = waiting()
    if kind == "promise_kept":
        promise(world, ref)
    before = effect(world, ref)
    world.until(world.now + timedelta(seconds=seconds))
    DOINGS[kind](world, ref)
    done = effect(world, ref)
    assert done != before
    for _ in range(3):
        world.until(world.now + timedelta(seconds=seconds))
        act.undo(ref, the_newest(world, ref, kind), "mirjam", world.context(), world.now)
        assert effect(world, ref) == before
        world.until(world.now + timedelta(seconds=seconds))
        DOINGS[kind](world, ref)
        assert effect(world, ref) == done


def test_two_promises_in_one_second_are_two() -> None:
    world, ref = waiting()
    monday = local("2026-11-23 12:00")
    made = [
        act.promise(ref, "sanne", owner, due, what, world.context(), world.now)
        for owner, due, what in [
            ("chris", NOON, "nota"),
            ("bram", NOON, "nota"),
            ("chris", monday, "nota"),
            ("chris", NOON, "nieuwe brief"),
        ]
    ]
    assert len({each.id for each in made}) == 4
    assert {clock.anchor for clock in case(world, ref).open if clock.kind == "promise"} == {each.id for each in made}


@pytest.mark.parametrize("kind", DOINGS)
def test_a_form_that_is_sent_twice_is_one_fact(kind: str) -> None:
    world, ref = waiting()
    DOINGS[kind](world, ref)
    once = {fact_id(fact) for fact in world.context().conversations.load(ref).facts}
    DOINGS[kind](world, ref)
    assert {fact_id(fact) for fact in world.context().conversations.load(ref).facts} == once


def test_two_messages_dismissed_in_one_second_are_both() -> None:
    world, ref = waiting()
    questions = [message.id for message in case(world, ref).history.messages if "question" in message.signals]
    for question in questions:
        act.dismiss([ref], "sanne", "double", world.context(), world.now, question)
    assert {dismissal.message for dismissal in case(world, ref).history.dismissals} == set(questions)
    assert list(world.context().due.heads()) == []


def test_two_snoozes_in_one_second_are_both() -> None:
    world, ref = waiting()
    for minutes in (15, 60):
        act.snooze([ref], "sanne", world.now + timedelta(minutes=minutes), world.context(), world.now)
    assert len(case(world, ref).acknowledgements) == 2


def test_escalating_by_hand_twice_in_one_second_pages_once() -> None:
    world, ref = waiting()
    for _ in range(2):
        act.escalate_now([ref], "sanne", world.context(), world.now)
    world.until(world.now + timedelta(seconds=30))
    assert world.pages() == [("10:20:00", "mirjam")]


def test_what_happened_by_itself_cannot_be_undone() -> None:
    world, ref = waiting()
    world.at("2026-11-17 11:06")
    promise(world, ref)
    act.undo(ref, case(world, ref).history.promises[0], "sanne", world.context(), world.now)
    facts = world.context().conversations.load(ref).facts
    by_itself = [fact for fact in facts if fact.KIND in ("message", "step_taken", "withdrawal")]
    assert any(isinstance(fact, StepTaken) for fact in by_itself)
    for fact in by_itself:
        with pytest.raises(Refused, match="was not done by hand; only what was can be undone"):
            act.undo(ref, fact, "sanne", world.context(), world.now)
    assert set(world.context().conversations.load(ref).facts) == set(facts)
