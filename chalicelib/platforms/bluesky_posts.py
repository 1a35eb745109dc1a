"""What a page of Bluesky tells, post by post.

An id is an `at://` address that begins with its author's DID, so a reply says whom it is for by its parent's address
alone. The time is the service's own (`indexedAt`): `createdAt` is whatever the author's software wrote.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events import Event, MessageSeen, Silence
from chalicelib.domain.organisation import Organisation
from chalicelib.platforms import fields, times
from chalicelib.platforms.errors import UnreadableBody
from chalicelib.platforms.polled import Batch, events_of
from chalicelib.platforms.watched import Watched

PLATFORM = "bluesky"

_STARTS = frozenset({"mention", "reply", "quote"})
_PASSED = frozenset(
    {"like", "repost", "follow", "starterpack-joined", "verified", "unverified", "like-via-repost"}
    | {"repost-via-repost", "subscribed-post", "contact-match"}
)
_POST = "app.bsky.feed.post"
_AUTHOR = re.compile(r"at://(did:[a-z0-9]+:[A-Za-z0-9._:%-]+)/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post as either list shows one. `root` and `parent` are addresses; None for a post that is no reply."""

    id: str
    author: str
    handle: str | None
    bio: str | None
    indexed_at: datetime | None
    text: str | None
    root: str | None
    parent: str | None
    mentioned: tuple[str, ...]
    quoted: str | None
    """Whose post it quotes."""


def events(batch: Batch, organisation: Organisation) -> Iterator[Event]:
    """Raises UnreadableBody for a page without its list."""
    items = fields.mapping(batch.page).get(batch.stream)
    if not isinstance(items, list):
        raise UnreadableBody(f"bluesky: the page has no {batch.stream}")
    read = _notification if batch.stream == "notifications" else _own
    return events_of(PLATFORM, batch, organisation, items, read)


def _notification(raw: Mapping[str, object], watched: Watched, batch: Batch) -> Event:
    """Raises FieldError."""
    reason = fields.label(raw.get("reason"))
    if reason not in _STARTS:
        return watched.passed(reason) if reason in _PASSED else watched.unrecognised(reason)
    post = _post(raw)
    if batch.seen_before(post.indexed_at):
        return watched.passed("seen_before")
    if post.author in watched.ours:
        return watched.passed("own_post")
    addresses, silence = _addressed(post, watched)
    return MessageSeen(
        conversation=watched.conversation("public", post.author),
        account=watched.account.id,
        id=post.id,
        direction="inbound",
        author=post.author,
        author_name=post.handle,
        author_bio=post.bio,
        customer_name=post.handle,
        asked_at=post.indexed_at,
        text=post.text,
        thread=post.root or post.id,
        in_reply_to=post.parent,
        silence="staff" if post.author in watched.staff else silence,
        under_own_post=author_of(post.root) in watched.ours,
        addresses_brand=addresses,
    )


def _addressed(post: Post, watched: Watched) -> tuple[bool, Silence | None]:
    """Whether it speaks to the brand, told by the post alone: a post may come as a mention and as a reply.

    Below a post of the brand it does when it names the brand or replies to an answer of it; elsewhere also when it
    goes on after its author's own post. What others say to each other where the brand once spoke is not for it.
    """
    parent = author_of(post.parent)
    if post.quoted in watched.ours or not watched.ours.isdisjoint(post.mentioned):
        return True, None
    if parent in watched.ours and post.parent != post.root:
        return True, None
    if author_of(post.root) in watched.ours:
        return False, None
    return (True, None) if parent in (None, post.author) else (False, "named")


def _own(raw: Mapping[str, object], watched: Watched, batch: Batch) -> Event:
    """A post of the account's own feed. Raises FieldError."""
    if fields.mapping(raw.get("reason")):
        return watched.passed("repost")
    post = _post(fields.mapping(raw.get("post")))
    if batch.seen_before(post.indexed_at):
        return watched.passed("seen_before")
    if post.author not in watched.ours:
        return watched.passed("post_of_another")
    told = (author_of(post.parent), *post.mentioned, post.quoted, author_of(post.root))
    customers = [one for one in dict.fromkeys(told) if one is not None and one not in watched.ours]
    if not customers:
        return watched.passed("own_post")
    return MessageSeen(
        conversation=watched.conversation("public", customers[0]),
        account=watched.account.id,
        id=post.id,
        direction="outbound",
        author=post.author,
        author_name=post.handle,
        asked_at=post.indexed_at,
        text=post.text,
        thread=post.root or post.id,
        in_reply_to=post.parent,
        addressed=frozenset(customers),
    )


def author_of(address: str | None) -> str | None:
    """The DID in an `at://` address."""
    found = _AUTHOR.match(address) if address else None
    return found[1] if found else None


def _post(raw: Mapping[str, object]) -> Post:
    record, author = fields.mapping(raw.get("record")), fields.mapping(raw.get("author"))
    reply = fields.mapping(record.get("reply"))
    return Post(
        id=fields.need(fields.identifier(raw.get("uri")), "uri"),
        author=fields.need(fields.identifier(author.get("did")), "author.did"),
        handle=fields.text(author.get("handle")),
        bio=fields.text(author.get("description")),
        indexed_at=times.from_text(raw.get("indexedAt")),
        text=fields.text(record.get("text")),
        root=_address(reply.get("root")),
        parent=_address(reply.get("parent")),
        mentioned=tuple(_mentioned(record)),
        quoted=_quoted(fields.mapping(record.get("embed"))),
    )


def _address(raw: object) -> str | None:
    return fields.identifier(fields.mapping(raw).get("uri"))


def _mentioned(record: Mapping[str, object]) -> Iterator[str]:
    for facet in fields.sequence(record.get("facets")):
        for feature in fields.sequence(fields.mapping(facet).get("features")):
            told = fields.mapping(feature)
            if told.get("$type") == "app.bsky.richtext.facet#mention" and (did := fields.identifier(told.get("did"))):
                yield did


def _quoted(embed: Mapping[str, object]) -> str | None:
    """Of a quoted post; with a picture beside it the post stands one level deeper. A list or a feed is no post."""
    held = fields.mapping(embed.get("record"))
    address = _address(held) or _address(held.get("record"))
    return author_of(address) if address and f"/{_POST}/" in address else None
