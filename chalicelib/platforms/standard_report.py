"""One event of Standard Webhooks as it was read: whose it is, about whom, and in which conversation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events import Conversation
from chalicelib.domain.organisation import Account, Surface
from chalicelib.platforms import fields, times
from chalicelib.platforms.standard_envelope import identifier

# Where an answer in public does not tell whom it is for: the conversation is the thread below a comment.
THREADED = frozenset({"facebook", "instagram", "linkedin", "tiktok"})

_SURFACES: Mapping[str, Surface] = {"public": "public", "direct": "direct"}


@dataclass(frozen=True, slots=True)
class Person:
    """A customer, or somebody of the brand, as far as it is told."""

    id: str | None
    name: str | None
    bio: str | None
    reach: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What every kind of event has. `at` is its timestamp; `data` holds what only some kinds have."""

    account: Account
    ours: frozenset[str]
    staff: frozenset[str]
    surface: Surface
    customer: Person
    author: Person
    at: datetime | None
    data: Mapping[str, object]

    @property
    def threaded(self) -> bool:
        return self.surface == "public" and self.account.platform in THREADED

    def conversation(self, root: str | None) -> Conversation:
        """With the customer, or where the platform has threads below `root`. Raises FieldError without it."""
        platform, brand = self.account.platform, self.account.brand
        if self.threaded:
            return Conversation(platform, brand, self.surface, fields.need(root, "data.thread"), threaded=True)
        customer = fields.need(self.customer.id, "data.customer.id")
        if customer.startswith("thread:"):
            raise fields.FieldError("data.customer.id begins with thread:, which names a thread")
        return Conversation(platform, brand, self.surface, customer)

    def id(self, name: str) -> str | None:
        """None where no id stands under that name."""
        return identifier(self.data.get(name))

    def message_id(self) -> str:
        """Raises FieldError."""
        return fields.need(self.id("id"), "data.id")

    def root(self) -> str | None:
        """What the thread of a comment is named for: itself, if it answers no other. None where it is not told."""
        return self.id("thread") or (self.id("id") if self.id("in_reply_to") is None else None)

    def flag(self, name: str) -> bool:
        return self.data.get(name) is True


def report(item: Mapping[str, object], account: Account, siblings: tuple[Account, ...]) -> Report:
    """Raises FieldError for an event that names no surface."""
    data = fields.mapping(item.get("data"))
    return Report(
        account=account,
        ours=frozenset(one.id for one in siblings),
        staff=frozenset().union(*(one.staff for one in siblings)),
        surface=fields.need(_SURFACES.get(fields.label(data.get("surface"))), "data.surface"),
        customer=_person(data.get("customer")),
        author=_person(data.get("author")),
        at=instant(item.get("timestamp")),
        data=data,
    )


def instant(raw: object) -> datetime | None:
    """ISO 8601, or Unix seconds."""
    return times.from_text(raw) or times.from_seconds(raw)


def _person(raw: object) -> Person:
    told = fields.mapping(raw)
    return Person(
        identifier(told.get("id")),
        fields.text(told.get("name")),
        fields.text(told.get("bio")),
        fields.count(told.get("reach")),
    )
