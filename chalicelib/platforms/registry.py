"""Which adapter serves a platform. A new one is a line here, a file beside this one and a folder of recordings."""

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.domain.events import Event
    from chalicelib.domain.organisation import Organisation

REGISTRY: Mapping[str, str] = {
    "x": "chalicelib.platforms.x",
    "facebook": "chalicelib.platforms.facebook",
    "messenger": "chalicelib.platforms.messenger",
    "instagram": "chalicelib.platforms.instagram",
    "whatsapp": "chalicelib.platforms.whatsapp",
    "threads": "chalicelib.platforms.threads",
    "telegram": "chalicelib.platforms.telegram",
    "linkedin": "chalicelib.platforms.linkedin",
    "tiktok": "chalicelib.platforms.tiktok",
    "standard": "chalicelib.platforms.standard",
    "bluesky": "chalicelib.platforms.bluesky",
    "mastodon": "chalicelib.platforms.mastodon",
}

# Platforms that send nothing and are asked every minute, with the host that usually answers; empty: each account says.
POLLED: Mapping[str, str] = {"bluesky": "bsky.social", "mastodon": ""}

# Platforms that show the brand's own answers, whoever gave them. Elsewhere an answer may never reach us, and paging for
# what was answered long ago teaches people not to look: such an account lists, and pages once its team says so.
ECHOES = frozenset({"x", "facebook", "messenger", "instagram", "linkedin", "tiktok", "bluesky", "mastodon"})


class Adapter(Protocol):
    """A module of three plain functions; header names come in lower case."""

    def handshake(self, query: Mapping[str, str], secrets: Sequence[str]) -> str:
        """The body to answer the platform's challenge with. Raises BadHandshake."""

    def verify(self, headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> None:
        """Raises BadSignature unless one of the secrets signed exactly these bytes."""

    def normalise(self, payload: Mapping[str, object], organisation: "Organisation") -> Iterator["Event"]:
        """What the delivery tells, item by item. Raises UnreadableBody, before any event, for an unknown envelope."""


@runtime_checkable
class SignsTime(Protocol):
    """What an adapter has besides, where the signature covers the time of sending: old deliveries are refused."""

    def signed_at(self, headers: Mapping[str, str]) -> "datetime | None":
        """When the delivery says that it was signed; None where that cannot be read."""


def load(name: str) -> Adapter:
    """The adapter's module, imported on first use. Raises KeyError for a platform nobody registered."""
    return cast(Adapter, import_module(REGISTRY[name]))
