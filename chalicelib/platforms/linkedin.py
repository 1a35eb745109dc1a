"""LinkedIn: what happens to the posts of a company page, and where it is mentioned.

LinkedIn asks its challenge every two hours and wants the answer within three seconds; after three failures it blocks
the webhook. Source: learn.microsoft.com/linkedin/shared/api-guide/webhook-validation.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from chalicelib.platforms import signing
from chalicelib.platforms.errors import BadHandshake

if TYPE_CHECKING:
    from chalicelib.domain.events import Event
    from chalicelib.domain.organisation import Organisation

SIGNATURE_HEADER = "x-li-signature"
_PREFIX = "hmacsha256="


def handshake(query: Mapping[str, str], secrets: Sequence[str]) -> str:
    """The JSON answer to `challengeCode`, signed with the first secret, which is the newest. Raises BadHandshake."""
    code = query.get("challengeCode")
    if not code:
        raise BadHandshake("linkedin: challengeCode is absent or empty")
    keys = signing.usable(secrets)
    if not keys:
        raise BadHandshake("linkedin: no secret is configured to answer challengeCode with", status=503)
    answer = signing.signature(keys[0], code.encode("utf-8", errors="replace"))
    return json.dumps({"challengeCode": code, "challengeResponse": answer})


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> None:
    """Raises BadSignature. LinkedIn signs no time, so a repeated delivery is valid: ids make it harmless.

    The prefix belongs to what is signed and not to the header; its description can be read the other way as well, so
    a header that has it too is the same claim.
    """
    claim = headers.get(SIGNATURE_HEADER, "").removeprefix(_PREFIX)
    signing.require(SIGNATURE_HEADER, [claim], _PREFIX.encode() + body, secrets)


def normalise(payload: Mapping[str, object], organisation: "Organisation") -> "Iterator[Event]":
    """Raises UnreadableBody for an envelope that is not LinkedIn's."""
    # Imported here: the endpoint that only verifies and stores must start without the rules.
    from chalicelib.platforms import linkedin_actions

    return linkedin_actions.events(payload, organisation)
