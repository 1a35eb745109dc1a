"""Messages between a customer and the brand, the same on Messenger and in Instagram Direct.

Source: developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks and the pages of its
events: message_echoes, message_edits, messaging_postbacks, message_reactions.
"""

import re
from collections.abc import Mapping

from chalicelib.domain.events import DeletionSeen, Event, MessageSeen, NoticeSeen, Silence
from chalicelib.platforms import fields
from chalicelib.platforms.meta_parties import instant
from chalicelib.platforms.watched import Watched

# Instagram's ids come close to 200 characters, and Messenger's older ones hold a dollar sign.
_MESSAGE_ID = re.compile(r"[A-Za-z0-9_.:=+/$-]{1,500}")

# Messenger's thumb, in its three sizes, is a sticker; everywhere else it is a letter.
_THUMBS = frozenset({"369239263222822", "369239343222814", "369239383222810"})

_FRAME = frozenset({"sender", "recipient", "timestamp"})
_QUIET = (
    "delivery",
    "read",
    "reaction",
    "optin",
    "referral",
    "account_linking",
    "app_roles",
    "pass_thread_control",
    "take_thread_control",
    "request_thread_control",
    "policy_enforcement",
    "policy-enforcement",
)
# Under the newer spelling and the older one.
_POLICY = frozenset({"policy_enforcement", "policy-enforcement"})


def read(raw: Mapping[str, object], watched: Watched) -> Event:
    """One item of `messaging` or `standby`: who has the thread changes nothing for the customer. Raises FieldError."""
    if "group_id" in raw:
        return watched.unrecognised("group_feed")
    if "message" in raw:
        return _message(raw, fields.mapping(raw["message"]), watched)
    if "message_edit" in raw:
        return _edit(raw, fields.mapping(raw["message_edit"]), watched)
    if "postback" in raw:
        return _button(raw, fields.mapping(raw["postback"]), watched)
    for kind in _QUIET:
        if kind in raw:
            blocked = kind in _POLICY and fields.mapping(raw[kind]).get("action") == "block"
            return _blocked(watched) if blocked else watched.passed(kind)
    strange = next((key for key in raw if key not in _FRAME), None)
    return watched.unrecognised(f"messaging.{fields.label(strange)}")


def _blocked(watched: Watched) -> Event:
    """The platform keeps the account from sending, for what it calls a violation."""
    platform, account = watched.account.platform, watched.account.id
    return NoticeSeen(platform=platform, account=account, kind="revoked", detail="blocked by the platform's policy")


def _message(raw: Mapping[str, object], message: Mapping[str, object], watched: Watched) -> Event:
    # What Instagram's owner writes to themselves is an echo as well, with the account on both sides.
    echo = message.get("is_echo") is True and message.get("is_self") is not True
    if message.get("is_deleted") is True:
        customer = _customer(raw, watched, echo=echo)
        if customer is None:
            return watched.passed("between_own_accounts")
        return DeletionSeen(
            platform=watched.account.platform,
            account=watched.account.id,
            message_id=_message_id(message),
            conversation=watched.conversation("direct", customer),
            deleted_at=instant(raw.get("timestamp")),
        )
    replied_to = fields.mapping(message.get("reply_to")).get("mid")
    return _seen(
        raw,
        message,
        watched,
        echo=echo,
        text=fields.text(message.get("text")) or _thumb(message),
        in_reply_to=_as_message_id(replied_to),
    )


def _edit(raw: Mapping[str, object], edit: Mapping[str, object], watched: Watched) -> Event:
    """`num_edit` counts from 1, in some samples as text."""
    revision = fields.count(edit.get("num_edit")) or 1
    return _seen(raw, edit, watched, text=fields.text(edit.get("text")), revision=revision)


def _button(raw: Mapping[str, object], postback: Mapping[str, object], watched: Watched) -> Event:
    """A press on a button that an app of the brand put there, which is the one it speaks to: shown, starts nothing."""
    if "mid" not in postback:
        return watched.passed("postback")
    return _seen(raw, postback, watched, text=fields.text(postback.get("title")), silence="reaction")


def _seen(
    raw: Mapping[str, object],
    told: Mapping[str, object],
    watched: Watched,
    *,
    text: str | None,
    echo: bool = False,
    in_reply_to: str | None = None,
    revision: int = 0,
    silence: Silence | None = None,
) -> Event:
    customer = _customer(raw, watched, echo=echo)
    if customer is None:
        return watched.passed("between_own_accounts")
    sender = _party(raw.get("sender"))
    outbound = echo or sender in watched.ours
    return MessageSeen(
        conversation=watched.conversation("direct", customer),
        account=watched.account.id,
        id=_message_id(told),
        direction="outbound" if outbound else "inbound",
        author=(sender if sender in watched.ours else watched.account.id) if outbound else customer,
        asked_at=instant(raw.get("timestamp")),
        text=text,
        revision=revision,
        in_reply_to=in_reply_to,
        addressed=frozenset({customer} if outbound else ()),
        app=fields.identifier(told.get("app_id")) if outbound else None,
        silence="staff" if customer in watched.staff and not outbound else silence,
        addresses_brand=not outbound,
    )


def _customer(raw: Mapping[str, object], watched: Watched, *, echo: bool) -> str | None:
    """The one of the pair that is not ours; None where both are. Raises FieldError where nobody else is told.

    Meta has echoes go from the account to the customer, but in some samples the pair is swapped or the same twice. An
    account may also go by an id we do not know: then whoever does not send an echo is the customer.
    """
    sender, recipient = _party(raw.get("sender")), _party(raw.get("recipient"))
    others = [one for one in (sender, recipient) if one is not None and one not in watched.ours]
    if others:
        return others[-1] if echo else others[0]
    if sender is not None and recipient is not None and (not echo or sender != recipient):
        return None
    return fields.need(None, "recipient.id" if echo or sender is not None else "sender.id")


def _party(raw: object) -> str | None:
    """Who never chatted before goes by a `user_ref`."""
    told = fields.mapping(raw)
    return fields.identifier(told.get("id")) or fields.identifier(told.get("user_ref"))


def _message_id(told: Mapping[str, object]) -> str:
    return fields.need(_as_message_id(told.get("mid")), "mid")


def _as_message_id(raw: object) -> str | None:
    return raw if isinstance(raw, str) and _MESSAGE_ID.fullmatch(raw) else None


def _thumb(message: Mapping[str, object]) -> str | None:
    attachments = (fields.mapping(one) for one in fields.sequence(message.get("attachments")))
    stickers = (fields.mapping(one.get("payload")).get("sticker_id") for one in attachments)
    shown = {fields.identifier(one) for one in (message.get("sticker_id"), *stickers)}
    return "👍" if shown & _THUMBS else None
