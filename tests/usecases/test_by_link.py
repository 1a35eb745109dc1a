"""What a page's own link does beyond taking it: whom it wakes, what it ends, and what a stale form cannot do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.alerts import Alert
from chalicelib.domain.facts_by_hand import Promise
from chalicelib.store.people import Link
from chalicelib.usecases.by_link import Wish, fulfil
from chalicelib.usecases.open_page import Carried, Opened
from chalicelib.usecases.settle import settle
from chalicelib.web.form import Wrong
from tests.domain.build import THREAD, asked, at
from tests.domain.merk import BOOK, ROSTER
from tests.stories import x
from tests.stories.world import Sent, World, local
from tests.texts.building import VIEW
from tests.usecases.crowding import nineteen, one_more, pages_of_storms
from tests.usecases.linked import case, opened, send


def paged(*customers: str) -> tuple[World, Sent]:
    """Everybody asked on Tuesday at 10:00, and Sanne was paged at 10:45; it is 10:46."""
    world = World("2026-11-17 10:00")
    world.post(x.posts(*(x.mention(who, "waar blijft mijn bestelling??", world.now) for who in customers or ("jan",))))
    world.at("2026-11-17 10:46")
    page = next(page for page in world.sent if (page.to, page.channel) == ("sanne", "sms"))
    world.pages()
    return world, page


def ref_of(world: World, page: Sent) -> str:
    return opened(world, page).carried[0].ref


def by_text(world: World) -> list[str]:
    """Who got a text message since it was asked last."""
    return [person for _, person in world.pages()]


def test_passing_it_on_pages_the_manager_and_spares_oneself_the_mail() -> None:
    world, page = paged()
    assert send(world, page, "pass_on") == ("mirjam",)
    world.at("2026-11-17 10:54")
    assert by_text(world) == ["mirjam"]
    assert [sent.to for sent in world.sent if sent.channel == "email"] == ["mirjam"]
    reasons = {each.reason for each in opened(world, page).pages if each.state == "withdrawn"}
    assert reasons == {"passed on by sanne"}


def test_calling_for_help_keeps_it_and_pages_the_manager() -> None:
    world, page = paged()
    world.acknowledge(page)
    assert send(world, page, "escalate_now") == ("mirjam",)
    assert by_text(world) == ["mirjam"]
    assert [given.by for given in case(world, ref_of(world, page)).acknowledgements] == ["sanne"]


@pytest.mark.parametrize("action", ["pass_on", "escalate_now"])
def test_a_form_that_comes_twice_pages_nobody_twice(action: str) -> None:
    world, page = paged("jan", "merel")
    shown = world.now
    assert send(world, page, action, shown) == ("mirjam",)
    world.at("2026-11-17 10:46:07")
    assert send(world, page, action, shown) == ("mirjam",)
    assert by_text(world) == ["mirjam"]
    world.at("2026-11-17 10:47")
    assert send(world, page, action) == ("mirjam",)  # looked again, and asked again
    assert by_text(world) == ["mirjam"]


def test_a_promise_for_all_is_one_for_each() -> None:
    world, page = paged("jan", "merel")
    shown = world.now
    for _ in range(2):
        send(world, page, "promise", shown, until="17:00", what="we bellen terug", owner="chris")
        world.at(f"{world.now + timedelta(hours=1, seconds=9):%Y-%m-%d %H:%M:%S}")
    made = [case(world, each.ref).history.promises for each in opened(world, page).carried]
    assert [[(p.by, p.owner, p.due_at) for p in each] for each in made] == [
        [("sanne", "chris", local("2026-11-17 17:00"))]
    ] * 2


def promised() -> tuple[World, Sent, str]:
    """Answered on Friday, with a promise for Monday 12:00 by Chris; on Monday 11:00 Bram is paged about it."""
    world = World("2026-11-20 23:50")
    angry = x.mention("merel", "wanneer krijg ik mijn geld terug??", world.now)
    world.post(x.posts(angry))
    world.at("2026-11-20 23:58").post(x.posts(x.reply(angry, "Maandag is het opgelost!", world.now)))
    (ref,) = {str(item["conversation"]) for item in world.table.rows("HEAD") if item["surface"] == "public"}
    made = Promise(
        id="promise-1", by="sanne", owner="chris", what="nota", at=world.now, stored_at=world.now,
        due_at=local("2026-11-23 12:00"),
    )  # fmt: skip
    world.context().conversations.add(ref, made)
    settle(ref, world.context(), world.now)
    world.at("2026-11-23 11:30")
    page = [page for page in world.sent if (page.to, page.channel) == ("bram", "sms")][-1]
    world.pages()
    return world, page, ref


def test_a_promise_kept_pages_nobody_more_and_can_be_taken_back() -> None:
    world, page, ref = promised()
    shown = world.now
    send(world, page, "kept", shown)
    assert [clock.end for clock in case(world, ref).clocks if clock.kind == "promise"] == ["kept"]
    send(world, page, "undo", shown, undo="kept")
    assert [clock.kind for clock in case(world, ref).open] == ["promise"]
    send(world, page, "kept")
    world.at("2026-11-23 14:00")
    assert by_text(world) == []


def test_a_new_time_ends_the_old_one_and_pages_by_the_new_one() -> None:
    world, page, ref = promised()
    shown = world.now
    for _ in range(2):
        send(world, page, "renew", shown, until="15:00")
        world.at("2026-11-23 11:40")
    (clock,) = case(world, ref).open
    assert clock.due_at == local("2026-11-23 15:00")
    assert [(p.owner, p.what) for p in case(world, ref).history.promises] == [("chris", "nota")] * 2
    world.at("2026-11-23 15:00:30")
    assert world.pages() == [
        ("14:00:00", "bram"),
        ("14:00:00", "chris"),
        ("15:00:00", "bram"),
        ("15:00:00", "mirjam"),
    ]


def test_a_new_time_can_be_taken_back_and_the_old_one_runs_again() -> None:
    world, page, ref = promised()
    shown = world.now
    send(world, page, "renew", shown, until="15:00")
    send(world, page, "undo", shown, undo="renew")
    (clock,) = case(world, ref).open
    assert (clock.anchor, clock.due_at) == ("promise-1", local("2026-11-23 12:00"))


def test_a_promise_that_broke_stays_broken_under_its_new_time() -> None:
    world, page, ref = promised()
    world.at("2026-11-23 12:10")
    send(world, page, "renew", until="15:00")
    old = next(clock for clock in case(world, ref).clocks if clock.anchor == "promise-1")
    assert old.ended_at == local("2026-11-23 12:10")
    assert not old.within_target()


def test_what_the_customer_wrote_since_is_not_done_away_with_unread() -> None:
    world, page = paged()
    shown = world.now
    world.at("2026-11-17 10:47")
    ref = ref_of(world, page)
    first = case(world, ref).history.messages[0]
    world.post(x.posts(x.mention("jan", "en nu ben ik ook nog geblokkeerd!", world.now)))
    before = world.context().conversations.load(ref)
    for action, fields in (("dismiss", {"reason": "thanks"}), ("answered_elsewhere", {})):
        with pytest.raises(Wrong, match="wrong new message"):
            send(world, page, action, shown, **fields)
    assert world.context().conversations.load(ref) == before
    send(world, page, "answered_elsewhere", shown, at="10:46")  # which says of what it is an answer
    (clock,) = case(world, ref).open
    assert clock.anchor != first.id


def test_what_was_read_since_may_be_done_away_with() -> None:
    world, page = paged()
    world.at("2026-11-17 10:47")
    world.post(x.posts(x.mention("jan", "en nu ben ik ook nog geblokkeerd!", world.now)))
    send(world, page, "dismiss", reason="joke")
    assert case(world, ref_of(world, page)).open == ()


def test_a_page_kept_open_over_an_undo_does_what_it_says() -> None:
    world, page = paged()
    shown, ref = world.now, ref_of(world, page)
    for minute in (47, 49):
        world.at(f"2026-11-17 10:{minute}")
        send(world, page, "dismiss", shown, reason="spam")
        assert case(world, ref).open == ()
        world.at(f"2026-11-17 10:{minute + 1}")
        send(world, page, "undo", shown, undo="dismiss")
        assert len(case(world, ref).open) == 1


def test_an_undo_takes_back_ones_own_deed_alone() -> None:
    world, page = paged()
    shown = world.now
    world.at("2026-11-17 11:01:30")
    mirjam = next(page for page in world.sent if page.to == "mirjam")
    send(world, page, "dismiss", reason="spam")
    send(world, mirjam, "undo", local("2026-11-17 11:01:01"), undo="dismiss")
    assert case(world, ref_of(world, page)).open == ()
    send(world, page, "undo", shown, undo="dismiss")
    assert len(case(world, ref_of(world, page)).open) == 1


def test_nobody_waits_means_nothing_to_do() -> None:
    world, page = paged()
    ref = ref_of(world, page)
    message = case(world, ref).history.messages[0]
    send(world, page, "answered_elsewhere", at="10:30")
    facts = world.context().conversations.load(ref).facts
    world.at("2026-11-17 10:50")
    for action in ("pass_on", "escalate_now", "dismiss", "snooze", "promise"):
        with pytest.raises(Wrong, match="wrong nobody waits"):
            send(world, page, action, reason="spam", until="15")
    assert world.context().conversations.load(ref).facts == facts
    assert message.at < local("2026-11-17 10:30")


@pytest.mark.parametrize("action", ["pass_on", "escalate_now"])
def test_a_storm_is_handed_to_the_manager_with_its_own_page(action: str) -> None:
    world = World("2026-11-21 20:00")
    nineteen(world)
    one_more(world)
    world.at("2026-11-21 20:02")
    (page,) = [page for page in pages_of_storms(world) if page.channel == "sms"]
    world.acknowledge(page)
    assert send(world, page, action) == ("mirjam",)
    world.at("2026-11-21 20:02:30")
    assert [sent.to for sent in pages_of_storms(world) if sent.channel == "sms"] == ["sanne", "mirjam"]
    assert send(world, page, action) == (), "she has it"
    world.at("2026-11-21 20:10")
    assert [sent.to for sent in pages_of_storms(world) if sent.channel == "sms"] == ["sanne", "mirjam"]
    (storm,) = opened(world, page).carried
    assert bool(storm.case.acknowledgements) is (action == "escalate_now")


@pytest.mark.parametrize("action", ["snooze", "dismiss", "answered_elsewhere", "promise", "kept", "renew"])
def test_a_storm_is_nobody_to_dismiss_or_to_promise(action: str) -> None:
    world = World("2026-11-21 20:00")
    nineteen(world)
    one_more(world)
    world.at("2026-11-21 20:02")
    with pytest.raises(Wrong, match="wrong action"):
        send(world, pages_of_storms(world)[0], action, reason="spam", until="15", what="x")


@pytest.mark.parametrize("action", ["dismiss", "answered_elsewhere"])
def test_in_a_comment_thread_only_what_that_person_asked(action: str) -> None:
    context = replace(World("2026-11-17 09:59").context(), book=BOOK, roster=ROSTER)
    for fact in (asked("10:00", "top"), asked("10:01", "a", author="anna"), asked("10:02", "b", author="bert")):
        context.conversations.add(THREAD.ref, fact)
    now = at("10:46")
    threads = settle(THREAD.ref, context, now)
    clock = next(clock for clock in threads.open if clock.author == "anna")
    alert = Alert(
        id="a1", person="sanne", conversation=THREAD.ref, account="1", step="after 45m", level=0,
        clock="first_response", family="response", anchor=clock.anchor, started_at=clock.started_at,
        target_at=clock.due_at, planned_at=now, role="on-call", why="turn",
    )  # fmt: skip
    about = Carried(1, alert, threads, clock)
    page = Opened(Link(person="sanne", group="g", created_at=now), VIEW, {}, (about,))
    wish = Wish(action="dismiss", about=(about,), shown_at=now, key="k", at=now, reason="spam")
    fulfil(replace(wish, action="answered_elsewhere") if action != "dismiss" else wish, page, context, now)
    assert [clock.author for clock in settle(THREAD.ref, context, now).open] == ["klant", "bert"]
