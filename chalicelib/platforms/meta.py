"""What Meta's webhooks share: one challenge, one signature, one envelope.

The challenge and the signature also serve WhatsApp and Threads, whose bodies are of their own kind.
Source: developers.facebook.com/docs/graph-api/webhooks/getting-started.
"""

import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from chalicelib.platforms import signing
from chalicelib.platforms.errors import BadHandshake

if TYPE_CHECKING:
    from chalicelib.domain.events import Event
    from chalicelib.domain.organisation import Organisation

SIGNATURE_HEADER = "x-hub-signature-256"

# Meta sends a number. The answer repeats what a stranger wrote in an address, so it stays one plain word.
_CHALLENGE = re.compile(r"[!-~]{1,200}", re.ASCII)


def handshake(query: Mapping[str, str], secrets: Sequence[str]) -> str:
    """`hub.challenge` as it came, once `hub.verify_token` is one of the secrets.

    Raises BadHandshake: 403 for a wrong or absent token, as Meta asks; 503 while there is nothing to compare with.
    """
    if query.get("hub.mode") != "subscribe":
        raise BadHandshake("meta: hub.mode is not subscribe", status=403)
    tokens = signing.usable(secrets)
    if not tokens:
        raise BadHandshake("meta: no secret is configured to compare hub.verify_token with", status=503)
    offered = _bytes(query.get("hub.verify_token", ""))
    # A list, not a generator: every token is compared, so the time taken does not tell which one is in use.
    if not any([hmac.compare_digest(_bytes(token), offered) for token in tokens]):
        raise BadHandshake("meta: hub.verify_token is absent or not ours", status=403)
    challenge = query.get("hub.challenge", "")
    if not _CHALLENGE.fullmatch(challenge):
        raise BadHandshake("meta: hub.challenge is absent or no plain word")
    return challenge


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> None:
    """Raises BadSignature. Meta signs no time, so a repeated delivery is valid: ids make it harmless."""
    signing.require(
        SIGNATURE_HEADER,
        [headers.get(SIGNATURE_HEADER, "")],
        body,
        secrets,
        prefix="sha256=",
    )


def normalise(payload: Mapping[str, object], organisation: "Organisation") -> "Iterator[Event]":
    """What Facebook Pages, Messenger and Instagram tell. Raises UnreadableBody for another envelope.

    An app has one address for everything about its Pages, posts and messages alike, and may use it for Instagram too:
    the envelope decides what an item is, not the address it came to.
    """
    # Imported here: the endpoint that only verifies and stores must start without the rules.
    from chalicelib.platforms import meta_envelope

    return meta_envelope.events(payload, organisation)


def _bytes(text: str) -> bytes:
    # compare_digest raises TypeError for text outside ASCII, which would surface as a 500.
    return text.encode("utf-8", errors="backslashreplace")
