"""Telegram: customers who write to a bot, to a business account that a bot is connected to, or in a group.

Telegram signs nothing. It repeats, in a header, the secret that was given to `setWebhook`.
Source: core.telegram.org/bots/api.
"""

import hmac
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from chalicelib.platforms import signing
from chalicelib.platforms.errors import BadHandshake, BadSignature, UnreadableBody

if TYPE_CHECKING:
    from chalicelib.domain.events import Event
    from chalicelib.domain.organisation import Organisation

HEADER = "x-telegram-bot-api-secret-token"


def handshake(query: Mapping[str, str], secrets: Sequence[str]) -> str:
    """Raises BadHandshake always: Telegram never sends a GET, it is told the address by `setWebhook`."""
    raise BadHandshake("telegram: there is no challenge to answer, deliveries come by POST", status=405)


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> None:
    """Raises BadSignature unless the header holds one of the secrets. The body plays no part in it."""
    keys = signing.usable(secrets)
    if not keys:
        raise BadSignature(f"{HEADER}: no secret is configured, so no delivery can be trusted")
    # As bytes: compare_digest raises TypeError for text outside ASCII, which would surface as a 500.
    claim = headers.get(HEADER, "").encode("utf-8", errors="backslashreplace")
    # A list, not a generator: every secret is compared, so the time taken does not tell which one is in use.
    if not any([hmac.compare_digest(key.encode("utf-8", errors="backslashreplace"), claim) for key in keys]):
        raise BadSignature(f"{HEADER}: absent or none of the secrets")


def normalise(payload: Mapping[str, object], organisation: "Organisation") -> "Iterator[Event]":
    """Raises UnreadableBody for anything but an update."""
    # Imported here: the endpoint that only verifies and stores must start without the rules.
    from chalicelib.platforms import telegram_updates

    if "update_id" not in payload:
        raise UnreadableBody("telegram: the body is no update, it has no update_id")
    return telegram_updates.events(payload, organisation)
