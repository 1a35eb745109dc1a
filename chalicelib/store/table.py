"""What the store asks of a table: few primitives, each conditional or consistent, so that a fake can be honest.

Items are flat: text, whole numbers and booleans by attribute name. A condition names the state it expects; a write
whose condition fails changes nothing and returns False, so the caller reads again and decides again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

Value = str | int | bool
Item = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Expect:
    """What must hold of the stored item: absent, or present with these values (None: without that attribute).

    The default expects nothing.
    """

    absent: bool = False
    values: Mapping[str, Value | None] = field(default_factory=dict)


ANYTHING = Expect()
ABSENT = Expect(absent=True)


@dataclass(frozen=True, slots=True)
class Put:
    """Write the whole item."""

    item: Item
    expect: Expect = ANYTHING


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove the item; removing what is not there succeeds unless something was expected of it."""

    pk: str
    sk: str
    expect: Expect = ANYTHING


Write = Put | Delete

# DynamoDB takes at most this many writes in one transaction.
TRANSACTION_LIMIT = 100


class Table(Protocol):
    """One table with one index, `due`."""

    def get(self, pk: str, sk: str) -> Item | None:
        """The item as it is now (consistent read); None when there is none."""
        ...

    def query(self, pk: str, first: str = "", last: str = "\U0010ffff", *, backwards: bool = False) -> Iterator[Item]:
        """Items of a partition with `first` <= sk <= `last`, in order of sk, all of them, as they are now.

        Each item is current when it is read, but not all are read at one instant: what must not be newer than the
        rest has to be read first, `backwards` if need be.
        """
        ...

    def index(
        self,
        ix: str,
        first: str = "",
        last: str = "\U0010ffff",
        limit: int | None = None,
        *,
        backwards: bool = False,
    ) -> Iterator[Item]:
        """Index entries of one range in order of `ix_at`, bounds included, with the projected attributes only.

        May lag behind the items: it proposes, the item disposes.
        """
        ...

    def write(self, write: Write) -> bool:
        """One conditional write. False: the expectation did not hold."""
        ...

    def transact(self, writes: Sequence[Write]) -> bool:
        """All of them or none, at most TRANSACTION_LIMIT. False: an expectation did not hold, or another
        transaction was at the same items."""
        ...

    def add(self, pk: str, sk: str, amounts: Mapping[str, int], expires_at: int) -> None:
        """Add to counters of an item, which begin at zero."""
        ...
