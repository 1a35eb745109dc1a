"""TikTok: the signature and its time, the JSON inside the JSON, and whom a message stands for."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.events import Event, MessageSeen, Unreadable
from chalicelib.platforms import tiktok
from chalicelib.platforms.errors import BadHandshake, BadSignature, UnreadableBody
from tests.platforms.brand import ORGANISATION, TIKTOK

# Computed with Python's hmac from the description on developers.tiktok.com, as no value is published there.
BODY = b'{"event":"comment.update"}'
MAC = "24938c7c25827eefa7c5562026f724a76c608e3e1e859197270883666b8a5375"
HEADER = "tiktok-signature"
SIGNED = f"t=1633174587,s={MAC}"


def delivered(kind: str, content: object, **envelope: Any) -> Event:
    payload = {"event": kind, "user_openid": TIKTOK, "create_time": 1795212003, "content": content} | envelope
    [event] = tiktok.normalise(payload, ORGANISATION)
    return event


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(SIGNED, id="as documented"),
        pytest.param(f"t=1633174587, s={MAC}", id="with a space"),
        pytest.param(f"s={MAC},t=1633174587", id="the other way round"),
        pytest.param(f"t=1633174587,s={'0' * 64},s={MAC}", id="two signatures, of which one is ours"),
        pytest.param(f"v=2,t=1633174587,s={MAC}", id="with a part that we do not know"),
    ],
)
def test_the_time_is_signed_with_the_body(header: str) -> None:
    tiktok.verify({HEADER: header}, BODY, ["new_secret", "client_secret"])
    assert tiktok.signed_at({HEADER: header}) == datetime(2021, 10, 2, 11, 36, 27, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "secrets"),
    [
        pytest.param(SIGNED, ["another"], id="another secret"),
        pytest.param(SIGNED, [], id="no secret"),
        pytest.param(f"t=1633174588,s={MAC}", ["client_secret"], id="another time"),
        pytest.param(f"t=1633174587,t=0,s={MAC}", ["client_secret"], id="a second time"),
        pytest.param(f"s={MAC}", ["client_secret"], id="no time"),
        pytest.param("t=1633174587,s=", ["client_secret"], id="an empty signature"),
        pytest.param("t=1633174587", ["client_secret"], id="no signature"),
        pytest.param(MAC, ["client_secret"], id="a signature without its name"),
        pytest.param("", ["client_secret"], id="an empty header"),
    ],
)
def test_any_other_signature_is_refused(header: str, secrets: list[str]) -> None:
    with pytest.raises(BadSignature, match=HEADER):
        tiktok.verify({HEADER: header}, BODY, secrets)


@pytest.mark.parametrize("header", ["", "t=soon,s=0", "s=0", "t=,s=0", f"t={'9' * 30},s=0"])
def test_a_time_that_cannot_be_read_is_none(header: str) -> None:
    assert tiktok.signed_at({HEADER: header} if header else {}) is None


def test_there_is_no_challenge() -> None:
    with pytest.raises(BadHandshake) as refused:
        tiktok.handshake({"challenge": "1"}, ["client_secret"])
    assert refused.value.status == 405


def test_a_body_without_an_event_is_unreadable() -> None:
    with pytest.raises(UnreadableBody, match="tiktok"):
        tiktok.normalise({"user_openid": TIKTOK, "content": "{}"}, ORGANISATION)


@pytest.mark.parametrize(
    "content",
    [None, "", "[]", "{", 7, ["{}"], "[" * 100_000],
    ids=["absent", "empty", "a list", "cut off", "a number", "in a list", "nested"],
)
def test_content_that_is_no_object_is_kept_whole(content: object) -> None:
    event = delivered("comment.update", content)
    assert isinstance(event, Unreadable)
    assert "content" in event.reason


def test_what_two_europeans_write_waits_in_two_conversations() -> None:
    first, second = (
        delivered("im_receive_msg_eu", json.dumps({"timestamp": at})) for at in (1795212000123, 1795212000124)
    )
    assert isinstance(first, MessageSeen) and isinstance(second, MessageSeen)
    assert first.conversation != second.conversation
    assert first.author is second.author is None


def test_the_same_delivery_again_is_the_same_message() -> None:
    content = json.dumps({"timestamp": 1795212000123})
    again = delivered("im_receive_msg_eu", content, create_time=1795215603)
    assert delivered("im_receive_msg_eu", content) == again


def test_a_message_of_nobody_at_no_time_is_kept_whole() -> None:
    event = delivered("im_receive_msg_eu", "{}", create_time=None)
    assert isinstance(event, Unreadable)
    assert "timestamp" in event.reason


def test_an_ordinary_message_without_its_sender_waits_by_itself_too() -> None:
    content = {"message_id": "m-1", "timestamp": 1795212000123, "text": {"body": "hallo?"}}
    event = delivered("im_receive_msg", json.dumps(content))
    assert isinstance(event, MessageSeen)
    assert (event.conversation.ref, event.id, event.text) == ("tiktok:merk:direct:m-1", "m-1", "hallo?")


@pytest.mark.parametrize("parent", [9, "9", 0, "0", None], ids=repr)
def test_a_comment_that_answers_itself_or_nothing_begins_a_thread(parent: object) -> None:
    content = {"comment_id": 9, "parent_comment_id": parent, "comment_action": "insert", "text": "?"}
    event = delivered("comment.update", json.dumps(content))
    assert isinstance(event, MessageSeen)
    assert (event.conversation.counterpart, event.in_reply_to) == ("9", None)


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("@merk kom op", True),
        ("kom op @Merk!", True),
        ("@merk_webcare kom op", False),
        ("mail@merk", False),
        ("merk kom op", False),
    ],
)
def test_a_comment_addresses_the_brand_by_its_handle(text: str, addresses: bool) -> None:
    event = delivered("comment.update", json.dumps({"comment_id": 9, "comment_action": "insert", "text": text}))
    assert isinstance(event, MessageSeen)
    assert event.addresses_brand is addresses
