"""TikTok for Business: comments on the account's videos, and its direct messages.

One address serves every account that gave the app access; a delivery names the account it is for. Sources:
developers.tiktok.com/doc/webhooks-verification, business-api.tiktok.com/portal/docs (webhooks).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.platforms import signing, times
from chalicelib.platforms.errors import BadHandshake

if TYPE_CHECKING:
    from chalicelib.domain.events import Event
    from chalicelib.domain.organisation import Organisation

SIGNATURE_HEADER = "tiktok-signature"


def handshake(query: Mapping[str, str], secrets: Sequence[str]) -> str:
    """Raises BadHandshake always: TikTok documents no challenge, the address is set through its API."""
    raise BadHandshake("tiktok: there is no challenge to answer, deliveries come by POST", status=405)


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> None:
    """Raises BadSignature. The header is `t=<seconds>,s=<hex>`, with one `s` for each signature."""
    parts = _parts(headers)
    signed = signing.compose("{t}.{body}", t="".join(parts["t"]).encode("utf-8", errors="replace"), body=body)
    signing.require(SIGNATURE_HEADER, parts["s"], signed, secrets)


def signed_at(headers: Mapping[str, str]) -> datetime | None:
    """The `t` of the signature. A repeated attempt carries a new one."""
    return times.from_seconds("".join(_parts(headers)["t"]))


def normalise(payload: Mapping[str, object], organisation: "Organisation") -> "Iterator[Event]":
    """Raises UnreadableBody for a body that names no event."""
    # Imported here: the endpoint that only verifies and stores must start without the rules.
    from chalicelib.platforms import tiktok_events

    return tiktok_events.events(payload, organisation)


def _parts(headers: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"t": [], "s": []}
    for part in headers.get(SIGNATURE_HEADER, "").split(","):
        name, _, value = part.strip().partition("=")
        if name in found:
            found[name].append(value)
    return found
