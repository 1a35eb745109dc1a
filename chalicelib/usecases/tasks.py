"""Tasks on the work queue: what to look at again, and when. A task is a hint; the row it names decides."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from chalicelib.store.due import Due
from chalicelib.store.schema import instant, parse_instant
from chalicelib.usecases.ports import Queue

# What falls due within this is queued at once by whoever stores it; the sweep queues the rest in time.
LOOK_AHEAD = timedelta(seconds=150)
# A delayed message takes up to two seconds more than its whole seconds: it comes early, and the worker waits the rest.
_EARLY = 2
# The index shows a row a moment after it was written, and clocks differ a little: a sweep of this very moment may not
# see a row at the edge of its horizon, and the next one takes it for queued.
_LAG = timedelta(seconds=10)


Doing = Literal["escalate", "deliver", "page", "notify", "acknowledge", "sign_in", "test", "warn", "alarm", "enrich"]
_DOINGS: dict[str, Doing] = {doing: doing for doing in get_args(Doing)}


@dataclass(frozen=True, slots=True)
class Task:
    """`escalate` a conversation (by ref), `deliver` to a person (by id), or go on with a `page` (person and key).

    `notify` tells a person a notice of duty, which the key names. `acknowledge`: somebody took a page (by id) at that
    instant, by way of what the key names. `sign_in` tells a person (by id) the code of the ticket that the key names.
    `enrich` asks a platform, in the name of an account, what its webhook left out of the message that the key names.
    """

    do: Doing
    target: str
    due_at: datetime
    key: str = ""
    """Of a `test`: which test page to the person. Of a `warn`: which notice to a manager of who cannot be reached."""


def queue_if_soon(queue: Queue, task: Task, now: datetime) -> None:
    """Queue the task when it falls inside the look-ahead; a later one is the sweep's."""
    if task.due_at - now <= LOOK_AHEAD + _LAG:
        enqueue(queue, task, now)


def enqueue(queue: Queue, task: Task, now: datetime) -> None:
    """Queue the task so that it arrives a moment before it is due."""
    remaining = (task.due_at - now) // timedelta(seconds=1)
    queue.send(encode(task), delay=min(max(remaining + 1 - _EARLY, 0), 900))


def task_of(row: Due) -> Task:
    """The task that an index entry stands for. Raises ValueError for a kind nobody put there."""
    match row.kind:
        case "conversation":
            return Task("escalate", row.pk.removeprefix("C#"), row.due_at)
        case "alert":
            return Task("deliver", row.pk.removeprefix("P#"), row.due_at)
        case "page":
            return Task("page", row.pk.removeprefix("P#"), row.due_at, row.sk)
        case other:
            raise ValueError(f"index entry {row.pk} {row.sk}: kind {other!r} is none of ours")


def encode(task: Task) -> str:
    """The task as a queue message."""
    return json.dumps({"do": task.do, "target": task.target, "due_at": instant(task.due_at), "key": task.key})


def decode(text: str) -> Task:
    """The inverse of `encode`. Raises ValueError for a message that is no task."""
    try:
        raw = json.loads(text)
        do = _DOINGS[raw["do"]]
        return Task(do, str(raw["target"]), parse_instant(raw["due_at"]), str(raw["key"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"work queue: not a task: {text[:200]!r}") from error
