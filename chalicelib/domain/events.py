"""What a platform adapter yields: the platform's words translated into ours, full text still in memory.

Events are never stored as they are; `usecases/ingest.py` turns them into facts and drops what may not be kept.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.domain.organisation import Surface

Direction = Literal["inbound", "outbound"]

# Why a platform's message starts nothing, whatever it says. "named": it speaks of the brand, not to it.
Silence = Literal["prefix_only", "retweet", "staff", "history", "reaction", "named"]


_SURFACES: dict[str, Surface] = {"public": "public", "direct": "direct"}


@dataclass(frozen=True, slots=True)
class Conversation:
    """One brand with one customer on one surface; `threaded`: with one comment thread instead."""

    platform: str
    brand: str
    surface: Surface
    counterpart: str
    threaded: bool = False

    @property
    def ref(self) -> str:
        """The conversation's key everywhere: `x:merk:public:42`, `facebook:merk:public:thread:7_9`."""
        counterpart = f"thread:{self.counterpart}" if self.threaded else self.counterpart
        return f"{self.platform}:{self.brand}:{self.surface}:{counterpart}"

    @staticmethod
    def parse(ref: str) -> "Conversation":
        """The inverse of `ref`. Raises ValueError for text that is not one."""
        platform, brand, surface, counterpart = ref.split(":", 3)
        if surface not in _SURFACES:
            raise ValueError(f"conversation {ref!r}: surface must be public or direct, not {surface!r}")
        thread = counterpart.removeprefix("thread:")
        return Conversation(platform, brand, _SURFACES[surface], thread, threaded=thread != counterpart)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSeen:
    """A message of a customer or of the brand. `id` is the first id of its edit chain."""

    conversation: Conversation
    account: str
    id: str
    direction: Direction
    author: str | None
    author_name: str | None = None
    author_bio: str | None = None
    reach: int | None = None
    """Followers of the author, where the platform says."""
    customer_name: str | None = None
    """The counterpart's handle, as far as this message tells it (an outbound one may)."""
    asked_at: datetime | None
    text: str | None
    revision: int = 0
    """Place in the edit chain; the highest one's text wins."""
    revision_id: str | None = None
    """This revision's own id, where it is not `id`: a deletion may name it."""
    thread: str | None = None
    in_reply_to: str | None = None
    post: str | None = None
    """Of a comment: the brand's own post that it stands under, where each of its threads is a conversation."""
    addressed: frozenset[str] = frozenset()
    """Author ids an outbound message replies to or tags; `@handle` in lower case where only the handle is told."""
    app: str | None = None
    """The sending app's id, for automatic replies."""
    automatic: bool = False
    """The platform itself says that no human wrote it."""
    by_hand: bool = False
    """An answer that somebody reports ("answered elsewhere"), not seen on the platform."""
    silence: Silence | None = None
    under_own_post: bool = False
    addresses_brand: bool = False
    direct: Conversation | None = None
    """For a public outbound message: this customer's direct conversation, where ids are the same on both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletionSeen:
    """A message is gone. `conversation` None: the platform gives only the id of the brand's own post."""

    platform: str
    account: str
    message_id: str
    conversation: Conversation | None
    deleted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowSeen:
    """The brand followed (or unfollowed) the customer."""

    conversation: Conversation
    account: str
    followed_at: datetime | None
    unfollow: bool = False
    id: str | None = None
    """The platform's name for this happening, the same in every copy; None where its time alone tells copies apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """The customer has another id from now on: what is open under the names of `before` goes on in `conversation`."""

    conversation: Conversation
    before: tuple[Conversation, ...]
    account: str
    renamed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSeen:
    """Not about a customer: access revoked, a replay finished, an account blocked."""

    platform: str
    account: str | None
    kind: Literal["revoked", "replay_complete", "replay_incomplete"]
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """Understood, and starts nothing by its kind (a like, typing, a read); counted only."""

    platform: str
    account: str | None
    kind: str
    message: str | None = None
    """Id of a message of the brand, where whom it answers was not told: a look-up may know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unrecognised:
    """A kind or shape we do not know: counted and shown by kind, never dropped in silence."""

    platform: str
    account: str | None
    kind: str
    message: str | None = None
    """As of `Passed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownAccount:
    """An item for an account nobody configured: counted and shown by account id."""

    platform: str
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """One item of a delivery that the adapter could not read; its batch-mates go on.

    `item` is the raw item as JSON text, `reason` says what was wrong where.
    """

    platform: str
    account: str | None
    reason: str
    item: str


Event = (
    MessageSeen | DeletionSeen | FollowSeen | Renamed | NoticeSeen | Passed | Unrecognised | UnknownAccount | Unreadable
)
