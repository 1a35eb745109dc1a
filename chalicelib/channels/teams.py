"""Microsoft Teams, through a Workflows webhook ("When a Teams webhook request is received") that posts the card."""

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

_OPEN: dict[Language, str] = {"nl": "Bekijk en pak op", "en": "View and take"}


@dataclass(frozen=True, slots=True)
class Teams:
    """`address` gives the address of a workflow by its name; its query holds the signature that lets us post."""

    http: Http
    address: Callable[[str], str]

    def send(self, page: OutgoingPage) -> Receipt:
        """Teams has no dedup key: a second try may show twice. Raises Permanent or Temporary."""
        self.http.post(
            self.address(page.to),
            json.dumps(_message(page)).encode(),
            f"put the address of a workflow that is switched on in the secret teams/{page.to}",
        )
        return Receipt(page.id)


def build(supplies: Supplies) -> Teams:
    return Teams(Http(plain=supplies.local), lambda name: supplies.address("teams", name))


def _message(page: OutgoingPage) -> dict[str, object]:
    """One adaptive card. A text run knows no markup (adaptivecards.io, TextRun): no customer's words become a link."""
    lines = [line for line in page.body.splitlines() if line.strip()]
    card: dict[str, object] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": {"width": "Full"},
        "body": [_line(page.subject, bold=True), *(_line(line) for line in lines)],
    }
    if page.link:
        card["actions"] = [{"type": "Action.OpenUrl", "title": _OPEN[page.language], "url": page.link}]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _line(text: str, *, bold: bool = False) -> dict[str, object]:
    run = {"type": "TextRun", "text": text, **({"weight": "Bolder"} if bold else {})}
    return {"type": "RichTextBlock", "inlines": [run]}
