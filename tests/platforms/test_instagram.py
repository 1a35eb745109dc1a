"""Instagram's comments and mentions: no times, few authors, and an account that goes by several ids."""

from typing import Any

import pytest

from chalicelib.domain.events import Event, MessageSeen, Passed, Unreadable, Unrecognised
from chalicelib.platforms import instagram
from tests.platforms.brand import INSTAGRAM, INSTAGRAM_STAFF, ORGANISATION

PIET = {"id": "9911", "username": "piet_v"}
MERK = {"id": INSTAGRAM, "username": "merk"}
HERE = "instagram:merk:public:thread:"


def happened(value: object, *, field: str = "comments") -> Event:
    change = {"field": field, "value": value}
    body = {"object": "instagram", "entry": [{"id": INSTAGRAM, "time": 1795212005, "changes": [change]}]}
    (event,) = instagram.normalise(body, ORGANISATION)
    return event


def seen(value: dict[str, Any], *, field: str = "comments") -> MessageSeen:
    event = happened({"id": "1", "from": PIET} | value, field=field)
    assert isinstance(event, MessageSeen)
    return event


@pytest.mark.parametrize("field", ["comments", "live_comments"])
def test_a_comment_stands_below_the_accounts_own_media(field: str) -> None:
    found = seen({"text": "Mooi!"}, field=field)
    assert found.conversation.ref == f"{HERE}1"
    assert (found.direction, found.author, found.author_name) == ("inbound", "9911", "piet_v")
    assert (found.under_own_post, found.addresses_brand) == (True, False)


def test_when_it_was_written_is_not_known_and_never_the_time_of_sending() -> None:
    assert seen({}).asked_at is None


@pytest.mark.parametrize("value", [{"timestamp": 1795212000}, {"created_time": "2026-11-20T22:00:00+0000"}])
def test_a_time_that_is_told_after_all_counts(value: dict[str, Any]) -> None:
    asked_at = seen(value).asked_at
    assert asked_at is not None
    assert asked_at.isoformat() == "2026-11-20T22:00:00+00:00"


def test_the_entry_may_itself_be_the_change_and_the_id_have_another_name() -> None:
    value = {"comment_id": "1", "from": PIET, "text": "Mooi!"}
    body = {"object": "instagram", "entry": [{"id": INSTAGRAM, "time": 1, "field": "comments", "value": value}]}
    assert list(instagram.normalise(body, ORGANISATION)) == [seen({"text": "Mooi!"})]


@pytest.mark.parametrize("author", [pytest.param(PIET, id="a customer"), pytest.param(MERK, id="the account")])
def test_a_reply_belongs_to_the_thread_of_the_comment_above(author: dict[str, Any]) -> None:
    found = seen({"from": author, "parent_id": "7"})
    assert (found.conversation.ref, found.in_reply_to) == (f"{HERE}7", "7")


@pytest.mark.parametrize(
    ("author", "direction"),
    [
        pytest.param(PIET, "inbound", id="a customer"),
        pytest.param(None, "inbound", id="nobody told"),
        pytest.param({"id": "5", "username": "merk.fans"}, "inbound", id="a handle that begins like ours"),
        pytest.param({"id": INSTAGRAM}, "outbound", id="the account by its id"),
        pytest.param({"id": "5", "username": "Merk"}, "outbound", id="the account by its handle"),
        pytest.param({"id": "5", "self_ig_scoped_id": "5"}, "outbound", id="the account by an id of the app"),
    ],
)
def test_who_wrote_it_tells_question_from_answer(author: dict[str, Any] | None, direction: str) -> None:
    found = seen({"from": author, "text": "Hoi @merk"})
    assert found.direction == direction
    assert (found.under_own_post, found.addresses_brand) == ((direction == "inbound",) * 2)


@pytest.mark.parametrize(
    ("value", "field"),
    [
        pytest.param({}, "comments", id="a comment"),
        pytest.param({"media_id": "700"}, "mentions", id="a mention, should its author be told"),
    ],
)
def test_staff_start_nothing(value: dict[str, Any], field: str) -> None:
    assert seen(value | {"from": {"id": INSTAGRAM_STAFF}}, field=field).silence == "staff"
    assert seen(value, field=field).silence is None


@pytest.mark.parametrize(
    ("text", "handles"),
    [
        pytest.param("@Jan_V rood komt nog", {"@jan_v"}, id="a handle, in lower case"),
        pytest.param("Hoi @jan.v.", {"@jan.v"}, id="points inside it, not behind it"),
        pytest.param("@jan en @piet, zie @merk", {"@jan", "@piet"}, id="several, without our own"),
        pytest.param("mail naar jan@example.com", set(), id="a mail address is none"),
        pytest.param(None, set(), id="no words"),
    ],
)
def test_an_answer_is_for_whom_it_names(text: str | None, handles: set[str]) -> None:
    assert seen({"from": MERK, "text": text}).addressed == handles
    assert seen({"from": PIET, "text": text}).addressed == frozenset()


@pytest.mark.parametrize(
    ("text", "addresses_brand"),
    [
        pytest.param("@merk help", True, id="our handle"),
        pytest.param("Help dan @MERK!", True, id="in capitals, before a mark"),
        pytest.param("@merk.nl help", False, id="a longer handle"),
        pytest.param("merk help", False, id="our name without the sign"),
        pytest.param("x@merk", False, id="part of a mail address"),
    ],
)
def test_our_handle_in_a_comment_addresses_us(text: str, addresses_brand: bool) -> None:
    assert seen({"text": text}).addresses_brand == addresses_brand


@pytest.mark.parametrize(
    ("value", "thread"),
    [
        pytest.param({"media_id": "700"}, "700", id="in a caption"),
        pytest.param({"media_id": 700, "comment_id": 701}, "701", id="in a comment"),
    ],
)
def test_a_mention_stands_on_its_own_with_nobody_for_an_author(value: dict[str, Any], thread: str) -> None:
    found = happened(value, field="mentions")
    assert found == MessageSeen(
        conversation=seen({"parent_id": thread}).conversation,
        account=INSTAGRAM,
        id=thread,
        direction="inbound",
        author=None,
        asked_at=None,
        text=None,
        addresses_brand=True,
    )


@pytest.mark.parametrize(
    ("value", "field", "reason"),
    [
        pytest.param({"from": PIET}, "comments", "changes.comments: id is missing or unreadable", id="no id"),
        pytest.param({}, "mentions", "changes.mentions: media_id is missing or unreadable", id="a mention of nothing"),
        pytest.param("x", "mentions", "changes.mentions: value is missing or unreadable", id="no object"),
    ],
)
def test_what_cannot_be_read_says_why(value: object, field: str, reason: str) -> None:
    event = happened(value, field=field)
    assert isinstance(event, Unreadable)
    assert event.reason == reason


def test_insights_start_nothing_and_a_field_nobody_taught_us_is_counted() -> None:
    assert happened({}, field="story_insights") == Passed(
        platform="instagram", account=INSTAGRAM, kind="story_insights"
    )
    assert happened([], field="share") == Unrecognised(platform="instagram", account=INSTAGRAM, kind="share")
