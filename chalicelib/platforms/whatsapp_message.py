"""Messages on WhatsApp: what customers send, what the brand types in its own app, and customers who change their id.

Sources: developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference, pages `messages`,
`messages/system`, `smb_message_echoes` and `standby`.
"""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.events import DeletionSeen, Event, MessageSeen, Renamed
from chalicelib.platforms import fields, times
from chalicelib.platforms.whatsapp_parties import PLATFORM, Number

# Any other type is a message, one we do not know yet too: somebody waits for an answer to it.
_PASSED = frozenset({"reaction", "request_welcome"})

_ID_CHANGES = frozenset({"user_changed_number", "customer_changed_number", "user_changed_user_id"})
_IDENTITY = frozenset({"user_identity_changed", "customer_identity_changed"})

# Where the words of a message stand, by its type. A picture, film or document has them in `caption`.
_WORDS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "text": (("body",),),
    "button": (("text",),),
    "interactive": (("button_reply", "title"), ("list_reply", "title"), ("nfm_reply", "body")),
}
_CAPTION = (("caption",),)


def inbound(raw: Mapping[str, object], *, number: Number) -> Event:
    """A customer's message, edit or deletion, or news about the customer. Raises FieldError."""
    if _kind(raw) == "system":
        return _system(raw, number)
    sender = number.customer(raw.get("from_user_id"), raw.get("from"))
    ids = [found for key in ("from_user_id", "from") if (found := fields.identifier(raw.get(key)))]
    group = fields.identifier(raw.get("group_id"))
    customer = group or fields.need(sender, "from_user_id or from")
    if _kind(raw) in _PASSED:
        return number.passed(_kind(raw))
    if _kind(raw) == "revoke":
        return _revoked(raw, customer, number)
    message = _content(raw)
    return MessageSeen(
        conversation=number.conversation(customer),
        account=number.account.id,
        id=fields.need(_first_id(raw), "message id"),
        direction="inbound",
        author=sender,
        author_name=(name := number.name_of(*ids)),
        customer_name=None if group else name,
        asked_at=_at(raw),
        text=_words(message),
        revision=_revision(raw),
        revision_id=_revision_id(raw),
        in_reply_to=fields.identifier(fields.mapping(message.get("context")).get("id")),
        silence=None if number.staff.isdisjoint(ids) else "staff",
        addresses_brand=True,
    )


def echo(raw: Mapping[str, object], *, number: Number, automatic: bool) -> Event:
    """A message of the brand that somebody else than this app sent: a person in the business app, or a machine.

    Raises FieldError.
    """
    told = number.customer(raw.get("to_user_id") or raw.get("recipient_user_id"), raw.get("to"))
    customer = fields.identifier(raw.get("group_id")) or fields.need(told, "to_user_id or to")
    if _kind(raw) in _PASSED:
        return number.passed(f"own_{_kind(raw)}")
    if _kind(raw) == "revoke":
        return _revoked(raw, customer, number)
    message = _content(raw)
    return MessageSeen(
        conversation=number.conversation(customer),
        account=number.account.id,
        id=fields.need(_first_id(raw), "message id"),
        direction="outbound",
        author=number.account.id,
        author_name=number.account.name,
        customer_name=number.name_of(customer, raw.get("to")),
        asked_at=_at(raw),
        text=_words(message),
        revision=_revision(raw),
        revision_id=_revision_id(raw),
        in_reply_to=fields.identifier(fields.mapping(message.get("context")).get("id")),
        addressed=frozenset({customer}),
        automatic=automatic,
    )


def id_changed(raw: Mapping[str, object], *, number: Number) -> Event:
    """An item of `user_id_update`: the customer's user id is another one from now on. Raises FieldError."""
    pair = fields.mapping(raw.get("user_id")) or raw
    ids = [pair.get("previous"), pair.get("current"), raw.get("wa_id")]
    before, now, phone = map(fields.identifier, ids)
    return _renamed([fields.need(before, "previous"), phone], fields.need(now, "current"), _at(raw), number)


def _system(raw: Mapping[str, object], number: Number) -> Event:
    """A customer who got another number or user id; `from` is the number of before."""
    told = fields.mapping(raw.get("system"))
    kind = fields.label(told.get("type"))
    if kind in _IDENTITY:  # another telephone, the same number
        return number.passed(f"system.{kind}")
    phone = fields.identifier(told.get("wa_id")) or fields.identifier(told.get("new_wa_id"))
    now = fields.identifier(told.get("user_id")) or phone
    former = [told.get("previous_user_id"), raw.get("from_user_id"), raw.get("from")]
    before = [one for one in map(fields.identifier, former) if one not in (None, now)]
    if kind not in _ID_CHANGES or now is None or not before:
        return number.unrecognised(f"system.{kind}"[:64])
    return _renamed([*before, phone], now, _at(raw), number)


def _renamed(names: list[str | None], now: str, at: datetime | None, number: Number) -> Event:
    """Every other name of that customer leads to the one they have now."""
    before = dict.fromkeys(name for name in names if name not in (None, now))
    return Renamed(
        conversation=number.conversation(now),
        before=tuple(number.conversation(name) for name in before if name),
        account=number.account.id,
        renamed_at=at,
    )


def _revoked(raw: Mapping[str, object], customer: str, number: Number) -> DeletionSeen:
    gone = fields.identifier(fields.mapping(raw.get("revoke")).get("original_message_id"))
    return DeletionSeen(
        platform=PLATFORM,
        account=number.account.id,
        message_id=fields.need(gone, "revoke.original_message_id"),
        conversation=number.conversation(customer),
        deleted_at=_at(raw),
    )


def _kind(raw: Mapping[str, object]) -> str:
    return fields.label(raw.get("type"))


def _content(raw: Mapping[str, object]) -> Mapping[str, object]:
    """The message itself, which an edit wraps."""
    return fields.mapping(fields.mapping(raw.get("edit")).get("message")) if _kind(raw) == "edit" else raw


def _first_id(raw: Mapping[str, object]) -> str | None:
    edited = fields.identifier(fields.mapping(raw.get("edit")).get("original_message_id"))
    return edited or fields.identifier(raw.get("id"))


def _revision(raw: Mapping[str, object]) -> int:
    """Edits are not numbered, so the second in which one was made is its place in the chain."""
    at = _at(raw)
    return 0 if _kind(raw) != "edit" else int(at.timestamp()) if at else 1


def _revision_id(raw: Mapping[str, object]) -> str | None:
    return fields.identifier(raw.get("id")) if _kind(raw) == "edit" else None


def _at(raw: Mapping[str, object]) -> datetime | None:
    return times.from_seconds(raw.get("timestamp"))


def _words(message: Mapping[str, object]) -> str | None:
    kind = _kind(message)
    for path in _WORDS.get(kind, _CAPTION):
        held: object = message.get(kind)
        for step in path:
            held = fields.mapping(held).get(step)
        if words := fields.text(held):
            return words
    return None
