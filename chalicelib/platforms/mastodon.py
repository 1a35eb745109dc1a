"""Mastodon: mentions of an account, public and direct, and its own posts. It sends users nothing, and is polled.

Source: docs.joinmastodon.org, `methods/notifications`, `methods/accounts`, `entities/Notification` and
`entities/Status`. Other servers of the same interface are read alike.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from chalicelib.platforms import polled

if TYPE_CHECKING:
    from chalicelib.domain.events import Event
    from chalicelib.domain.organisation import Organisation

STREAMS = ("notifications", "statuses")


def handshake(query: Mapping[str, str], secrets: Sequence[str]) -> str:
    """Raises BadHandshake always."""
    polled.no_handshake("mastodon")


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> None:
    """Raises BadSignature always: the webhooks of a server's administrator are another thing, and not read."""
    polled.no_delivery("mastodon")


def normalise(payload: Mapping[str, object], organisation: "Organisation") -> "Iterator[Event]":
    """Raises UnreadableBody for what is no page of notifications or of an account's statuses."""
    # Imported here: the endpoint that only verifies and stores must start without the rules.
    from chalicelib.platforms import mastodon_statuses

    return mastodon_statuses.events(polled.batch_of("mastodon", payload, STREAMS), organisation)
