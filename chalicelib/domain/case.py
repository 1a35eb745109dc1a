"""What a conversation comes to: each clock it ever had, how each ended, and what waits. `clocks.py` derives it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.domain.events import Conversation
from chalicelib.domain.facts_by_hand import Acknowledgement
from chalicelib.domain.facts_seen import Message
from chalicelib.domain.history import History
from chalicelib.domain.pages import ClockKind
from chalicelib.domain.quiet import Quiet
from chalicelib.domain.steps import StepTaken
from chalicelib.domain.waits import End, Wait, place_of

# Both response clocks count as one when it comes to alerts: a late older answer turns one into the other.
Family = Literal["response", "dm", "promise"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One promise being timed. Open while `ended_at` is None; then its result never changes again."""

    kind: ClockKind
    anchor: str
    """Id of the wait (or promise) it hangs on."""
    started_at: datetime
    due_at: datetime
    first_seen_at: datetime
    stored_at: datetime
    """When the last fact was stored that set it going: what was past by then is late, not due."""
    account: str
    policy: str
    config: str
    author: str | None = None
    message: str | None = None
    """Id of the customer's message that it is about; None for a move to DM or a promise."""
    approximate: bool = False
    ended_at: datetime | None = None
    end: End | None = None

    @property
    def family(self) -> Family:
        """What its alerts are counted under."""
        if self.kind == "dm_follow_up":
            return "dm"
        return "promise" if self.kind == "promise" else "response"

    def within_target(self) -> bool:
        """Ended in time; False while it is open."""
        return self.ended_at is not None and self.ended_at <= self.due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A conversation as its facts tell it: every clock it ever had, oldest first, and what started none."""

    conversation: Conversation
    clocks: tuple[Clock, ...]
    waits: tuple[Wait, ...]
    open_waits: frozenset[str]
    """Ids of the waits that nothing has ended: a step taken counts while its anchor is one of these."""
    quiet: tuple[tuple[Message, Quiet], ...]
    history: History
    waiting_for_customer: datetime | None
    """Since when the ball is with the customer ("stuur ons een DM"); None when it is not."""

    @property
    def open(self) -> tuple[Clock, ...]:
        """The running clocks, the first to break first."""
        running = (clock for clock in self.clocks if clock.ended_at is None)
        return tuple(sorted(running, key=lambda clock: (clock.due_at, clock.anchor)))

    @property
    def steps(self) -> tuple[StepTaken, ...]:
        return self.history.steps

    @property
    def acknowledgements(self) -> tuple[Acknowledgement, ...]:
        return self.history.acknowledgements

    def message_of(self, clock: Clock) -> Message | None:
        """The customer's message that the clock is about; None for a move to DM or a promise."""
        return self.history.by_id.get(clock.message) if clock.message is not None else None

    def waiting_with(self, clock: Clock) -> frozenset[str]:
        """Ids of the open waits in the clock's own place: its anchor and what waits behind it. Empty for a promise."""
        if clock.kind == "promise":
            return frozenset()
        place = place_of(self.conversation, clock.author, clock.anchor)
        here = (wait.id for wait in self.waits if place_of(self.conversation, wait.author, wait.id) == place)
        return self.open_waits.intersection(here)
