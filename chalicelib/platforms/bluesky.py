"""Bluesky: mentions, replies and quotes of an account, and its own replies. It sends nothing and is polled.

Messages of its chat are not read: an app password opens it only when somebody allows that, and it tells nobody that a
message came. Source: the lexicons of github.com/bluesky-social/atproto.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from chalicelib.platforms import polled

if TYPE_CHECKING:
    from chalicelib.domain.events import Event
    from chalicelib.domain.organisation import Organisation

STREAMS = ("notifications", "feed")


def handshake(query: Mapping[str, str], secrets: Sequence[str]) -> str:
    """Raises BadHandshake always."""
    polled.no_handshake("bluesky")


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> None:
    """Raises BadSignature always."""
    polled.no_delivery("bluesky")


def normalise(payload: Mapping[str, object], organisation: "Organisation") -> "Iterator[Event]":
    """Raises UnreadableBody for what is no page of notifications or of an author's feed."""
    # Imported here: the endpoint that only verifies and stores must start without the rules.
    from chalicelib.platforms import bluesky_posts

    return bluesky_posts.events(polled.batch_of("bluesky", payload, STREAMS), organisation)
