"""ntfy, of ntfy.sh or a server of one's own: a push message with a button that takes the page.

In the JSON form, since headers hold no letters outside ASCII (docs.ntfy.sh/publish, "Publish as JSON").
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.channels.http import Http
from chalicelib.channels.port import OutgoingPage, Receipt

if TYPE_CHECKING:
    from chalicelib.channels.registry import Supplies
    from chalicelib.domain.organisation import Language

_TAKE: dict[Language, str] = {"nl": "Ik pak dit", "en": "Mine"}
_VIEW: dict[Language, str] = {"nl": "Bekijk", "en": "View"}
# A longer message arrives as a file.
_LONGEST_MESSAGE = 4096
_HIGHEST, _HIGH, _USUAL = 5, 4, 3


@dataclass(frozen=True, slots=True)
class Ntfy:
    """`address` gives the address of a topic by its name, and behind a space the access token if it needs one."""

    http: Http
    address: Callable[[str], str]

    def send(self, page: OutgoingPage) -> Receipt:
        """From server version 2.16 a second try replaces the first on the phone. Raises Permanent or Temporary."""
        url, _, token = self.address(page.to).partition(" ")
        server, _, topic = url.rstrip("/").rpartition("/")
        self.http.post(
            f"{server}/",
            json.dumps({"topic": topic, **_message(page)}).encode(),
            f"check the topic's address in the secret ntfy/{page.to}, and behind a space its token",
            headers={"authorization": f"Bearer {token.strip()}"} if token.strip() else {},
            hidden=(topic, token.strip()) if token.strip() else (topic,),
        )
        return Receipt(page.id)


def build(supplies: Supplies) -> Ntfy:
    return Ntfy(Http(plain=supplies.local), lambda name: supplies.address("ntfy", name))


def _message(page: OutgoingPage) -> dict[str, object]:
    fits = len(page.body.encode()) <= _LONGEST_MESSAGE
    message: dict[str, object] = {
        "title": page.subject,
        "message": page.body if fits else page.link or page.subject,
        "priority": _HIGHEST if page.urgent else _HIGH if page.link else _USUAL,
        "sequence_id": page.id,
    }
    if page.link:
        take = {
            "action": "http",
            "label": _TAKE[page.language],
            "url": page.link,
            "method": "POST",
            "headers": {"Content-Type": "application/x-www-form-urlencoded"},
            "body": "action=acknowledge",
            "clear": True,
        }
        message["click"] = page.link
        message["actions"] = [take, {"action": "view", "label": _VIEW[page.language], "url": page.link}]
    return message
