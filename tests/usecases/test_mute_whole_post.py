"""A post with many threads below it is muted by hand: every thread falls silent, those to come too."""

import pytest

from chalicelib.domain.organisation import Person
from chalicelib.usecases import by_rota
from chalicelib.usecases.errors import Refused
from chalicelib.usecases.mute_post import mute_whole_post
from tests.stories import facebook, x
from tests.stories.world import World, local

DAY = "2026-11-17"
QUESTION = "Wanneer komt de winnaar bekend?"


def ask(world: World, number: int, text: str = QUESTION, post: str = facebook.POST) -> str:
    """A comment straight under the post comes in now; its conversation."""
    change = facebook.comment(f"klant{number}", number, text, world.now)
    body = facebook.delivery(change).decode()
    body = body.replace(facebook.POST, post).replace(facebook.POST.rpartition("_")[2], post.rpartition("_")[2])
    world.post(body.encode(), "facebook")
    return f"facebook:merk:public:thread:{post.rpartition('_')[2]}_{number}"


def mirjam(world: World) -> Person:
    return world.organisation.people["mirjam"]


def muted(world: World, ref: str, until: str = "14:00") -> None:
    mute_whole_post(ref, "mirjam", local(f"{DAY} {until}"), world.context(), world.now)


def test_what_is_asked_under_it_starts_nothing_in_threads_that_are_there_or_begin() -> None:
    world = World(f"{DAY} 10:00")
    ref = ask(world, 1)
    world.at(f"{DAY} 10:01")
    muted(world, ref)
    world.at(f"{DAY} 10:10")
    for number in range(2, 9):
        ask(world, number)
    world.at(f"{DAY} 13:59")
    assert world.pages() == []
    assert [clock.message for clock in world.clocks("facebook:")] == ["122100000000000500_1"]


def test_clocks_that_run_in_any_of_its_threads_page_nobody_until_it_ends() -> None:
    world = World(f"{DAY} 10:00")
    refs = [ask(world, number) for number in range(1, 4)]
    world.at(f"{DAY} 10:01")
    muted(world, refs[0], until="10:50")
    world.at(f"{DAY} 10:50")
    assert world.pages() == []
    world.at(f"{DAY} 10:56")
    assert world.pages() == [("10:55:00", "sanne")]
    assert {alert.conversation for alert in world.carried("sanne")} == set(refs)


def test_another_post_is_paged_about_as_ever() -> None:
    world = World(f"{DAY} 10:00")
    muted(world, ask(world, 1))
    world.at(f"{DAY} 10:10")
    ask(world, 2, post=f"{facebook.PAGE}_122100000000000777")
    world.at(f"{DAY} 10:56")
    assert world.pages() == [("10:55:00", "sanne")]


def test_what_was_asked_before_it_was_muted_and_comes_in_later_is_timed() -> None:
    world = World(f"{DAY} 10:00")
    ref, late = ask(world, 1), facebook.comment("klant2", 2, QUESTION, world.now)
    world.at(f"{DAY} 10:01")
    muted(world, ref)
    world.post(facebook.delivery(late), "facebook")
    assert len(world.clocks("facebook:")) == 2


def test_taken_back_it_ends_there_and_what_was_asked_meanwhile_stays_as_it_is() -> None:
    world = World(f"{DAY} 10:00")
    ref = ask(world, 1)
    world.at(f"{DAY} 10:01")
    by_rota.mute_post_of(ref, local(f"{DAY} 14:00"), mirjam(world), world.context(), world.now)
    world.at(f"{DAY} 10:10")
    ask(world, 2)
    world.at(f"{DAY} 10:20")
    (entry,) = world.context().duties.entries()
    by_rota.take_back(entry.key, mirjam(world), world.context(), world.now)
    world.at(f"{DAY} 10:30")
    ask(world, 3)
    world.at(f"{DAY} 11:16")
    assert {clock.message for clock in world.clocks("facebook:")} == {
        "122100000000000500_1",
        "122100000000000500_3",
    }
    assert ("11:15:00", "sanne") in world.pages()


def test_muted_twice_until_one_instant_is_muted_once() -> None:
    world = World(f"{DAY} 10:00")
    for number in (1, 2):
        muted(world, ask(world, number))
    assert len(world.context().duties.entries()) == 1


def test_a_mute_that_cannot_be_is_refused() -> None:
    world = World(f"{DAY} 10:00")
    with pytest.raises(Refused, match=r"^until: .* is past; name a later instant$"):
        muted(world, ask(world, 1), until="10:00")
    post = x.mention("jan", QUESTION, world.now)
    world.post(x.posts(post))
    with pytest.raises(Refused, match=r"stands under no post that we know$"):
        muted(world, f"x:merk:public:{post['user']['id_str']}")
