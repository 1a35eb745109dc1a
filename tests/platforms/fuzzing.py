"""What a fuzzer throws at the adapters, and what must hold whatever it throws.

A case is one byte, which chooses the platform, and the body of a delivery.
"""

import json
from collections.abc import Iterator

from chalicelib.platforms.body import read_json
from chalicelib.platforms.errors import UnreadableBody
from chalicelib.platforms.registry import REGISTRY, load
from tests.platforms.brand import ORGANISATION
from tests.platforms.recordings import as_json, recordings
from tests.platforms.test_fuzz import check

PLATFORMS = tuple(REGISTRY)


def cases() -> Iterator[tuple[str, bytes]]:
    """Every recorded delivery as a case, by its name."""
    for recording in recordings():
        chosen = PLATFORMS.index(recording.platform)
        yield f"{recording.platform}-{recording.name}", bytes([chosen]) + recording.body


def words() -> list[str]:
    """Every key of the recorded deliveries: what a mutation by bytes alone would hardly find."""
    found: set[str] = set()
    for recording in recordings():
        left: list[object] = [recording.payload]
        while left:
            match left.pop():
                case dict() as held:
                    found.update(held)
                    left += held.values()
                case list() as held:
                    left += held
    return sorted(word for word in found if word.isascii() and word.isprintable() and '"' not in word)


def survive(case: bytes) -> int:
    """The number of events it becomes, each fit to be stored; 0 for a body that is no delivery. Nothing raises."""
    if not case:
        return 0
    adapter = load(PLATFORMS[case[0] % len(PLATFORMS)])
    try:
        events = list(adapter.normalise(read_json(case[1:]), ORGANISATION))
    except UnreadableBody:
        return 0
    for event in events:
        check(event)
        json.dumps(as_json(event), ensure_ascii=False).encode("utf-8")
    return len(events)
