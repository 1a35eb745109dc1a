"""Reading single fields of a payload nobody promised us: each gives the value, or None when it is not one."""

import re
from collections.abc import Mapping
from typing import TypeVar

T = TypeVar("T")

# What may become part of a key. Platforms use digits, UUIDs and base64-like ids; a longer or stranger one is junk.
_IDENTIFIER = re.compile(r"[A-Za-z0-9_.:=+/-]{1,200}")
_NOTHING: Mapping[str, object] = {}


class FieldError(Exception):
    """A field that an item cannot do without is absent or of the wrong kind. Names the field, never its value."""


def need(value: T | None, field: str) -> T:
    """The value itself. Raises FieldError for None."""
    if value is None:
        raise FieldError(f"{field} is missing or unreadable")
    return value


def mapping(raw: object) -> Mapping[str, object]:
    """An empty one for what is no object."""
    return raw if isinstance(raw, Mapping) else _NOTHING


def sequence(raw: object) -> list[object]:
    """A list as it is, nothing for None, and anything else as the only element."""
    if raw is None:
        return []
    return raw if isinstance(raw, list) else [raw]


def text(raw: object) -> str | None:
    """None for what is no text or an empty one."""
    return raw if isinstance(raw, str) and raw else None


def count(raw: object) -> int | None:
    """A number of things, from a JSON integer or its digits; never negative."""
    if isinstance(raw, str) and raw.isascii() and raw.isdigit() and len(raw) <= 18:
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, int):
        return None
    return raw if 0 <= raw < 10**18 else None


def identifier(raw: object) -> str | None:
    """An id as text. A JSON integer is safe in Python; a float has already lost digits and is not an id."""
    if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) < 10**40:
        raw = str(raw)
    return raw if isinstance(raw, str) and _IDENTIFIER.fullmatch(raw) else None


def label(raw: object) -> str:
    """A platform's word for a kind, fit to be counted and shown: at most 64 plain characters."""
    return re.sub(r"[^A-Za-z0-9_.-]", "?", raw[:64]) if isinstance(raw, str) and raw else "unnamed"
