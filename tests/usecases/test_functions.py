"""What Lambda runs, on a cloud of our own: each message by itself, failures stay, and a tick does its work."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import bootstrap, config, functions
from chalicelib.store.conversations import Conversations
from chalicelib.store.cursors import Cursors
from chalicelib.store.notes import Notes, StoredConfig
from chalicelib.usecases.ingest import LAST_DELIVERY
from chalicelib.usecases.sweep import LAST_SWEEP
from chalicelib.usecases.tasks import Task, decode, encode
from tests.stories import x
from tests.stories.polled import SETTINGS
from tests.usecases.deployed import Deployed, Signed, deployed


@dataclass(frozen=True)
class Record:
    """A queue message as Chalice hands it over."""

    body: str
    receipt_handle: str


def records(messages: list[dict[str, Any]]) -> list[Record]:
    return [Record(message["Body"], message["ReceiptHandle"]) for message in messages]


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployed]:
    with deployed(monkeypatch) as fresh:
        yield fresh


def mention(customer: str) -> tuple[x.Post, bytes]:
    post = x.mention(customer, "waar blijft mijn bestelling??", bootstrap.now() - timedelta(minutes=50))
    return post, x.posts(post)


def facts_of(post: x.Post) -> int:
    return len(Conversations(bootstrap.table()).load(f"x:merk:public:{post['user']['id_str']}").facts)


def test_a_batch_that_succeeds_is_deleted(stage: Deployed) -> None:
    asked = [mention("jan"), mention("merel")]
    for _, body in asked:
        stage.receive(Signed(), body)
    functions.ingest(records(stage.messages("inbox")))
    assert [facts_of(post) for post, _ in asked] == [1, 1]
    assert stage.count("inbox") == 0
    assert LAST_DELIVERY in Notes(bootstrap.table()).marks()


def test_what_fails_stays_on_the_queue_and_its_batch_mates_do_not(stage: Deployed) -> None:
    post, body = mention("jan")
    stage.send("inbox", "written by nobody we know")
    stage.receive(Signed(), body)
    stage.send("inbox", "nor this")
    with pytest.raises(ValueError, match="Expecting value"):
        functions.ingest(records(stage.messages("inbox")))
    assert facts_of(post) == 1
    assert stage.count("inbox") == 2


def test_what_nobody_can_read_is_parked_with_its_reason_and_deleted(stage: Deployed) -> None:
    stage.receive(Signed(), b"not json")
    functions.ingest(records(stage.messages("inbox")))
    assert stage.count("inbox") == 0
    (parked,) = stage.messages("inbox-dead")
    assert "not JSON" in parked["MessageAttributes"]["reason"]["StringValue"]


def test_a_step_past_on_arrival_is_queued_to_be_looked_at(stage: Deployed) -> None:
    post, body = mention("jan")
    stage.receive(Signed(), body)
    functions.ingest(records(stage.messages("inbox")))
    assert stage.count("work") == 1, f"{post['id_str']} is 50 minutes old"


def test_a_tick_queues_what_is_due_marks_itself_and_registers_the_configuration(stage: Deployed) -> None:
    _, body = mention("jan")
    stage.receive(Signed(), body)
    functions.ingest(records(stage.messages("inbox")))
    before = stage.count("work")
    functions.sweep()
    notes = Notes(bootstrap.table())
    assert stage.count("work") == before + 1
    assert LAST_SWEEP in notes.marks()
    assert len(notes.configs()) == 1


def test_where_nobody_is_asked_a_minute_of_asking_does_nothing(stage: Deployed) -> None:
    functions.poll()
    assert stage.count("inbox") == 0
    assert Cursors(bootstrap.table()).all() == {}
    assert stage.log.of("poll_failed") == []


def test_an_account_without_a_secret_is_not_asked_and_shows(stage: Deployed) -> None:
    organisation = config.read(SETTINGS, bootstrap.now().date())
    Notes(bootstrap.table()).register(StoredConfig("polled", bootstrap.now(), config.dump(organisation)))
    functions.poll()
    rows = Cursors(bootstrap.table()).all()
    assert {platform: (row.refused, row.failures) for (platform, _), row in rows.items()} == {
        "bluesky": (True, 1),
        "mastodon": (True, 1),
    }
    assert {str(line["reason"]).partition(" of ")[0] for line in stage.log.of("poll_failed")} == {
        "no app password",
        "no access token",
    }


def test_an_audit_tells_what_it_saw(stage: Deployed) -> None:
    functions.audit()
    (line,) = stage.log.of("audited")
    assert line["overdue_seconds"] == 0


def test_a_task_is_done_and_one_that_comes_too_early_goes_back(stage: Deployed) -> None:
    early = Task("escalate", "x:merk:public:42", bootstrap.now() + timedelta(minutes=2))
    functions.work([Record(encode(early), "unused")])
    assert stage.count("work") == 1
    functions.work([Record(encode(Task("deliver", "sanne", bootstrap.now())), "unused")])
    assert stage.count("work") == 1, "nothing waited for Sanne"


def test_a_task_that_fails_comes_back_soon_and_is_an_error(stage: Deployed) -> None:
    stage.send("work", "no task")
    (message,) = stage.messages("work")
    with pytest.raises(ValueError, match="not a task"):
        functions.work(records([message]))
    assert stage.count("work") == 1
    with pytest.raises(ValueError, match="not a task"):
        decode(message["Body"])


def test_what_a_batch_has_no_time_for_goes_back_as_if_it_had_never_been_tried(stage: Deployed) -> None:
    asked = [mention("jan"), mention("merel")]
    for _, body in asked:
        stage.receive(Signed(), body)
    functions.ingest(records(stage.messages("inbox")), begins_within=timedelta(seconds=-1))
    assert [facts_of(post) for post, _ in asked] == [0, 0]
    put_back = stage.messages("inbox")
    assert stage.count("inbox") == len(put_back) == len(asked)
    functions.ingest(records(put_back))
    assert [facts_of(post) for post, _ in asked] == [1, 1]
    assert stage.count("inbox") == 0
