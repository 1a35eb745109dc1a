"""Mastodon: what is said, by whom, to whom; and that markup of strangers is read as words."""

import string
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.domain.events import Event, MessageSeen
from chalicelib.platforms import mastodon
from chalicelib.platforms.errors import UnreadableBody
from chalicelib.platforms.mastodon_text import own_words, words
from tests.platforms.brand import MASTODON, MASTODON_STAFF, ORGANISATION

PIET, ANNA = "42", "43"


def person(id: str) -> dict[str, Any]:
    names = {MASTODON: "merk", PIET: "piet@social.example", ANNA: "anna"}
    return {"id": id, "acct": names.get(id, id), "username": names.get(id, id).split("@")[0]}


def status(author: str, content: str, *mentioned: str, **more: Any) -> dict[str, Any]:
    told = {"id": "1", "created_at": "2026-11-20T22:00:00.000Z", "visibility": "public", "content": content}
    return {**told, "account": person(author), "mentions": [person(one) for one in mentioned], **more}


def mentioned(raw: dict[str, Any]) -> Event:
    item = {"id": "9", "type": "mention", "created_at": "2026-11-20T22:00:01.000Z", "status": raw}
    (event,) = mastodon.normalise({"account": MASTODON, "stream": "notifications", "page": [item]}, ORGANISATION)
    return event


def posted(raw: dict[str, Any]) -> Event:
    (event,) = mastodon.normalise({"account": MASTODON, "stream": "statuses", "page": [raw]}, ORGANISATION)
    return event


@pytest.mark.parametrize(
    ("content", "reply_to", "silence"),
    [
        pytest.param("@merk hoi?", None, None, id="a mention of its own"),
        pytest.param("@piet @merk eens", PIET, "prefix_only", id="only the software named the brand"),
        pytest.param("@piet @merk @merk eens?", PIET, "prefix_only", id="however often, in front"),
        pytest.param("@piet eens, @merk?", PIET, None, id="its author named the brand"),
        pytest.param("@piet @merk eens, @Merk@mastodon.example?", PIET, None, id="with its server, in capitals"),
        pytest.param("@piet @merk mail info@merk.example", PIET, "prefix_only", id="a mail address is no handle"),
        pytest.param("@piet @merk zie @merkwaardig", PIET, "prefix_only", id="a longer handle is another"),
        pytest.param("@merk en nog iets", ANNA, None, id="going on after a post of one's own"),
        pytest.param("@merk dank", MASTODON, None, id="a reply to the brand"),
        pytest.param("@merk @piet dank", MASTODON, None, id="a reply to the brand, with others"),
    ],
)
def test_when_a_mention_speaks_to_the_brand(content: str, reply_to: str | None, silence: str | None) -> None:
    event = mentioned(status(ANNA, content, MASTODON, in_reply_to_id="5", in_reply_to_account_id=reply_to))
    assert isinstance(event, MessageSeen)
    assert (event.silence, event.addresses_brand) == (silence, silence is None)


def test_what_is_for_the_brand_alone_speaks_to_it_whatever_it_replies_to() -> None:
    raw = status(ANNA, "@merk", MASTODON, visibility="direct", in_reply_to_id="5", in_reply_to_account_id=PIET)
    event = mentioned(raw)
    assert isinstance(event, MessageSeen)
    assert (event.silence, event.addresses_brand) == (None, True)


def test_a_status_that_travelled_long_counts_by_when_it_arrived_here_and_keeps_its_own_time() -> None:
    raw = status(PIET, "@merk hoi?", MASTODON, created_at="2026-11-20T19:00:00.000Z")
    item = {"id": "9", "type": "mention", "created_at": "2026-11-20T22:00:01.000Z", "status": raw}
    page = {"account": MASTODON, "stream": "notifications", "since": "2026-11-20T21:00:00+00:00", "page": [item]}
    (event,) = mastodon.normalise(page, ORGANISATION)
    assert isinstance(event, MessageSeen)
    assert event.asked_at is not None and event.asked_at.isoformat() == "2026-11-20T19:00:00+00:00"


@pytest.mark.parametrize(
    ("visibility", "surface", "text"),
    [
        pytest.param("public", "public", "hoi", id="for everybody"),
        pytest.param("unlisted", "public", "hoi", id="for everybody, in no list"),
        pytest.param("private", "public", None, id="for followers: without words"),
        pytest.param("direct", "direct", "hoi", id="for the brand alone: its words go when it is taken in"),
        pytest.param("circle", "public", None, id="of a kind that nobody knows: without words"),
        pytest.param(None, "public", None, id="not told: without words"),
    ],
)
def test_who_may_read_it(visibility: str | None, surface: str, text: str | None) -> None:
    for event in (
        mentioned(status(PIET, "<p>hoi</p>", MASTODON, visibility=visibility)),
        posted(status(MASTODON, "<p>hoi</p>", PIET, visibility=visibility)),
    ):
        assert isinstance(event, MessageSeen)
        assert (event.conversation.surface, event.text) == (surface, text)


@pytest.mark.parametrize(
    ("raw", "customer"),
    [
        pytest.param(status(MASTODON, "", in_reply_to_id="5", in_reply_to_account_id=PIET), PIET, id="a reply"),
        pytest.param(
            status(MASTODON, "", PIET, in_reply_to_id="5", in_reply_to_account_id=ANNA), ANNA, id="goes first"
        ),
        pytest.param(status(MASTODON, "", PIET, in_reply_to_id="5"), PIET, id="to somebody unknown, naming one"),
        pytest.param(
            status(MASTODON, "", PIET, in_reply_to_id="5", in_reply_to_account_id=MASTODON), PIET, id="a second part"
        ),
        pytest.param(status(MASTODON, "", MASTODON, PIET), PIET, id="a post that names a customer"),
    ],
)
def test_whom_a_post_of_the_brand_is_for(raw: dict[str, Any], customer: str) -> None:
    event = posted(raw)
    assert isinstance(event, MessageSeen)
    assert event.conversation.counterpart == customer
    assert customer in event.addressed
    assert event.direct is not None and event.direct.ref == f"mastodon:merk:direct:{customer}"


def test_staff_start_nothing() -> None:
    event = mentioned(status(MASTODON_STAFF, "@merk hoi?", MASTODON))
    assert isinstance(event, MessageSeen)
    assert event.silence == "staff"


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"account": MASTODON, "stream": "notifications"}, id="no page"),
        pytest.param({"account": MASTODON, "stream": "notifications", "page": {"error": "x"}}, id="no list"),
        pytest.param({"account": MASTODON, "stream": "timeline", "page": []}, id="another list"),
        pytest.param({"stream": "statuses", "page": []}, id="nobody's"),
        pytest.param({"event": "status.created", "object": {}}, id="an administrator's webhook"),
    ],
)
def test_what_no_poller_wrote_is_unreadable(payload: dict[str, object]) -> None:
    with pytest.raises(UnreadableBody, match="mastodon"):
        mastodon.normalise(payload, ORGANISATION)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("<p>een</p><p>twee</p>", "een twee", id="paragraphs are parted"),
        pytest.param("een<br />twee<br>drie", "een twee drie", id="lines are parted"),
        pytest.param('<span>@<a href="x">merk</a></span>', "@merk", id="a handle in pieces is one word"),
        pytest.param("&lt;b&gt; &amp;amp; &#39;&eacute;", "<b> &amp; 'é", id="references are resolved once"),
        pytest.param("<script>x()</script>a<style>b{}</style>", "a", id="what no reader sees is no text"),
        pytest.param("a</script></p>b", "a b", id="ends without a beginning"),
        pytest.param("<!-- geheim -->a<![CDATA[b]]>", "a", id="comments are no text"),
        pytest.param("  a \n\t b ", "a b", id="on one line"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_markup_is_read_as_words(html: str, text: str) -> None:
    assert words(html) == text


MARKUP = st.text(st.sampled_from(string.ascii_lowercase + "<>/&;#!-\"' =[]?\0\ud83d"), max_size=60)


@given(MARKUP)
@example("<" * 50)
@example("<![if")
def test_no_markup_raises(html: str) -> None:
    found = words(html)
    assert "\n" not in found
    assert own_words(found) in found


@given(st.text(string.ascii_letters + " ", max_size=40), st.lists(st.sampled_from(["@piet", "@Anna@a.example"])))
def test_own_words_begin_behind_the_handles(text: str, handles: list[str]) -> None:
    assert own_words(" ".join([*handles, text])).strip() == text.strip()
