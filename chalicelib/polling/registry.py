"""Which poller asks a platform that sends nothing. Its adapter stands in `platforms/`, as everybody's does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol, cast

from chalicelib.polling.http import Http
from chalicelib.polling.port import Poller

POLLERS: Mapping[str, str] = {
    "bluesky": "chalicelib.polling.bluesky",
    "mastodon": "chalicelib.polling.mastodon",
}


class _Module(Protocol):
    def poller(self, http: Http) -> Poller: ...


@dataclass(frozen=True, slots=True)
class Pollers:
    """The pollers of one process, each made on first use."""

    http: Http
    made: dict[str, Poller] = field(default_factory=dict)

    def __getitem__(self, platform: str) -> Poller:
        """Raises KeyError for a platform that is not polled."""
        if platform not in self.made:
            self.made[platform] = cast(_Module, import_module(POLLERS[platform])).poller(self.http)
        return self.made[platform]
