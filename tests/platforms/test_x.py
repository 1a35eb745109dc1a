"""X: the handshake, the signature and the envelopes."""

import base64
import hashlib
import hmac
import json
import subprocess
import sys

import pytest

from chalicelib.domain.events import (
    Event,
    NoticeSeen,
    UnknownAccount,
    Unreadable,
    Unrecognised,
)
from chalicelib.platforms import x
from chalicelib.platforms.errors import BadHandshake, BadSignature, UnreadableBody
from tests.platforms.brand import MERK, MERK_WEBCARE, ORGANISATION
from tests.platforms.x_deliveries import (
    activity,
    normalised,
)


def test_the_challenge_is_answered_as_x_documents() -> None:
    answer = json.loads(x.handshake({"crc_token": "challenge_string"}, ["consumer_secret"]))
    assert answer == {"response_token": "sha256=v1WdiCVwy17uGTMWveHGlqQXN/qW1bQraNXXByRO2YA="}


def test_of_several_secrets_the_newest_answers() -> None:
    both = x.handshake({"crc_token": "t"}, ["new", "old"])
    assert both == x.handshake({"crc_token": "t"}, ["new"])
    assert both != x.handshake({"crc_token": "t"}, ["old"])


@pytest.mark.parametrize(
    ("query", "secrets", "status"),
    [
        pytest.param({}, ["key"], 400, id="no challenge"),
        pytest.param({"crc_token": ""}, ["key"], 400, id="an empty challenge"),
        pytest.param({"crc_token": "t"}, [], 503, id="no secret to answer with"),
        pytest.param({"crc_token": "t"}, [""], 503, id="an empty secret is none"),
    ],
)
def test_a_challenge_that_cannot_be_answered_is_never_a_success(
    query: dict[str, str], secrets: list[str], status: int
) -> None:
    with pytest.raises(BadHandshake) as refused:
        x.handshake(query, secrets)
    assert refused.value.status == status


def test_a_challenge_may_hold_any_text() -> None:
    assert json.loads(x.handshake({"crc_token": "é \ud83d \0"}, ["key"]))


# The signature

BODY = b'{"for_user_id":"1","tweet_create_events":[]}'
SIGNED = "sha256=aRv4ZOdNgxTZ0MQM8x+B85G7ZhTzPihtNcSNp+tegvk="


@pytest.mark.parametrize(
    "secrets",
    [
        pytest.param(["consumer_secret"], id="the only secret"),
        pytest.param(["new", "consumer_secret"], id="the old one during a rotation"),
        pytest.param(["consumer_secret", "old"], id="the new one during a rotation"),
    ],
)
def test_a_signed_body_passes(secrets: list[str]) -> None:
    x.verify({"host": "example.com", "x-twitter-webhooks-signature": SIGNED}, BODY, secrets)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        pytest.param({}, BODY, id="no header"),
        pytest.param({"x-twitter-webhooks-signature": ""}, BODY, id="an empty header"),
        pytest.param({"x-twitter-webhooks-signature": "sha256="}, BODY, id="a header without a signature"),
        pytest.param({"x-twitter-webhooks-signature": SIGNED[7:]}, BODY, id="a header without its prefix"),
        pytest.param({"x-twitter-webhooks-signature": SIGNED + " "}, BODY, id="a blank behind it"),
        pytest.param({"x-twitter-webhooks-signature": SIGNED.replace("a", "á")}, BODY, id="not ASCII"),
        pytest.param({"x-hub-signature-256": SIGNED}, BODY, id="under another platform's header"),
        pytest.param({"x-twitter-webhooks-signature": SIGNED}, BODY + b"\n", id="a line end behind the body"),
        pytest.param({"x-twitter-webhooks-signature": SIGNED}, b"", id="an empty body"),
        pytest.param({"x-twitter-webhooks-signature": SIGNED}, BODY.replace(b"1", b"2"), id="another account"),
    ],
)
def test_anything_else_is_a_bad_signature(headers: dict[str, str], body: bytes) -> None:
    with pytest.raises(BadSignature):
        x.verify(headers, body, ["consumer_secret"])


def test_without_a_configured_secret_nothing_passes() -> None:
    forged = base64.b64encode(hmac.new(b"", BODY, hashlib.sha256).digest()).decode()
    with pytest.raises(BadSignature, match="no secret is configured"):
        x.verify({"x-twitter-webhooks-signature": f"sha256={forged}"}, BODY, [""])


def test_verifying_loads_none_of_the_rules() -> None:
    """The endpoint's cold start: events, organisation and rules are for whoever normalises."""
    loaded = "import sys, chalicelib.platforms.x; print([m for m in sys.modules if m.startswith('chalicelib')])"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert "chalicelib.platforms.x'" in done.stdout
    assert "chalicelib.domain" not in done.stdout
    assert "x_activity" not in done.stdout


# The envelopes


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"object": "page", "entry": []}, id="another platform's"),
        pytest.param({"data": "text"}, id="data that is neither an object nor a list"),
        pytest.param({"data": None}, id="no data"),
    ],
)
def test_an_unknown_envelope_is_unreadable_before_any_event(payload: dict[str, object]) -> None:
    with pytest.raises(UnreadableBody):
        x.normalise(payload, ORGANISATION)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        pytest.param({"for_user_id": MERK}, [], id="no items"),
        pytest.param({"data": []}, [], id="an empty list"),
        pytest.param({"for_user_id": MERK, "users": {"1": {}}, "apps": {"2": {}}}, [], id="only what is told beside"),
        pytest.param(
            {"for_user_id": MERK, "votes": [{}, 1]},
            [
                Unrecognised(platform="x", account=MERK, kind="votes"),
                Unrecognised(platform="x", account=MERK, kind="votes"),
            ],
            id="a key nobody described",
        ),
        pytest.param(
            {"for_user_id": MERK, "vote_events": [{}, 1]},
            [
                Unrecognised(platform="x", account=MERK, kind="vote_events"),
                Unreadable(platform="x", account=MERK, reason="vote_events: not an object but int", item="1"),
            ],
            id="a kind nobody described",
        ),
        pytest.param(
            {"for_user_id": "7", "tweet_create_events": [{}, "?"]},
            [UnknownAccount(platform="x", account="7")] * 2,
            id="an account nobody configured, counted per item",
        ),
        pytest.param(
            {"user_event": {"grant\n": {}}},
            [Unrecognised(platform="x", account=None, kind="user_event.grant?")],
            id="a user event nobody described, its name made plain",
        ),
        pytest.param(
            {"replay_job_status": {"job_state": "Paused"}},
            [Unrecognised(platform="x", account=None, kind="replay.paused")],
            id="a state of a replay nobody described",
        ),
        pytest.param(
            {"replay_job_status": {}},
            [
                Unreadable(
                    platform="x",
                    account=None,
                    reason="replay_job_status: job_state is missing or unreadable",
                    item="{}",
                )
            ],
            id="a replay without a state",
        ),
    ],
)
def test_envelopes(payload: dict[str, object], expected: list[Event]) -> None:
    assert normalised(payload) == expected


def test_a_direct_message_delivery_without_messages_is_not_dropped() -> None:
    [event] = activity("dm.received", {"users": {}})
    assert isinstance(event, Unreadable)
    assert event.reason == "dm.received: payload.direct_message_events is missing"


def test_a_revoked_access_without_a_user_is_that_of_the_filter() -> None:
    revoked = NoticeSeen(platform="x", account=MERK_WEBCARE, kind="revoked")
    assert activity("oauth.revoke", {}) == [revoked]
