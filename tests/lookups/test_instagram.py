"""A comment under the account's own media, and a mention elsewhere of which the webhook tells an id alone."""

import pytest

from chalicelib.lookups import instagram
from chalicelib.lookups.port import Found, Gone, Refused, Unanswered
from tests.lookups.platform import NOT_THERE, TOKEN, Answer, Call, asked, error, platform

ACCOUNT = "104000000000001"
COMMENT, MENTION = "17900000000000001", "17900000000000701"
REPLY = {"id": "17900000000000009", "text": "Morgen!", "timestamp": "2026-11-17T09:20:00+0000", "username": "merk"}
MEDIA = (200, {"data": [{"comments": {"data": [{"id": "17900000000000002"}]}}]})


def test_an_answer_comes_as_its_own_webhook_would_tell_it() -> None:
    with platform({f"/{COMMENT}": (200, {"id": COMMENT, "replies": {"data": [REPLY]}})}) as there:
        found = instagram.build(TOKEN, there.url, 2.0).look(asked(COMMENT, thread=COMMENT))
    value = {
        "id": REPLY["id"],
        "parent_id": COMMENT,
        "from": {"username": "merk"},
        "text": "Morgen!",
        "timestamp": REPLY["timestamp"],
    }
    entry = {"id": ACCOUNT, "changes": [{"field": "comments", "value": value}]}
    assert found == Found({"object": "instagram", "entry": [entry]})


def test_a_comment_below_another_is_looked_for_by_itself() -> None:
    with platform({"/2": (200, {"id": "2"}), "/1": (200, {"id": "1"})}) as there:
        assert instagram.build(TOKEN, there.url, 2.0).look(asked("2", thread="1")) == Found()
        assert there.paths == ["/2", "/1"]


@pytest.mark.parametrize(
    ("media", "gone"),
    [
        pytest.param(MEDIA, True, id="gone while others can be read"),
        pytest.param((200, {"data": [{"id": "1"}]}), False, id="no other can be read: nobody can tell"),
    ],
)
def test_only_a_token_that_sees_comments_can_say_that_one_is_gone(media: Answer, gone: bool) -> None:
    with platform({f"/{ACCOUNT}/media": media}) as there:
        look = instagram.build(TOKEN, there.url, 2.0).look
        if gone:
            assert look(asked(COMMENT, thread=COMMENT)) == Gone()
        else:
            with pytest.raises(Refused, match="out of the token's sight"):
                look(asked(COMMENT, thread=COMMENT))


@pytest.mark.parametrize(
    ("takes", "told", "value"),
    [
        pytest.param(
            "mentioned_comment.comment_id(17900000000000701){id,text,timestamp,username}",
            {"text": "help merk!", "timestamp": "2026-11-17T09:00:00+0000", "username": "jan"},
            {"comment_id": MENTION, "from": {"username": "jan"}, "text": "help merk!"},
            id="in a comment",
        ),
        pytest.param(
            "mentioned_media.media_id(17900000000000701){id,caption,timestamp,username}",
            {"caption": "met merk", "timestamp": "2026-11-17T09:00:00+0000", "username": "jan"},
            {"media_id": MENTION, "from": {"username": "jan"}, "text": "met merk"},
            id="in a caption, once it is no comment",
        ),
        pytest.param(
            "mentioned_comment.comment_id(17900000000000701){id,text,timestamp}",
            {"text": "help merk!", "timestamp": "2026-11-17T09:00:00+0000"},
            {"comment_id": MENTION, "from": {"username": None}, "text": "help merk!"},
            id="in a comment whose author may not be asked for",
        ),
    ],
)
def test_a_mention_gets_what_its_webhook_left_out(takes: str, told: dict[str, str], value: dict[str, object]) -> None:
    def answer(call: Call) -> Answer:
        field = takes.partition(".")[0]
        return (200, {"id": ACCOUNT, field: told}) if call.fields == takes else error(100, message="no such field")

    with platform(answer) as there:
        found = instagram.build(TOKEN, there.url, 2.0).complete(asked(MENTION))
        assert set(there.paths) == {f"/{ACCOUNT}"}
    change = {"field": "mentions", "value": {**value, "timestamp": told["timestamp"]}}
    assert found == Found({"object": "instagram", "entry": [{"id": ACCOUNT, "changes": [change]}]})


@pytest.mark.parametrize(
    ("told", "raises", "questions"),
    [
        pytest.param(NOT_THERE, Refused, 3, id="private, or gone: it stays as it is"),
        pytest.param((200, {"id": ACCOUNT}), Refused, 3, id="it tells nothing of it"),
        pytest.param(error(4), Unanswered, 1, id="too many calls: another time, and not at once"),
    ],
)
def test_a_mention_that_cannot_be_read_is_a_failure(told: Answer, raises: type[Exception], questions: int) -> None:
    with platform(lambda call: told) as there:
        with pytest.raises(raises):
            instagram.build(TOKEN, there.url, 2.0).complete(asked(MENTION))
        assert len(there.calls) == questions


@pytest.mark.parametrize(
    ("token", "url"),
    [
        pytest.param("IGAAx", "https://graph.instagram.com", id="of Instagram's own login"),
        pytest.param("EAAx", "https://graph.facebook.com", id="of Facebook's"),
    ],
)
def test_the_token_says_which_host_knows_it(token: str, url: str) -> None:
    assert instagram.build(token, "", 2.0).graph.url == url
