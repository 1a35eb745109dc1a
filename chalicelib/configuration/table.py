"""A table of the file, read key by key: what is wrong is noted with its path, and reading goes on."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches
from functools import reduce
from typing import TypeVar

from chalicelib.configuration.keys import KEYS
from chalicelib.configuration.problems import Problem

T = TypeVar("T")
D = TypeVar("D")

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_HEADER = re.compile(r"\[\[?[a-z.]+\]?\]")
_WIDEST = 60
_NAMES_SHOWN = 30


class Wrong(Exception):
    """A value cannot be used. `what` is wrong with it, and what right looks like (`cure`)."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(what)
        self.what = what
        self.cure = cure


def shown(value: object) -> str:
    """A value as one would write it, on one line, cut when it is long."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list):
        return "a list"
    try:
        written = str(value)
    except ValueError:  # an integer of more than 4300 digits, which hexadecimal gets past the TOML reader
        return "a very long number"
    written = "".join(character if character.isprintable() else " " for character in written)
    written = written if len(written) <= _WIDEST else f"{written[:_WIDEST]}..."
    return f'"{written}"' if isinstance(value, str) else written


def suggestion(word: str, known: Collection[str]) -> str:
    """`did you mean "x"?` when one of the known words is close, else the known words themselves."""
    if close := get_close_matches(word[:_WIDEST].lower(), known, n=1):
        return f'did you mean "{close[0]}"?'
    some = ", ".join(sorted(known)[:_NAMES_SHOWN])
    return f"known: {some}{', ...' if len(known) > _NAMES_SHOWN else ''}" if known else "there are none yet"


class Table:
    """One table at its path. Keys that `KEYS` does not know for its section are problems at once.

    Without a section its keys are names that the file itself gives.
    """

    __slots__ = ("_data", "_examples", "_found", "_path")

    def __init__(self, data: Mapping[str, object], path: str, section: str | None, found: list[Problem]) -> None:
        self._data, self._path, self._found = data, path, found
        self._examples = KEYS[section] if section else {}
        for key in data if section else ():
            if key not in self._examples:
                self.note("unknown key", suggestion(key, self._examples), key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __contains__(self, key: str) -> bool:
        return key in self._data

    @property
    def noted(self) -> int:
        """How many problems the whole file has so far."""
        return len(self._found)

    def note(self, what: str, cure: str, *keys: str) -> None:
        """Note a problem of this table, or of a key in it, or deeper."""
        self._found.append(Problem(reduce(_joined, keys, self._path), what, cure))

    def name(self, key: str, convert: Callable[[object], T]) -> T | None:
        """A key that means something itself; None when it is of no use."""
        return self._converted(_joined(self._path, key), key, convert, None)

    def expect(self, *keys: str) -> None:
        """Note what is missing, or empty, of tables and lists that have to hold something."""
        for key in keys:
            if self._data.get(key) in (None, {}, []):
                self._missing(key)

    def need(self, key: str, convert: Callable[[object], T], fallback: D) -> T | D:
        """The value of a key that has to be there; the fallback, and a problem, when it is of no use."""
        if key not in self._data:
            self._missing(key)
            return fallback
        return self._converted(_joined(self._path, key), self._data[key], convert, fallback)

    def may(self, key: str, convert: Callable[[object], T], default: D) -> T | D:
        """The value of a key that may be left out."""
        if key not in self._data:
            return default
        return self._converted(_joined(self._path, key), self._data[key], convert, default)

    def each(self, key: str, convert: Callable[[object], T]) -> tuple[T, ...]:
        """The usable items of a list that may be left out; an item that comes twice is a problem."""
        read: list[T] = []
        for place, item in enumerate(self._list(key)):
            path = f"{_joined(self._path, key)}[{place}]"
            for value in self._converted(path, item, lambda item: [convert(item)], []):
                if value in read:
                    self._found.append(Problem(path, f"{shown(item)} is listed twice", "remove one of them"))
                else:
                    read.append(value)
        return tuple(read)

    def some(self, key: str, convert: Callable[[object], T], empty: str) -> tuple[T, ...]:
        """As `each`, for a list that must hold something; `empty` says what its absence would mean."""
        if key not in self._data:
            self._missing(key)
        elif self._data[key] == []:
            self.note(empty, f"write for example {key} = {self._examples[key]}", key)
        return self.each(key, convert)

    def table(self, key: str, section: str | None) -> "Table | None":
        """The table under a key; None when it is left out."""
        if key not in self._data:
            return None
        return self._table(_joined(self._path, key), self._data[key], section)

    def tables(self, key: str, section: str) -> list["Table"]:
        """The tables of a list that may be left out."""
        path = _joined(self._path, key)
        read = [self._table(f"{path}[{n}]", item, section) for n, item in enumerate(self._list(key))]
        return [table for table in read if table is not None]

    def named(self, key: str, section: str) -> dict[str, "Table"]:
        """Tables by their id, which must be fit for keys, links and reading aloud."""
        read: dict[str, Table] = {}
        if (group := self.table(key, None)) is None:
            return read
        for name in group:
            if not _ID.fullmatch(name):
                cure = "use at most 40 lower-case letters, digits, - and _, such as sanne"
                group.note(f"{shown(name)} cannot be a name", cure, name)
            if (table := group.table(name, section)) is not None:
                read[name] = table
        return read

    def _missing(self, key: str) -> None:
        example = self._examples[key]
        self.note("is missing", f"add {example if _HEADER.fullmatch(example) else f'{key} = {example}'}", key)

    def _converted(self, path: str, value: object, convert: Callable[[object], T], fallback: D) -> T | D:
        try:
            return convert(value)
        except Wrong as wrong:
            self._found.append(Problem(path, wrong.what, wrong.cure))
            return fallback

    def _list(self, key: str) -> list[object]:
        value = self._data.get(key, [])
        if isinstance(value, list):
            return value
        self.note(f"{shown(value)} is no list", "write it between square brackets: [...]", key)
        return []

    def _table(self, path: str, value: object, section: str | None) -> "Table | None":
        if isinstance(value, Mapping):
            return Table(value, path, section, self._found)
        self._found.append(Problem(path, f"{shown(value)} is no table", "write it as [table] or { key = value }"))
        return None


def _joined(path: str, key: str) -> str:
    key = key if _BARE.fullmatch(key) else shown(key)
    return f"{path}.{key}" if path else key
