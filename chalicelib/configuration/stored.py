"""An effective configuration as JSON and back, driven by the types of its fields.

Every field is written, defaults too: a default that changes later must not change what was in force. Reading is
tolerant: a field that is new since takes its default, one that is gone is passed over. So what an older or newer
deployment stored still loads, and a redeploy changes no running clock.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from chalicelib.domain.organisation import Organisation


@dataclass(frozen=True, slots=True)
class _Codec:
    """How the values of one type are written and read."""

    encode: Callable[[Any], object]
    decode: Callable[[Any], object]


_AS_IT_IS = _Codec(lambda value: value, lambda data: data)
_CODECS: Mapping[object, _Codec] = {
    datetime: _Codec(datetime.isoformat, datetime.fromisoformat),
    date: _Codec(date.isoformat, date.fromisoformat),
    time: _Codec(time.isoformat, time.fromisoformat),
    Fraction: _Codec(str, Fraction),
}


def dumped(organisation: Organisation) -> str:
    """Sets are sorted, mappings keep their order."""
    return json.dumps(_codec(Organisation).encode(organisation), ensure_ascii=False, separators=(",", ":"))


def loaded(text: str) -> Organisation:
    """Raises ValueError, LookupError, TypeError or AttributeError for a text that `dumped` did not write."""
    return cast(Organisation, _codec(Organisation).decode(json.loads(text)))


@cache
def _codec(hint: object) -> _Codec:
    """By the annotation of a field: a dataclass, a union, a collection, or a plain value."""
    arguments = get_args(hint)
    origin: object = get_origin(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        return _of_fields(hint, {field.name: _codec(hints[field.name]) for field in fields(hint)})
    if origin is Union or origin is UnionType:
        return _of_union(arguments)
    if origin is frozenset:
        item = _codec(arguments[0])
        return _Codec(
            lambda value: sorted(map(item.encode, value), key=str), lambda data: frozenset(map(item.decode, data))
        )
    if origin is Mapping:
        item = _codec(arguments[1])
        return _Codec(
            lambda value: {key: item.encode(each) for key, each in value.items()},
            lambda data: {key: item.decode(each) for key, each in data.items()},
        )
    if origin is tuple:
        return _of_tuple(arguments)
    return _CODECS.get(hint, _AS_IT_IS)


def _of_fields(kind: type, inner: Mapping[str, _Codec]) -> _Codec:
    return _Codec(
        lambda value: {name: codec.encode(getattr(value, name)) for name, codec in inner.items()},
        lambda data: kind(**{name: codec.decode(data[name]) for name, codec in inner.items() if name in data}),
    )


def _of_tuple(hints: tuple[object, ...]) -> _Codec:
    """`tuple[T, ...]`, or one of fixed length."""
    if hints[-1] is Ellipsis:
        item = _codec(hints[0])
        return _Codec(lambda value: list(map(item.encode, value)), lambda data: tuple(map(item.decode, data)))
    items = [_codec(hint) for hint in hints]
    return _Codec(
        lambda value: [item.encode(each) for item, each in zip(items, value, strict=True)],
        lambda data: tuple(item.decode(each) for item, each in zip(items, data, strict=True)),
    )


def _of_union(hints: tuple[object, ...]) -> _Codec:
    """Absent or one type; of several types, the value carries the name of its own."""
    members = {hint.__name__: _codec(hint) for hint in hints if isinstance(hint, type) and hint is not NoneType}
    if len(members) == 1:
        (item,) = members.values()
        return _Codec(
            lambda value: None if value is None else item.encode(value),
            lambda data: None if data is None else item.decode(data),
        )

    def encode(value: object) -> object:
        return None if value is None else {type(value).__name__: members[type(value).__name__].encode(value)}

    def decode(data: Mapping[str, object] | None) -> object:
        if data is None:
            return None
        ((name, content),) = data.items()
        return members[name].decode(content)

    return _Codec(encode, decode)
