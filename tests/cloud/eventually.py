"""Waiting for what the app does in processes of its own."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import pytest

T = TypeVar("T")

# For a machine that does other things too; nothing waits longer than it must.
PATIENCE = 400


def eventually(look: Callable[[], T | None], what: str, pause: float = 0.25) -> T:
    """The first thing that `look` finds. Looking at much too often would hold up the app: give it a longer pause."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(pause)
    pytest.fail(f"{what}: not within {PATIENCE} s")


def pause_until(instant: datetime) -> None:
    time.sleep(max((instant - datetime.now(UTC)).total_seconds(), 0.0))
