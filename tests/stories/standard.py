"""What a tool reports in the stories, through the door of Standard Webhooks, signed at the world's own time."""

import json
from datetime import datetime
from typing import Any

import pytest

from chalicelib.platforms import registry
from chalicelib.usecases.receive import receive
from tests.platforms.signers import account_key, sign_standard
from tests.stories import x
from tests.stories.world import World

Event = dict[str, Any]

REVIEWS = """
[[accounts]]
platform = "standard"
id = "reviews-merk"
name = "Merk reviews"
brand = "merk"
calendar = "kantoor"
pages = true
"""


def event(
    kind: str, at: datetime, *, account: tuple[str, str] = ("x", x.MERK[0]), surface: str = "public", **data: Any
) -> Event:
    """An event about an account of the example, which is given by its platform and id."""
    named = {"platform": account[0], "id": account[1]}
    return {"type": kind, "timestamp": at.isoformat(), "data": {"account": named, "surface": surface} | data}


def post(world: World, *events: Event) -> None:
    """The events of one account, reported in one delivery, now."""
    named = events[0]["data"]["account"]
    key = account_key(named["platform"], named["id"])
    body = json.dumps({"events": list(events)}).encode()
    receive(
        "standard",
        registry.load("standard"),
        sign_standard(body, key, at=int(world.now.timestamp())),
        body,
        [key],
        now=world.now,
        send=world.inbox.send,
        keep=lambda packed: pytest.fail("nothing here is large"),
    )
    world.until(world.now)
