"""WhatsApp Cloud API: one-to-one and group messages of a business number. There is no public surface.

Source: developers.facebook.com/documentation/business-messaging/whatsapp/webhooks.
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
    """Raises UnreadableBody for a delivery about anything but a business account."""
    # Imported here: the endpoint that only verifies and stores must start without the rules.
    from chalicelib.platforms import whatsapp_changes

    if payload.get("object") != "whatsapp_business_account" or "entry" not in payload:
        raise UnreadableBody("whatsapp: the body is no delivery about a WhatsApp business account")
    return whatsapp_changes.events(payload, organisation)
