"""A made-up mention is one that the app reads as the customer's question, and ages are read as people write them."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.events import MessageSeen
from chalicelib.platforms import x
from tools import mention, organisation, xposts

AT = datetime(2026, 11, 20, 22, 15, 10, 250000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("44m50s", timedelta(minutes=44, seconds=50)),
        ("1h", timedelta(hours=1)),
        ("2h5s", timedelta(hours=2, seconds=5)),
        ("0s", timedelta()),
    ],
)
def test_an_age_is_hours_minutes_seconds(written: str, meant: timedelta) -> None:
    assert mention.age(written) == meant


@pytest.mark.parametrize("written", ["", "45", "45 m", "m", "1.5h", "-5m"])
def test_anything_else_is_no_age(written: str) -> None:
    with pytest.raises(ValueError, match="not an age"):
        mention.age(written)


def seen(*posts: xposts.Post) -> list[MessageSeen]:
    account = organisation.read().accounts[0]
    payload = json.loads(xposts.delivery(account.id, *posts))
    return [event for event in x.normalise(payload, organisation.read()) if isinstance(event, MessageSeen)]


def made(text: str) -> xposts.Post:
    account = organisation.read().accounts[0]
    return xposts.mention(account.id, account.name, author="bas_k", text=text, asked_at=AT)


@pytest.mark.parametrize("text", ["doet iemand het nog?", "waarom antwoordt @merk niet?"], ids=["to us", "about us"])
def test_a_mention_is_read_as_the_customers_question(text: str) -> None:
    (message,) = seen(made(text))
    assert (message.direction, message.customer_name, message.asked_at) == ("inbound", "bas_k", AT)
    assert text in str(message.text)


def test_the_brands_reply_is_read_as_the_answer_to_that_customer() -> None:
    account = organisation.read().accounts[0]
    question = made("doet iemand het nog?")
    answer = xposts.reply(account.id, account.name, question, text="we kijken mee", answered_at=AT)
    asked, answered = seen(question, answer)
    assert (answered.direction, answered.conversation) == ("outbound", asked.conversation)


def test_the_same_handle_is_the_same_customer() -> None:
    first, second = seen(made("hallo?")), seen(made("nog iemand?"))
    assert first[0].conversation == second[0].conversation


def test_a_signed_body_is_one_the_app_accepts() -> None:
    body = xposts.delivery("1", made("hé € 😀"))
    x.verify(xposts.headers(body, "x-signing-secret"), body, ["x-signing-secret"])
