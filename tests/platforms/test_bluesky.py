"""Bluesky: whom a post speaks to is told by the post alone, in whichever list and for whatever reason it came."""

from typing import Any

import pytest

from chalicelib.domain.events import Event, MessageSeen
from chalicelib.platforms import bluesky
from chalicelib.platforms.bluesky_posts import author_of
from chalicelib.platforms.errors import UnreadableBody
from tests.platforms.brand import BLUESKY, BLUESKY_STAFF, ORGANISATION

PIET, ANNA = "did:plc:piet0000000000000000aaaa", "did:web:anna.example.com"
OURS, THEIRS, HERS = (f"at://{did}/app.bsky.feed.post/3l" for did in (BLUESKY, PIET, ANNA))
AT = "2026-11-20T22:00:00.000Z"


def post(author: str, *, root: str = "", parent: str = "", names: str = "", quotes: str = "") -> dict[str, Any]:
    record: dict[str, Any] = {"text": "hoi?", "createdAt": "1999-01-01T00:00:00Z"}
    if parent:
        record["reply"] = {"root": {"uri": root or parent}, "parent": {"uri": parent}}
    if names:
        record["facets"] = [{"features": [{"$type": "app.bsky.richtext.facet#mention", "did": names}]}]
    if quotes:
        record["embed"] = {"$type": "app.bsky.embed.record", "record": {"uri": quotes}}
    uri = f"at://{author}/app.bsky.feed.post/3lnew"
    return {"uri": uri, "author": {"did": author, "handle": "a.example"}, "record": record, "indexedAt": AT}


def notified(raw: dict[str, Any], reason: str = "mention") -> Event:
    page = {"notifications": [{**raw, "reason": reason}]}
    (event,) = bluesky.normalise({"account": BLUESKY, "stream": "notifications", "page": page}, ORGANISATION)
    return event


def posted(raw: dict[str, Any]) -> Event:
    page = {"feed": [{"post": raw}]}
    (event,) = bluesky.normalise({"account": BLUESKY, "stream": "feed", "page": page}, ORGANISATION)
    return event


@pytest.mark.parametrize(
    ("raw", "addresses", "below", "silence"),
    [
        pytest.param(post(PIET, names=BLUESKY), True, False, None, id="a mention"),
        pytest.param(post(PIET, quotes=OURS), True, False, None, id="a quote of the brand"),
        pytest.param(post(PIET, parent=OURS), False, True, None, id="below a post of the brand"),
        pytest.param(post(PIET, parent=OURS, names=BLUESKY), True, True, None, id="below it, naming the brand"),
        pytest.param(post(PIET, root=THEIRS, parent=OURS), True, False, None, id="after its answer to them"),
        pytest.param(post(PIET, root=OURS, parent=OURS + "2"), True, True, None, id="after its answer below its post"),
        pytest.param(post(ANNA, root=OURS, parent=THEIRS), False, True, None, id="to another, below its post"),
        pytest.param(post(PIET, root=HERS, parent=THEIRS), True, False, None, id="going on after oneself"),
        pytest.param(post(ANNA, root=THEIRS, parent=THEIRS), False, False, "named", id="to another, elsewhere"),
        pytest.param(post(ANNA, parent=THEIRS, names=BLUESKY), True, False, None, id="to another, naming the brand"),
        pytest.param(post(BLUESKY_STAFF, names=BLUESKY), True, False, "staff", id="a colleague"),
    ],
)
def test_when_a_post_speaks_to_the_brand(
    raw: dict[str, Any], addresses: bool, below: bool, silence: str | None
) -> None:
    told = [notified(raw, reason) for reason in ("mention", "reply", "quote")]
    assert told[0] == told[1] == told[2]
    event = told[0]
    assert isinstance(event, MessageSeen)
    assert (event.addresses_brand, event.under_own_post, event.silence) == (addresses, below, silence)


@pytest.mark.parametrize(
    ("raw", "customers"),
    [
        pytest.param(post(BLUESKY, parent=THEIRS), [PIET], id="a reply: by its address alone"),
        pytest.param(post(BLUESKY, root=HERS, parent=THEIRS), [PIET, ANNA], id="the one replied to goes first"),
        pytest.param(post(BLUESKY, root=THEIRS, parent=OURS), [PIET], id="a second part of an answer"),
        pytest.param(post(BLUESKY, names=ANNA), [ANNA], id="a post that names a customer"),
        pytest.param(post(BLUESKY, quotes=THEIRS), [PIET], id="a quote of a customer"),
        pytest.param(post(BLUESKY, quotes=f"at://{PIET}/app.bsky.graph.list/3l"), [], id="a list is nobody's post"),
        pytest.param(post(BLUESKY, parent=OURS), [], id="below its own post"),
        pytest.param(post(BLUESKY), [], id="to everybody"),
        pytest.param(post(PIET, parent=HERS), [], id="somebody else's in the feed"),
    ],
)
def test_whom_a_post_of_the_brand_is_for(raw: dict[str, Any], customers: list[str]) -> None:
    event = posted(raw)
    if not customers:
        assert not isinstance(event, MessageSeen)
        return
    assert isinstance(event, MessageSeen)
    assert event.conversation.ref == f"bluesky:merk:public:{customers[0]}"
    assert event.addressed == frozenset(customers)


def test_the_services_time_counts_and_not_that_of_the_authors_software() -> None:
    event = notified(post(PIET, names=BLUESKY))
    assert isinstance(event, MessageSeen)
    assert event.asked_at is not None and event.asked_at.isoformat() == "2026-11-20T22:00:00+00:00"


def test_an_answer_stands_in_the_thread_of_its_question() -> None:
    question, answer = notified(post(PIET, names=BLUESKY)), posted(post(BLUESKY, parent=post(PIET)["uri"]))
    assert isinstance(question, MessageSeen) and isinstance(answer, MessageSeen)
    assert question.thread == answer.thread == answer.in_reply_to == question.id
    assert question.conversation == answer.conversation


@pytest.mark.parametrize(
    ("address", "author"),
    [
        pytest.param(THEIRS, PIET, id="a post"),
        pytest.param(HERS, ANNA, id="of a domain"),
        pytest.param("at://piet.bsky.social/app.bsky.feed.post/3l", None, id="by handle: no DID"),
        pytest.param("https://bsky.app/profile/did:plc:1/post/3l", None, id="a page of the web"),
        pytest.param("at://did:plc:1", None, id="nothing in it"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="absent"),
    ],
)
def test_an_address_names_its_author(address: str | None, author: str | None) -> None:
    assert author_of(address) == author


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"account": BLUESKY, "stream": "feed"}, id="no page"),
        pytest.param({"account": BLUESKY, "stream": "feed", "page": {"notifications": []}}, id="the other list"),
        pytest.param({"account": BLUESKY, "stream": "feed", "page": {"feed": "x"}}, id="no list"),
        pytest.param({"account": BLUESKY, "stream": "chat", "page": {"chat": []}}, id="of another kind"),
    ],
)
def test_what_no_poller_wrote_is_unreadable(payload: dict[str, object]) -> None:
    with pytest.raises(UnreadableBody, match="bluesky"):
        bluesky.normalise(payload, ORGANISATION)
