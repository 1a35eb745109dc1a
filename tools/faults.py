"""How a fake provider misbehaves for a while: as `POST /faults` tells it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

_NUMBERS = {"status": 599, "retry_after": 86_400, "slow": 60, "seconds": 86_400}
_FLAGS = ("drop", "reset")


class BadFault(ValueError):
    """Nothing changes; the message says what would be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """The trouble with requests whose path begins with `path`; without any, everything works.

    `status` answers so and does nothing; `slow` does it and answers that many seconds later; `drop` does it and hangs
    up without an answer, `reset` does nothing and resets the connection.
    """

    path: str = ""
    status: int | None = None
    retry_after: int | None = None
    slow: float = 0.0
    drop: bool = False
    reset: bool = False
    ends_at: float | None = None
    """On the monotonic clock; None: until the next one."""

    def strikes(self, path: str) -> bool:
        return path.startswith(self.path) and (self.ends_at is None or time.monotonic() < self.ends_at)


NONE = Fault()


def read(document: object) -> Fault:
    """A fault as it stands in JSON, its `seconds` counted from now; an empty object: none. Raises BadFault."""
    if not isinstance(document, Mapping):
        raise BadFault('write an object, such as {"status": 503, "seconds": 10}; {} ends the trouble')
    known = {*_NUMBERS, *_FLAGS, "path"}
    if unknown := sorted(set(document) - known):
        raise BadFault(f"unknown: {', '.join(unknown)}; known: {', '.join(sorted(known))}")
    for name, most in _NUMBERS.items():
        value = document.get(name, 1)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
            raise BadFault(f"{name} must be a number up to {most}")
    seconds = document.get("seconds")
    return Fault(
        path=str(document.get("path", "")),
        status=int(document["status"]) if "status" in document else None,
        retry_after=int(document["retry_after"]) if "retry_after" in document else None,
        slow=float(document.get("slow", 0.0)),
        drop=document.get("drop") is True,
        reset=document.get("reset") is True,
        ends_at=time.monotonic() + float(seconds) if seconds is not None else None,
    )
