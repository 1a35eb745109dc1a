"""How each platform signs a delivery, written from its documentation and apart from the adapter."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping

SECRET = "x-signing-secret"

Signer = Callable[[bytes, str], dict[str, str]]


def sign_x(body: bytes, secret: str) -> dict[str, str]:
    """Base64 of the HMAC-SHA256 of the raw body (docs.x.com/x-api/webhooks/quickstart)."""
    mac = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return {"x-twitter-webhooks-signature": "sha256=" + base64.b64encode(mac).decode()}


SIGNERS: Mapping[str, Signer] = {"x": sign_x}
