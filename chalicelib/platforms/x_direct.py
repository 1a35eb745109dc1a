"""The direct surface of X: legacy direct messages, encrypted chats, and who follows whom, which opens that surface."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.events import Event, FollowSeen, MessageSeen
from chalicelib.platforms import fields, times
from chalicelib.platforms.watched import Watched
from chalicelib.platforms.x_parties import Profile, id_in, profile
from chalicelib.platforms.x_post import unescaped


def legacy(raw: Mapping[str, object], people: Mapping[str, Profile], watched: Watched) -> Event:
    """A direct message in the v1.1 shape, which both generations deliver. Raises FieldError."""
    if raw.get("type") != "message_create":
        return watched.unrecognised(f"direct_message.{fields.label(raw.get('type'))}")
    message = fields.mapping(raw.get("message_create"))
    return _message(
        fields.need(id_in(raw, "id"), "direct message id"),
        fields.need(id_in(message, "sender_id"), "message_create.sender_id"),
        id_in(fields.mapping(message.get("target")), "recipient_id"),
        times.from_milliseconds(raw.get("created_timestamp")),
        unescaped(fields.text(fields.mapping(message.get("message_data")).get("text"))),
        id_in(message, "source_app_id"),
        people,
        watched,
    )


def encrypted(raw: Mapping[str, object], people: Mapping[str, Profile], watched: Watched) -> Event:
    """An XChat message: who and when can be read, the text cannot. Raises FieldError.

    A one-to-one `conversation_id` is both user ids with a colon between them; a group's is not.
    """
    sender = fields.need(id_in(raw, "sender_id"), "sender_id")
    pair = (fields.text(raw.get("conversation_id")) or "").split(":")
    others = [fields.identifier(user) for user in pair if user != sender]
    return _message(
        fields.need(id_in(raw, "id"), "chat message id"),
        sender,
        others[0] if len(pair) == 2 and len(others) == 1 else None,
        times.from_milliseconds(raw.get("created_at_msec")),
        None,
        None,
        people,
        watched,
    )


def _message(
    message_id: str,
    sender: str,
    recipient: str | None,
    asked_at: datetime | None,
    text: str | None,
    app: str | None,
    people: Mapping[str, Profile],
    watched: Watched,
) -> Event:
    if recipient is None:
        return watched.unrecognised("group_direct")
    outbound = sender in watched.ours
    if outbound == (recipient in watched.ours):
        return watched.passed("between_own_accounts") if outbound else watched.unrecognised("unrelated_direct")
    customer = recipient if outbound else sender
    author = people.get(sender)
    return MessageSeen(
        conversation=watched.conversation("direct", customer),
        account=watched.account.id,
        id=message_id,
        direction="outbound" if outbound else "inbound",
        author=sender,
        author_name=author.handle if author else None,
        author_bio=author.bio if author else None,
        reach=author.reach if author else None,
        customer_name=people[customer].handle if customer in people else None,
        asked_at=asked_at,
        text=text,
        addressed=frozenset({customer} if outbound else ()),
        app=app,
        silence="staff" if sender in watched.staff else None,
        addresses_brand=not outbound,
    )


def follow(
    raw: Mapping[str, object], *, unfollow: bool, at: datetime | None, watched: Watched, event: str | None = None
) -> Event:
    """`source` follows, or no longer follows, `target`; `event` is X's name for it. Raises FieldError without both."""
    source = fields.need(profile(raw.get("source")), "source.id").id
    target = fields.need(profile(raw.get("target")), "target.id").id
    if source in watched.ours and target in watched.ours:
        return watched.passed("between_own_accounts")
    if source in watched.ours:
        return FollowSeen(
            conversation=watched.conversation("direct", target),
            account=watched.account.id,
            followed_at=at,
            unfollow=unfollow,
            id=event,
        )
    if target in watched.ours:
        return watched.passed("unfollowed_by_customer" if unfollow else "followed_by_customer")
    return watched.unrecognised("unrelated_follow")
