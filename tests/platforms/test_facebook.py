"""Facebook Pages: who wrote it, which thread it belongs to, and what it does there."""

from typing import Any

import pytest

from chalicelib.domain.events import DeletionSeen, Event, MessageSeen, Passed, Unrecognised
from chalicelib.platforms import facebook
from tests.platforms.brand import ORGANISATION, PAGE, PAGE_ANDERS, PAGE_STAFF

POST = f"{PAGE}_500"
PIET, JAN = "7711", "7712"


def happened(value: dict[str, Any], *, field: str = "feed", time: object = 1795212005) -> Event:
    """The one event of one change; a field that is None is left out."""
    told = {"item": "comment", "verb": "add", "post_id": POST, "from": {"id": PIET, "name": "Piet"}} | value
    told = {key: held for key, held in told.items() if held is not None}
    body = {"object": "page", "entry": [{"id": PAGE, "time": time, "changes": [{"field": field, "value": told}]}]}
    (event,) = facebook.normalise(body, ORGANISATION)
    return event


def seen(value: dict[str, Any], *, field: str = "feed", time: object = 1795212005) -> MessageSeen:
    event = happened(value, field=field, time=time)
    assert isinstance(event, MessageSeen)
    return event


def by(author: str) -> dict[str, Any]:
    return {"from": {"id": author}}


VISITORS = {"post": {"id": POST, "status_type": "wall_post"}}


@pytest.mark.parametrize(
    ("value", "root", "above"),
    [
        pytest.param({}, "500_1", None, id="straight below a post: its own thread"),
        pytest.param({"parent_id": POST}, "500_1", None, id="straight below a post that is named twice"),
        pytest.param({"parent_id": f"{PAGE}_501"}, "500_1", None, id="below a photo of the post: straight below it"),
        pytest.param({"parent_id": "88_500"}, "500_1", None, id="the post by its author's id: straight below it"),
        pytest.param({"post_id": None, "post": {"id": POST}, "parent_id": POST}, "500_1", None, id="the post in full"),
        pytest.param({"parent_id": "500_7"}, "500_7", "500_7", id="below a comment: that comment's thread"),
        pytest.param({"parent_id": 7}, "7", "7", id="below a comment whose id is a number"),
        pytest.param(by(PAGE), POST, None, id="the Page straight below a post: the post's thread"),
        pytest.param(by(PAGE) | {"parent_id": "500_7"}, "500_7", "500_7", id="the Page below a comment"),
        pytest.param(VISITORS, POST, None, id="straight below a visitor's post: the post's thread"),
        pytest.param(VISITORS | {"parent_id": "500_7"}, POST, "500_7", id="below a comment on a visitor's post"),
    ],
)
def test_a_comment_names_its_thread_from_itself_alone(value: dict[str, Any], root: str, above: str | None) -> None:
    found = seen({"comment_id": "500_1"} | value)
    assert found.conversation.ref == f"facebook:merk:public:thread:{root}"
    assert found.in_reply_to == above
    gone = happened({"comment_id": "500_1", "verb": "remove"} | value)
    assert isinstance(gone, DeletionSeen)
    assert gone.conversation == found.conversation


@pytest.mark.parametrize(
    ("value", "direction", "author"),
    [
        pytest.param({}, "inbound", PIET, id="a customer"),
        pytest.param({"from": None, "sender_id": int(PIET)}, "inbound", PIET, id="a customer in the older shape"),
        pytest.param({"from": None}, "inbound", None, id="somebody Facebook does not name"),
        pytest.param(by(PAGE), "outbound", PAGE, id="the Page"),
        pytest.param({"from": None, "sender_id": int(PAGE)}, "outbound", PAGE, id="the Page in the older shape"),
        pytest.param({"from": {"id": int(PAGE)}}, "outbound", PAGE, id="the Page with a number for an id"),
        pytest.param(by(PAGE_ANDERS), "inbound", PAGE_ANDERS, id="a Page of another brand"),
    ],
)
def test_who_wrote_it_tells_question_from_answer(value: dict[str, Any], direction: str, author: str | None) -> None:
    found = seen({"comment_id": "500_1"} | value)
    assert (found.direction, found.author) == (direction, author)


def test_staff_who_comment_themselves_start_nothing() -> None:
    assert seen({"comment_id": "500_1"} | by(PAGE_STAFF)).silence == "staff"
    assert seen({"comment_id": "500_1"}).silence is None


def tagged(*ids: object) -> dict[str, Any]:
    return {"message_tags": [{"id": one, "name": "x", "offset": 0, "length": 1} for one in ids]}


@pytest.mark.parametrize(
    ("value", "field", "under_own_post", "addresses_brand"),
    [
        pytest.param({}, "feed", True, False, id="below the Page's post"),
        pytest.param(tagged(JAN), "feed", True, False, id="tagging a friend"),
        pytest.param(tagged(JAN, int(PAGE)), "feed", True, True, id="tagging the Page"),
        pytest.param(VISITORS, "feed", False, False, id="below a visitor's post"),
        pytest.param({"post_id": f"{JAN}_9"}, "mention", False, True, id="a mention below somebody's post"),
        pytest.param({"post_id": None}, "mention", False, True, id="a mention without a post"),
        pytest.param({}, "mention", True, True, id="a mention below the Page's post"),
        pytest.param(by(PAGE) | tagged(PAGE), "feed", False, False, id="the Page itself"),
        pytest.param({}, "ratings", False, False, id="below a rating"),
    ],
)
def test_whether_a_comment_is_meant_for_the_brand(
    value: dict[str, Any], field: str, under_own_post: bool, addresses_brand: bool
) -> None:
    found = seen({"comment_id": "500_1"} | value, field=field)
    assert (found.under_own_post, found.addresses_brand) == (under_own_post, addresses_brand)


def test_an_answer_is_for_whom_it_tags_and_a_question_for_nobody() -> None:
    told = {"comment_id": "500_1", "parent_id": "500_7"} | tagged(JAN, PAGE)
    assert seen(told | by(PAGE)).addressed == {JAN}
    assert seen(told).addressed == frozenset()


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param(1795212000, "2026-11-20T22:00:00+00:00", id="seconds"),
        pytest.param("1795212000", "2026-11-20T22:00:00+00:00", id="seconds as text"),
        pytest.param(1795212000000, "2026-11-20T22:00:00+00:00", id="milliseconds"),
        pytest.param("2026-11-20T23:00:00+0100", "2026-11-20T22:00:00+00:00", id="ISO 8601"),
        pytest.param(None, None, id="absent: never the time of sending, which a retry moves"),
        pytest.param(0, None, id="the epoch"),
        pytest.param("soon", None, id="no time"),
    ],
)
def test_when_it_was_written(told: object, expected: str | None) -> None:
    asked_at = seen({"comment_id": "500_1", "created_time": told}).asked_at
    assert (asked_at.isoformat() if asked_at else None) == expected


@pytest.mark.parametrize("verb", ["edited", "edit", "update"])
def test_of_two_edits_the_one_sent_later_ranks_higher(verb: str) -> None:
    written = seen({"comment_id": "500_1"})
    first, second = (seen({"comment_id": "500_1", "verb": verb}, time=1795212000 + n) for n in (60, 61))
    assert 0 == written.revision < first.revision < second.revision
    assert {one.id for one in (written, first, second)} == {"500_1"}


def test_an_edit_sent_nobody_knows_when_still_ranks_above_what_was_written() -> None:
    assert seen({"comment_id": "500_1", "verb": "edited"}, time=None).revision == 1


def test_a_removal_has_no_time_of_its_own() -> None:
    """`created_time` may be that of the comment: then an answer that is removed would restart a clock at once."""
    gone = happened({"comment_id": "500_1", "verb": "remove", "created_time": 1795212000})
    assert isinstance(gone, DeletionSeen)
    assert gone.deleted_at is None


@pytest.mark.parametrize("item", ["post", "status", "photo", "video", "share", "link", "note"])
def test_what_a_visitor_posts_is_a_question_and_what_the_page_posts_is_not(item: str) -> None:
    found = seen({"item": item, "message": "Wie helpt mij?"})
    assert found.conversation.ref == f"facebook:merk:public:thread:{POST}"
    assert (found.id, found.addresses_brand, found.under_own_post) == (POST, True, False)
    for verb in ("add", "edited", "remove"):
        own = happened({"item": item, "message": "Nieuw!", "verb": verb} | by(PAGE))
        assert own == Passed(platform="facebook", account=PAGE, kind="own_post")


def test_the_page_answers_a_visitors_post_in_the_same_conversation() -> None:
    asked = seen({"item": "post", "message": "Wie helpt mij?"})
    answered = seen({"comment_id": "500_1", "parent_id": POST} | by(PAGE))
    assert answered.conversation == asked.conversation
    assert answered.conversation.counterpart == asked.id


def test_a_post_may_go_by_the_id_of_its_kind() -> None:
    assert seen({"item": "photo", "post_id": None, "photo_id": 901}).id == "901"


@pytest.mark.parametrize(
    ("value", "field", "kind"),
    [
        pytest.param({"item": "like"}, "feed", "like", id="a like"),
        pytest.param({"item": "reaction", "verb": "remove"}, "feed", "reaction", id="a reaction taken back"),
        pytest.param({"comment_id": "500_1", "verb": "hide"}, "feed", "comment.hide", id="hidden: no answer"),
        pytest.param({"comment_id": "500_1", "verb": "unhide"}, "feed", "comment.unhide", id="shown again"),
        pytest.param({"item": "share", "message": ""}, "feed", "share_without_text", id="a share without words"),
        pytest.param({"item": "rating", "rating": 1}, "ratings", "rating_without_text", id="stars without words"),
    ],
)
def test_what_starts_nothing(value: dict[str, Any], field: str, kind: str) -> None:
    assert happened(value, field=field) == Passed(platform="facebook", account=PAGE, kind=kind)


@pytest.mark.parametrize(
    ("value", "field", "kind"),
    [
        pytest.param({"item": "milestone"}, "feed", "feed.milestone.add", id="an unknown item"),
        pytest.param({"comment_id": "500_1", "verb": "block"}, "feed", "feed.comment.block", id="an unknown verb"),
        pytest.param({"comment_id": "500_1", "verb": None}, "feed", "feed.comment.unnamed", id="no verb"),
        pytest.param({"item": "rating"}, "feed", "feed.rating.add", id="a rating in the feed"),
        pytest.param({}, "name", "name", id="an unknown field"),
    ],
)
def test_what_nobody_taught_us(value: dict[str, Any], field: str, kind: str) -> None:
    assert happened(value, field=field) == Unrecognised(platform="facebook", account=PAGE, kind=kind)
