"""How many pages a person can bear through one channel, and when the next one may go.

Sixteen calls in an hour had a carrier block the sender's number (target/goalert#1084); before that the person stops
looking. Breach pages are exempt but count.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

Limits = tuple[tuple[timedelta, int], ...]

ORDINARY: Limits = ((timedelta(minutes=15), 5), (timedelta(hours=1), 11), (timedelta(hours=3), 21))
IN_A_STORM: Limits = ((timedelta(hours=1), 3),)
# As far back as any limit looks.
LONGEST = timedelta(hours=3)


def opens_at(sent: Sequence[datetime], now: datetime, limits: Limits) -> datetime | None:
    """When the cap on a channel opens, given when pages went through it; None while it is open.

    A page leaves a window when its instant is as long ago as the window is long.
    """
    opens = []
    for window, most in limits:
        recent = sorted(at for at in sent if at > now - window)
        if len(recent) >= most:
            opens.append(recent[-most] + window)
    return max(opens, default=None)
