"""Bluesky, asked page by page: nothing is missed, nothing comes for ever, and a session lasts."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.polling.bluesky import PAGE_OF_NOTIFICATIONS, Bluesky
from chalicelib.polling.port import Batch, PollFailed, Refused
from tests.polling.asking import MERK, NOW, PASSWORD, PIET, addresses, bluesky, http, minutes, told
from tools.fakebluesky import FakeBluesky
from tools.loopback import Loopback, Told, listening


@pytest.fixture
def there() -> FakeBluesky:
    return FakeBluesky(did=MERK, handle="merk.example.com", passwords={PASSWORD})


@pytest.fixture
def server(there: FakeBluesky) -> Iterator[Loopback]:
    with listening(there) as found:
        yield found


@pytest.fixture
def poller() -> Bluesky:
    return Bluesky(http(read_timeout=1.0))


def paths(server: Loopback) -> list[str]:
    return [asked.path.rpartition(".")[2] for asked in server.asked]


def test_a_mention_and_an_answer_come_with_the_name_of_the_account(
    there: FakeBluesky, server: Loopback, poller: Bluesky
) -> None:
    asked = there.mention(PIET, "waar blijft het?", minutes(3))
    answered = there.reply(asked, "We zoeken het uit.", minutes(1))
    bodies, _ = told(poller.poll(bluesky(server.url), "", NOW))
    assert [(body["account"], body["stream"]) for body in bodies] == [(MERK, "notifications"), (MERK, "feed")]
    assert addresses(bodies) == [asked, answered]


def test_likes_are_not_even_fetched(there: FakeBluesky, server: Loopback, poller: Bluesky) -> None:
    there.like(PIET, minutes(2))
    bodies, _ = told(poller.poll(bluesky(server.url), "", NOW))
    assert bodies == []


def test_what_was_told_is_not_told_again(there: FakeBluesky, server: Loopback, poller: Bluesky) -> None:
    there.mention(PIET, "waar blijft het?", minutes(3))
    _, cursor = told(poller.poll(bluesky(server.url), "", NOW))
    assert told(poller.poll(bluesky(server.url), cursor, NOW)) == ([], "")
    late = there.mention(PIET, "en dit stond er later pas", minutes(5))
    bodies, cursor = told(poller.poll(bluesky(server.url), cursor, NOW))
    assert late in addresses(bodies)
    assert told(poller.poll(bluesky(server.url), cursor, NOW)) == ([], "")


def test_eighty_mentions_come_in_two_requests(there: FakeBluesky, server: Loopback, poller: Bluesky) -> None:
    _, cursor = told(poller.poll(bluesky(server.url), "", minutes(60)))
    written = [there.mention(PIET, f"vraag {n}", minutes(50 - n / 2)) for n in range(80)]
    server.asked.clear()
    bodies, _ = told(poller.poll(bluesky(server.url), cursor, NOW))
    assert sorted(addresses(bodies)) == sorted(written)
    assert [len(body["page"]["notifications"]) for body in bodies] == [PAGE_OF_NOTIFICATIONS, 30]
    assert paths(server) == ["listNotifications", "listNotifications", "getAuthorFeed"]


def test_a_walk_that_is_broken_off_goes_on_where_it_was(there: FakeBluesky, server: Loopback, poller: Bluesky) -> None:
    _, cursor = told(poller.poll(bluesky(server.url), "", minutes(60)))
    written = [there.mention(PIET, f"vraag {n}", minutes(50 - n / 4)) for n in range(120)]
    first = next(poller.poll(bluesky(server.url), cursor, NOW))
    written.append(there.mention(PIET, "terwijl we lazen", minutes(0.5)))
    rest, cursor = told(poller.poll(bluesky(server.url), first.cursor, NOW))
    last, _ = told(poller.poll(bluesky(server.url), cursor, NOW))
    assert first.body is not None
    assert set(addresses([json.loads(first.body), *rest, *last])) == set(written)
    assert len(addresses(rest)) == 70


def test_the_first_look_goes_back_an_hour(there: FakeBluesky, server: Loopback, poller: Bluesky) -> None:
    there.mention(PIET, "lang geleden", minutes(61))
    assert told(poller.poll(bluesky(server.url), "", NOW))[0] == []
    fresh = there.mention(PIET, "net", minutes(59))
    ((body,), _) = told(poller.poll(bluesky(server.url), "", NOW))
    assert addresses([body])[0] == fresh
    assert body["since"] == minutes(60).isoformat()


@pytest.mark.parametrize(
    ("away", "days"),
    [
        pytest.param(timedelta(days=6), 6, id="six days: all of it, and ten minutes more"),
        pytest.param(timedelta(days=30), 7, id="a month: seven days, since what is older starts nothing"),
    ],
)
def test_after_a_long_absence_it_reads_back(
    there: FakeBluesky, server: Loopback, poller: Bluesky, away: timedelta, days: int
) -> None:
    _, cursor = told(poller.poll(bluesky(server.url), "", NOW - away))
    there.mention(PIET, "en?", NOW)
    bodies, _ = told(poller.poll(bluesky(server.url), cursor, NOW))
    since = NOW - timedelta(days=days, minutes=10 if days < 7 else 0)
    assert bodies[0]["since"] == since.isoformat()


def test_a_page_that_is_no_longer_told_begins_the_walk_again(
    there: FakeBluesky, server: Loopback, poller: Bluesky
) -> None:
    _, cursor = told(poller.poll(bluesky(server.url), "", minutes(60)))
    written = [there.mention(PIET, f"vraag {n}", minutes(50 - n / 2)) for n in range(80)]
    cursor = next(poller.poll(bluesky(server.url), cursor, NOW)).cursor
    there.gone.add(json.loads(cursor)["notifications"]["page"])
    seen: list[Batch] = []
    with pytest.raises(PollFailed, match="begin again"):
        seen += poller.poll(bluesky(server.url), cursor, NOW)
    # A generator that raises gives nothing to a list: taken one by one, the cursor comes before the error.
    turn = poller.poll(bluesky(server.url), cursor, NOW)
    reset = next(turn)
    with pytest.raises(PollFailed):
        next(turn)
    there.gone.clear()
    bodies, _ = told(poller.poll(bluesky(server.url), reset.cursor, NOW))
    assert set(addresses(bodies)) == set(written)


def test_a_session_is_opened_once_and_renewed_when_it_is_spent(
    there: FakeBluesky, server: Loopback, poller: Bluesky
) -> None:
    told(poller.poll(bluesky(server.url), "", NOW))
    told(poller.poll(bluesky(server.url), "", NOW))
    assert there.signed_in == 1
    there.expire()
    server.asked.clear()
    told(poller.poll(bluesky(server.url), "", NOW))
    assert paths(server) == ["listNotifications", "refreshSession", "listNotifications", "getAuthorFeed"]
    assert there.signed_in == 1


def test_a_server_that_calls_a_spent_token_unauthorised_is_understood(
    there: FakeBluesky, server: Loopback, poller: Bluesky
) -> None:
    told(poller.poll(bluesky(server.url), "", NOW))
    asked = there.mention(PIET, "en?", minutes(1))
    server.next.append(Told(401, {"error": "AuthMissing"}))
    assert addresses(told(poller.poll(bluesky(server.url), "", NOW))[0]) == [asked]
    assert there.signed_in == 1


def test_a_session_that_cannot_be_renewed_is_opened_anew(there: FakeBluesky, server: Loopback, poller: Bluesky) -> None:
    told(poller.poll(bluesky(server.url), "", NOW))
    there.expire()
    there.refresh.clear()
    told(poller.poll(bluesky(server.url), "", NOW))
    assert there.signed_in == 2


def test_an_app_password_that_was_taken_back_is_refused(there: FakeBluesky, server: Loopback, poller: Bluesky) -> None:
    told(poller.poll(bluesky(server.url), "", NOW))
    there.sign_out()
    with pytest.raises(Refused, match="no app password of did:plc:merk"):
        told(poller.poll(bluesky(server.url), "", NOW))


def test_while_it_is_replaced_either_app_password_opens(there: FakeBluesky, server: Loopback, poller: Bluesky) -> None:
    told(poller.poll(bluesky(server.url, "x-new-password", PASSWORD), "", NOW))
    assert there.signed_in == 1


def test_without_an_app_password_nobody_is_asked(server: Loopback, poller: Bluesky) -> None:
    source = bluesky(server.url)
    with pytest.raises(Refused, match="no app password"):
        told(poller.poll(type(source)(account=MERK, address=server.url, secrets=()), "", NOW))
    assert server.asked == []


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Told(500, {"error": "InternalServerError"}), id="a server that fails"),
        pytest.param(Told(200, b"<html>"), id="HTML"),
        pytest.param(Told(200, [1, 2]), id="another shape"),
        pytest.param(Told(200, {"notifications": "many"}), id="a list that is none"),
        pytest.param("silence", id="silence"),
    ],
)
def test_a_page_that_cannot_be_read_moves_no_cursor(there: FakeBluesky, server: Loopback, reply: Told) -> None:
    poller = Bluesky(http(read_timeout=0.2))
    told(poller.poll(bluesky(server.url), "", NOW))
    server.next.append(reply)
    turn = poller.poll(bluesky(server.url), "", NOW)
    with pytest.raises(PollFailed):
        next(turn)
