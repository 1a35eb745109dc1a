"""A comment under the Page's own post: there, answered, gone; and never gone because a token is weak."""

import pytest

from chalicelib.lookups import facebook
from chalicelib.lookups.port import Found, Gone, LookupFailed, Refused
from tests.lookups.platform import EXPIRED, NOT_THERE, TOKEN, Answer, asked, platform

PAGE = "104000000000001"
COMMENT = "500_1"
NESTED = "500_2"
REPLY = {
    "id": "500_9",
    "from": {"id": PAGE, "name": "Merk"},
    "created_time": "2026-11-17T09:20:00+0000",
    "message": "Morgen!",
}
THREAD = (200, {"id": COMMENT, "comments": {"data": [REPLY]}})
OTHERS = (200, {"data": [{"id": f"{PAGE}_1"}, {"comments": {"data": [{"id": "400_1"}]}}]})
NO_OTHERS = (200, {"data": [{"id": f"{PAGE}_1"}]})


def test_an_answer_comes_as_its_own_webhook_would_tell_it() -> None:
    with platform({f"/{COMMENT}": THREAD}) as there:
        found = facebook.build(TOKEN, there.url, 2.0).look(asked(COMMENT, thread=COMMENT))
    value = {
        "item": "comment",
        "verb": "add",
        "comment_id": "500_9",
        "parent_id": COMMENT,
        "from": REPLY["from"],
        "created_time": REPLY["created_time"],
        "message": "Morgen!",
        "message_tags": None,
    }
    changes = [{"field": "feed", "value": value}]
    assert found == Found({"object": "page", "entry": [{"id": PAGE, "changes": changes}]})


def test_a_comment_that_nobody_answered_tells_nothing() -> None:
    with platform({f"/{COMMENT}": (200, {"id": COMMENT})}) as there:
        assert facebook.build(TOKEN, there.url, 2.0).look(asked(COMMENT, thread=COMMENT)) == Found()


def test_answers_to_a_comment_below_another_hang_below_the_upper_one() -> None:
    with platform({f"/{COMMENT}": THREAD, f"/{NESTED}": (200, {"id": NESTED})}) as there:
        found = facebook.build(TOKEN, there.url, 2.0).look(asked(NESTED, thread=COMMENT))
        assert (isinstance(found, Found), there.paths) == (True, [f"/{NESTED}", f"/{COMMENT}"])


@pytest.mark.parametrize(
    "message",
    [pytest.param(COMMENT, id="the upper comment"), pytest.param(NESTED, id="one below it, whose thread is there")],
)
def test_gone_while_other_comments_can_be_read(message: str) -> None:
    with platform({f"/{PAGE}/feed": OTHERS, **({f"/{COMMENT}": THREAD} if message == NESTED else {})}) as there:
        assert facebook.build(TOKEN, there.url, 2.0).look(asked(message, thread=COMMENT)) == Gone()


@pytest.mark.parametrize(
    "feed",
    [
        pytest.param(NO_OTHERS, id="it sees posts and no comments"),
        pytest.param(NOT_THERE, id="it does not even see the page"),
        pytest.param(EXPIRED, id="it has expired just now"),
    ],
)
def test_a_token_that_sees_no_comment_at_all_cannot_tell(feed: Answer) -> None:
    with platform({f"/{PAGE}/feed": feed}) as there, pytest.raises(LookupFailed) as raised:
        facebook.build(TOKEN, there.url, 2.0).look(asked(COMMENT, thread=COMMENT))
    assert isinstance(raised.value, Refused)
