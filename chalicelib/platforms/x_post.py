"""A public post on X, in the words of neither generation, and what it means for the brand that is watched."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.events import DeletionSeen, Event, MessageSeen, Silence
from chalicelib.platforms import fields
from chalicelib.platforms.watched import Watched
from chalicelib.platforms.x_parties import PLATFORM, Profile, id_in

# X counts five edits down, and shows how many remain (docs.x.com/x-api/fundamentals/edit-posts).
_EDITS_ALLOWED = 5
# `<a href="https://example.com" rel="nofollow">the app's name</a>`
_SOURCE_ANCHOR = re.compile(r"\s*<a\b[^>]*>(?P<name>[^<]*)</a>\s*", re.IGNORECASE)
_LEADING_HANDLES = re.compile(r"(?:\s*@\w+)+", re.ASCII)
# X escapes these three and no others; the ampersand goes last, so that `&amp;lt;` becomes `&lt;`.
_ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


@dataclass(frozen=True, slots=True)
class Mention:
    """A @handle in a post. `start` is its index in the text, where X tells it."""

    user: str | None
    handle: str | None
    start: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One version of a post. `raw_text` still has X's escapes, since the indices count them."""

    id: str
    first_id: str
    revision: int
    author: Profile
    asked_at: datetime | None
    raw_text: str | None
    own_words_from: int
    """Index at which the automatic prefix ends. The prefix is ASCII, so code points and UTF-16 units agree in it."""
    mentions: tuple[Mention, ...] = ()
    in_reply_to: str | None = None
    in_reply_to_author: str | None = None
    quoted_author: str | None = None
    repost: bool = False
    answers_brand: bool = False
    """The platform itself says that it replies to, or quotes, a post of the account."""
    thread: str | None = None
    app: str | None = None
    handles: Mapping[str, str] = field(default_factory=dict)
    """Handles by user id, as far as the delivery tells them."""


def happened(post: Post, watched: Watched) -> Event:
    """The one event a post is for this brand."""
    if post.repost:
        return watched.passed("retweet")
    if post.author.id in watched.ours:
        return _outbound(post, watched)
    return _inbound(post, watched)


def _outbound(post: Post, watched: Watched) -> Event:
    named = (post.in_reply_to_author, *(mention.user for mention in post.mentions), post.quoted_author)
    customers = [user for user in named if user is not None and user not in watched.ours]
    if not customers:
        # An answer to somebody unnamed may close a clock: it must be seen, not counted as chatter of our own.
        unplaced = post.in_reply_to is not None and post.in_reply_to_author is None
        return watched.unrecognised("reply_to_unknown_author") if unplaced else watched.passed("own_post")
    return MessageSeen(
        conversation=watched.conversation("public", customers[0]),
        account=watched.account.id,
        id=post.first_id,
        direction="outbound",
        author=post.author.id,
        author_name=post.author.handle,
        author_bio=post.author.bio,
        reach=post.author.reach,
        customer_name=post.handles.get(customers[0]),
        asked_at=post.asked_at,
        text=unescaped(post.raw_text),
        revision=post.revision,
        revision_id=post.id if post.id != post.first_id else None,
        thread=post.thread,
        in_reply_to=post.in_reply_to,
        addressed=frozenset(customers),
        app=post.app,
        direct=watched.conversation("direct", customers[0]),
    )


def _inbound(post: Post, watched: Watched) -> Event:
    answers = post.answers_brand or post.in_reply_to_author in watched.ours or post.quoted_author in watched.ours
    mentions = [mention for mention in post.mentions if mention.user in watched.ours]
    if not answers and not mentions:
        return watched.unrecognised("unrelated_post")
    addresses = answers or not _only_in_prefix(post, mentions)
    silence: Silence | None = None if addresses else "prefix_only"
    return MessageSeen(
        conversation=watched.conversation("public", post.author.id),
        account=watched.account.id,
        id=post.first_id,
        direction="inbound",
        author=post.author.id,
        author_name=post.author.handle,
        author_bio=post.author.bio,
        reach=post.author.reach,
        customer_name=post.author.handle,
        asked_at=post.asked_at,
        text=unescaped(post.raw_text),
        revision=post.revision,
        revision_id=post.id if post.id != post.first_id else None,
        thread=post.thread,
        in_reply_to=post.in_reply_to,
        app=post.app,
        silence="staff" if post.author.id in watched.staff else silence,
        addresses_brand=addresses,
    )


def _only_in_prefix(post: Post, mentions: Iterable[Mention]) -> bool:
    """Whether X put the handles there: only in a reply, and only in one to somebody else.

    A customer who adds to their own post still talks to the brand, and so may a reply to somebody unknown.
    """
    if post.in_reply_to is None or post.in_reply_to_author in (None, post.author.id):
        return False
    return not any(_in_own_words(mention, post) for mention in mentions)


def _in_own_words(mention: Mention, post: Post) -> bool:
    if mention.start is not None and mention.start >= post.own_words_from:
        return True
    if mention.handle is None:
        return mention.start is None
    # Once in the prefix and once more behind it: X may list a handle only where it stands first.
    own_words = (post.raw_text or "")[post.own_words_from :]
    return any(one.handle and one.handle.lower() == mention.handle.lower() for one in written_handles(own_words, {}))


def deleted(raw: Mapping[str, object], author_field: str, deleted_at: datetime | None, watched: Watched) -> Event:
    """X tells only of the watched account's own deletions, and then nothing but ids."""
    author = id_in(raw, author_field)
    return DeletionSeen(
        platform=PLATFORM,
        account=watched.account.id,
        message_id=fields.need(id_in(raw, "id"), "the deleted post's id"),
        conversation=(None if author is None or author in watched.ours else watched.conversation("public", author)),
        deleted_at=deleted_at,
    )


def chain_of(raw: object) -> list[str]:
    """The ids of a post's versions, oldest first."""
    return [found for found in map(fields.identifier, fields.sequence(raw)) if found is not None]


def place_in_chain(post_id: str, chain: Sequence[str], initial: str | None, edits_remaining: int | None) -> int:
    """0 for a post as first written; every edit is a post of its own with a higher place."""
    if post_id in chain:
        return chain.index(post_id)
    if initial in (None, post_id):
        return 0
    spent = _EDITS_ALLOWED - edits_remaining if edits_remaining is not None else 0
    return max(spent, len(chain), 1)


def end_of_prefix(text: str | None) -> int:
    """Where the leading @handles end, for a payload that does not say it."""
    prefix = _LEADING_HANDLES.match(text or "")
    return prefix.end() if prefix else 0


def written_handles(text: str | None, users: Mapping[str, str]) -> tuple[Mention, ...]:
    """The handles in a text, not those inside a mail address; `users` has ids by handle, lower case."""
    written = re.finditer(r"(?<!\w)@(\w+)", text or "", re.ASCII)
    return tuple(Mention(users.get(one[1].lower()), one[1], one.start()) for one in written)


def start_of(text_range: object) -> int | None:
    """The first number of an index range such as `display_text_range`."""
    found = fields.sequence(text_range)
    return fields.count(found[0]) if found else None


def unescaped(raw_text: str | None) -> str | None:
    """The text as its author wrote it."""
    for escape, letter in _ESCAPES:
        raw_text = raw_text.replace(escape, letter) if raw_text else None
    return raw_text


def app_of(raw: Mapping[str, object]) -> str | None:
    """The sending app: its id where X gives one, else the name in `source`, a link in v1.1 and plain in v2."""
    written = fields.text(raw.get("source"))
    anchor = _SOURCE_ANCHOR.fullmatch(written) if written else None
    return id_in(raw, "source_app_id") or fields.text(anchor["name"].strip() if anchor else written)
