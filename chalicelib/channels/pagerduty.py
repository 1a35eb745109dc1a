"""PagerDuty, through its Events API v2: an incident for each page, acknowledged and resolved with it.

PagerDuty tells nobody of a new trigger on a key that was acknowledged, and opens a new incident on one that was
resolved; so the key is the page's id, which no other page has. Acknowledging and resolving need the routing key that
triggered (developer.pagerduty.com, Events API v2 overview).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.channels.http import Http
from chalicelib.channels.port import Followed, OutgoingPage, Receipt
from chalicelib.domain.organisation import PagerDutyRegion

if TYPE_CHECKING:
    from chalicelib.channels.registry import Supplies

_HOSTS: Mapping[PagerDutyRegion, str] = {
    "us": "https://events.pagerduty.com",
    "eu": "https://events.eu.pagerduty.com",
}
_ACTIONS: Mapping[Followed, str] = {"acknowledged": "acknowledge", "resolved": "resolve"}
# "Too many" holds for a minute: about 120 events a minute and key, over a rolling minute.
_TOO_MANY_FOR = 60.0
_LONGEST_SUMMARY = 1024


@dataclass(frozen=True, slots=True)
class PagerDuty:
    """`address` gives the routing key (32 characters) of a service's Events API v2 integration by its name."""

    http: Http
    address: Callable[[str], str]
    url: str

    def send(self, page: OutgoingPage) -> Receipt:
        """Raises Permanent or Temporary."""
        links = {"links": [{"href": page.link, "text": "Waakhond"}], "client_url": page.link} if page.link else {}
        payload = {
            "summary": page.subject[:_LONGEST_SUMMARY],
            "source": "waakhond",
            "severity": "critical" if page.urgent else "error" if page.link else "info",
            "custom_details": {"page": page.body},
        }
        self._enqueue(page.to, page.id, "trigger", {"client": "Waakhond", "payload": payload, **links})
        return Receipt(page.id)

    def follow(self, page_id: str, to: str, state: Followed) -> None:
        """PagerDuty drops what it has no open incident for, so a second time does nothing. Raises as `send`."""
        self._enqueue(to, page_id, _ACTIONS[state], {})

    def _enqueue(self, to: str, page_id: str, action: str, rest: Mapping[str, object]) -> None:
        key = self.address(to)
        event = {"routing_key": key, "event_action": action, "dedup_key": page_id, **rest}
        self.http.post(
            f"{self.url}/v2/enqueue",
            json.dumps(event).encode(),
            f"check that the secret pagerduty/{to} is the integration key of an Events API v2 integration",
            hidden=(key,),
            wait=_TOO_MANY_FOR,
        )


def build(supplies: Supplies) -> PagerDuty:
    """For the region of the configuration, unless the stage says where else."""
    url = supplies.pagerduty_url or _HOSTS[supplies.organisation.pagerduty_region]
    return PagerDuty(Http(plain=supplies.local), lambda name: supplies.address("pagerduty", name), url)
