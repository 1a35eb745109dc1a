"""Who is who on Meta's platforms: the watched brand with all its accounts on one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events import Conversation, Passed, Unrecognised
from chalicelib.domain.organisation import Account, Organisation
from chalicelib.platforms import fields, times


@dataclass(frozen=True, slots=True)
class Watched:
    """The account an entry is for, with the ids and handles of its whole brand: they answer for each other."""

    account: Account
    ours: frozenset[str]
    staff: frozenset[str]
    handles: frozenset[str]
    """Lower case, without the @."""
    sent_at: datetime | None
    """When Meta sent the entry: later than what it tells, and after a retry by many hours."""

    def customer(self, customer: str) -> Conversation:
        """The brand's direct conversation with that customer, whichever of its accounts took part."""
        return Conversation(self.account.platform, self.account.brand, "direct", customer)

    def thread(self, root: str) -> Conversation:
        """The public thread below that comment, post or rating: Meta does not tell whom a reply is for."""
        return Conversation(self.account.platform, self.account.brand, "public", root, threaded=True)

    def passed(self, kind: str) -> Passed:
        """An item that starts nothing by its kind."""
        return Passed(platform=self.account.platform, account=self.account.id, kind=kind)

    def unrecognised(self, kind: str) -> Unrecognised:
        """An item to be counted by kind until somebody teaches us."""
        return Unrecognised(platform=self.account.platform, account=self.account.id, kind=kind)


def watched(organisation: Organisation, platform: str, account_id: str, sent_at: datetime | None) -> Watched | None:
    """None for an account nobody configured."""
    account = organisation.account(platform, account_id)
    if account is None:
        return None
    brand = organisation.siblings(account)
    return Watched(
        account=account,
        ours=frozenset(one.id for one in brand),
        staff=frozenset().union(*(one.staff for one in brand)),
        handles=frozenset(one.name.lstrip("@").lower() for one in brand),
        sent_at=sent_at,
    )


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote something, as far as it is told."""

    id: str | None
    name: str | None


def author(value: Mapping[str, object], *older: str) -> Author:
    """`from`, or in older shapes `sender_id`, `reviewer_id` and the like: `older` names what stands before `_id`."""
    told = fields.mapping(value.get("from"))
    for prefix in older if fields.identifier(told.get("id")) is None else ():
        if found := fields.identifier(value.get(f"{prefix}_id")):
            return Author(found, fields.text(value.get(f"{prefix}_name")))
    return Author(fields.identifier(told.get("id")), fields.text(told.get("name")) or fields.text(told.get("username")))


def instant(raw: object) -> datetime | None:
    """Milliseconds in messages, seconds in changes, either of them as text in samples, ISO 8601 from some senders.

    The ranges of plausible seconds and milliseconds lie far apart, so the number itself says which it is.
    """
    return times.from_milliseconds(raw) or times.from_seconds(raw) or times.from_text(raw)
