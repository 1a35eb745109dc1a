"""Messages on Messenger, and by the same rules in Instagram Direct: who is the customer, and what a message does."""

from typing import Any, Literal

import pytest

from chalicelib.domain.events import DeletionSeen, Event, MessageSeen, Passed, Unreadable, Unrecognised
from chalicelib.platforms import messenger
from tests.platforms.brand import INSTAGRAM, ORGANISATION, PAGE, PAGE_STAFF

PIET = "8821"
MS = 1795212000000

Where = Literal["messaging", "standby"]


def happened(item: dict[str, Any], *, where: Where = "messaging") -> Event:
    """The one event of one item between Piet and the Page; a part that is None is left out."""
    told = {"sender": {"id": PIET}, "recipient": {"id": PAGE}, "timestamp": MS} | item
    told = {key: held for key, held in told.items() if held is not None}
    body = {"object": "page", "entry": [{"id": PAGE, "time": MS + 400, where: [told]}]}
    (event,) = messenger.normalise(body, ORGANISATION)
    return event


def seen(message: dict[str, Any], **more: Any) -> MessageSeen:
    event = happened({"message": {"mid": "m_1"} | message} | more)
    assert isinstance(event, MessageSeen)
    return event


def pair(sender: str, recipient: str) -> dict[str, Any]:
    return {"sender": {"id": sender}, "recipient": {"id": recipient}}


ECHO = {"is_echo": True}


@pytest.mark.parametrize(
    ("message", "parties", "direction", "author"),
    [
        pytest.param({}, pair(PIET, PAGE), "inbound", PIET, id="the customer writes"),
        pytest.param(ECHO, pair(PAGE, PIET), "outbound", PAGE, id="the Page writes: an echo"),
        pytest.param(ECHO, pair(PIET, PAGE), "outbound", PAGE, id="an echo with the pair swapped"),
        pytest.param(ECHO, pair(PIET, PIET), "outbound", PAGE, id="an echo with the customer twice"),
        pytest.param({}, pair(PAGE, PIET), "outbound", PAGE, id="from the Page, though nobody calls it an echo"),
        pytest.param({}, pair(PIET, "404"), "inbound", PIET, id="to a Page that goes by another id"),
        pytest.param(ECHO, pair("404", PIET), "outbound", PAGE, id="an echo of a Page that goes by another id"),
        pytest.param({}, {"sender": {"user_ref": PIET}}, "inbound", PIET, id="somebody who never chatted before"),
        pytest.param({}, {"sender": {"id": int(PIET)}}, "inbound", PIET, id="a number for an id"),
        pytest.param({"is_echo": False}, pair(PIET, PAGE), "inbound", PIET, id="expressly no echo"),
    ],
)
def test_whoever_is_not_the_page_is_the_customer(
    message: dict[str, Any], parties: dict[str, Any], direction: str, author: str
) -> None:
    found = seen(message, **parties)
    assert found.conversation.ref == f"messenger:merk:direct:{PIET}"
    assert (found.direction, found.author) == (direction, author)
    assert found.addressed == ({PIET} if direction == "outbound" else frozenset())
    assert found.addresses_brand == (direction == "inbound")


@pytest.mark.parametrize("where", ["messaging", "standby"])
def test_who_has_the_thread_changes_nothing(where: Where) -> None:
    item = {"message": {"mid": "m_1", "text": "Mag ik een mens spreken?"}}
    assert happened(item, where=where) == happened(item)


@pytest.mark.parametrize(
    "message", [pytest.param({}, id="a message"), pytest.param({"is_deleted": True}, id="one taken back")]
)
def test_what_a_page_writes_to_itself_is_passed(message: dict[str, Any]) -> None:
    event = happened({"message": {"mid": "m_1"} | message} | pair(PAGE, PAGE))
    assert event == Passed(platform="messenger", account=PAGE, kind="between_own_accounts")


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        pytest.param({"message": {"text": "x"}}, "mid is missing or unreadable", id="no id"),
        pytest.param({"message": {"mid": "m 1"}}, "mid is missing or unreadable", id="an id that is none"),
        pytest.param({"message": {"mid": "m" * 501}}, "mid is missing or unreadable", id="an id without end"),
        pytest.param({"message": "x"}, "mid is missing or unreadable", id="a message that is none"),
        pytest.param({"message": {"mid": "m_1"}, "sender": None}, "sender.id is missing or unreadable", id="no sender"),
        pytest.param(
            {"message": {"mid": "m_1", **ECHO}, "sender": {"id": PAGE}, "recipient": None},
            "recipient.id is missing or unreadable",
            id="an echo to nobody",
        ),
        pytest.param(
            {"message": {"mid": "m_1", **ECHO}} | pair(PAGE, PAGE),
            "recipient.id is missing or unreadable",
            id="an echo that names the Page twice: an answer may be lost",
        ),
    ],
)
def test_what_cannot_be_placed_is_kept_for_a_person(item: dict[str, Any], reason: str) -> None:
    event = happened(item)
    assert isinstance(event, Unreadable)
    assert event.reason == f"messaging: {reason}"


def test_a_message_id_may_be_as_long_as_instagram_makes_it() -> None:
    assert seen({"mid": "aWdfZAG1=" + "A" * 491}).id == "aWdfZAG1=" + "A" * 491


@pytest.mark.parametrize(
    ("message", "text"),
    [
        pytest.param({"text": "Hallo?"}, "Hallo?", id="words"),
        pytest.param({"attachments": [{"type": "image", "payload": {"url": "u"}}]}, None, id="a photo"),
        pytest.param({"sticker_id": 369239263222822}, "👍", id="the small thumb"),
        pytest.param({"sticker_id": "369239343222814"}, "👍", id="the middle thumb, its id as text"),
        pytest.param({"attachments": [{"payload": {"sticker_id": 369239383222810}}]}, "👍", id="the large thumb"),
        pytest.param({"sticker_id": 1, "attachments": "none"}, None, id="another sticker"),
        pytest.param({"sticker_id": 369239263222822, "text": "Hallo?"}, "Hallo?", id="words beside a thumb"),
        pytest.param({"is_unsupported": True}, None, id="what the API does not show"),
    ],
)
def test_what_a_message_says(message: dict[str, Any], text: str | None) -> None:
    assert seen(message).text == text


def test_the_app_is_told_of_answers_alone() -> None:
    assert seen({"app_id": 151, **ECHO}, **pair(PAGE, PIET)).app == "151"
    assert seen({"app_id": 151}).app is None


def test_staff_start_nothing_and_answers_to_them_are_answers() -> None:
    assert seen({}, **pair(PAGE_STAFF, PAGE)).silence == "staff"
    assert seen(ECHO, **pair(PAGE, PAGE_STAFF)).silence is None


def test_the_message_it_answers_is_told() -> None:
    assert seen({"reply_to": {"mid": "m_9"}}).in_reply_to == "m_9"
    assert seen({"reply_to": {"story": {"id": "9"}}}).in_reply_to is None


@pytest.mark.parametrize(
    ("number", "revision"),
    [
        pytest.param(1, 1, id="the first"),
        pytest.param("3", 3, id="as text"),
        pytest.param(None, 1, id="not counted"),
        pytest.param(0, 1, id="counted from nought"),
        pytest.param("many", 1, id="no number"),
    ],
)
def test_an_edit_keeps_the_id_and_ranks_above_what_was_written(number: object, revision: int) -> None:
    event = happened({"message_edit": {"mid": "m_1", "text": "Waar blijft 12?", "num_edit": number}})
    assert isinstance(event, MessageSeen)
    assert (event.id, event.revision, event.text) == ("m_1", revision, "Waar blijft 12?")
    assert event.conversation == seen({}).conversation


@pytest.mark.parametrize(
    ("message", "parties"),
    [
        pytest.param({}, pair(PIET, PAGE), id="the customer's"),
        pytest.param(ECHO, pair(PAGE, PIET), id="the Page's"),
    ],
)
def test_a_message_taken_back_is_gone_where_it_stood(message: dict[str, Any], parties: dict[str, Any]) -> None:
    written = seen(message, **parties)
    gone = happened({"message": {"mid": "m_1", "is_deleted": True} | message} | parties)
    assert gone == DeletionSeen(
        platform="messenger",
        account=PAGE,
        message_id=written.id,
        conversation=written.conversation,
        deleted_at=written.asked_at,
    )


def test_a_button_of_the_brands_bot_is_shown_and_starts_nothing() -> None:
    event = happened({"postback": {"mid": "m_1", "title": "Aan de slag", "payload": "START"}})
    assert isinstance(event, MessageSeen)
    assert (event.silence, event.text) == ("reaction", "Aan de slag")


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        pytest.param({"postback": {"title": "Start"}}, "postback", id="a button without an id"),
        pytest.param({"delivery": {}, "timestamp": None}, "delivery", id="a delivery, which has no time"),
        pytest.param({"read": {}}, "read", id="a read mark"),
        pytest.param({"reaction": {"action": "unreact"}}, "reaction", id="a reaction taken back"),
        pytest.param({"optin": {}, "sender": None}, "optin", id="an opt-in by nobody"),
        pytest.param({"policy-enforcement": {}}, "policy-enforcement", id="the other spelling of a warning"),
    ],
)
def test_what_starts_nothing(item: dict[str, Any], kind: str) -> None:
    assert happened(item) == Passed(platform="messenger", account=PAGE, kind=kind)


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        pytest.param({"payment": {}}, "messaging.payment", id="a kind nobody taught us"),
        pytest.param({}, "messaging.unnamed", id="nothing at all"),
        pytest.param({"group_id": "9", "message": "Waar?"}, "group_feed", id="a comment in a group"),
    ],
)
def test_what_nobody_taught_us(item: dict[str, Any], kind: str) -> None:
    assert happened(item) == Unrecognised(platform="messenger", account=PAGE, kind=kind)


def test_instagram_tells_its_messages_the_same_way() -> None:
    item = {"sender": {"id": PIET}, "recipient": {"id": INSTAGRAM}, "timestamp": MS, "message": {"mid": "m_1"}}
    body = {"object": "instagram", "entry": [{"id": INSTAGRAM, "messaging": [item]}]}
    (event,) = messenger.normalise(body, ORGANISATION)
    assert isinstance(event, MessageSeen)
    assert event.conversation.ref == f"instagram:merk:direct:{PIET}"
    assert event.asked_at == seen({}).asked_at
