"""Where a conversation goes on when its customer gets another id on the platform."""

from chalicelib.domain.history import History


def goes_on_in(past: History) -> str | None:
    """The conversation that holds everything of this one by now; None while it is this one itself.

    The newest turn counts, since a customer may come back to an id; of two at one instant the one that stays. So
    following the answers comes to an end: each next conversation was left later than it was come to.
    """
    newest = max(past.continued, key=lambda turn: (turn.at, not turn.leaves, turn.other), default=None)
    return newest.other if newest is not None and newest.leaves else None
