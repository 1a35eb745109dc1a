"""Frozen dataclasses to flat items and back, by their field types. Absent means the field's default.

Instants are text in time order; sets, tuples and nested rows are JSON text in one attribute, so that an item stays
flat and an index entry stays small.
"""

import dataclasses
import json
import types
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from chalicelib.store.schema import instant, parse_instant
from chalicelib.store.table import Item, Value

T = TypeVar("T")
Json = Any
"""A JSON value; what lies behind it is told by the field types of one dataclass."""


def to_item(row: object) -> Item:
    """The fields that differ from their default."""
    return {name: _flat(value) for name, value in to_plain(row).items()}


def from_item(cls: type[T], item: Mapping[str, Value]) -> T:
    """The inverse of `to_item`; attributes that are no field (keys, expiry) are passed over.

    Raises TypeError when a required field is absent.
    """
    return from_plain(cls, item)


def to_plain(row: object) -> dict[str, Json]:
    """The fields that differ from their default, as JSON values."""
    plain: dict[str, Json] = {}
    for field in _fields(type(row)):
        value = getattr(row, field.name)
        if value is not None and (field.default is dataclasses.MISSING or value != field.default):
            plain[field.name] = _plain(value)
    return plain


def from_plain(cls: type[T], plain: Mapping[str, Json]) -> T:
    """The inverse of `to_plain`."""
    values: dict[str, Json] = {}
    for name, read, absent in _readers(cls):
        if name in plain:
            values[name] = read(plain[name])
        elif absent is not dataclasses.MISSING:
            values[name] = absent
    return cls(**values)


def _flat(value: Json) -> Value:
    if isinstance(value, str | int):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> Json:
    match value:
        case datetime():
            return instant(value)
        case frozenset():
            return sorted(value)
        case tuple():
            return [_plain(item) for item in value]
        case _ if dataclasses.is_dataclass(value):
            return to_plain(value)
        case _:
            return value


def _fields(cls: Any) -> tuple["dataclasses.Field[Any]", ...]:
    return dataclasses.fields(cls)


def _readers(cls: type) -> tuple[tuple[str, Callable[[Json], Json], Json], ...]:
    """Name, reader and value when absent of each field; kept, since annotations are slow to read and rows are many."""
    if cls not in _kept_readers:
        hints = get_type_hints(cls)
        _kept_readers[cls] = tuple(
            (field.name, _reader(hints[field.name]), _when_absent(field, hints)) for field in _fields(cls)
        )
    return _kept_readers[cls]


_kept_readers: dict[type, tuple[tuple[str, Callable[[Json], Json], Json], ...]] = {}


def _when_absent(field: "dataclasses.Field[Any]", hints: Mapping[str, Any]) -> Json:
    """None for a field that may be None and has no default; MISSING where the dataclass itself has the say."""
    optional = type(None) in get_args(hints[field.name])
    return None if optional and field.default is dataclasses.MISSING else dataclasses.MISSING


def _reader(hint: Any) -> Callable[[Json], Json]:
    """Reads a JSON value, or the JSON text of one, as the field's type."""
    options = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    wanted: Any = next(option for option in options if option is not type(None))
    origin = get_origin(wanted)
    if wanted is datetime:
        return parse_instant
    if origin in (frozenset, tuple):
        member = _reader(get_args(wanted)[0])
        return lambda value: origin(map(member, _parsed(value)))
    if isinstance(wanted, type) and dataclasses.is_dataclass(wanted):
        return lambda value: from_plain(wanted, _parsed(value))
    return _as_it_is


def _parsed(value: Json) -> Json:
    return json.loads(value) if isinstance(value, str) else value


def _as_it_is(value: Json) -> Json:
    return value
