"""Tasks: what stands on the work queue, when it appears, and what is no task."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from chalicelib.store.due import Due
from chalicelib.usecases.tasks import LOOK_AHEAD, Task, decode, encode, enqueue, queue_if_soon, task_of
from tests.store.build import at

NOW = at("10:00")
SECOND = timedelta(seconds=1)


@dataclass
class Sends:
    """A queue that keeps the delays."""

    delays: list[int] = field(default_factory=list)

    def send(self, text: str, delay: int = 0, reason: str = "") -> None:
        assert decode(text).target == "x:merk:public:42"
        self.delays.append(delay)


def task(due_in: timedelta) -> Task:
    return Task("escalate", "x:merk:public:42", NOW + due_in)


@pytest.mark.parametrize(
    ("due_in", "delay"),
    [
        pytest.param(timedelta(hours=-5), 0, id="long past"),
        pytest.param(timedelta(), 0, id="now"),
        pytest.param(SECOND, 0, id="in a second"),
        pytest.param(2 * SECOND, 1, id="in two seconds: a second early"),
        pytest.param(timedelta(seconds=2, microseconds=1), 1, id="in a bit more"),
        pytest.param(timedelta(seconds=150), 149, id="at the horizon"),
        pytest.param(timedelta(days=2), 900, id="no longer than SQS can"),
    ],
)
def test_a_task_appears_a_moment_before_it_is_due(due_in: timedelta, delay: int) -> None:
    queue = Sends()
    enqueue(queue, task(due_in), NOW)
    assert queue.delays == [delay]
    assert delay == 900 or NOW + delay * SECOND <= max(task(due_in).due_at, NOW)


@pytest.mark.parametrize(
    ("due_in", "queued"),
    [
        pytest.param(timedelta(minutes=-1), True, id="past"),
        pytest.param(LOOK_AHEAD, True, id="at the horizon"),
        pytest.param(LOOK_AHEAD + SECOND, True, id="just past it: a sweep of this moment may not see it"),
        pytest.param(LOOK_AHEAD + timedelta(minutes=1), False, id="later: the sweep's"),
    ],
)
def test_what_is_due_before_the_next_sweep_is_queued_at_once(due_in: timedelta, queued: bool) -> None:
    queue = Sends()
    queue_if_soon(queue, task(due_in), NOW)
    assert bool(queue.delays) is queued


@pytest.mark.parametrize(
    ("row", "means"),
    [
        (Due("conversation", "C#x:merk:public:42", "HEAD", NOW), Task("escalate", "x:merk:public:42", NOW)),
        (Due("alert", "P#sanne", "ALERT#a1", NOW), Task("deliver", "sanne", NOW)),
        (Due("page", "P#sanne", "PAGE#1", NOW), Task("page", "sanne", NOW, "PAGE#1")),
    ],
)
def test_an_index_entry_is_a_task_and_survives_the_queue(row: Due, means: Task) -> None:
    assert task_of(row) == means
    assert decode(encode(means)) == means


def test_an_index_entry_of_no_known_kind_is_an_error() -> None:
    with pytest.raises(ValueError, match="storm"):
        task_of(Due("storm", "S#1", "S", NOW))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("null", id="null"),
        pytest.param("[]", id="a list"),
        pytest.param('"escalate"', id="a word"),
        pytest.param("{}", id="nothing in it"),
        pytest.param(
            '{"do": "dance", "target": "x", "due_at": "2026-11-17T10:00:00.000000Z", "key": ""}', id="no verb of ours"
        ),
        pytest.param(
            '{"do": ["page"], "target": "x", "due_at": "2026-11-17T10:00:00.000000Z", "key": ""}', id="a list of verbs"
        ),
        pytest.param('{"do": "page", "target": "x", "due_at": "tomorrow", "key": ""}', id="no instant"),
        pytest.param('{"do": "page", "target": "x", "due_at": 7, "key": ""}', id="a number for an instant"),
    ],
)
def test_what_is_no_task_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="not a task"):
        decode(text)
