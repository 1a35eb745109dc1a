"""X's newer generation: deliveries of the X Activity API, posts and users in the v2 shape.

A body holds one item under `data`; a list is read too, since X says nothing about batches.
Source: docs.x.com/x-api/activity/introduction and /event-payloads.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from chalicelib.domain.events import Event, Passed, UnknownAccount
from chalicelib.domain.organisation import Organisation
from chalicelib.platforms import fields, times, x_direct, x_post
from chalicelib.platforms.items import read_item, unreadable
from chalicelib.platforms.watched import Watched, watched
from chalicelib.platforms.x_parties import (
    PLATFORM,
    Profile,
    handle,
    id_in,
    profiles,
    revoked,
    unwrapped,
)

_PASSED: Mapping[str, str] = {
    "post.repost.create": "retweet",
    "like.create": "like",
    "dm.indicate_typing": "typing",
    "dm.read": "read",
    "block.block": "block",
    "block.unblock": "unblock",
    "mute.mute": "mute",
    "mute.unmute": "unmute",
    "chat.conversation_join": "chat.conversation_join",
}
_PASSED_FAMILIES = ("profile.", "spaces.", "broadcast.", "news.")


@dataclass(frozen=True, slots=True)
class _Included:
    """What a delivery tells beside its item."""

    people: Mapping[str, Profile]
    authors: Mapping[str, str]
    """The author of each post, by the post's id."""
    event: str | None
    """X's name for what happened, the same when it is delivered again."""


def recognises(payload: Mapping[str, object]) -> bool:
    """Everything of this generation stands under `data`."""
    return isinstance(payload.get("data"), Mapping | list)


def events(payload: Mapping[str, object], organisation: Organisation) -> Iterator[Event]:
    """The events of a recognised body, each item on its own."""
    for raw in fields.sequence(payload.get("data")):
        item = fields.mapping(raw)
        if fields.text(item.get("event_type")) is None:
            yield unreadable(PLATFORM, None, "data", raw, "event_type is missing or unreadable")
        else:
            yield from _item(item, fields.label(item["event_type"]), organisation)


def _item(item: Mapping[str, object], kind: str, organisation: Organisation) -> Iterator[Event]:
    account_id = id_in(fields.mapping(item.get("filter")), "user_id")
    told = unwrapped(item.get("payload"))
    passed = _PASSED.get(kind, kind if kind.startswith(_PASSED_FAMILIES) else None)
    if kind == "oauth.revoke":  # its filter may be empty
        yield revoked(id_in(told, "user_id") or account_id, id_in(told, "app_id"))
    elif account_id is None:
        # News is filtered by a word, not by an account.
        missing = "filter.user_id is missing or unreadable"
        yield (
            Passed(platform=PLATFORM, account=None, kind=passed)
            if passed
            else unreadable(PLATFORM, None, kind, item, missing)
        )
    elif (brand := watched(organisation, PLATFORM, account_id)) is None:
        yield UnknownAccount(platform=PLATFORM, account=account_id)
    elif passed:
        yield brand.passed(passed)
    elif kind in ("dm.received", "dm.sent"):
        yield from _direct_messages(item, kind, told, brand)
    else:
        read = partial(_read, kind=kind, included=_included(item), brand=brand)
        yield read_item(PLATFORM, account_id, kind, told or item.get("payload"), read)


def _direct_messages(
    item: Mapping[str, object], kind: str, told: Mapping[str, object], brand: Watched
) -> Iterator[Event]:
    """A legacy message keeps the list and the inner shape of the older generation."""
    people = profiles(told.get("users"))
    messages = fields.sequence(told.get("direct_message_events"))
    if not messages:
        yield unreadable(PLATFORM, brand.account.id, kind, item, "payload.direct_message_events is missing")
    for message in messages:
        read = partial(x_direct.legacy, people=people, watched=brand)
        yield read_item(PLATFORM, brand.account.id, kind, message, read)


def _included(item: Mapping[str, object]) -> _Included:
    raw = fields.mapping(item.get("includes"))
    posts = map(unwrapped, fields.sequence(raw.get("tweets")))
    authors = ((id_in(post, "id"), id_in(post, "author_id")) for post in posts)
    return _Included(
        people=profiles(raw.get("users")),
        authors={post: author for post, author in authors if post is not None and author is not None},
        event=fields.identifier(item.get("event_uuid")),
    )


def _read(raw: Mapping[str, object], *, kind: str, included: _Included, brand: Watched) -> Event:
    match kind:
        case "post.create" | "post.mention.create" | "post.reply.create" | "post.quote.create":
            return x_post.happened(_post(raw, kind, included, brand), brand)
        case "post.delete":
            return x_post.deleted(raw, "author_id", None, brand)
        case "chat.received" | "chat.sent":
            return x_direct.encrypted(raw, included.people, brand)
        case "follow.follow" | "follow.unfollow":
            # The payload has no time of its own.
            unfollow = kind == "follow.unfollow"
            return x_direct.follow(raw, unfollow=unfollow, at=None, watched=brand, event=included.event)
    return brand.unrecognised(kind)


def _post(raw: Mapping[str, object], kind: str, included: _Included, brand: Watched) -> x_post.Post:
    """A v2 post. Past 280 characters the whole text and all mentions stand in `note_tweet` only."""
    note = fields.mapping(raw.get("note_tweet"))
    whole = note if note.get("entities") is not None else raw
    text = fields.text(note.get("text")) or fields.text(raw.get("text"))
    author_id = fields.need(id_in(raw, "author_id"), "payload.author_id")
    post_id = fields.need(id_in(raw, "id"), "payload.id")
    chain = x_post.chain_of(raw.get("edit_history_tweet_ids"))
    references = {
        one.get("type"): id_in(one, "id")
        for one in map(fields.mapping, fields.sequence(raw.get("referenced_tweets")))
        if isinstance(one.get("type"), str)
    }
    in_reply_to = id_in(raw, "in_reply_to_tweet_id") or references.get("replied_to")
    mentions = _mentions(fields.mapping(whole.get("entities")).get("mentions"), included, brand)
    own_words_from = x_post.start_of(raw.get("display_text_range"))
    if kind == "post.mention.create":
        # X sends this kind only for a handle its author wrote, so where the text does not prove it, X's word does.
        own_words_from = own_words_from or 0
        if not any(mention.user in brand.ours for mention in mentions):
            mentions = (*mentions, x_post.Mention(brand.account.id, None, None))
    people = included.people
    handles = {user: one.handle for user, one in people.items() if one.handle}
    return x_post.Post(
        id=post_id,
        first_id=next(iter(chain), post_id),
        revision=x_post.place_in_chain(
            post_id,
            chain,
            next(iter(chain), None),
            fields.count(fields.mapping(raw.get("edit_controls")).get("edits_remaining")),
        ),
        author=people.get(author_id) or Profile(author_id, None, None, None),
        asked_at=times.from_text(raw.get("created_at")),
        raw_text=text,
        own_words_from=x_post.end_of_prefix(text) if own_words_from is None else own_words_from,
        mentions=mentions,
        in_reply_to=in_reply_to,
        in_reply_to_author=id_in(raw, "in_reply_to_user_id") or included.authors.get(in_reply_to or ""),
        quoted_author=included.authors.get(references.get("quoted") or ""),
        repost=references.get("retweeted") is not None,
        # Direct answers only: X does not send these kinds for a reply to a reply.
        answers_brand=kind in ("post.reply.create", "post.quote.create"),
        thread=id_in(raw, "conversation_id"),
        app=x_post.app_of(raw),
        handles={one.user: one.handle for one in mentions if one.user and one.handle} | handles,
    )


def _mentions(raw: object, included: _Included, brand: Watched) -> tuple[x_post.Mention, ...]:
    """Mentions with the user's id, found by the handle where the platform leaves it out."""
    by_handle = {one.handle.lower(): one.id for one in included.people.values() if one.handle}
    found = []
    for one in map(fields.mapping, fields.sequence(raw)):
        name = handle(one.get("username"))
        known = {**by_handle, **brand.handles}.get(name.lower()) if name else None
        found.append(x_post.Mention(id_in(one, "id") or known, name, fields.count(one.get("start"))))
    return tuple(found)
