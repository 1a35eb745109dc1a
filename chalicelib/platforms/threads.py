"""Threads: replies to the brand's posts, mentions of it, and what the brand itself publishes or deletes.

Source: developers.facebook.com/documentation/threads/webhooks.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from chalicelib.platforms import meta
from chalicelib.platforms.errors import UnreadableBody

if TYPE_CHECKING:
    from chalicelib.domain.events import Event
    from chalicelib.domain.organisation import Organisation

handshake = meta.handshake
verify = meta.verify


def normalise(payload: Mapping[str, object], organisation: "Organisation") -> "Iterator[Event]":
    """Raises UnreadableBody for another envelope: a delivery of Threads is flat, unlike Meta's others."""
    # Imported here: the endpoint that only verifies and stores must start without the rules.
    from chalicelib.platforms import threads_events

    if "values" not in payload:
        raise UnreadableBody("threads: the body has no values")
    return threads_events.events(payload, organisation)
