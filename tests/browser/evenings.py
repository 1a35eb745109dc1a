"""The deployed app as it is on one of the days, in one of the languages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

import pytest

from chalicelib import bootstrap
from chalicelib.config import dump
from chalicelib.domain.facts_seen import Message
from chalicelib.domain.organisation import Language
from chalicelib.store.conversations import Conversations
from chalicelib.store.notes import Notes, StoredConfig
from chalicelib.web.case_address import case_address
from tests.browser import days
from tests.stories.world import EXAMPLE, World
from tests.usecases.deployed import SIGNING, Deployed, deployed

DAYS: dict[str, Callable[[str], World]] = {"calm": days.calm, "busy": days.busy, "storm": days.storm}


@dataclass(frozen=True)
class Evening:
    stage: Deployed
    day: str
    language: Language
    link: str
    """The newest page that went out, from the root of the app; empty while there was none."""
    cases: tuple[str, ...]
    """The pages of its conversations, likewise."""


@contextmanager
def evening(monkeypatch: pytest.MonkeyPatch, day: str, language: Language) -> Iterator[Evening]:
    """The clock must stand at `days.ENDS`."""
    settings = EXAMPLE.read_text("utf-8").replace('language = "nl"', f'language = "{language}"')
    world = DAYS[day](settings)
    with deployed(monkeypatch) as stage:
        for platform in {account.platform for account in world.organisation.accounts}:
            stage.set_secret(platform, SIGNING)
        Notes(bootstrap.table()).register(
            StoredConfig("told", world.book.entries[0].effective_from, dump(world.organisation))
        )
        cast(days.KnownTable, world.table).copy_to(bootstrap.table())
        link = urlsplit(world.sent[-1].link).path if world.sent else ""
        yield Evening(stage, day, language, link, _cases(world))


def _cases(world: World) -> tuple[str, ...]:
    refs = sorted(str(item["conversation"]) for item in world.table.rows("HEAD"))
    kept = Conversations(world.table)
    written = [ref for ref in refs if any(isinstance(fact, Message) for fact in kept.load(ref).facts)]
    return tuple(f"/{case_address(ref)}" for ref in written)
