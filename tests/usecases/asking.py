"""A world whose platforms can be asked: by the real look-ups on loopback, or by one that a test makes up."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.domain.facts_seen import Message
from chalicelib.domain.organisation import Organisation
from chalicelib.lookups.port import OFF, Asked, Found, Gone, Lookup, LookupFailed, Lookups
from chalicelib.lookups.registry import REGISTRY, TokenLookups
from chalicelib.usecases.ports import Context
from tests.lookups.platform import TOKEN
from tests.stories import facebook, x
from tests.stories.world import EXAMPLE, World

INSTAGRAM, THREADS = "17841400000000001", "24900000000071"
PLATFORMS = ("facebook", "instagram", "threads", "x")
QUESTION = "waar blijft mijn bestelling??"
COMMENT = "122100000000000500_1"
PAGED = [("10:45:00", "sanne")]


@dataclass
class MadeUp:
    """Every platform's look-up at once; keeps what it is asked. `says` may raise, too."""

    says: Callable[[Asked], Found | Gone]
    asked: list[Asked] = field(default_factory=list)

    def look(self, asked: Asked) -> Found | Gone:
        self.asked.append(asked)
        return self.says(asked)

    def complete(self, asked: Asked) -> Found:
        found = self.look(asked)
        assert isinstance(found, Found)
        return found


@dataclass(frozen=True)
class Always:
    """One look-up for all, as if there were a token for each platform."""

    lookup: Lookup
    patience: float = 5.0

    def of(self, platform: str, account: str) -> Lookup | None:
        return self.lookup


def at(url: str, *platforms: str) -> TokenLookups:
    """The real look-ups, with a token for these platforms alone, of a platform on loopback."""
    tokens = {f"{name}-api-token": TOKEN for name in platforms}
    urls = dict.fromkeys(REGISTRY, url)
    return TokenLookups(secrets=lambda name: tokens.get(name, ""), patience=5.0, urls=urls)


def failing(error: LookupFailed) -> Always:
    """Asked in vain."""

    def fail(asked: Asked) -> Found | Gone:
        raise error

    return Always(MadeUp(fail))


def everywhere(organisation: Organisation) -> Organisation:
    """The example with an account on Instagram and one on Threads beside its Facebook Page."""
    page = next(account for account in organisation.accounts if account.platform == "facebook")
    more = (replace(page, platform="instagram", id=INSTAGRAM), replace(page, platform="threads", id=THREADS))
    return replace(organisation, accounts=(*organisation.accounts, *more))


@dataclass(frozen=True)
class Stopped:
    """A clock that stands still."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def sleep_until(self, instant: datetime) -> None:
        assert instant <= self.at


class AskingWorld(World):
    """Off until a test says otherwise."""

    lookups: Lookups = OFF

    def __init__(self, start: str, settings: str = EXAMPLE.read_text("utf-8")) -> None:
        super().__init__(start, settings)
        self.organisation = everywhere(self.organisation)
        (entry,) = self.book.entries
        self.book = replace(self.book, entries=(replace(entry, organisation=self.organisation),))

    def context(self) -> Context:
        return replace(super().context(), lookups=self.lookups)

    def message(self, ref: str, message: str) -> Message | None:
        """A message as it is stored."""
        facts = self.context().conversations.load(ref).facts
        return next((fact for fact in facts if isinstance(fact, Message) and fact.id == message), None)

    def dropped(self) -> list[str]:
        """Why alerts were dropped, the first first."""
        return [str(fields["reason"]) for event, fields in self.journal.events if event == "alert_dropped"]

    def counts(self) -> Mapping[str, int]:
        """What could not be used today."""
        return self.context().notes.counts(self.now)


def below_our_post() -> AskingWorld:
    """Somebody asks below the Page's post at 10:00, so Sanne is paged at 10:45."""
    world = AskingWorld("2026-11-17 10:00")
    world.post(facebook.delivery(facebook.comment("9001", 1, QUESTION, world.now)), "facebook")
    return world


def on_x() -> AskingWorld:
    """As that, in a mention on X."""
    world = AskingWorld("2026-11-17 10:00")
    world.post(x.posts(x.mention("jan_uit_ede", QUESTION, world.now)))
    return world


def mention_on_instagram(message: str, at: datetime) -> bytes:
    """What Instagram tells of a mention elsewhere: ids alone."""
    change = {"field": "mentions", "value": {"media_id": "18000000000000700", "comment_id": message}}
    entry = {"id": INSTAGRAM, "time": int(at.timestamp()), "changes": [change]}
    return json.dumps({"object": "instagram", "entry": [entry]}).encode()


def on_threads(field: str, message: str, author: str, text: str, at: datetime) -> bytes:
    """A post below the brand's own, as `replies` tells it, or one of the brand's, as `publish` does."""
    value: dict[str, object] = {"id": message, "username": author, "text": text, "timestamp": at.isoformat()}
    if field == "replies":
        value |= {"replied_to": {"id": "7000"}, "root_post": {"id": "7000", "owner_id": THREADS, "username": "merk"}}
    return json.dumps({"target_id": THREADS, "values": {"field": field, "value": value}}).encode()
