"""Who wrote something on Meta's platforms, and when: fields that stand in several shapes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.platforms import fields, times


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote something, as far as it is told."""

    id: str | None
    name: str | None


def author(value: Mapping[str, object], *older: str) -> Author:
    """`from`, or in older shapes `sender_id`, `reviewer_id` and the like: `older` names what stands before `_id`."""
    told = fields.mapping(value.get("from"))
    for prefix in older if fields.identifier(told.get("id")) is None else ():
        if found := fields.identifier(value.get(f"{prefix}_id")):
            return Author(found, fields.text(value.get(f"{prefix}_name")))
    return Author(fields.identifier(told.get("id")), fields.text(told.get("name")) or fields.text(told.get("username")))


def instant(raw: object) -> datetime | None:
    """Milliseconds in messages, seconds in changes, either of them as text in samples, ISO 8601 from some senders."""
    return times.from_number(raw) or times.from_text(raw)
