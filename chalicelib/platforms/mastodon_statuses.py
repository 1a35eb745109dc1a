"""What a page of a Mastodon server tells, status by status.

Ids are those of the account's own server, as text: the same customer has another id on every server. What is addressed
to the people named in it alone (`direct`) is a direct message here; what only followers see is public, without words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events import Event, MessageSeen, Silence
from chalicelib.domain.organisation import Organisation, Surface
from chalicelib.platforms import fields, mastodon_text, times
from chalicelib.platforms.errors import UnreadableBody
from chalicelib.platforms.polled import Batch, events_of
from chalicelib.platforms.watched import Watched

PLATFORM = "mastodon"

_STARTS = frozenset({"mention", "quote"})
_PASSED = frozenset(
    {"favourite", "reblog", "follow", "follow_request", "status", "poll", "update", "quoted_update"}
    | {"admin.sign_up", "admin.report", "severed_relationships", "moderation_warning", "annual_report"}
)
_WORDS_SHOWN = frozenset({"public", "unlisted", "direct"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An account as the server knows it; `handle` has the other server's name behind it where it is not our own."""

    id: str
    handle: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A status that has an author."""

    id: str
    author: Person
    bio: str | None
    reach: int | None
    created_at: datetime | None
    surface: Surface
    text: str | None
    own_words: str | None
    """The text without the handles that the software put in front of it."""
    revision: int
    in_reply_to: str | None
    in_reply_to_author: str | None
    mentioned: tuple[Person, ...]
    quoted: str | None
    """Whose status it quotes."""
    app: str | None


def events(batch: Batch, organisation: Organisation) -> Iterator[Event]:
    """Raises UnreadableBody for a page that is no list."""
    if not isinstance(batch.page, list):
        raise UnreadableBody("mastodon: the page is no list")
    read = _notification if batch.stream == "notifications" else _own
    return events_of(PLATFORM, batch, organisation, batch.page, read)


def _notification(raw: Mapping[str, object], watched: Watched, batch: Batch) -> Event:
    """Raises FieldError."""
    kind = fields.label(raw.get("type"))
    if kind not in _STARTS:
        return watched.passed(kind) if kind in _PASSED else watched.unrecognised(kind)
    status = _status(fields.mapping(raw.get("status")))
    told_at = times.from_text(raw.get("created_at"))
    if batch.seen_before(told_at or status.created_at):
        return watched.passed("before_first_look")
    if status.author.id in watched.ours:
        return watched.passed("own_post")
    silence: Silence | None = "prefix_only" if _only_in_prefix(status, watched) else None
    return MessageSeen(
        conversation=watched.conversation(status.surface, status.author.id),
        account=watched.account.id,
        id=status.id,
        direction="inbound",
        author=status.author.id,
        author_name=status.author.handle,
        author_bio=status.bio,
        reach=status.reach,
        customer_name=status.author.handle,
        asked_at=status.created_at or told_at,
        text=status.text,
        revision=status.revision,
        in_reply_to=status.in_reply_to,
        silence="staff" if status.author.id in watched.staff else silence,
        addresses_brand=silence is None,
    )


def _only_in_prefix(status: Status, watched: Watched) -> bool:
    """Whether only the software named the brand: in a public reply to somebody else, before its author's own words.

    A reply to somebody unknown, or to its author's own status, may well be for the brand.
    """
    replied = status.in_reply_to_author
    if status.surface == "direct" or replied in (None, status.author.id) or replied in watched.ours:
        return False
    return status.own_words is not None and not watched.named_in(status.own_words)


def _own(raw: Mapping[str, object], watched: Watched, batch: Batch) -> Event:
    """A status of the account's own list. Raises FieldError."""
    if fields.mapping(raw.get("reblog")):
        return watched.passed("reblog")
    status = _status(raw)
    if batch.seen_before(status.created_at):
        return watched.passed("before_first_look")
    if status.author.id not in watched.ours:
        return watched.passed("post_of_another")
    told = (status.in_reply_to_author, *(person.id for person in status.mentioned), status.quoted)
    customers = [one for one in dict.fromkeys(told) if one is not None and one not in watched.ours]
    if not customers:
        # An answer to somebody unnamed may close a clock: it must be seen, not counted as chatter of our own.
        unplaced = status.in_reply_to is not None and status.in_reply_to_author is None
        return watched.unrecognised("reply_to_unknown_author") if unplaced else watched.passed("own_post")
    return MessageSeen(
        conversation=watched.conversation(status.surface, customers[0]),
        account=watched.account.id,
        id=status.id,
        direction="outbound",
        author=status.author.id,
        author_name=status.author.handle,
        customer_name=next((person.handle for person in status.mentioned if person.id == customers[0]), None),
        asked_at=status.created_at,
        text=status.text,
        revision=status.revision,
        in_reply_to=status.in_reply_to,
        addressed=frozenset(customers),
        app=status.app,
        direct=watched.conversation("direct", customers[0]) if status.surface == "public" else None,
    )


def _status(raw: Mapping[str, object]) -> Status:
    author = fields.mapping(raw.get("account"))
    visibility = fields.text(raw.get("visibility"))
    shown = visibility in _WORDS_SHOWN
    content = _text(raw.get("content"))
    edited_at = times.from_text(raw.get("edited_at"))
    quote = fields.mapping(fields.mapping(raw.get("quote")).get("quoted_status"))
    quoted = _person(quote.get("account"))
    mentioned = [_person(one) for one in fields.sequence(raw.get("mentions"))]
    return Status(
        id=fields.need(fields.identifier(raw.get("id")), "status.id"),
        author=fields.need(_person(author), "status.account.id"),
        bio=_text(author.get("note")),
        reach=fields.count(author.get("followers_count")),
        created_at=times.from_text(raw.get("created_at")),
        surface="direct" if visibility == "direct" else "public",
        text=_said(raw, content) if shown else None,
        own_words=_said(raw, mastodon_text.own_words(content or "")) if shown else None,
        revision=times.revision(edited_at) if edited_at else 0,
        in_reply_to=fields.identifier(raw.get("in_reply_to_id")),
        in_reply_to_author=fields.identifier(raw.get("in_reply_to_account_id")),
        mentioned=tuple(one for one in mentioned if one is not None),
        quoted=quoted.id if quoted else None,
        app=fields.text(fields.mapping(raw.get("application")).get("name")),
    )


def _person(raw: object) -> Person | None:
    told = fields.mapping(raw)
    found = fields.identifier(told.get("id"))
    return Person(id=found, handle=fields.text(told.get("acct"))) if found else None


def _said(raw: Mapping[str, object], content: str | None) -> str | None:
    """The content behind its warning, which is no HTML and often holds the question."""
    both = (fields.text(raw.get("spoiler_text")), content)
    return " ".join(one.strip() for one in both if one) or None


def _text(html: object) -> str | None:
    written = fields.text(html)
    return (mastodon_text.words(written) or None) if written else None
