"""Any row we store, for properties: drawn field by field from its types."""

import types
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from chalicelib.domain.alerts import Alert
from chalicelib.domain.attainment import Tally
from chalicelib.domain.facts import KINDS
from chalicelib.domain.head import Head
from chalicelib.domain.paging import Page
from chalicelib.domain.results import Result
from chalicelib.store.duties import Entry
from chalicelib.store.people import Link

ROWS: tuple[type, ...] = (*KINDS, Head, Alert, Page, Link, Entry, Result, Tally)

_CENTURY = int(timedelta(days=36525) / timedelta(microseconds=1))
# What adapters let through: NUL and every odd character, but no half of a surrogate pair.
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_INSTANT = st.integers(0, _CENTURY).map(lambda n: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(microseconds=n))
_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: _TEXT,
    int: st.integers(-(10**18), 10**18),
    bool: st.booleans(),
    datetime: _INSTANT,
    type(None): st.none(),
}


def any_row(kind: type) -> st.SearchStrategy[Any]:
    """Every field drawn by its type, the optional ones too."""
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: _any(hints[field.name]) for field in fields(kind)})


def _any(hint: Any) -> st.SearchStrategy[Any]:
    if hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, type) and is_dataclass(hint):
        return any_row(hint)
    members = get_args(hint)
    match get_origin(hint):
        case origin if origin is Literal:
            return st.sampled_from(members)
        case origin if origin in (Union, types.UnionType):
            return st.one_of([_any(member) for member in members])
        case origin if origin in (tuple, frozenset):
            return st.lists(_any(members[0]), max_size=3, unique=origin is frozenset).map(origin)
        case _:
            raise TypeError(f"no way to draw a {hint}")
