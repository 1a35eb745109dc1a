"""Card payments are down on a Tuesday, everybody knows, and thirty customers say so: two pages an hour, not thirty."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from chalicelib.store.results import Results
from chalicelib.usecases.act import escalate_now
from chalicelib.usecases.outage import turn_off, turn_on
from tests.stories import x
from tests.stories.world import AMSTERDAM, World, local

DAY = "2026-11-17"
SAYS_SO = "Pínnen werkt weer niet in de winkel?"
LONG = "Goedemiddag! Ik sta hier nu al een hele tijd in de rij met mijn kar, " * 2 + "en niemand zegt iets. "


def now_at(time: str) -> World:
    return World(f"{DAY} {time}")


def ask(world: World, customer: str, text: str = SAYS_SO, account: tuple[str, str] = x.MERK) -> x.Post:
    post = x.mention(customer, text, world.now, account)
    world.post(x.posts(post, account=account))
    return post


def known(world: World, until: str = "18:00", accounts: frozenset[str] = frozenset()) -> str:
    """It is said to be known from now on; its id."""
    words, end = ("pinnen", "betaalautomaat"), local(f"{DAY} {until}")
    return turn_on(words, "merk", accounts, world.now, end, "sanne", world.context(), world.now).id


def over(world: World, outage: str) -> None:
    turn_off(outage, "bram", world.context(), world.now)
    world.until(world.now)


def thirty_ask(world: World) -> list[x.Post]:
    """Another customer every two minutes, from 14:01 to 14:59."""
    posts = []
    for number in range(30):
        world.until(local(f"{DAY} 14:01") + timedelta(minutes=2 * number))
        posts.append(ask(world, f"klant{number}"))
    return posts


def texts(world: World, person: str = "sanne") -> list[str]:
    """Text messages as far as their link."""
    return [
        page.text.removesuffix(f" {page.link}") for page in world.sent if (page.to, page.channel) == (person, "sms")
    ]


def test_thirty_who_ask_about_it_are_one_page_every_half_hour_to_each_who_is_told() -> None:
    world = now_at("14:00")
    known(world)
    thirty_ask(world)
    world.at(f"{DAY} 16:59")
    halves = ["15:00:00", "15:30:00", "16:00:00", "16:30:00"]
    assert sorted(world.pages()) == sorted(
        [*((half, "sanne") for half in halves), *((half, "mirjam") for half in halves[1:])]
    )
    assert texts(world)[:3] == [
        "Waakhond: storing 'pinnen' en nog 1: 30 wachten, oudste 59 min. Volgende melding 15:30.",
        "Waakhond: storing 'pinnen' en nog 1: 30 wachten, oudste 1u29, 15 VOORBIJ DE GRENS. Volgende melding 16:00.",
        "Waakhond: storing 'pinnen' en nog 1: 30 wachten, oudste 1u59, 30 VOORBIJ DE GRENS. Volgende melding 16:30.",
    ]


def test_another_question_is_paged_about_as_ever_and_takes_none_of_them_along() -> None:
    world = now_at("14:00")
    known(world)
    thirty_ask(world)
    ask(world, "merel", "waar blijft mijn pakket?")
    world.at(f"{DAY} 15:46")
    assert [page for page in world.pages() if page[0] not in ("15:00:00", "15:30:00")] == [("15:44:00", "sanne")]
    assert texts(world)[-1].startswith("Waakhond: nog 15 min. @merel op X wacht 45 min: 'waar blijft")


def test_one_at_the_half_hour_itself_comes_right_behind_the_others() -> None:
    world = now_at("14:00")
    known(world)
    world.at(f"{DAY} 14:10")
    ask(world, "jan")
    world.at(f"{DAY} 14:15")
    ask(world, "merel", "waar blijft mijn pakket?")
    world.at(f"{DAY} 15:01")
    assert world.pages() == [("15:00:00", "sanne")] * 2
    assert ["storing" in text for text in texts(world)] == [True, False]


def test_whoever_is_answered_meanwhile_drops_out() -> None:
    world = now_at("14:00")
    known(world)
    posts = thirty_ask(world)
    for post in posts[1:]:
        world.post(x.posts(x.reply(post, "We weten ervan en werken eraan.", world.now)))
    world.at(f"{DAY} 15:00")
    assert texts(world) == [
        "Waakhond: storing 'pinnen' en nog 1: 1 wacht, oudste 59 min. Volgende melding 15:30.",
    ]
    world.post(x.posts(x.reply(posts[0], "We weten ervan en werken eraan.", world.now)))
    world.at(f"{DAY} 18:30")
    assert len(texts(world)) == 1


def test_once_it_is_over_whoever_is_still_unanswered_is_told_of_at_once() -> None:
    world = now_at("14:00")
    outage = known(world)
    thirty_ask(world)
    world.at(f"{DAY} 15:10")
    over(world, outage)
    assert [page for page in world.pages() if page[0] != "15:00:00"] == [("15:10:00", "sanne"), ("15:10:00", "mirjam")]
    assert "storing" not in texts(world)[-1]
    assert world.context().people.waiting("sanne") == ()
    world.at(f"{DAY} 15:11")
    assert world.pages() == [("15:11:00", "sanne")], "a step that comes now is paged about as ever"


def test_when_its_time_is_up_too() -> None:
    world = now_at("14:00")
    known(world, until="15:20")
    thirty_ask(world)
    world.at(f"{DAY} 15:20:30")
    assert {at for at, _ in world.pages()} == {"15:00:00", "15:20:00"}


def test_who_was_asked_for_by_hand_is_told_at_once() -> None:
    world = now_at("14:00")
    known(world)
    post = ask(world, "jan")
    world.at(f"{DAY} 14:20")
    escalate_now((f"x:merk:public:{post['user']['id_str']}",), "sanne", world.context(), world.now)
    world.until(world.now)
    assert world.pages() == [("14:20:00", "mirjam")]


@pytest.mark.parametrize(
    ("text", "before", "together"),
    [
        pytest.param(SAYS_SO, True, True, id="what came before it was known is about it by its public words"),
        pytest.param(LONG + SAYS_SO, False, True, id="of what comes in the whole text is looked at"),
        pytest.param(LONG + SAYS_SO, True, False, id="of which no more than an excerpt is kept from before"),
        pytest.param("de pinnenfabriek staakt?", False, False, id="a word is a whole word"),
        pytest.param("De BETAALAUTOMAAT is stuk!", False, True, id="any of the words will do"),
    ],
)
def test_what_is_about_it(text: str, before: bool, together: bool) -> None:
    world = now_at("14:00")
    if before:
        ask(world, "jan", text)
        world.at(f"{DAY} 14:01")
    known(world)
    if not before:
        world.at(f"{DAY} 14:01")
        ask(world, "jan", text)
    world.at(f"{DAY} 14:59")
    assert (world.pages() == []) is together


def test_a_direct_message_is_about_it_and_nothing_of_its_words_is_kept() -> None:
    world = now_at("09:00")
    outage = known(world, until="18:00")
    world.at(f"{DAY} 09:05")
    world.post(x.dm("jan", "bij jullie kan ik niet pinnen", world.now))
    (head,) = world.context().due.heads()
    (row,) = world.table.query(f"C#{head.conversation}", "F#", "F~")
    assert row["outages"] == f'["{outage}"]'
    assert "pinnen" not in str(row)


def test_an_outage_of_one_account_holds_nothing_of_another() -> None:
    world = now_at("14:00")
    known(world, accounts=frozenset({f"x:{x.WEBCARE[0]}"}))
    ask(world, "jan", account=x.WEBCARE)
    world.at(f"{DAY} 14:05")
    ask(world, "merel")
    world.at(f"{DAY} 14:59")
    assert {at for at, _ in world.pages()} == {"14:50:00"}


def test_its_results_count_and_are_told_apart() -> None:
    world = now_at("13:30")
    early = ask(world, "jan")
    world.at(f"{DAY} 13:50")
    world.post(x.posts(x.reply(early, "We kijken ernaar.", world.now)))
    world.at(f"{DAY} 14:00")
    outage = known(world, until="15:00")
    world.at(f"{DAY} 14:10")
    ask(world, "merel")
    answered = ask(world, "piet")
    ask(world, "els", "waar blijft mijn pakket?")
    world.at(f"{DAY} 14:20")
    world.post(x.posts(x.reply(answered, "We weten ervan.", world.now)))
    world.at(f"{DAY} 15:30")
    after = ask(world, "kees")
    world.at(f"{DAY} 15:40")
    world.post(x.posts(x.reply(after, "Het werkt weer.", world.now)))
    assert apart(world) == {"13:50": None, "14:20": outage, "15:10": {outage, None}, "15:40": None}


def apart(world: World) -> Mapping[str, object]:
    """What each result is told apart for, by when it counts."""
    found: dict[str, set[str | None]] = {}
    for each in Results(world.table).of_day("x", x.MERK[0], local(f"{DAY} 12:00").date()):
        found.setdefault(f"{each.counted_at.astimezone(AMSTERDAM):%H:%M}", set()).add(each.apart)
    return {at: next(iter(kinds)) if len(kinds) == 1 else kinds for at, kinds in found.items()}
