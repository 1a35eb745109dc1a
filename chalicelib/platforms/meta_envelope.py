"""The envelope that Meta puts around everything about Pages and Instagram accounts.

`entry` holds one account each, with `changes` (public), `messaging` (direct) or `standby` (direct, while another app
has the thread). With Instagram's own login an entry is itself the change.
Source: developers.facebook.com/docs/graph-api/webhooks/getting-started and Instagram's notification examples.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from chalicelib.domain.events import Event, UnknownAccount, Unrecognised
from chalicelib.domain.organisation import Organisation
from chalicelib.platforms import facebook_changes, fields, instagram_changes, meta_direct
from chalicelib.platforms.errors import UnreadableBody
from chalicelib.platforms.items import read_item, unreadable
from chalicelib.platforms.meta_parties import instant
from chalicelib.platforms.watched import Watched, watched

Reader = Callable[[Mapping[str, object], Watched], Event]


@dataclass(frozen=True, slots=True)
class Kind:
    """What an `object` is about: the platform of its changes, with their reader, and that of its messages."""

    public: str
    read_change: Reader
    direct: str


_KINDS: Mapping[str, Kind] = {
    "page": Kind("facebook", facebook_changes.read, "messenger"),
    "instagram": Kind("instagram", instagram_changes.read, "instagram"),
}

# The dashboard's test button sends messages as changes, named for the field one subscribes to.
_DIRECT_FIELDS = ("message", "messaging_", "standby")

# What an entry holds besides items. A list of any other name holds items of a kind that nobody taught us.
_ABOUT = frozenset({"id", "uid", "time", "hop_context"})
_HOLDS_ITEMS = frozenset({"field", "changes", "messaging", "standby", "changed_fields"})


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an entry; `read` None for a kind that is only counted."""

    platform: str
    kind: str
    raw: object = None
    read: Reader | None = None


def events(payload: Mapping[str, object], organisation: Organisation) -> Iterator[Event]:
    """The events of all entries, each item on its own. Raises UnreadableBody, before the first, for others' bodies."""
    about = fields.label(payload.get("object"))
    if about not in _KINDS:
        raise UnreadableBody(f"meta: object is {about}, neither page nor instagram")
    if "entry" not in payload:
        raise UnreadableBody("meta: entry is missing")
    entries = fields.sequence(payload["entry"])
    return (event for entry in entries for event in _events_of(entry, _KINDS[about], organisation))


def _events_of(raw: object, kind: Kind, organisation: Organisation) -> Iterator[Event]:
    entry = fields.mapping(raw)
    account_id = fields.identifier(entry.get("id"))
    if account_id is None:
        yield unreadable(kind.public, None, "entry", raw, "id is missing or unreadable")
        return
    # Of the sending: later than what it tells, and after a retry by many hours.
    told_at = instant(entry.get("time"))
    found = {one: watched(organisation, one, account_id, told_at) for one in (kind.public, kind.direct)}
    unknown: dict[str, None] = {}
    for item in _items(entry, kind):
        brand = found[item.platform]
        if brand is None:
            unknown[item.platform] = None
        else:
            yield _event(item, brand)
    for platform in unknown:
        yield UnknownAccount(platform=platform, account=account_id)


def _event(item: Item, brand: Watched) -> Event:
    read = item.read
    if read is None:
        return Unrecognised(platform=item.platform, account=brand.account.id, kind=item.kind)
    return read_item(item.platform, brand.account.id, item.kind, item.raw, lambda raw: read(raw, brand))


def _items(entry: Mapping[str, object], kind: Kind) -> Iterator[Item]:
    """What the entry holds; at least one, so that an empty entry is seen too."""
    if not any(key in _HOLDS_ITEMS or (isinstance(held, list) and key not in _ABOUT) for key, held in entry.items()):
        yield Item(kind.public, "entry.empty")
    if "field" in entry:
        yield _change(entry, kind)
    for key, held in entry.items():
        match key:
            case "changes":
                yield from (_change(raw, kind) for raw in fields.sequence(held))
            case "messaging" | "standby":
                yield from (Item(kind.direct, key, raw, meta_direct.read) for raw in fields.sequence(held))
            case "changed_fields":
                # "Include values" is off in the app's settings: that something changed is all it tells.
                names = fields.sequence(held)
                yield from (Item(kind.public, f"{fields.label(name)}.without_values") for name in names)
            case _ if key not in _ABOUT and isinstance(held, list):
                yield from (Item(kind.public, f"entry.{fields.label(key)}") for _ in held)


def _change(raw: object, kind: Kind) -> Item:
    change = fields.mapping(raw)
    field = fields.label(change.get("field"))
    if field.startswith(_DIRECT_FIELDS):
        return Item(kind.direct, field, change.get("value"), meta_direct.read)
    return Item(kind.public, f"changes.{field}", raw, kind.read_change)
