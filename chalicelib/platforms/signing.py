"""HMAC signatures as platforms use them: a digest, an encoding and a template of what is signed.

A secret is never shown: errors name the header and the cause.
"""

import base64
import hmac
import re
from collections.abc import Iterable, Sequence
from typing import Literal

from chalicelib.platforms.errors import BadSignature

Digest = Literal["sha1", "sha256"]
Encoding = Literal["hex", "base64"]


def compose(template: str, **parts: bytes) -> bytes:
    """The signed message of a template such as `{timestamp}.{body}`; what the parts hold is never expanded.

    Raises KeyError for a name that has no part.
    """
    return re.sub(rb"\{(\w+)\}", lambda name: parts[name[1].decode()], template.encode())


def signature(secret: str, message: bytes, *, digest: Digest = "sha256", encoding: Encoding = "hex") -> str:
    """The signature's text, without any prefix the platform puts before it."""
    mac = hmac.digest(secret.encode(), message, digest)
    return mac.hex() if encoding == "hex" else base64.b64encode(mac).decode("ascii")


def usable(secrets: Iterable[str]) -> tuple[str, ...]:
    """The secrets that hold something: an empty one would let anybody sign."""
    return tuple(secret for secret in secrets if secret.strip())


def require(
    header: str,
    claims: Iterable[str],
    message: bytes,
    secrets: Sequence[str],
    *,
    digest: Digest = "sha256",
    encoding: Encoding = "hex",
    prefix: str = "",
) -> None:
    """Raise BadSignature unless one of `claims` (what stands in `header`) is one of the secrets' signature.

    Fails closed: no usable secret, no claim or a claim that is not ASCII is a bad signature too.
    """
    keys = usable(secrets)
    if not keys:
        raise BadSignature(f"{header}: no secret is configured, so no delivery can be trusted")
    # compare_digest raises TypeError for text outside ASCII, which would surface as a 500.
    offered = [claim.encode("ascii") for claim in claims if claim and claim.isascii()]
    if not offered:
        raise BadSignature(f"{header}: absent, empty or not ASCII")
    expected = [(prefix + signature(key, message, digest=digest, encoding=encoding)).encode("ascii") for key in keys]
    # A list, not a generator: every pair is compared, so the time taken does not tell which secret is in use.
    if not any([hmac.compare_digest(one, other) for one in expected for other in offered]):
        raise BadSignature(f"{header}: does not match the body")
