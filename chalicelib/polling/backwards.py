"""Reading a list that is told newest first, back to where the last reading began.

Such a list knows no "since": each page names the one behind it. The walk back may take several runs, so its state says
where it goes on, and only when it has arrived does the time at which it began count. Services tell an item a little
late now and then, below newer ones; therefore each walk goes back to ten minutes before the last one began, and what
was told already is known by its id.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.polling.port import FIRST_LOOK

OVERLAP = timedelta(minutes=10)
# What was asked longer ago starts nothing on receipt.
OLDEST = timedelta(days=7)
MOST_PAGES = 10
# Of more ids in those ten minutes than this, some pages come twice, which does no harm.
_MOST_KNOWN = 500


@dataclass(frozen=True, slots=True)
class Page:
    """`items`: id and time, None where it tells none; `following`: where the older ones are."""

    raw: bytes
    items: tuple[tuple[str, datetime | None], ...]
    following: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """How far a list was read. `page` and `begun` are set while a walk is under way."""

    since: datetime | None = None
    """Everything before this was told; the walk goes back to it."""
    told: frozenset[str] = frozenset()
    """Of what lies behind `since`: the ids, shortened, that the last walk met."""
    begun: datetime | None = None
    met: frozenset[str] = frozenset()
    """As `told`, for the walk that is under way."""
    page: str | None = None

    def abandoned(self) -> "Walk":
        """Begins afresh from the newest."""
        return Walk(since=self.since, told=self.told)


@dataclass(frozen=True, slots=True)
class Step:
    """A page that holds something new (None: it holds nothing new), and the state behind it."""

    page: Page | None
    since: datetime
    """What the page holds from before this was told earlier, or is too old."""
    state: Walk


def walk(state: Walk, fetch: Callable[[str | None], Page], now: datetime) -> Iterator[Step]:
    """The steps back; none at all while the first page reaches far enough and nothing on it is new.

    Ends after MOST_PAGES, to be gone on with.
    """
    news = state.page is not None
    for _ in range(MOST_PAGES):
        page = fetch(state.page)
        since = max(state.since or now - FIRST_LOOK, now - OLDEST)
        begun = state.begun or now
        met = _ids(page, since)
        fresh = not met <= state.told
        news = news or fresh
        met |= state.met
        times = [at for _, at in page.items if at is not None]
        if page.following in (None, state.page) or not times or min(times) < since:
            arrived = Walk(since=max(since, begun - OVERLAP), told=frozenset(sorted(met)[:_MOST_KNOWN]))
            # While nothing is new the state may stay: the same ids are known, and no row is written.
            if news or state.since is None or begun - since >= 2 * OVERLAP:
                yield Step(page if fresh else None, since, arrived)
            return
        state = replace(state, since=since, begun=begun, met=met, page=page.following)
        yield Step(page if fresh else None, since, state)


def _ids(page: Page, since: datetime) -> frozenset[str]:
    """Of what the page holds from then on, shortened: they are compared with each other and nothing else."""
    recent = [name for name, at in page.items if at is None or at >= since]
    return frozenset(hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:10] for name in recent)


def dumped(state: Walk) -> dict[str, object]:
    """As JSON values."""
    told: dict[str, object] = {"told": sorted(state.told), "met": sorted(state.met), "page": state.page}
    for name, at in (("since", state.since), ("begun", state.begun)):
        told[name] = at.isoformat() if at else None
    return {name: value for name, value in told.items() if value}


def loaded(told: object) -> Walk:
    """The inverse of `dumped`; for anything else the state of a list that was never read."""
    if not isinstance(told, dict):
        return Walk()
    try:
        return Walk(
            since=_instant(told.get("since")),
            told=frozenset(told.get("told", ())),
            begun=_instant(told.get("begun")),
            met=frozenset(told.get("met", ())),
            page=told.get("page"),
        )
    except (ValueError, TypeError):
        return Walk()


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def cursors(text: str) -> dict[str, object]:
    """The states of a poller's lists by name, as `json.dumps` wrote them; empty for an empty cursor."""
    told = json.loads(text) if text else {}
    return told if isinstance(told, dict) else {}
