"""What belongs to no conversation and no person: configurations, heartbeats, counts, own posts, large bodies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce

from chalicelib.domain.facts_seen import Deletion
from chalicelib.domain.merging import merge
from chalicelib.store.codec import from_item, to_item
from chalicelib.store.schema import expires, instant, parse_instant
from chalicelib.store.table import ABSENT, Delete, Expect, Item, Put, Table

# Under DynamoDB's 400 kB an item, base64 included.
CHUNK_BYTES = 256 * 1024
# As long as a dead letter of the delivery may rest.
CHUNKS_EXPIRE_AFTER = timedelta(days=20)
_FIRST_CHUNK = "0000"
_TRIES = 10


@dataclass(frozen=True, slots=True)
class StoredConfig:
    """An effective configuration as it was registered; `body` is its JSON text."""

    hash: str
    effective_from: datetime
    body: str


@dataclass(frozen=True, slots=True)
class Notes:
    """Access to the CONFIG, STATE, DEAD, COUNT#, POST# and BODY# partitions of one table."""

    table: Table

    def configs(self) -> tuple[StoredConfig, ...]:
        """Every configuration that was ever in force, oldest first."""
        return tuple(
            StoredConfig(str(item["hash"]), parse_instant(str(item["effective_from"])), str(item["body"]))
            for item in self.table.query("CONFIG")
        )

    def register(self, config: StoredConfig) -> bool:
        """Keep a configuration for good: running clocks lean on it. False: it was registered already."""
        at = instant(config.effective_from)
        item = {"pk": "CONFIG", "sk": f"{at}#{config.hash}", "hash": config.hash, "effective_from": at}
        return self.table.write(Put({**item, "body": config.body}, ABSENT))

    def mark(self, name: str, at: datetime) -> None:
        """Note that something was alive at that instant (a heartbeat, a horizon)."""
        self.table.write(Put({"pk": "STATE", "sk": name, "at": instant(at)}))

    def marks(self) -> dict[str, datetime]:
        """Every mark by its name."""
        return {str(item["sk"]): parse_instant(str(item["at"])) for item in self.table.query("STATE")}

    def marked(self, name: str) -> datetime | None:
        """One mark by its name; None when it was never made."""
        item = self.table.get("STATE", name)
        return parse_instant(str(item["at"])) if item else None

    def keep_dead_letters(self, counts: Mapping[str, int]) -> None:
        """Note how many messages rest in each dead-letter queue; nothing is written while that stays the same."""
        known = self.dead_letters()
        for queue, n in counts.items():
            if known.get(queue, 0) != n:
                self.table.write(Put({"pk": "DEAD", "sk": queue, "count": n}))

    def dead_letters(self) -> dict[str, int]:
        """How many rested in each dead-letter queue when it was last looked at."""
        return {str(item["sk"]): int(item["count"]) for item in self.table.query("DEAD")}

    def count(self, day: datetime, kind: str, what: str, amount: int = 1) -> None:
        """Count something that we could not use, so that it is seen and not dropped in silence."""
        self.table.add(f"COUNT#{day:%Y-%m-%d}", f"{kind}#{what}", {"count": amount}, expires(day))

    def counts(self, day: datetime) -> dict[str, int]:
        """The counts of one UTC day, by `kind#what`."""
        return {str(item["sk"]): int(item["count"]) for item in self.table.query(f"COUNT#{day:%Y-%m-%d}")}

    def stands(self, platform: str, ids: Sequence[str], refs: Iterable[str], at: datetime) -> Deletion | None:
        """Note in which conversations a message of the brand stands; its deletion, if that was seen first.

        `ids`: the message's own id, then those of its edits, since a deletion may name any of them. Whichever of
        message and deletion comes first, the second finds the first: both write, then read.
        """
        refs = tuple(refs)
        for each in ids:
            for ref in refs:
                row: Item = {"pk": _post_pk(platform, each), "sk": f"AT#{ref}", "message": ids[0]}
                self.table.write(Put({**row, "expires_at": expires(at)}))
        found = [self.table.get(_post_pk(platform, each), "DELETED") for each in ids]
        gone = [replace(from_item(Deletion, item), message=ids[0]) for item in found if item is not None]
        return reduce(_joined, gone) if gone else None

    def gone(self, platform: str, deletion: Deletion) -> tuple[tuple[str, Deletion], ...]:
        """Note that a message of the brand was deleted; in which conversations it stands, and under which id."""
        pk = _post_pk(platform, deletion.message)
        self._keep_deletion(pk, deletion)
        return tuple(
            (str(item["sk"]).removeprefix("AT#"), replace(deletion, message=str(item["message"])))
            for item in self.table.query(pk, "AT#", "AT#\U0010ffff")
        )

    def _keep_deletion(self, pk: str, deletion: Deletion) -> None:
        """Put it, or join it with the copy that is there: the second delivered may be the first received."""
        row: Item = {"pk": pk, "sk": "DELETED", "expires_at": expires(deletion.at)}
        for _ in range(_TRIES):
            if self.table.write(Put({**row, **to_item(deletion)}, ABSENT)):
                return
            stored = self.table.get(pk, "DELETED")
            if stored is None:
                continue  # expired between the two calls
            known = from_item(Deletion, stored)
            joined = _joined(known, deletion)
            if joined == known:
                return
            copies = stored.get("copies")
            item = {**row, **to_item(joined), "copies": int(copies or 0) + 1}
            if self.table.write(Put(item, Expect(values={"copies": copies}))):
                return
        from chalicelib.store.conversations import Contended  # the webhook keeps bodies here, and needs none of that

        raise Contended(f"{pk}: the deletion changed {_TRIES} times while it was being joined")

    def keep_body(self, name: str, text: str, now: datetime) -> None:
        """Keep a delivery that is too large for one queue message, in chunks."""
        until = int((now + CHUNKS_EXPIRE_AFTER).timestamp())
        for number, start in enumerate(range(0, len(text), CHUNK_BYTES)):
            chunk = text[start : start + CHUNK_BYTES]
            self.table.write(Put({"pk": f"BODY#{name}", "sk": f"{number:04}", "text": chunk, "expires_at": until}))

    def body(self, name: str) -> str:
        """A kept delivery, whole; empty when it was forgotten."""
        chunks = list(self.table.query(f"BODY#{name}"))
        return "".join(str(item["text"]) for item in chunks) if chunks and chunks[0]["sk"] == _FIRST_CHUNK else ""

    def forget_body(self, name: str) -> None:
        """Remove a kept delivery, first chunk first: half a body is none."""
        for item in list(self.table.query(f"BODY#{name}")):
            self.table.write(Delete(f"BODY#{name}", str(item["sk"])))


def _joined(one: Deletion, other: Deletion) -> Deletion:
    joined = merge(one, other)
    assert isinstance(joined, Deletion), joined
    return joined


def _post_pk(platform: str, message: str) -> str:
    return f"POST#{platform}#{message}"
