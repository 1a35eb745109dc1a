"""X was silent for an hour and a half; then everything comes at once: one page to each person, not one for each."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import pytest

from tests.stories import x
from tests.stories.world import World, local

TWELVE = range(12)
SECOND = timedelta(seconds=1)


def asked(number: int, at: str = "2026-11-17 10:00") -> x.Post:
    """One a minute."""
    return x.mention(f"klant_{number}", "waar blijft mijn bestelling??", local(at) + timedelta(minutes=number))


def backlog(posts: Sequence[x.Post], every: timedelta) -> World:
    """From 11:45 on they come in, in deliveries of their own, this far apart."""
    world = World("2026-11-17 11:44").at("2026-11-17 11:45")
    for number, post in enumerate(posts):
        world.schedule(world.now + number * every, partial(world.post, x.posts(post)))
    return world


@pytest.mark.parametrize(
    ("every", "at"),
    [
        pytest.param(0 * SECOND, "11:45:20", id="all in one second"),
        pytest.param(1 * SECOND, "11:45:31", id="one a second"),
        pytest.param(4 * SECOND, "11:46:04", id="one every four seconds"),
    ],
)
def test_a_backlog_is_one_page_to_each_person(every: timedelta, at: str) -> None:
    world = backlog([asked(number) for number in TWELVE], every).at("2026-11-17 11:47:30")
    assert sorted(world.pages()) == [(at, "mirjam"), (at, "sanne")]
    for page in world.sent:
        assert "KWAM TE LAAT BINNEN via X: 12 berichten, oudste wacht 1u4" in page.text
        assert "(@klant_0)" in page.text
    carried = {person: [a.conversation for a in world.carried(person)] for person in ("sanne", "mirjam")}
    assert all(len(set(refs)) == len(refs) == len(TWELVE) for refs in carried.values()), "nobody is left out or twice"


def test_one_that_comes_in_late_alone_waits_for_nobody() -> None:
    world = backlog([asked(0)], SECOND).at("2026-11-17 11:46")
    assert sorted(world.pages()) == [("11:45:20", "mirjam"), ("11:45:20", "sanne")]
    assert "KWAM TE LAAT BINNEN via X: 1 bericht, oudste wacht 1u45 (@klant_0)" in world.sent[0].text


def test_a_backlog_that_takes_minutes_is_a_page_a_minute() -> None:
    world = backlog([asked(number) for number in TWELVE], 15 * SECOND).at("2026-11-17 11:50")
    pages = [at for at, who in world.pages() if who == "sanne"]
    assert len(pages) == 3, pages
    refs = [alert.conversation for alert in world.carried("sanne")]
    assert len(set(refs)) == len(refs) == len(TWELVE)


def test_whoever_is_answered_while_the_others_come_in_is_on_no_page() -> None:
    posts = [asked(number) for number in TWELVE]
    world = backlog(posts, 4 * SECOND).at("2026-11-17 11:45:50")
    for post in posts[:5]:
        world.post(x.posts(x.reply(post, "Hij komt morgen!", world.now)))
    world.at("2026-11-17 11:47:30")
    assert sorted(who for _, who in world.pages()) == ["mirjam", "sanne"]
    assert "7 berichten" in world.sent[0].text
    dropped = [row["reason"] for row in world.table.query("P#sanne", "DROPPED#", "DROPPED#~")]
    assert dropped and all("answered" in str(reason) for reason in dropped)


def test_all_answered_while_they_wait_for_each_other_is_no_page_at_all() -> None:
    posts = [asked(number) for number in TWELVE]
    world = backlog(posts, 2 * SECOND).at("2026-11-17 11:45:25")
    for post in posts[:3]:  # two have fired, and wait for the others
        world.post(x.posts(x.reply(post, "Hij komt morgen!", world.now)))
    for number, post in enumerate(posts[3:], 3):
        answer = x.posts(x.reply(post, "Hij komt morgen!", world.now + timedelta(seconds=number)))
        world.schedule(world.now + timedelta(seconds=number), partial(world.post, answer))
    world.at("2026-11-17 12:30")
    assert world.sent == []
    assert world.context().people.waiting("sanne") == ()
    assert list(world.context().due.due(local("2026-11-18 12:00"))) == []


def test_an_alert_that_is_on_time_takes_the_late_ones_along_at_once() -> None:
    world = World("2026-11-17 10:59").at("2026-11-17 11:00:22")
    world.post(x.posts(x.mention("op_tijd", "waar blijft mijn bestelling??", world.now)))
    world.at("2026-11-17 11:45")
    for number in TWELVE:
        world.schedule(world.now + number * SECOND, partial(world.post, x.posts(asked(number))))
    world.at("2026-11-17 11:45:23")
    assert [page for page in world.pages() if page[1] == "sanne"] == [("11:45:22", "sanne")]
    assert "3 berichten, oudste wacht 1u45 (@klant_0) en nog 1" in next(p.text for p in world.sent if p.to == "sanne")
    world.at("2026-11-17 11:47")
    refs = [alert.conversation for alert in world.carried("sanne")]
    assert len(set(refs)) == len(refs) == len(TWELVE) + 1


def test_a_warning_that_came_in_late_still_says_how_long_is_left() -> None:
    posts = [x.mention(f"klant_{n}", "waar blijft mijn bestelling??", local("2026-11-17 10:59:30")) for n in range(4)]
    world = backlog(posts, SECOND).at("2026-11-17 11:46")
    assert world.pages() == [("11:45:23", "sanne")], "and the manager has nothing to do with it yet"
    assert "nog 15 min" in world.sent[0].text and "en nog 3" in world.sent[0].text
