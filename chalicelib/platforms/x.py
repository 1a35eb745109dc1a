"""X, in both generations of its webhook: the Account Activity API and its successor, the X Activity API.

The handshake and the signature are the same for both (docs.x.com/x-api/webhooks).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from chalicelib.platforms import signing
from chalicelib.platforms.errors import BadHandshake, UnreadableBody

if TYPE_CHECKING:
    from chalicelib.domain.events import Event
    from chalicelib.domain.organisation import Organisation

SIGNATURE_HEADER = "x-twitter-webhooks-signature"
_PREFIX = "sha256="


def handshake(query: Mapping[str, str], secrets: Sequence[str]) -> str:
    """The JSON answer to `crc_token`, signed with the first secret, which is the newest.

    Raises BadHandshake: a 2xx with a wrong token or any 3xx ends the webhook at once, a 4xx or 5xx only after 28 h.
    """
    token = query.get("crc_token")
    if not token:
        raise BadHandshake("x: crc_token is absent or empty")
    keys = signing.usable(secrets)
    if not keys:
        raise BadHandshake("x: no secret is configured to answer crc_token with", status=503)
    answer = signing.signature(keys[0], token.encode("utf-8", errors="replace"), encoding="base64")
    return json.dumps({"response_token": _PREFIX + answer})


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> None:
    """Raises BadSignature. X signs no time, so a repeated delivery is valid: ids make it harmless."""
    signing.require(
        SIGNATURE_HEADER,
        [headers.get(SIGNATURE_HEADER, "")],
        body,
        secrets,
        encoding="base64",
        prefix=_PREFIX,
    )


def normalise(payload: Mapping[str, object], organisation: "Organisation") -> "Iterator[Event]":
    """Both generations give the same events. Raises UnreadableBody for an envelope of neither."""
    # Imported here: the endpoint that only verifies and stores must start without the rules.
    from chalicelib.platforms import x_account_activity, x_activity

    if x_activity.recognises(payload):
        return x_activity.events(payload, organisation)
    if x_account_activity.recognises(payload):
        return x_account_activity.events(payload, organisation)
    raise UnreadableBody("x: the body is neither an account activity nor an X activity delivery")
