"""ntfy: what it is asked to push, and the button that takes the page."""

from dataclasses import replace

import pytest

from chalicelib.channels.http import Http
from chalicelib.channels.ntfy import Ntfy
from chalicelib.channels.port import OutgoingPage, Permanent, Receipt, Temporary
from tests.channels.provider import Provider, answer, provider
from tests.channels.sending import PAGE

TOLD = replace(PAGE, to="sanne")
NOTICE = replace(TOLD, id="notice-0001", link="")
OK = answer(200, b'{"id": "1", "event": "message"}')


def ntfy(there: Provider, rest: str = "/waakhond-sanne") -> Ntfy:
    return Ntfy(Http(plain=True, read_timeout=0.3), {"sanne": there.url + rest}.__getitem__)


def test_a_page_is_pushed_with_a_button_that_takes_it() -> None:
    with provider(OK) as there:
        assert ntfy(there).send(TOLD) == Receipt(PAGE.id)
        (call,) = there.calls
    take = {
        "action": "http",
        "label": "Ik pak dit",
        "url": PAGE.link,
        "method": "POST",
        "headers": {"Content-Type": "application/x-www-form-urlencoded"},
        "body": "action=acknowledge",
        "clear": True,
    }
    assert (call.path, call.json) == (
        "/",
        {
            "topic": "waakhond-sanne",
            "title": PAGE.subject,
            "message": PAGE.body,
            "priority": 4,
            "sequence_id": PAGE.id,
            "click": PAGE.link,
            "actions": [take, {"action": "view", "label": "Bekijk", "url": PAGE.link}],
        },
    )
    assert call.body.isascii(), "letters outside ASCII are escaped"
    assert "authorization" not in call.headers


@pytest.mark.parametrize(
    ("page", "priority"),
    [
        pytest.param(replace(TOLD, urgent=True), 5, id="a broken promise"),
        pytest.param(TOLD, 4, id="a promise that still holds"),
        pytest.param(NOTICE, 3, id="a notice"),
    ],
)
def test_how_loud_it_is(page: OutgoingPage, priority: int) -> None:
    with provider(OK) as there:
        ntfy(there).send(page)
        assert there.calls[0].json["priority"] == priority


def test_a_notice_has_nothing_to_press() -> None:
    with provider(OK) as there:
        ntfy(there).send(NOTICE)
        assert not {"click", "actions"} & there.calls[0].json.keys()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param("é" * 2048, "é" * 2048, id="as much as a message takes"),
        pytest.param("é" * 2049, PAGE.link, id="more would arrive as a file: then its link, below the subject"),
    ],
)
def test_a_message_is_no_file(body: str, message: str) -> None:
    with provider(OK) as there:
        ntfy(there).send(replace(TOLD, body=body))
        assert there.calls[0].json["message"] == message


@pytest.mark.parametrize(
    ("rest", "path", "token"),
    [
        pytest.param("/waakhond-sanne x-access-token", "/", "Bearer x-access-token", id="a token behind a space"),
        pytest.param("/push/waakhond-sanne/", "/push/", None, id="a server below a path"),
    ],
)
def test_an_address_may_have_a_token_and_a_path(rest: str, path: str, token: str | None) -> None:
    with provider(OK) as there:
        ntfy(there, rest).send(TOLD)
        (call,) = there.calls
    assert (call.path, call.json["topic"]) == (path, "waakhond-sanne")
    assert call.headers.get("authorization") == token


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413])
def test_these_never_work_and_the_error_names_no_topic(status: int) -> None:
    said = b'{"error": "forbidden for waakhond-sanne with x-access-token"}'
    with provider(answer(status, said)) as there, pytest.raises(Permanent, match="secret ntfy/sanne") as raised:
        ntfy(there, "/waakhond-sanne x-access-token").send(TOLD)
    assert "waakhond-sanne" not in str(raised.value) and "x-access-token" not in str(raised.value)


def test_an_address_without_a_topic_is_none() -> None:
    with pytest.raises(Permanent, match=r"^no https address \(check the topic"):
        Ntfy(Http(), {"sanne": "https://ntfy.example.com"}.__getitem__).send(TOLD)


def test_too_many_messages_and_the_second_try_replaces_the_first() -> None:
    with provider(answer(429, headers={"Retry-After": "5"}), OK) as there:
        with pytest.raises(Temporary) as raised:
            ntfy(there).send(TOLD)
        ntfy(there).send(TOLD)
        assert raised.value.retry_after == 5.0
        assert {call.json["sequence_id"] for call in there.calls} == {PAGE.id}
