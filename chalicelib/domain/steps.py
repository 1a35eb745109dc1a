"""What Waakhond itself did, as rows of a conversation: the steps it took."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

Outcome = Literal["fired", "held", "superseded", "carried", "muted", "listed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken:
    """A step of the ladder came and went, with what was decided and why. `alert` identifies it for ever."""

    KIND: ClassVar[str] = "step_taken"

    alert: str
    step: str
    level: int
    """Place in the ladder, lowest first; repeats continue the count."""
    clock: str
    anchor: str
    planned_at: datetime
    stored_at: datetime
    outcome: Outcome
    recipients: tuple[str, ...] = ()
    reason: str = ""
    config: str = ""
    """Hash of the configuration that the clock keeps."""

    @property
    def key(self) -> str:
        return self.alert

    @property
    def at(self) -> datetime:
        return self.planned_at
