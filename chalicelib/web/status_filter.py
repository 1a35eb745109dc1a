"""Which lines of the status page somebody wants to see: it stands in the address, so that it can be kept and sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args
from urllib.parse import urlencode

from chalicelib.domain.pages import ClockKind
from chalicelib.domain.storm import Storm
from chalicelib.usecases.open_clocks import Line
from chalicelib.usecases.overview import in_storm

Kind = Literal["mention", "dm", "promise"]
Who = Literal["nobody", "mine", "late", "storm"]

KINDS: tuple[Kind, ...] = get_args(Kind)
WHOSE: tuple[Who, ...] = get_args(Who)
_MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Empty: no choice. What is not known fits nothing, and says so in the list."""

    brand: str = ""
    platform: str = ""
    kind: str = ""
    who: str = ""

    @property
    def query(self) -> str:
        """`?brand=merk&who=late`; empty where everything is shown."""
        chosen = {"brand": self.brand, "platform": self.platform, "kind": self.kind, "who": self.who}
        query = urlencode({name: value for name, value in chosen.items() if value})
        return f"?{query}" if query else ""

    def fits(self, line: Line, person: str, now: datetime, storms: Iterable[Storm] = ()) -> bool:
        """Is it one of the lines that this person asked for? `storms` are those that are on."""
        return (
            self.brand in ("", line.head.brand)
            and self.platform in ("", line.head.platform)
            and self.kind in ("", kind_of(line.clock.clock))
            and (
                self.who == ""
                or (self.who == "nobody" and line.head.acknowledged_by is None)
                or (self.who == "mine" and line.head.acknowledged_by == person)
                or (self.who == "late" and now >= line.clock.due_at)
                or (self.who == "storm" and any(in_storm(line, storm) for storm in storms))
            )
        )


def filter_of(query: Mapping[str, str]) -> Filter:
    """From the address, or from a form that carries it along."""
    return Filter(**{name: query.get(name, "")[:_MOST] for name in ("brand", "platform", "kind", "who")})


def kind_of(clock: ClockKind) -> Kind:
    """What a clock is for those who filter."""
    if clock == "promise":
        return "promise"
    return "dm" if clock == "dm_follow_up" else "mention"
