"""Heartbeats, written seldom: a mark that is a little old says as much as one of this second, for far less."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.store.notes import Notes

# Every process writes each of its marks at most this often.
BEATS_EVERY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Pulse:
    """The marks of one process; `written` is its memory of what it wrote when."""

    notes: Notes
    written: dict[str, datetime] = field(default_factory=dict)

    def beat(self, name: str, at: datetime) -> None:
        """Note that this was alive at that instant, unless this process noted it just before.

        A mark never moves back: an old delivery that is taken in late says nothing about the present.
        """
        last = self.written.get(name)
        if last is None or at - last >= BEATS_EVERY:
            known = self.notes.marks().get(name)
            if known is None or known < at:
                self.notes.mark(name, at)
            self.written[name] = at
