"""Signed webhooks: their form, their signature as a receiver checks it, and what each answer means for the page."""

import base64
import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.channels.http import Http
from chalicelib.channels.port import Followed, Permanent, Receipt, Temporary
from chalicelib.channels.webhook import Webhook, sign
from tests.channels.provider import Call, Provider, answer, provider
from tests.channels.sending import PAGE

NOW = datetime(2026, 11, 20, 22, 45, 0, 900_000, tzinfo=UTC)
KEYS = (b"x-signing-secret", b"x-signing-secret-of-before")
SECRETS = [f"whsec_{base64.b64encode(key).decode()}" for key in KEYS]
TOLD = replace(PAGE, to="tickets")


def webhook(there: Provider, *secrets: str) -> Webhook:
    address = " ".join((f"{there.url}/pages", *(secrets or SECRETS[:1])))
    return Webhook(Http(plain=True, read_timeout=0.3), {"tickets": address}.__getitem__, lambda: NOW)


def signed_by(call: Call, key: bytes) -> bool:
    """As a receiver would check it: any of the signatures may be the right one."""
    content = f"{call.headers['webhook-id']}.{call.headers['webhook-timestamp']}.".encode() + call.body
    right = "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    return right in call.headers["webhook-signature"].split(" ")


def test_a_page_is_told_in_a_signed_message() -> None:
    with provider(answer(204)) as there:
        assert webhook(there).send(TOLD) == Receipt(PAGE.id)
        (call,) = there.calls
    assert (call.path, call.json) == (
        "/pages",
        {
            "type": "page.sent",
            "data": {
                "page": PAGE.id,
                "language": "nl",
                "subject": PAGE.subject,
                "body": PAGE.body,
                "link": PAGE.link,
                "urgent": False,
            },
        },
    )
    assert (call.headers["webhook-id"], call.headers["webhook-timestamp"]) == (PAGE.id, "1795214700")
    assert signed_by(call, KEYS[0]) and not signed_by(call, b"x-another")


def test_a_signature_as_another_program_makes_it() -> None:
    """printf 'p-1.1.{}' | openssl dgst -sha256 -hmac key -binary | base64"""
    assert sign(b"key", "p-1", "1", b"{}") == "v1,rLnXuetsECj2FQ+I3R9rHGJPPic8ZUymKG28FMKHcPE="


def test_two_secrets_sign_both_while_the_receiver_changes() -> None:
    with provider(answer()) as there:
        webhook(there, *SECRETS).send(TOLD)
        (call,) = there.calls
    assert all(signed_by(call, key) for key in KEYS)


@pytest.mark.parametrize("state", ["acknowledged", "resolved"])
def test_what_became_of_a_page_is_another_message(state: Followed) -> None:
    with provider(answer()) as there:
        webhook(there).follow(PAGE.id, "tickets", state)
        (call,) = there.calls
    assert call.json == {"type": f"page.{state}", "data": {"page": PAGE.id}}
    assert call.headers["webhook-id"] == f"{PAGE.id}-{state}", "under the page's id a receiver would drop it as known"
    assert signed_by(call, KEYS[0])


def test_the_second_try_is_the_same_message() -> None:
    with provider("hang up", answer()) as there:
        with pytest.raises(Temporary):
            webhook(there).send(TOLD)
        webhook(there).send(TOLD)
        first, second = there.calls
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)


@pytest.mark.parametrize("status", [301, 400, 401, 404, 410])
def test_a_refusal_is_final_and_repeats_nothing_of_what_the_receiver_says(status: int) -> None:
    with provider(answer(status, b"you sent: @merel")) as there, pytest.raises(Permanent) as raised:
        webhook(there).send(TOLD)
    assert "@merel" not in str(raised.value) and "secret webhook/tickets" in str(raised.value)


@pytest.mark.parametrize("status", [429, 500, 502, 504])
def test_a_receiver_that_is_ill_is_tried_again(status: int) -> None:
    with provider(answer(status, headers={"Retry-After": "9"})) as there, pytest.raises(Temporary) as raised:
        webhook(there).send(TOLD)
    assert raised.value.retry_after == 9.0


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("https://pages.example.com/in", id="no secret"),
        pytest.param("https://pages.example.com/in whsec_", id="an empty one"),
        pytest.param("https://pages.example.com/in whsec_not*base64", id="one that is not in base64"),
        pytest.param(f"https://pages.example.com/in {SECRETS[0]} whsec_é", id="a good one and a bad one"),
    ],
)
def test_nothing_goes_unsigned(address: str) -> None:
    with pytest.raises(Permanent, match=r"^no signing secret \(put .* secret webhook/tickets\)$") as raised:
        Webhook(Http(), {"tickets": address}.__getitem__, lambda: NOW).send(TOLD)
    assert "pages.example.com" not in str(raised.value)
