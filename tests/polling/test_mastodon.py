"""Mastodon, asked forward from an id: nothing is missed and nothing comes twice."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.polling.mastodon import Mastodon
from chalicelib.polling.port import PollFailed, Refused, Source
from tests.polling.asking import MASTODON, NOW, TOKEN, http, mastodon, minutes, told
from tools.fakemastodon import FakeMastodon
from tools.loopback import Loopback, Told, listening


@pytest.fixture
def there() -> FakeMastodon:
    return FakeMastodon(id=MASTODON, name="merk", tokens={TOKEN})


@pytest.fixture
def server(there: FakeMastodon) -> Iterator[Loopback]:
    with listening(there) as found:
        yield found


@pytest.fixture
def poller() -> Mastodon:
    return Mastodon(http(read_timeout=1.0))


def ids(bodies: list[dict[str, Any]]) -> list[str]:
    """Of the statuses in these pages."""
    return [str(each.get("status", each)["id"]) for body in bodies for each in body["page"]]


def test_a_mention_and_an_answer_come_with_the_name_of_the_account(
    there: FakeMastodon, server: Loopback, poller: Mastodon
) -> None:
    asked = there.mention("42", "waar blijft het?", minutes(3))
    answered = there.reply(asked, "We zoeken het uit.", minutes(1))
    bodies, _ = told(poller.poll(mastodon(server.url), "", NOW))
    assert [(body["account"], body["stream"]) for body in bodies] == [
        (MASTODON, "notifications"),
        (MASTODON, "statuses"),
    ]
    assert ids(bodies) == [asked["id"], answered["id"]]
    assert bodies[0]["since"] == minutes(60).isoformat()


def test_favourites_are_not_even_fetched(there: FakeMastodon, server: Loopback, poller: Mastodon) -> None:
    there.favourite("42", minutes(2))
    assert told(poller.poll(mastodon(server.url), "", NOW))[0] == []


def test_who_is_held_back_by_the_accounts_filter_is_a_customer_all_the_same(
    there: FakeMastodon, server: Loopback, poller: Mastodon
) -> None:
    asked = there.mention("42", "ik ben hier nieuw: waar is mijn bestelling?", minutes(2))
    there.hold_back()
    assert ids(told(poller.poll(mastodon(server.url), "", NOW))[0]) == [asked["id"]]


def test_boosts_are_not_even_fetched(there: FakeMastodon, server: Loopback, poller: Mastodon) -> None:
    asked = there.mention("42", "mooi!", minutes(120))
    there.notifications.clear()
    there.boost(asked, minutes(2))
    assert told(poller.poll(mastodon(server.url), "", NOW))[0] == []


@pytest.mark.parametrize("links", [pytest.param(True, id="by its links"), pytest.param(False, id="by its ids")])
def test_eighty_mentions_come_in_order_over_two_requests(
    there: FakeMastodon, server: Loopback, poller: Mastodon, links: bool
) -> None:
    there.links = links
    before = there.mention("42", "eerst", minutes(55))
    bodies, cursor = told(poller.poll(mastodon(server.url), "", minutes(50)))
    written = [there.mention("42", f"vraag {n}", minutes(40 - n / 4))["id"] for n in range(80)]
    server.asked.clear()
    more, cursor = told(poller.poll(mastodon(server.url), cursor, NOW))
    assert ids(bodies) == [before["id"]]
    assert sorted(ids(more)) == sorted(written)
    assert [len(body["page"]) for body in more] == [40, 40]
    assert told(poller.poll(mastodon(server.url), cursor, NOW)) == ([], "")


def test_an_account_that_nobody_ever_mentioned_is_read_from_its_first_look(
    there: FakeMastodon, server: Loopback, poller: Mastodon
) -> None:
    _, cursor = told(poller.poll(mastodon(server.url), "", minutes(600)))
    asked = there.mention("42", "terwijl de server weg was", minutes(500))
    bodies, _ = told(poller.poll(mastodon(server.url), cursor, NOW))
    assert ids(bodies) == [asked["id"]]
    assert bodies[0]["since"] == minutes(660).isoformat()


def test_a_link_gives_its_id_and_nothing_else(there: FakeMastodon, server: Loopback, poller: Mastodon) -> None:
    page = [{"id": "7", "type": "mention"}]
    link = '<https://elsewhere.example/steal?min_id=9&x=1>; rel="prev", <https://a.example/?max_id=1>; rel="next"'
    server.next.append(Told(200, page, {"link": link}))
    turn = poller.poll(mastodon(server.url), "", NOW)
    next(turn)  # the instant of the first look
    assert json.loads(next(turn).cursor)["notifications"]["after"] == "9"
    next(turn)
    assert server.asked[1].value("min_id") == "9"
    assert {asked.headers["host"] for asked in server.asked} == {server.url.removeprefix("http://")}


def test_a_list_that_runs_in_a_circle_is_left(there: FakeMastodon, server: Loopback, poller: Mastodon) -> None:
    there.mention("42", "vraag", minutes(3))
    _, cursor = told(poller.poll(mastodon(server.url), "", NOW))
    after = json.loads(cursor)["notifications"]["after"]
    server.next.append(Told(200, [{"id": after}], {"link": f'<https://a.example/?min_id={after}>; rel="prev"'}))
    with pytest.raises(PollFailed, match="where its list goes on"):
        next(poller.poll(mastodon(server.url), cursor, NOW))


@pytest.mark.parametrize(
    ("reply", "error", "words"),
    [
        pytest.param(Told(401, {"error": "The access token was revoked"}), Refused, "401", id="a revoked token"),
        pytest.param(Told(403, {"error": "out of scope"}), Refused, "403", id="one that may read too little"),
        pytest.param(Told(500, b"<html>"), PollFailed, "500", id="a server that fails"),
        pytest.param(Told(200, b"<html>"), PollFailed, "not JSON", id="HTML"),
        pytest.param(Told(200, {"error": "hm"}), PollFailed, "without a list", id="an object"),
        pytest.param(Told(200, [{"type": "mention"}]), PollFailed, "where its list goes on", id="items without ids"),
        pytest.param("silence", PollFailed, "no answer", id="silence"),
    ],
)
def test_what_cannot_be_read_moves_no_cursor(
    server: Loopback, reply: Told, error: type[PollFailed], words: str
) -> None:
    poller = Mastodon(http(read_timeout=0.2))
    _, cursor = told(poller.poll(mastodon(server.url), "", NOW))
    server.next.append(reply)
    with pytest.raises(error, match=words) as failed:
        next(poller.poll(mastodon(server.url), cursor, NOW))
    assert TOKEN not in str(failed.value)


def test_while_it_is_replaced_either_token_opens(there: FakeMastodon, server: Loopback, poller: Mastodon) -> None:
    asked = there.mention("42", "vraag", minutes(3))
    bodies, _ = told(poller.poll(mastodon(server.url, "x-new-token", TOKEN), "", NOW))
    assert ids(bodies) == [asked["id"]]


def test_without_a_token_nobody_is_asked(server: Loopback, poller: Mastodon) -> None:
    with pytest.raises(Refused, match="no access token"):
        told(poller.poll(Source(account=MASTODON, address=server.url, secrets=()), "", NOW))
    assert server.asked == []
