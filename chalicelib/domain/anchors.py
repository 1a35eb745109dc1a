"""Which waits a clock hangs on, one after the other, where several wait in one place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.waits import End, Wait

Moment = Callable[[Wait], datetime | None]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A wait with a clock on it. `set_going_at`: when the last fact was stored that let the clock hang here."""

    wait: Wait
    due_at: datetime
    set_going_at: datetime
    ended_at: datetime | None
    end: End | None


def anchors(
    waiting: Sequence[Wait], due: Moment, closing: Moment, now: datetime
) -> tuple[list[Anchor], frozenset[str]]:
    """The anchors of waits in one place, oldest first, and the ids of the waits that are still open.

    `due` tells when a wait breaks its target (None: it is not timed), `closing` when it ends as never answered
    (None: not to be said yet).

    - What ended no later than the anchors before it was a nudge and has no result of its own. An anchor answered while
      others wait gives its result, and the next oldest is an anchor from its own start.
    - An anchor that the customer deletes until its due time gives no result, as if it had never been.
    - What closes as never answered takes along everything asked before the closing.
    """
    found: list[Anchor] = []
    before: list[Wait] = []  # what stood in front until it ended
    busy_until: datetime | None = None
    closed_until: datetime | None = None
    for wait in waiting:
        due_at = due(wait)
        if due_at is None or (closed_until is not None and wait.started_at < closed_until):
            continue
        if busy_until is not None and wait.ended_at is not None and wait.ended_at <= busy_until:
            continue
        ended_at, end = wait.ended_at, wait.end
        closes_at = closing(wait)
        if closes_at is not None and closes_at <= now and (ended_at is None or ended_at > closes_at):
            ended_at, end, closed_until = closes_at, "never_answered", closes_at
        if end == "deleted" and ended_at is not None and ended_at <= due_at:
            before.append(wait)
            continue
        found.append(Anchor(wait, due_at, _set_going_at(wait, before), ended_at, end))
        if ended_at is None:
            break  # the oldest open one: all that come after it wait behind it
        before.append(wait)
        busy_until = ended_at  # later than the one before, or it would have been a nudge
    still = (wait for wait in waiting if wait.ended_at is None)
    return found, frozenset(wait.id for wait in still if closed_until is None or wait.started_at >= closed_until)


def _set_going_at(wait: Wait, before: Sequence[Wait]) -> datetime:
    """Stored itself, or set free by the end of one that stood in front of it, whichever came last."""
    freed = (
        front.end_stored_at
        for front in before
        if front.end_stored_at is not None and front.ended_at is not None and front.ended_at > wait.started_at
    )
    return max((wait.stored_at, *freed))
