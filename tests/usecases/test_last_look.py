"""Just before a page somebody looks once more: what is asked about, and what becomes of the answer."""

import threading
from datetime import timedelta

import pytest

from chalicelib.lookups.port import Asked, Found, Gone, Unanswered
from chalicelib.usecases.escalate import escalate
from chalicelib.usecases.last_look import MOST_LOOKS, last_look
from tests.lookups.platform import Answer, platform
from tests.stories import facebook, x
from tests.stories.world import local
from tests.usecases.asking import (
    COMMENT,
    PAGED,
    QUESTION,
    Always,
    AskingWorld,
    MadeUp,
    Stopped,
    at,
    below_our_post,
    on_threads,
    on_x,
)


def replied(clock: str, author: str = facebook.PAGE) -> Answer:
    """The comment with an answer below it that no webhook told."""
    told = {
        "id": "122100000000000500_9",
        "from": {"id": author, "name": "Merk"},
        "created_time": local(f"2026-11-17 {clock}").isoformat(),
        "message": "Morgen!",
    }
    return 200, {"id": COMMENT, "comments": {"data": [told]}}


def test_answered_in_the_app_is_no_page_and_counts_from_when_it_was_given() -> None:
    world = below_our_post()
    with platform({f"/{COMMENT}": replied("10:20")}) as there:
        world.lookups = at(there.url, "facebook")
        world.at("2026-11-17 11:05")
        assert len(there.calls) == 1, "nothing waits any more, so nobody looks again"
    (clock,) = world.clocks("facebook")
    assert (world.pages(), clock.end, clock.ended_at) == ([], "answered", local("2026-11-17 10:20"))
    assert world.dropped() == ["answered at 2026-11-17T09:20:00Z, seen by the last look"]


def test_answered_on_threads_is_no_page() -> None:
    world = AskingWorld("2026-11-17 10:00")
    world.post(on_threads("replies", "7001", "jan", QUESTION, world.now), "threads")
    told = {"id": "7002", "username": "merk", "text": "Morgen!", "timestamp": "2026-11-17T09:20:00+0000"}
    with platform({"/7001/replies": (200, {"data": [told]})}) as there:
        world.lookups = at(there.url, "threads")
        world.at("2026-11-17 11:05")
    (clock,) = world.clocks("threads")
    assert (world.pages(), clock.end, clock.ended_at) == ([], "answered", local("2026-11-17 10:20"))


def test_a_deletion_that_x_never_told_is_no_page() -> None:
    world = on_x()
    (ref,) = {clock.message for clock in world.clocks("x")}
    not_found = {"resource_id": ref, "type": "https://api.twitter.com/2/problems/resource-not-found"}
    with platform({"/2/tweets": (200, {"errors": [not_found]})}) as there:
        world.lookups = at(there.url, "x")
        world.at("2026-11-17 11:05")
    assert (world.pages(), [clock.ended_at for clock in world.clocks("x")]) == ([], [])
    assert world.dropped() == ["deleted at 2026-11-17T09:45:00Z, seen by the last look"]


def test_gone_after_the_target_is_a_miss_and_no_further_page() -> None:
    world = on_x()
    world.at("2026-11-17 11:00:30")
    assert world.pages() == [*PAGED, ("10:55:00", "sanne"), ("11:00:00", "sanne")]
    world.lookups = Always(MadeUp(lambda asked: Gone()))
    world.at("2026-11-17 11:30")
    (clock,) = world.clocks("x")
    assert (world.pages(), clock.end, clock.within_target()) == ([], "deleted", False)


def test_still_there_and_unanswered_is_a_page_on_time() -> None:
    world = below_our_post()
    with platform({f"/{COMMENT}": (200, {"id": COMMENT})}) as there:
        world.lookups = at(there.url, "facebook")
        world.at("2026-11-17 10:46")
        assert len(there.calls) == 1, "the methods that go together share one look"
    assert world.pages() == PAGED


def test_an_answer_from_before_the_question_answers_nothing() -> None:
    world = below_our_post()
    with platform({f"/{COMMENT}": replied("09:50")}) as there:
        world.lookups = at(there.url, "facebook")
        world.at("2026-11-17 10:46")
    assert world.pages() == PAGED


def test_what_another_customer_says_below_it_is_not_learned() -> None:
    world = below_our_post()
    due = local("2026-11-17 10:45")
    alerts = escalate(f"facebook:merk:public:thread:{COMMENT}", world.context(), due).alerts
    with platform({f"/{COMMENT}": replied("10:20", "9002")}) as there:
        world.lookups = at(there.url, "facebook")
        assert last_look(alerts, world.context(), Stopped(due)) == frozenset()
        assert len(there.calls) == 1


def test_what_is_known_already_is_not_learned() -> None:
    world = AskingWorld("2026-11-17 09:40")
    first = facebook.comment("9001", 1, QUESTION, world.now)
    world.post(facebook.delivery(first), "facebook")
    world.at("2026-11-17 09:50").post(facebook.delivery(facebook.answer(first, 9, "Morgen!", world.now)), "facebook")
    world.at("2026-11-17 10:00").post(
        facebook.delivery(facebook.comment("9001", 2, QUESTION, world.now, under=first)), "facebook"
    )
    due = local("2026-11-17 10:45")
    alerts = escalate(f"facebook:merk:public:thread:{COMMENT}", world.context(), due).alerts
    with platform({f"/{COMMENT}": replied("09:50"), "/122100000000000500_2": (200, {})}) as there:
        world.lookups = at(there.url, "facebook")
        assert alerts
        assert last_look(alerts, world.context(), Stopped(due)) == frozenset()
        assert len(there.calls) == 2


def test_an_answer_that_comes_in_while_we_look_is_seen() -> None:
    world = below_our_post()

    def slowly(asked: Asked) -> Found:
        question = facebook.comment("9001", 1, QUESTION, local("2026-11-17 10:00"))
        world.post(facebook.delivery(facebook.answer(question, 8, "Morgen!", world.now)), "facebook")
        raise Unanswered("no answer within 2 s")

    world.lookups = Always(MadeUp(slowly))
    world.at("2026-11-17 10:50")
    assert (world.pages(), world.dropped()) == ([], ["answered at 2026-11-17T09:45:00Z"])


def test_the_next_method_looks_again_and_is_withdrawn() -> None:
    world = below_our_post()
    world.at("2026-11-17 10:46")
    assert world.pages() == PAGED
    with platform({f"/{COMMENT}": replied("10:46")}) as there:
        world.lookups = at(there.url, "facebook")
        world.at("2026-11-17 10:50")
    reasons = [str(fields["reason"]) for event, fields in world.journal.events if event == "page_withdrawn"]
    assert (world.pages("email"), reasons) == ([], ["answered at 2026-11-17T09:46:00Z, seen by the last look"])


MENTIONED_ELSEWHERE = {
    "item": "comment",
    "verb": "add",
    "post_id": "7_8",
    "comment_id": "8_9",
    "message": QUESTION,
    "created_time": int(local("2026-11-17 09:00").timestamp()),
}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        pytest.param("x", x.dm("jan", QUESTION, local("2026-11-17 09:00")), id="a direct message"),
        pytest.param(
            "facebook",
            facebook.delivery({"field": "mention", "value": MENTIONED_ELSEWHERE}),
            id="a mention elsewhere, of which the token sees nothing",
        ),
    ],
)
def test_what_no_platform_can_tell_is_not_asked(name: str, body: bytes) -> None:
    world = AskingWorld("2026-11-17 09:00")
    world.post(body, name)
    due = local("2026-11-19 10:00")
    (ref,) = (str(row["conversation"]) for row in world.table.rows("HEAD"))
    alerts = escalate(ref, world.context(), due).alerts
    made_up = MadeUp(lambda asked: Gone())
    world.lookups = Always(made_up)
    assert alerts
    assert (last_look(alerts, world.context(), Stopped(due)), made_up.asked) == (frozenset(), [])


def test_of_many_only_the_most_urgent_are_looked_at_and_all_at_once() -> None:
    world = AskingWorld("2026-11-17 10:00")
    many = [x.mention(f"klant_{number}", QUESTION, world.now + timedelta(seconds=number)) for number in range(8)]
    world.at("2026-11-17 10:00:10").post(x.posts(*many[::-1]))
    due = local("2026-11-17 10:45:10")
    refs = [f"x:merk:public:{post['user']['id_str']}" for post in many]
    alerts = [alert for ref in refs for alert in escalate(ref, world.context(), due).alerts]
    together = threading.Barrier(MOST_LOOKS, timeout=5.0)

    def once_all_are_here(asked: Asked) -> Found:
        together.wait()
        return Found()

    made_up = MadeUp(once_all_are_here)
    world.lookups = Always(made_up)
    assert last_look(alerts[::-1], world.context(), Stopped(due)) == frozenset()
    assert {asked.message for asked in made_up.asked} == {post["id_str"] for post in many[:MOST_LOOKS]}
    assert world.counts() == {}, "nobody was late"
