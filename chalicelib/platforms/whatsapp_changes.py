"""The envelope of a WhatsApp delivery: business accounts, their changes, and the items of a change.

A change is for one business number (`metadata.phone_number_id`); `entry.id` is the business account above it.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from chalicelib.domain.events import Event, NoticeSeen, Passed, UnknownAccount, Unrecognised
from chalicelib.domain.organisation import Organisation
from chalicelib.platforms import fields, whatsapp_message, whatsapp_status
from chalicelib.platforms.items import read_item, unreadable
from chalicelib.platforms.whatsapp_parties import PLATFORM, Number, number

Read = Callable[[Mapping[str, object]], Event]

# In `standby` another sender than this app, such as Meta's own agent, has the conversation.
_WITH_ITEMS = frozenset({"messages", "smb_message_echoes", "standby", "user_id_update"})

# `history` is the chats from before the number joined the platform: read, they would start a clock for every one.
_PASSED = frozenset(
    {
        "account_alerts",
        "account_review_update",
        "account_settings_update",
        "account_update",
        "automatic_events",
        "business_capability_update",
        "flows",
        "history",
        "message_template_components_update",
        "message_template_quality_update",
        "message_template_status_update",
        "partner_solutions",
        "payment_configuration_update",
        "phone_number_name_update",
        "phone_number_quality_update",
        "security",
        "smb_app_state_sync",
        "template_category_update",
        "template_correct_category_detection",
        "user_preferences",
    }
)

_ACCESS_ENDED = frozenset({"ACCOUNT_DELETED", "ACCOUNT_OFFBOARDED", "PARTNER_APP_UNINSTALLED", "PARTNER_REMOVED"})


def events(payload: Mapping[str, object], organisation: Organisation) -> Iterator[Event]:
    """The events of a body, each item on its own."""
    for entry in fields.sequence(payload.get("entry")):
        changes = fields.sequence(fields.mapping(entry).get("changes"))
        if not changes:
            yield unreadable(PLATFORM, None, "entry", entry, "it has no changes")
        for change in changes:
            if isinstance(change, Mapping):
                yield from _change(change, fields.mapping(entry), organisation)
            else:
                yield unreadable(PLATFORM, None, "change", change, f"not an object but {type(change).__name__}")


def _change(change: Mapping[str, object], entry: Mapping[str, object], organisation: Organisation) -> Iterator[Event]:
    kind = fields.label(change.get("field"))
    value = fields.mapping(change.get("value"))
    number_id = fields.identifier(fields.mapping(value.get("metadata")).get("phone_number_id"))
    watched = number(organisation, number_id, value) if number_id else None
    account = watched.account.id if watched else None
    if kind not in _WITH_ITEMS:
        yield _about_the_account(kind, value, account, entry)
        return
    found = _items(kind, value, watched)
    if not found:
        yield Unrecognised(platform=PLATFORM, account=account, kind=f"{kind}.empty")
    for key, raw, read in found:
        if number_id is None:
            yield unreadable(PLATFORM, None, key, raw, "metadata.phone_number_id is missing or unreadable")
        elif read is None:
            yield UnknownAccount(platform=PLATFORM, account=number_id)
        else:
            yield read_item(PLATFORM, number_id, key, raw, read)


def _items(kind: str, value: Mapping[str, object], watched: Number | None) -> list[tuple[str, object, Read | None]]:
    """The items of a change with their kind and reader; no reader where the number is not ours."""
    passive = kind == "standby"
    held = fields.mapping(value.get("standby")) if passive else value
    if kind == "user_id_update" and kind not in held and ("user_id" in held or "current" in held):
        held = {kind: held}
    readers: Mapping[str, Callable[..., Event]] = {
        "messages": whatsapp_message.inbound,
        "message_echoes": partial(whatsapp_message.echo, automatic=passive),
        "statuses": partial(whatsapp_status.status, automatic=passive),
        "user_id_update": whatsapp_message.id_changed,
        "errors": _error,
    }
    return [
        (key, raw, partial(read, number=watched) if watched else None)
        for key, read in readers.items()
        for raw in fields.sequence(held.get(key))
    ]


def _error(raw: Mapping[str, object], *, number: Number) -> Event:
    """The platform's own trouble with this number, beside no message."""
    return number.unrecognised(f"error.{fields.identifier(raw.get('code')) or 'unnamed'}"[:64])


def _about_the_account(
    kind: str, value: Mapping[str, object], account: str | None, entry: Mapping[str, object]
) -> Event:
    event = fields.text(value.get("event"))
    # A ban is told under the same name as its announcement and its end.
    banned = fields.mapping(value.get("ban_info")).get("waba_ban_state") == "DISABLE"
    if kind == "account_update" and (event in _ACCESS_ENDED or banned):
        business = fields.identifier(entry.get("id")) or "unnamed"
        return NoticeSeen(
            platform=PLATFORM,
            account=account,
            kind="revoked",
            detail=f"{fields.label(event)} of business account {business}",
        )
    if kind in _PASSED:
        return Passed(platform=PLATFORM, account=account, kind=kind)
    return Unrecognised(platform=PLATFORM, account=account, kind=kind)
