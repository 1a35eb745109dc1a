"""Messages of which a webhook left out whom they are from or for: each becomes a task that asks its platform."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.domain.events import Event, MessageSeen, Passed, Unrecognised
from chalicelib.lookups.registry import REGISTRY
from chalicelib.usecases.tasks import Task


def tasks_for(events: Iterable[Event], now: datetime) -> list[Task]:
    """One for each such message of a platform that can be asked, whether or not there is a token for it.

    Where there is none the task does nothing, so that whoever takes deliveries in needs no secret.
    """
    found = dict.fromkeys(filter(None, map(_unplaced, events)))
    return [task_for(*each, 1, now) for each in found if REGISTRY[each[0]].completes]


def task_for(platform: str, account: str, message: str, turn: int, at: datetime) -> Task:
    """Ask about that message then; `turn` counts how often it is asked, from 1."""
    return Task("enrich", f"{platform}:{account}", at, f"{turn}#{message}")


def read_task(task: Task) -> tuple[str, str, str, int]:
    """Platform, account, message and turn. Raises ValueError for a task that `task_for` did not make."""
    platform, _, account = task.target.partition(":")
    turn, _, message = task.key.partition("#")
    if not (account and message):
        raise ValueError(f"not a task to ask about a message: {task}")
    return platform, account, message, int(turn)


def _unplaced(event: Event) -> tuple[str, str, str] | None:
    match event:
        case MessageSeen(direction="inbound", author=None, text=None, under_own_post=False):
            platform, message = event.conversation.platform, event.id
        case Passed(message=str(message)) | Unrecognised(message=str(message)):
            platform = event.platform
        case _:
            return None
    return (platform, event.account, message) if platform in REGISTRY and event.account else None
