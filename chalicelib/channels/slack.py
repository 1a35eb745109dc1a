"""Slack, through an incoming webhook of one channel or person."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.channels.http import Http
from chalicelib.channels.port import OutgoingPage, Receipt

if TYPE_CHECKING:
    from chalicelib.channels.registry import Supplies

# Of one text block, and of a message, which has two more blocks for the subject and the link
# (docs.slack.dev, Block Kit: section block; messages take 50 blocks).
_LONGEST_BLOCK, _MOST_BLOCKS = 3000, 48


@dataclass(frozen=True, slots=True)
class Slack:
    """`address` gives the address of an incoming webhook by its name."""

    http: Http
    address: Callable[[str], str]

    def send(self, page: OutgoingPage) -> Receipt:
        """Slack has no dedup key: a second try may show twice. Raises Permanent or Temporary."""
        self.http.post(
            self.address(page.to),
            json.dumps(_message(page)).encode(),
            f"put the address of a working incoming webhook in the secret slack/{page.to}",
        )
        return Receipt(page.id)


def build(supplies: Supplies) -> Slack:
    return Slack(Http(plain=supplies.local), lambda name: supplies.address("slack", name))


def _message(page: OutgoingPage) -> dict[str, object]:
    """`text` is what a notification shows. Customers' words stand in plain text, where <!channel> calls nobody."""
    blocks = [_plain(part) for part in (page.subject, *_parts(page.body))]
    if page.link:
        blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": f"<{_escaped(page.link)}>"}})
    return {
        "text": _escaped(page.subject),
        "blocks": blocks,
        "link_names": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _plain(text: str) -> dict[str, object]:
    return {"type": "section", "text": {"type": "plain_text", "text": text, "emoji": False}}


def _parts(body: str) -> Iterator[str]:
    """The body in pieces that fit a block, cut between lines where possible."""
    rest = body.strip()
    for _ in range(_MOST_BLOCKS):
        if len(rest) <= _LONGEST_BLOCK:
            break
        end = rest.rfind("\n", 0, _LONGEST_BLOCK)
        end = end if end > 0 else _LONGEST_BLOCK
        yield rest[:end]
        rest = rest[end:].strip("\n")
    yield rest[:_LONGEST_BLOCK]


def _escaped(text: str) -> str:
    """The three characters that Slack reads as its own (docs.slack.dev, formatting message text)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
