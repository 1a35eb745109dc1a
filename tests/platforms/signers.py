"""How each platform signs a delivery, written from its documentation and apart from the adapter."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping

SECRET = "x-signing-secret"
SIGNED_AT = 1795212000
"""20 November 2026, 22:00 UTC, for the schemes that sign a time."""

Signer = Callable[[bytes, str], dict[str, str]]


def sign_x(body: bytes, secret: str) -> dict[str, str]:
    """Base64 of the HMAC-SHA256 of the raw body (docs.x.com/x-api/webhooks/quickstart)."""
    mac = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return {"x-twitter-webhooks-signature": "sha256=" + base64.b64encode(mac).decode()}


def sign_meta(body: bytes, secret: str) -> dict[str, str]:
    """Lower hex of the HMAC-SHA256 of the raw body (developers.facebook.com/docs/graph-api/webhooks)."""
    return {"x-hub-signature-256": "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}


def name_telegram(body: bytes, secret: str) -> dict[str, str]:
    """Not a signature: the secret itself, whatever the body (core.telegram.org/bots/api#setwebhook)."""
    return {"x-telegram-bot-api-secret-token": secret}


def sign_linkedin(body: bytes, secret: str) -> dict[str, str]:
    """Lower hex of the HMAC-SHA256 of `hmacsha256=` and the body (learn.microsoft.com, webhook-validation)."""
    return {"x-li-signature": hmac.new(secret.encode(), b"hmacsha256=" + body, hashlib.sha256).hexdigest()}


def sign_tiktok(body: bytes, secret: str, at: int = SIGNED_AT) -> dict[str, str]:
    """Lower hex of the HMAC-SHA256 of time, full stop and body (developers.tiktok.com/doc/webhooks-verification)."""
    mac = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256)
    return {"tiktok-signature": f"t={at},s={mac.hexdigest()}"}


def sign_standard(body: bytes, secret: str, at: int = SIGNED_AT, delivery: str = "msg_1") -> dict[str, str]:
    """Base64 of the HMAC-SHA256 of id, time and body, parted by full stops (standardwebhooks.com).

    `secret` is a value of ours: the account's name, `=whsec_` and its key.
    """
    key = base64.b64decode(secret.rpartition("whsec_")[2])
    mac = hmac.new(key, f"{delivery}.{at}.".encode() + body, hashlib.sha256).digest()
    signature = f"v1,{base64.b64encode(mac).decode()}"
    return {"webhook-id": delivery, "webhook-timestamp": str(at), "webhook-signature": signature}


def account_key(platform: str, account: str, words: str = "the signing key of an account") -> str:
    """A value of the secret of Standard Webhooks; `words` are at least 24 characters."""
    return f"{platform}:{account}=whsec_{base64.b64encode(words.encode()).decode()}"


def secret_of(platform: str, body: bytes) -> str:
    """What signs a recorded delivery: in Standard Webhooks the key of the account that it names."""
    if platform != "standard":
        return SECRET
    told = json.loads(body)
    first = told.get("events", [told])[0]
    named = first["data"]["account"]
    return account_key(named["platform"], named["id"])


BODY_UNSIGNED = frozenset({"telegram"})
"""Platforms whose header says nothing about the body."""

SIGNERS: Mapping[str, Signer] = {
    "x": sign_x,
    "facebook": sign_meta,
    "messenger": sign_meta,
    "instagram": sign_meta,
    "whatsapp": sign_meta,
    "threads": sign_meta,
    "telegram": name_telegram,
    "linkedin": sign_linkedin,
    "tiktok": sign_tiktok,
    "standard": sign_standard,
}
