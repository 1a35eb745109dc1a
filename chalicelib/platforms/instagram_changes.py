"""The public side of an Instagram account: comments on its media, and mentions of it elsewhere.

Neither tells when it was written. Source: the Instagram Platform's pages on webhooks, notification examples and self
messaging (developers.facebook.com/docs/instagram-platform).
"""

import re
from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.events import Event, MessageSeen
from chalicelib.platforms import fields
from chalicelib.platforms.meta_parties import author, instant
from chalicelib.platforms.watched import Watched

_FIELDS = frozenset({"comments", "live_comments", "mentions"})
_QUIET = frozenset({"story_insights"})

# Letters, digits, underscores and points inside; a point behind it ends the sentence.
_HANDLE = re.compile(r"(?<![\w.])@(\w+(?:\.\w+)*)", re.ASCII)


def read(change: Mapping[str, object], watched: Watched) -> Event:
    """One of `changes`, or an entry that is itself the change. Raises FieldError."""
    field = fields.label(change.get("field"))
    if field in _QUIET:
        return watched.passed(field)
    if field not in _FIELDS:
        return watched.unrecognised(field)
    value = change.get("value")
    if not isinstance(value, Mapping):
        raise fields.FieldError("value is missing or unreadable")
    return _mention(value, watched) if field == "mentions" else _comment(value, watched)


def _comment(value: Mapping[str, object], watched: Watched) -> Event:
    comment = fields.need(_comment_id(value), "id")
    parent = fields.identifier(value.get("parent_id"))
    by = author(value)
    own = by.id in watched.ours or (by.name or "").lower() in watched.handles
    # The account's own comments carry its app-scoped id too, whatever stands in `id`.
    own = own or "self_ig_scoped_id" in fields.mapping(value.get("from"))
    text = fields.text(value.get("text"))
    named = frozenset(handle.lower() for handle in _HANDLE.findall(text or ""))
    return MessageSeen(
        conversation=watched.thread(parent or comment),
        account=watched.account.id,
        id=comment,
        direction="outbound" if own else "inbound",
        author=by.id,
        author_name=by.name,
        asked_at=_written_at(value),
        text=text,
        in_reply_to=parent,
        addressed=frozenset(f"@{handle}" for handle in named.difference(watched.handles)) if own else frozenset(),
        silence="staff" if by.id in watched.staff else None,
        post=None if own else fields.identifier(fields.mapping(value.get("media")).get("id")),
        under_own_post=not own,
        addresses_brand=not own and not named.isdisjoint(watched.handles),
    )


def _mention(value: Mapping[str, object], watched: Watched) -> Event:
    """In a comment or a caption elsewhere: ids only, so that it stands on its own until somebody looks it up."""
    mentioned_in = fields.need(_comment_id(value) or fields.identifier(value.get("media_id")), "media_id")
    by = author(value)
    own = by.id in watched.ours or (by.name or "").lower() in watched.handles
    return MessageSeen(
        conversation=watched.thread(mentioned_in),
        account=watched.account.id,
        id=mentioned_in,
        direction="outbound" if own else "inbound",
        author=by.id,
        author_name=by.name,
        asked_at=_written_at(value),
        text=fields.text(value.get("text")),
        silence="staff" if by.id in watched.staff else None,
        addresses_brand=not own,
    )


def _comment_id(value: Mapping[str, object]) -> str | None:
    """Under one of two names, by the product the app was made with."""
    return fields.identifier(value.get("comment_id")) or fields.identifier(value.get("id"))


def _written_at(value: Mapping[str, object]) -> datetime | None:
    """Not documented; taken where it is told all the same."""
    return instant(value.get("timestamp")) or instant(value.get("created_time"))
