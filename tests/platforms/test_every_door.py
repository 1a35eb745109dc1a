"""What holds at the door of every platform alike: shut without a secret, and what nobody signed goes no further."""

from datetime import UTC, datetime

import pytest

from chalicelib.platforms.errors import BadHandshake, BadSignature
from chalicelib.platforms.registry import POLLED, REGISTRY, load
from chalicelib.usecases.receive import receive
from tests.platforms.recordings import Recording, recordings
from tests.platforms.signers import BODY_UNSIGNED, SIGNED_AT, SIGNERS, account_key, secret_of

PUSHED = sorted(set(REGISTRY) - set(POLLED))
CHALLENGED = {"x", "facebook", "messenger", "instagram", "whatsapp", "threads", "linkedin"}
# Everything that any of them asks with.
CHALLENGE = {
    "crc_token": "challenge_string",
    "challengeCode": "890e4665-4dfe-4ab1-b689-ed553bceeed0",
    "hub.mode": "subscribe",
    "hub.challenge": "1158201444",
    "hub.verify_token": "",
}
NOW = datetime.fromtimestamp(SIGNED_AT, UTC)


def first(platform: str) -> Recording:
    return next(recordings(platform))


def another(platform: str) -> str:
    """A secret in the platform's own shape that is not the one which signs."""
    if platform != "standard":
        return "another-secret"
    name, account = secret_of(platform, first(platform).body).partition("=")[0].split(":")
    return account_key(name, account, "a signing key nobody knows of")


def queued(platform: str, headers: dict[str, str], body: bytes, secrets: list[str]) -> list[str]:
    """What is taken in. Raises BadSignature."""
    sent: list[str] = []
    receive(platform, load(platform), headers, body, secrets, now=NOW, send=sent.append, keep=lambda packed: "")
    return sent


def refused(platform: str, headers: dict[str, str], body: bytes, secrets: list[str]) -> bool:
    try:
        return queued(platform, headers, body, secrets) == []
    except BadSignature:
        return True


@pytest.mark.parametrize("secrets", [[], [""], [" \n", ""]], ids=["no secret", "an empty one", "blank ones"])
@pytest.mark.parametrize("platform", PUSHED)
def test_without_a_secret_nothing_is_taken_whatever_signed_it(platform: str, secrets: list[str]) -> None:
    body = first(platform).body
    signed = SIGNERS[platform](body, secret_of(platform, body))
    assert queued(platform, signed, body, [secret_of(platform, body)]) != []
    for headers in (signed, {}, dict.fromkeys(signed, "")):
        with pytest.raises(BadSignature):
            queued(platform, headers, body, secrets)


@pytest.mark.parametrize("platform", PUSHED)
def test_without_a_secret_no_challenge_is_answered(platform: str) -> None:
    with pytest.raises(BadHandshake) as raised:
        load(platform).handshake(CHALLENGE, [])
    assert raised.value.status == (503 if platform in CHALLENGED else 405)


@pytest.mark.parametrize("platform", PUSHED)
def test_during_a_rotation_the_old_and_the_new_secret_sign(platform: str) -> None:
    body = first(platform).body
    old, new = secret_of(platform, body), another(platform)
    for signing in (old, new):
        assert queued(platform, SIGNERS[platform](body, signing), body, [new, old]) != []
    with pytest.raises(BadSignature):
        queued(platform, SIGNERS[platform](body, old), body, [new])


@pytest.mark.parametrize("platform", sorted(set(PUSHED) - BODY_UNSIGNED))
def test_a_body_that_was_changed_on_the_way_is_taken_nowhere(platform: str) -> None:
    """Each byte of it in turn: the fuzzing draws a few, and this draws all of one delivery."""
    body, secret = first(platform).body, secret_of(platform, first(platform).body)
    headers = SIGNERS[platform](body, secret)
    changed = (body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :] for at in range(len(body)))
    assert all(refused(platform, headers, each, [secret]) for each in changed)
