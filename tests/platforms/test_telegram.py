"""Telegram: the secret in the header, whose update it is, and who speaks in a group."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.events import Event, MessageSeen, Passed, UnknownAccount
from chalicelib.domain.organisation import Account, Organisation
from chalicelib.platforms import telegram
from chalicelib.platforms.errors import BadHandshake, BadSignature, UnreadableBody
from tests.platforms.brand import ORGANISATION, TELEGRAM_BOT, TELEGRAM_BUSINESS, TELEGRAM_STAFF

HEADER = "x-telegram-bot-api-secret-token"
CUSTOMER = 500000001
GROUP = {"id": -1001, "type": "supergroup", "username": "groep"}


def account(account_id: str) -> Account:
    return Account(platform="telegram", id=account_id, name=f"n{account_id}", brand="merk", calendar="kantoor")


def normalised(kind: str, held: object, organisation: Organisation = ORGANISATION) -> list[Event]:
    return list(telegram.normalise({"update_id": 1, kind: held}, organisation))


def message(sender: object = CUSTOMER, **more: Any) -> dict[str, Any]:
    chat = {"id": CUSTOMER, "type": "private"}
    return {"message_id": 7, "from": {"id": sender}, "chat": chat, "date": 1795212000, "text": "hoi?"} | more


def seen(events: list[Event]) -> MessageSeen:
    [event] = events
    assert isinstance(event, MessageSeen)
    return event


def test_there_is_no_challenge() -> None:
    with pytest.raises(BadHandshake, match="POST") as refused:
        telegram.handshake({"hub.challenge": "1"}, ["x-secret"])
    assert refused.value.status == 405


@pytest.mark.parametrize("secrets", [["x-secret"], ["x-new", "x-secret"], ["x-secret", "x-old"]])
def test_any_valid_secret_opens_the_door_whatever_the_body(secrets: list[str]) -> None:
    for body in (b"", b"{}", b"\xff"):
        telegram.verify({HEADER: "x-secret"}, body, secrets)


@pytest.mark.parametrize(
    ("headers", "secrets"),
    [
        pytest.param({}, ["x-secret"], id="no header"),
        pytest.param({HEADER: ""}, ["x-secret"], id="an empty one"),
        pytest.param({HEADER: "x-secre"}, ["x-secret"], id="a part of it"),
        pytest.param({HEADER: "x-secret "}, ["x-secret"], id="with a space behind it"),
        pytest.param({HEADER: "x-sécret"}, ["x-secret"], id="not ASCII"),
        pytest.param({HEADER: ""}, [""], id="an empty secret opens nothing"),
        pytest.param({HEADER: "  "}, ["  "], id="nor a blank one"),
        pytest.param({HEADER: "x-secret"}, [], id="no secret is configured"),
    ],
)
def test_anything_else_does_not(headers: dict[str, str], secrets: list[str]) -> None:
    with pytest.raises(BadSignature, match=HEADER) as refused:
        telegram.verify(headers, b"{}", secrets)
    assert "x-sec" not in str(refused.value)


def test_a_body_that_is_no_update_is_unreadable() -> None:
    with pytest.raises(UnreadableBody, match="update_id"):
        telegram.normalise({"message": message()}, ORGANISATION)


@pytest.mark.parametrize(
    ("configured", "connection", "expected"),
    [
        pytest.param(["7001"], None, "7001", id="one bot: every update is for it"),
        pytest.param(["7001"], "conn", "7001", id="one bot: its connections too"),
        pytest.param(["7001", "conn"], None, "7001", id="a bot and a connection: the bot's own"),
        pytest.param(["7001", "conn"], "conn", "conn", id="a bot and a connection: the connection's"),
        pytest.param(["7001", "conn"], "stranger", None, id="a connection that is not listed beside one that is"),
        pytest.param(["conn"], "conn", "conn", id="a connection alone"),
        pytest.param(["conn"], "stranger", None, id="a connection alone, and another one"),
        pytest.param(["conn"], None, "conn", id="a connection alone: what the bot gets is its"),
        pytest.param(["7001", "7002"], None, None, id="two bots: it might be either's"),
        pytest.param(["7001", "7002", "conn"], "conn", "conn", id="two bots and a connection"),
        pytest.param([], None, None, id="nobody"),
    ],
)
def test_whose_update_it_is(configured: list[str], connection: str | None, expected: str | None) -> None:
    organisation = replace(ORGANISATION, accounts=tuple(map(account, configured)))
    named = {"business_connection_id": connection} if connection else {}
    [event] = normalised("business_message" if connection else "message", message(**named), organisation)
    if expected is None:
        assert event == UnknownAccount(platform="telegram", account=connection or "unnamed bot")
    else:
        assert isinstance(event, MessageSeen)
        assert event.account == expected


def test_the_same_number_in_the_bots_chat_and_the_accounts_chat_is_two_messages() -> None:
    to_bot = seen(normalised("message", message()))
    to_account = seen(normalised("business_message", message(business_connection_id=TELEGRAM_BUSINESS)))
    assert to_bot.conversation == to_account.conversation
    assert to_bot.id != to_account.id


@pytest.mark.parametrize("word", ["/start", "/start shop", "/start\nhallo"])
def test_the_start_button_is_no_message(word: str) -> None:
    assert normalised("message", message(text=word)) == [
        Passed(platform="telegram", account=TELEGRAM_BOT, kind="start")
    ]


@pytest.mark.parametrize("word", ["/starten", "start", "/help"])
def test_any_other_word_is_one(word: str) -> None:
    assert seen(normalised("message", message(text=word))).text == word


@pytest.mark.parametrize("held", ["photo", "voice", "sticker", "location", "contact", "poll"])
def test_what_has_no_words_is_a_message_too(held: str) -> None:
    raw = message(**{held: [{}]})
    del raw["text"]
    assert seen(normalised("message", raw)).text is None


@pytest.mark.parametrize("more", [{"sender_business_bot": {"id": 7}}, {"is_from_offline": True}])
def test_what_nobody_typed_is_automatic(more: dict[str, Any]) -> None:
    raw = message(900, business_connection_id=TELEGRAM_BUSINESS)
    assert not seen(normalised("business_message", raw)).automatic
    assert seen(normalised("business_message", raw | more)).automatic


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        pytest.param(message(chat=GROUP), "group_message", id="others' talk"),
        pytest.param(message(chat=GROUP, text="mail info@merk_bot.nl"), "group_message", id="a mail address"),
        pytest.param(message(chat=GROUP, text="@merk_bottle?"), "group_message", id="a longer handle"),
        pytest.param(message(TELEGRAM_STAFF, chat=GROUP, text="@merk_bot?"), "own_group_message", id="staff to itself"),
        pytest.param(
            message(TELEGRAM_STAFF, chat=GROUP, reply_to_message=message(TELEGRAM_BOT, chat=GROUP)),
            "own_group_message",
            id="staff to the bot",
        ),
    ],
)
def test_what_in_a_group_is_nobodys_question(raw: dict[str, Any], kind: str) -> None:
    assert normalised("message", raw) == [Passed(platform="telegram", account=TELEGRAM_BOT, kind=kind)]


def test_an_answer_in_a_group_is_for_whom_it_replies_to() -> None:
    asked = message(chat=GROUP, text="@merk_bot?")
    answered = message(TELEGRAM_STAFF, chat=GROUP, message_id=8, reply_to_message=asked)
    question, answer = seen(normalised("message", asked)), seen(normalised("message", answered))
    assert (answer.conversation, answer.in_reply_to) == (question.conversation, question.id)
    assert (question.direction, answer.direction) == ("inbound", "outbound")


def test_a_customer_may_speak_as_a_channel() -> None:
    raw = message(136817688, chat=GROUP, sender_chat={"id": -55, "title": "Krant"}, text="@merk_bot klopt dit?")
    assert seen(normalised("message", raw)).author == "-55"


def test_words_of_a_closed_group_are_not_kept() -> None:
    closed = {"id": -1002, "type": "group", "title": "Panel"}
    assert seen(normalised("message", message(chat=closed, text="@merk_bot?"))).text is None
