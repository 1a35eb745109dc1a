"""Who counts for a storm, and when one is noticed."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.domain.storm import Arrival
from chalicelib.store.duties import Mute
from chalicelib.store.storms import Storms
from chalicelib.usecases.ingest import ingest
from chalicelib.usecases.storm import notice_storms
from tests.domain.build import asked, at, case_of, deleted, replied
from tests.domain.merk import BOOK, MERK
from tests.stories import x
from tests.stories.world import EXAMPLE, World
from tests.usecases.crowding import QUESTION, all_answered, ask, counted, nineteen, one_more, pages_of_storms

ZONE = "Europe/Amsterdam"


def the_same_customer_again(world: World) -> None:
    ask(world, "klant_3", text="hallo???")


def a_thank_you(world: World) -> None:
    (asked,) = ask(world, "klant_bedankt")
    world.post(x.posts(x.reply(asked, "Het is opgelost!", world.now)))
    world.at("2026-11-21 20:10:01")  # the question itself is ten minutes ago
    nineteen(world)
    ask(world, "klant_bedankt", text="dankjewel!")


def our_own_message(world: World) -> None:
    (asked,) = nineteen(world)[:1]
    world.post(x.posts(x.reply(asked, "Stuur ons een DM, dan kijken we mee", world.now)))


def a_colleague(world: World) -> None:
    post = x.mention("collega", QUESTION, world.now)
    post["user"]["id_str"] = "99000000001"
    world.post(x.posts(post))


def an_old_message(world: World) -> None:
    world.post(x.posts(x.mention("klant_oud", QUESTION, world.now - timedelta(days=8))))


def a_muted_conversation(world: World) -> None:
    post = x.mention("klant_stil", QUESTION, world.now)
    ref = f"x:merk:public:{post['user']['id_str']}"
    mute = Mute(
        id="m",
        platform="x",
        account=x.MERK[0],
        conversation=ref,
        by="sanne",
        made_at=world.now,
        until=world.now + timedelta(hours=1),
    )
    world.context().duties.add_mute(mute)
    world.post(x.posts(post))


def a_direct_message(world: World) -> None:
    world.post(x.dm("klant_dm", QUESTION, world.now))


def a_mention_of_the_other_account(world: World) -> None:
    world.post(x.posts(x.mention("klant_webcare", QUESTION, world.now, account=x.WEBCARE), account=x.WEBCARE))


def several_in_one_delivery(world: World) -> None:
    world.post(x.posts(*(x.mention(f"samen_{number}", QUESTION, world.now) for number in range(3))))


def a_late_delivery(world: World) -> None:
    """Asked an hour and a half ago: it is the arrival that counts."""
    world.post(x.posts(x.mention("klant_laat", QUESTION, world.now - timedelta(minutes=90))))


@pytest.mark.parametrize(
    ("twentieth", "is_one"),
    [
        pytest.param(one_more, True, id="the twentieth customer"),
        pytest.param(a_direct_message, True, id="one who writes a direct message"),
        pytest.param(a_mention_of_the_other_account, True, id="one who writes to another account of the brand"),
        pytest.param(several_in_one_delivery, True, id="several in one delivery"),
        pytest.param(a_late_delivery, True, id="one whose message arrives late"),
        pytest.param(the_same_customer_again, False, id="a customer counts once"),
        pytest.param(a_thank_you, False, id="a thank-you counts for nothing"),
        pytest.param(our_own_message, False, id="our own message counts for nothing"),
        pytest.param(a_colleague, False, id="a colleague counts for nothing"),
        pytest.param(an_old_message, False, id="a stale message counts for nothing"),
        pytest.param(a_muted_conversation, False, id="a muted conversation counts for nothing"),
    ],
)
def test_who_counts(twentieth: Callable[[World], None], is_one: bool) -> None:
    world = World("2026-11-21 20:00")
    if twentieth is not a_thank_you:
        nineteen(world)
    twentieth(world)
    world.until(world.now)
    assert [page.to for page in pages_of_storms(world)] == ["sanne"] * is_one


def test_an_account_that_pages_nobody_makes_no_storm() -> None:
    settings = EXAMPLE.read_text("utf-8").replace("pages = true ", "pages = false ", 1)
    world = World("2026-11-21 20:00", settings)
    nineteen(world)
    one_more(world)
    assert counted(world) == 0


def test_nobody_comes_with_an_answer_that_is_deleted() -> None:
    world = World("2026-11-17 20:00")
    world.book, world.organisation = BOOK, MERK
    case = case_of(asked("19:50", "vraag"), replied("19:55", "antwoord"), deleted("antwoord", "19:59"), now="20:00")
    assert [clock.message for clock in case.clocks] == ["vraag", "vraag"]
    for _ in range(2):  # the question is delivered again
        notice_storms([case], {"vraag"}, world.context(), world.now)
    assert [arrival.at for arrival in Storms(world.table).arrivals("merk", world.now, world.now)] == [at("19:50")]


def held_back(world: World) -> list[str]:
    """The inbox stands still; what came in meanwhile."""
    waiting: list[str] = []
    world.inbox.deliver = waiting.append
    return waiting


def test_a_backlog_of_an_hour_is_no_storm_any_more() -> None:
    world = World("2026-11-21 20:00")
    waiting = held_back(world)
    nineteen(world)
    one_more(world)
    world.at("2026-11-21 21:00")
    for text in waiting:
        ingest(text, world.context(), world.now)
    assert counted(world) == 0


def test_a_storm_that_is_over_when_it_is_noticed_is_not_paged() -> None:
    world = World("2026-11-21 20:00")
    Storms(world.table).count("merk", [Arrival(world.now, f"klant{number}") for number in range(20)], ZONE)
    waiting = held_back(world)
    world.at("2026-11-21 20:10:01")
    one_more(world)  # ten minutes later, and a second
    world.at("2026-11-21 21:05")
    for text in waiting:
        ingest(text, world.context(), world.now)
    assert counted(world) == 21
    assert Storms(world.table).current("merk") is None


def test_four_times_the_usual_for_that_hour() -> None:
    world = World("2026-11-21 20:00")
    storms = Storms(world.table)
    for back in (7, 14, 21):  # of 18 customers between eight and nine three come in ten minutes
        eight = world.now - timedelta(days=back)
        storms.count("merk", [Arrival(eight + timedelta(minutes=3 * n), f"vorig{n}") for n in range(18)], ZONE)
    ask(world, *(f"klant_{number}" for number in range(11)))
    world.at("2026-11-21 20:01")
    assert pages_of_storms(world) == []
    one_more(world)
    world.until(world.now)
    assert [page.to for page in pages_of_storms(world)] == ["sanne"]


@pytest.mark.parametrize(
    ("again", "storms"),
    [
        pytest.param("2026-11-21 20:59:59", 1, id="within the hour it is the same storm"),
        pytest.param("2026-11-21 21:00:00", 2, id="an hour after the rate was last reached it is another"),
    ],
)
def test_an_hour_after_the_rate_was_last_reached(again: str, storms: int) -> None:
    world = World("2026-11-21 20:00")
    asked = nineteen(world) + ask(world, "de_twintigste")
    world.at("2026-11-21 20:30")
    all_answered(world, asked)
    world.at(again)
    ask(world, *(f"later_{number}" for number in range(20)))
    world.until(world.now)
    assert len([page for page in pages_of_storms(world) if page.channel == "sms"]) == storms


def test_a_rate_that_is_reached_again_prolongs_it() -> None:
    world = World("2026-11-21 20:00")
    for number, minute in enumerate(("20:00", "20:40", "21:20")):
        world.at(f"2026-11-21 {minute}")
        posts = ask(world, *(f"klant_{number}_{each}" for each in range(20)))
        world.until(world.now + timedelta(minutes=1))
        all_answered(world, posts)
    assert len(pages_of_storms(world)) == 1
