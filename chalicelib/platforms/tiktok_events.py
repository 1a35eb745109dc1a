"""What a TikTok delivery tells: one event, whose `content` is JSON inside a JSON text.

A comment names its author by an identifier that is not the account's own id, and does not say which comments are the
account's. An account that lists that identifier as one more account of the brand has its comments seen as answers.
Of people in the EEA, Switzerland and the United Kingdom TikTok tells that one of them wrote, and when.
Source: business-api.tiktok.com/portal/docs, the pages of its webhook events, as other parties quote them.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial

from chalicelib.domain.events import (
    DeletionSeen,
    Event,
    MessageSeen,
    NoticeSeen,
    UnknownAccount,
)
from chalicelib.domain.organisation import Organisation
from chalicelib.platforms import fields, times
from chalicelib.platforms.body import read_json
from chalicelib.platforms.errors import UnreadableBody
from chalicelib.platforms.items import read_item
from chalicelib.platforms.watched import Watched, watched

PLATFORM = "tiktok"

_RECEIVED = frozenset({"im_receive_msg", "im_receive_msg_eu"})
_QUIET = frozenset({"im_mark_read_msg", "im_referral_msg"})
# What becomes of the brand's own videos and downloads.
_QUIET_FAMILIES = ("video.", "post.", "portability.")


def events(payload: Mapping[str, object], organisation: Organisation) -> Iterator[Event]:
    """One event a delivery. Raises UnreadableBody for a body without one."""
    if "event" not in payload:
        raise UnreadableBody("tiktok: the body names no event")
    kind = fields.label(payload["event"])
    return iter((read_item(PLATFORM, None, kind, payload, partial(_read, kind=kind, organisation=organisation)),))


def _read(payload: Mapping[str, object], *, kind: str, organisation: Organisation) -> Event:
    account_id = fields.need(fields.identifier(payload.get("user_openid")), "user_openid")
    brand = watched(organisation, PLATFORM, account_id, _instant(payload.get("create_time")))
    if brand is None:
        return UnknownAccount(platform=PLATFORM, account=account_id)
    if kind in _QUIET or kind.startswith(_QUIET_FAMILIES):
        return brand.passed(kind)
    if kind == "authorization.removed":
        return NoticeSeen(platform=PLATFORM, account=brand.account.id, kind="revoked")
    readers: dict[str, Callable[[Mapping[str, object], Watched], Event]] = {
        "comment.update": _comment,
        "im_send_msg": _sent,
        **dict.fromkeys(_RECEIVED, _received),
    }
    return readers[kind](_content(payload), brand) if kind in readers else brand.unrecognised(kind)


def _content(payload: Mapping[str, object]) -> Mapping[str, object]:
    """The inner JSON; an object that is not wrapped in text will do as well. Raises FieldError."""
    raw = payload.get("content")
    if isinstance(raw, Mapping):
        return raw
    try:
        return read_json(fields.need(fields.text(raw), "content").encode("utf-8", errors="replace"))
    except UnreadableBody as error:
        raise fields.FieldError(f"content: {error}") from None


def _comment(content: Mapping[str, object], watched: Watched) -> Event:
    comment = fields.need(fields.identifier(content.get("comment_id")), "comment_id")
    parent = fields.identifier(content.get("parent_comment_id"))
    above = parent if parent not in (comment, "0") else None
    action = fields.label(content.get("comment_action"))
    if action == "delete":
        return DeletionSeen(
            platform=PLATFORM,
            account=watched.account.id,
            message_id=comment,
            conversation=watched.thread(above or comment),
            deleted_at=_happened(content, watched),
        )
    if action.startswith("set_to_"):  # who may see it: hiding a comment is no answer to it
        return watched.passed(f"comment.{action}")
    if action != "insert":
        return watched.unrecognised(f"comment.{action}")
    author, text = fields.identifier(content.get("unique_identifier")), fields.text(content.get("text"))
    own = author in watched.ours
    if own and above is None:
        return watched.passed("own_comment")
    return MessageSeen(
        conversation=watched.thread(above or comment),
        account=watched.account.id,
        id=comment,
        direction="outbound" if own else "inbound",
        author=author,
        asked_at=_happened(content, watched),
        text=text,
        in_reply_to=above,
        silence="staff" if author in watched.staff and not own else None,
        # Where no text is told nobody can say that it asks nothing.
        under_own_post=not own and text is not None,
        addresses_brand=not own and watched.named_in(text),
    )


def _received(content: Mapping[str, object], watched: Watched) -> Event:
    customer = _party(content, "from_user")
    if customer is None:
        return _unplaced(content, watched)
    if customer in watched.ours:
        return watched.passed("between_own_accounts")
    name = fields.text(content.get("from"))
    return MessageSeen(
        conversation=watched.conversation("direct", customer),
        account=watched.account.id,
        id=_message_id(content),
        direction="inbound",
        author=customer,
        author_name=name,
        customer_name=name,
        asked_at=_happened(content, watched),
        text=_words(content),
        in_reply_to=_replied_to(content),
        silence="staff" if customer in watched.staff else None,
        addresses_brand=True,
    )


def _unplaced(content: Mapping[str, object], watched: Watched) -> MessageSeen:
    """Somebody wrote: a conversation of its own, which only a person can close. Two in one millisecond are one."""
    at = fields.need(_happened(content, watched), "timestamp")
    name = fields.identifier(content.get("message_id")) or f"unplaced-{int(at.timestamp() * 1000)}"
    return MessageSeen(
        conversation=watched.conversation("direct", name),
        account=watched.account.id,
        id=name,
        direction="inbound",
        author=None,
        asked_at=at,
        text=_words(content),
        addresses_brand=True,
    )


def _sent(content: Mapping[str, object], watched: Watched) -> Event:
    """The brand wrote, in the app or through an interface; `source` tells which."""
    customer = _party(content, "to_user")
    if customer is None:
        return watched.unrecognised("message_to_unknown_customer")
    if customer in watched.ours:
        return watched.passed("between_own_accounts")
    return MessageSeen(
        conversation=watched.conversation("direct", customer),
        account=watched.account.id,
        id=_message_id(content),
        direction="outbound",
        author=watched.account.id,
        customer_name=fields.text(content.get("to")),
        asked_at=_happened(content, watched),
        text=_words(content),
        in_reply_to=_replied_to(content),
        addressed=frozenset({customer}),
        app=fields.identifier(fields.mapping(content.get("message_tag")).get("source")),
    )


def _message_id(content: Mapping[str, object]) -> str:
    return fields.need(fields.identifier(content.get("message_id")), "message_id")


def _replied_to(content: Mapping[str, object]) -> str | None:
    return fields.identifier(fields.mapping(content.get("referenced_message_info")).get("referenced_message_id"))


def _party(content: Mapping[str, object], name: str) -> str | None:
    return fields.identifier(fields.mapping(content.get(name)).get("id"))


def _words(content: Mapping[str, object]) -> str | None:
    """None for a picture, a video that is shared or a sticker."""
    return fields.text(fields.mapping(content.get("text")).get("body"))


def _happened(content: Mapping[str, object], watched: Watched) -> datetime | None:
    return _instant(content.get("timestamp")) or watched.told_at


def _instant(raw: object) -> datetime | None:
    """Seconds around a delivery, milliseconds in a message, and either of them in a comment."""
    return times.from_number(raw)
