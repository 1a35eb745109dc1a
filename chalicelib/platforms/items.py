"""Each item of a delivery on its own: one that cannot be read is reported, and its batch-mates go on."""

import json
from collections.abc import Callable, Mapping

from chalicelib.domain.events import Event, Unreadable
from chalicelib.platforms.fields import FieldError


def read_item(
    platform: str, account: str | None, kind: str, raw: object, read: Callable[[Mapping[str, object]], Event]
) -> Event:
    """What `read` makes of the item, or Unreadable when it is no object or lacks a field `read` needs."""
    if not isinstance(raw, Mapping):
        return unreadable(platform, account, kind, raw, f"not an object but {type(raw).__name__}")
    try:
        return read(raw)
    except FieldError as error:
        return unreadable(platform, account, kind, raw, str(error))


def unreadable(platform: str, account: str | None, kind: str, raw: object, reason: str) -> Unreadable:
    """The item as JSON text in ASCII, so that it can be stored whatever it holds; the reason shows none of it."""
    try:
        item = json.dumps(raw)
    except (RecursionError, TypeError, ValueError):  # nested too deeply, or a number too long to print
        item = json.dumps(f"an item of type {type(raw).__name__} that cannot be written as JSON")
    return Unreadable(platform=platform, account=account, reason=f"{kind}: {reason}", item=item)
