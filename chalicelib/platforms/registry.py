"""Which adapter serves a platform. A new one is a line here, a file beside this one and a folder of recordings."""

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from chalicelib.domain.events import Event
    from chalicelib.domain.organisation import Organisation

REGISTRY: Mapping[str, str] = {
    "x": "chalicelib.platforms.x",
}


class Adapter(Protocol):
    """A module of three plain functions; header names come in lower case."""

    def handshake(self, query: Mapping[str, str], secrets: Sequence[str]) -> str:
        """The body to answer the platform's challenge with. Raises BadHandshake."""

    def verify(self, headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> None:
        """Raises BadSignature unless one of the secrets signed exactly these bytes."""

    def normalise(self, payload: Mapping[str, object], organisation: "Organisation") -> Iterator["Event"]:
        """What the delivery tells, item by item. Raises UnreadableBody, before any event, for an unknown envelope."""


def load(name: str) -> Adapter:
    """The adapter's module, imported on first use. Raises KeyError for a platform nobody registered."""
    return cast(Adapter, import_module(REGISTRY[name]))
