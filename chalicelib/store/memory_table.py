"""The table in memory: what tests and the story harness run on. It passes the same contract suite as DynamoDB."""

from collections.abc import Iterator, Mapping, Sequence

from chalicelib.store.schema import PROJECTED
from chalicelib.store.table import TRANSACTION_LIMIT, Expect, Item, Put, Write

Key = tuple[str, str]


class MemoryTable:
    """A dictionary of items. Copies go in and out, so that nobody can change what is stored by accident."""

    def __init__(self) -> None:
        self._items: dict[Key, Item] = {}

    def get(self, pk: str, sk: str) -> Item | None:
        item = self._items.get((pk, sk))
        return dict(item) if item is not None else None

    def query(self, pk: str, first: str = "", last: str = "\U0010ffff", *, backwards: bool = False) -> Iterator[Item]:
        found = sorted((key for key in self._items if key[0] == pk and first <= key[1] <= last), reverse=backwards)
        yield from [dict(self._items[key]) for key in found]

    def index(
        self,
        ix: str,
        first: str = "",
        last: str = "\U0010ffff",
        limit: int | None = None,
        *,
        backwards: bool = False,
    ) -> Iterator[Item]:
        entries = sorted(
            (item for item in self._items.values() if item.get("ix") == ix and first <= str(item["ix_at"]) <= last),
            key=lambda item: (str(item["ix_at"]), str(item["pk"]), str(item["sk"])),
            reverse=backwards,
        )
        projected = {"pk", "sk", "ix", "ix_at", *PROJECTED}
        yield from [{name: item[name] for name in item if name in projected} for item in entries[:limit]]

    def rows(self, sk: str) -> Iterator[Item]:
        """Every item with that sort key: for tests, which may look at all there is."""
        yield from [dict(item) for (_, each), item in self._items.items() if each == sk]

    def write(self, write: Write) -> bool:
        return self.transact([write])

    def transact(self, writes: Sequence[Write]) -> bool:
        keys = [_key(write) for write in writes]
        if len(writes) > TRANSACTION_LIMIT or len(set(keys)) < len(keys):
            raise ValueError(f"a transaction takes at most {TRANSACTION_LIMIT} writes, each to another item")
        for write in writes:
            if isinstance(write, Put):
                _check(write.item)
        if not all(_holds(write.expect, self._items.get(key)) for key, write in zip(keys, writes, strict=True)):
            return False
        for key, write in zip(keys, writes, strict=True):
            if isinstance(write, Put):
                self._items[key] = dict(write.item)
            else:
                self._items.pop(key, None)
        return True

    def add(self, pk: str, sk: str, amounts: Mapping[str, int], expires_at: int) -> None:
        item = self._items.setdefault((pk, sk), {"pk": pk, "sk": sk})
        item["expires_at"] = expires_at
        for name, amount in amounts.items():
            item[name] = int(item.get(name, 0)) + amount


def _key(write: Write) -> Key:
    if isinstance(write, Put):
        return str(write.item["pk"]), str(write.item["sk"])
    return write.pk, write.sk


def _check(item: Item) -> None:
    """DynamoDB's own limits: keys that are text and not empty (index keys too), and 400 kB an item."""
    if any(not isinstance(item.get(name, "-"), str) or item.get(name) == "" for name in ("pk", "sk", "ix", "ix_at")):
        raise ValueError(f"pk, sk, ix and ix_at are text and never empty: {item}")
    if sum(len(name) + len(str(value).encode()) for name, value in item.items()) > 400 * 1024:
        raise ValueError(f"{item['pk']} {item['sk']}: larger than the 400 kB an item may hold")


def _holds(expect: Expect, item: Item | None) -> bool:
    if expect.absent:
        return item is None
    if not expect.values:
        return True
    return item is not None and all(item.get(name) == value for name, value in expect.values.items())
