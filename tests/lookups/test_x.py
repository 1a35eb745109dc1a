"""Whether a post is there: gone only in X's own words for it."""

import pytest

from chalicelib.lookups import x
from chalicelib.lookups.port import Found, Gone, Refused
from tests.lookups.platform import TOKEN, Answer, asked, platform

POST = "1990000000000000001"


def problem(kind: str, post: str = POST) -> Answer:
    told = {"resource_id": post, "title": "a title", "type": f"https://api.twitter.com/2/problems/{kind}"}
    return 200, {"errors": [told]}


@pytest.mark.parametrize(
    ("told", "found"),
    [
        pytest.param((200, {"data": [{"id": POST, "text": "hoi"}]}), Found(), id="it is there"),
        pytest.param(problem("resource-not-found"), Gone(), id="it is not found"),
    ],
)
def test_what_x_knows(told: Answer, found: Found | Gone) -> None:
    with platform({"/2/tweets": told}) as there:
        assert x.build(TOKEN, there.url, 2.0).look(asked(POST)) == found
        (call,) = there.calls
    assert (call.query, call.authorization) == ({"ids": POST}, f"Bearer {TOKEN}")


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(problem("not-authorized-for-resource"), id="of a protected account"),
        pytest.param(problem("resource-not-found", "1"), id="another one is not found"),
        pytest.param((200, {}), id="not a word"),
        pytest.param((200, {"data": [{"id": "1"}]}), id="another one is there"),
        pytest.param((401, {"title": "Unauthorized"}), id="the token is no good"),
        pytest.param((404, {"errors": [{"value": POST, "type": "/problems/resource-not-found"}]}), id="no such page"),
        pytest.param((200, {"errors": "many"}), id="errors of another shape"),
    ],
)
def test_what_x_does_not_say_is_not_gone(told: Answer) -> None:
    with platform({"/2/tweets": told}) as there, pytest.raises(Refused):
        x.build(TOKEN, there.url, 2.0).look(asked(POST))
