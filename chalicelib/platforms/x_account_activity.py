"""X's older generation: deliveries of the Account Activity API, posts and users in the v1.1 shape.

A body is for one account (`for_user_id`) and holds lists of items by kind.
Source: docs.x.com/x-api/account-activity/introduction.
"""

from collections.abc import Iterator, Mapping
from functools import partial

from chalicelib.domain.events import Event, NoticeSeen, UnknownAccount, Unrecognised
from chalicelib.domain.organisation import Organisation
from chalicelib.platforms import fields, times, x_direct, x_post
from chalicelib.platforms.items import read_item, unreadable
from chalicelib.platforms.watched import Watched, watched
from chalicelib.platforms.x_parties import (
    PLATFORM,
    Profile,
    handle,
    id_in,
    profile,
    profiles,
    revoked,
)

# Keys of the envelope that hold no items.
_ABOUT = frozenset({"for_user_id", "users", "apps", "user_has_blocked", "is_blocked_by"})

_PASSED: Mapping[str, str] = {
    "favorite_events": "like",
    "direct_message_indicate_typing_events": "typing",
    "direct_message_mark_read_events": "read",
    "block_events": "block",
    "unblock_events": "unblock",
    "mute_events": "mute",
    "unmute_events": "unmute",
}


def recognises(payload: Mapping[str, object]) -> bool:
    """The end of a replay and a revoked access come without `for_user_id`."""
    return "for_user_id" in payload or any(key in _NOTICES or key.endswith("_events") for key in payload)


def events(payload: Mapping[str, object], organisation: Organisation) -> Iterator[Event]:
    """The events of a recognised body, each item on its own."""
    account_id = fields.identifier(payload.get("for_user_id"))
    brand = watched(organisation, PLATFORM, account_id) if account_id else None
    people = profiles(payload.get("users"))
    for key, held in payload.items():
        kind = fields.label(key)
        for raw in () if key in _ABOUT else fields.sequence(held):
            if key in _NOTICES:
                yield read_item(PLATFORM, None, kind, raw, _NOTICES[key])
            elif not key.endswith("_events"):
                # A new field of the envelope stands in every delivery: taken for a bad item, it would park them all.
                yield Unrecognised(platform=PLATFORM, account=account_id if brand else None, kind=kind)
            elif account_id is None:
                yield unreadable(PLATFORM, None, kind, raw, "for_user_id is missing or unreadable")
            elif brand is None:
                yield UnknownAccount(platform=PLATFORM, account=account_id)
            else:
                yield read_item(PLATFORM, account_id, kind, raw, partial(_read, kind=kind, people=people, brand=brand))


def _read(raw: Mapping[str, object], *, kind: str, people: Mapping[str, Profile], brand: Watched) -> Event:
    if kind in _PASSED:
        # Blocking and its end arrive under one key, and so do muting and its end.
        ended = raw.get("type") == f"un{_PASSED[kind]}"
        return brand.passed(f"un{_PASSED[kind]}" if ended else _PASSED[kind])
    match kind:
        case "tweet_create_events":
            return x_post.happened(_post(raw, brand), brand)
        case "tweet_delete_events":
            deleted_at = times.from_milliseconds(raw.get("timestamp_ms"))
            return x_post.deleted(fields.mapping(raw.get("status")), "user_id", deleted_at, brand)
        case "direct_message_events":
            return x_direct.legacy(raw, people, brand)
        case "follow_events" | "unfollow_events":
            # X's list of kinds has `unfollow_events`, its example sends `follow_events` of type `unfollow`.
            change = raw.get("type") or kind.removesuffix("_events")
            if change in ("follow", "unfollow"):
                at = times.from_milliseconds(raw.get("created_timestamp"))
                return x_direct.follow(raw, unfollow=change == "unfollow", at=at, watched=brand)
            return brand.unrecognised(f"follow.{fields.label(change)}")
    return brand.unrecognised(kind)


def _post(raw: Mapping[str, object], brand: Watched) -> x_post.Post:
    """A v1.1 tweet. Past 140 characters the whole text and all mentions stand in `extended_tweet` only."""
    extended = fields.mapping(raw.get("extended_tweet"))
    whole = extended if extended.get("entities") is not None else raw
    text = fields.text(extended.get("full_text")) or fields.text(raw.get("full_text")) or fields.text(raw.get("text"))
    own_words_from = x_post.start_of(extended.get("display_text_range") or raw.get("display_text_range"))
    author = fields.need(profile(raw.get("user")), "user.id")
    post_id = fields.need(id_in(raw, "id"), "id")
    history = fields.mapping(raw.get("edit_history"))
    chain = x_post.chain_of(history.get("edit_tweet_ids"))
    initial = id_in(history, "initial_tweet_id") or next(iter(chain), None)
    listed = fields.mapping(whole.get("entities")).get("user_mentions")
    # An empty list beside a text that names the brand would lose a customer: then the text counts.
    mentions = _mentions(listed) or x_post.written_handles(text, brand.handles)
    in_reply_to_author = id_in(raw, "in_reply_to_user_id")
    quoted = profile(fields.mapping(raw.get("quoted_status")).get("user"))
    handles = {one.user: one.handle for one in mentions if one.user and one.handle}
    if quoted and quoted.handle:
        handles[quoted.id] = quoted.handle
    if in_reply_to_author and (replied := handle(raw.get("in_reply_to_screen_name"))):
        handles[in_reply_to_author] = replied
    return x_post.Post(
        id=post_id,
        first_id=initial or post_id,
        revision=x_post.place_in_chain(
            post_id, chain, initial, fields.count(fields.mapping(raw.get("edit_controls")).get("edits_remaining"))
        ),
        author=author,
        asked_at=times.from_milliseconds(raw.get("timestamp_ms")) or times.from_text(raw.get("created_at")),
        raw_text=text,
        own_words_from=x_post.end_of_prefix(text) if own_words_from is None else own_words_from,
        mentions=mentions,
        in_reply_to=id_in(raw, "in_reply_to_status_id"),
        in_reply_to_author=in_reply_to_author,
        quoted_author=quoted.id if quoted else None,
        repost=raw.get("retweeted_status") is not None,
        thread=id_in(raw, "conversation_id"),
        app=x_post.app_of(raw),
        handles=handles,
    )


def _mentions(raw: object) -> tuple[x_post.Mention, ...]:
    return tuple(
        x_post.Mention(id_in(one, "id"), handle(one.get("screen_name")), x_post.start_of(one.get("indices")))
        for one in map(fields.mapping, fields.sequence(raw))
    )


def _replay(raw: Mapping[str, object]) -> Event:
    state = fields.need(fields.text(raw.get("job_state")), "job_state").lower()
    detail = fields.text(raw.get("job_state_description")) or ""
    match state:
        case "complete":
            return NoticeSeen(platform=PLATFORM, account=None, kind="replay_complete", detail=detail)
        case "incomplete":
            return NoticeSeen(platform=PLATFORM, account=None, kind="replay_incomplete", detail=detail)
    return Unrecognised(platform=PLATFORM, account=None, kind=f"replay.{fields.label(state)}")


def _user_event(raw: Mapping[str, object]) -> Event:
    if "revoke" not in raw:
        return Unrecognised(platform=PLATFORM, account=None, kind=f"user_event.{fields.label(next(iter(raw), None))}")
    revoke = fields.mapping(raw["revoke"])
    user = id_in(fields.mapping(revoke.get("source")), "user_id")
    return revoked(user, id_in(fields.mapping(revoke.get("target")), "app_id"))


_NOTICES = {"replay_job_status": _replay, "user_event": _user_event}
