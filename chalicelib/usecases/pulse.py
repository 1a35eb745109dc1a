"""Heartbeats, written seldom: a mark that is a little old says as much as one of this second, for far less."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.store.arrivals import Arrivals, Channel
from chalicelib.store.notes import Notes

# Every process writes each of its marks at most this often.
BEATS_EVERY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Pulse:
    """The marks of one process; `written` is its memory of what it wrote when, `waiting` what it counted since."""

    notes: Notes
    written: dict[str, datetime] = field(default_factory=dict)
    waiting: dict[Channel, Counter[datetime]] = field(default_factory=dict)

    def beat(self, name: str, at: datetime) -> None:
        """Note that this was alive at that instant, unless this process noted it just before.

        A mark never moves back: an old delivery that is taken in late says nothing about the present.
        """
        if self._due(name, at):
            known = self.notes.marked(name)
            if known is None or known < at:
                self.notes.mark(name, at)
            self.written[name] = at

    def heard(self, channel: Channel, at: datetime, messages: int) -> None:
        """Count messages of a channel. A process that ends takes along what it counted since it last wrote.

        That is half a minute at most of hundreds of messages: it changes nothing that is usual.
        """
        counted = self.waiting.setdefault(channel, Counter())
        counted[at.replace(second=0, microsecond=0)] += messages
        name = f"heard {channel.platform} {channel.account} {channel.surface}"
        if self._due(name, at):
            Arrivals(self.notes.table).add(channel, counted)
            self.written[name] = at
            counted.clear()

    def _due(self, name: str, at: datetime) -> bool:
        last = self.written.get(name)
        return last is None or at - last >= BEATS_EVERY


def account_mark(platform: str, account: str) -> str:
    """The name under which an account's last event is noted."""
    return f"account {platform} {account}"
