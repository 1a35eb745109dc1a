"""Is it alive? Ages only, for anybody who asks; an outside monitor watches the status."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.store.notes import Notes
from chalicelib.usecases.ingest import LAST_DELIVERY
from chalicelib.usecases.sweep import LAST_SWEEP

SWEEP_TOO_OLD = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Health:
    """Seconds since the last sweep and the last delivery; None for what never happened."""

    healthy: bool
    last_sweep_seconds: int | None
    last_delivery_seconds: int | None


def health(notes: Notes, now: datetime) -> Health:
    """Healthy while the last sweep is at most three minutes old."""
    marks = notes.marks()
    swept, delivered = marks.get(LAST_SWEEP), marks.get(LAST_DELIVERY)
    return Health(
        healthy=swept is not None and now - swept <= SWEEP_TOO_OLD,
        last_sweep_seconds=_seconds(swept, now),
        last_delivery_seconds=_seconds(delivered, now),
    )


def _seconds(at: datetime | None, now: datetime) -> int | None:
    return None if at is None else int((now - at).total_seconds())
