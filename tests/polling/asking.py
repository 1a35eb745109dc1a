"""What the tests of pollers share: an account, the time, and how its pages are read."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.polling.http import Http
from chalicelib.polling.port import Batch, Source

NOW = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)
MERK = "did:plc:merk000000000000000000aa"
PIET = "did:plc:piet0000000000000000aaaa"
MASTODON = "109300000000000001"
PASSWORD = "x-app-password"
TOKEN = "x-access-token"


def http(**settings: float) -> Http:
    return Http(clock=lambda: NOW, **settings)


def bluesky(url: str, *passwords: str) -> Source:
    return Source(account=MERK, address=url, secrets=passwords or (PASSWORD,))


def mastodon(url: str, *tokens: str) -> Source:
    return Source(account=MASTODON, address=url, secrets=tokens or (TOKEN,))


def minutes(number: float) -> datetime:
    """So long before now."""
    return NOW - timedelta(minutes=number)


def told(batches: Iterable[Batch]) -> tuple[list[dict[str, Any]], str]:
    """What went to the inbox, and the last cursor; empty when there was none."""
    all_of_them = list(batches)
    bodies: list[dict[str, Any]] = [json.loads(batch.body) for batch in all_of_them if batch.body is not None]
    return bodies, all_of_them[-1].cursor if all_of_them else ""


def addresses(bodies: Iterable[dict[str, Any]]) -> list[str]:
    """Of the notifications and posts in these pages, as often as they stand there."""
    found: list[str] = []
    for body in bodies:
        page = body["page"]
        found += [each["uri"] for each in page.get("notifications", ())]
        found += [each["post"]["uri"] for each in page.get("feed", ())]
    return found
