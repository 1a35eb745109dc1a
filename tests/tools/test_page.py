"""`python -m tools.page`: what it queues, the line it prints for each method, and when it ends with 1 or 2."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from moto import mock_aws

from chalicelib.store.reach import Reaches
from chalicelib.usecases.trial import answer_trial
from tests.config.example import organisation
from tests.store import cloud as aws
from tests.stories.world import FakeChannel, World
from tests.usecases.test_trial import EMAIL, SMS, ask, trials
from tools import page

SANNE = organisation().people["sanne"]


def watched(
    world: World, *numbers: int, meanwhile: Callable[[], object] = lambda: None, seconds: int = 10
) -> list[tuple[str, bool]]:
    """What is told until the wait is over; time passes while it sleeps, and `meanwhile` happens in the third second."""
    asked_at = world.now
    ask(world, *numbers)

    def sleep(pause: float) -> None:
        world.until(world.now + timedelta(seconds=pause))
        if world.now == asked_at + timedelta(seconds=3):
            meanwhile()

    until = asked_at + timedelta(seconds=seconds)
    reaches = Reaches(world.table)
    return list(page.watch(reaches, SANNE, numbers, asked_at, until, lambda: world.now, sleep))


def test_a_line_for_each_change_until_all_methods_are_told_of() -> None:
    world = World("2026-11-17 12:00")
    world.channels["sms"] = FakeChannel("sms", world, broken={"+31600000001"})

    def answered() -> None:
        (mail,) = [trial for trial in trials(world) if trial.channel == "email"]
        answer_trial(mail.id, "link", world.context(), world.now)

    told = watched(world, SMS, EMAIL, meanwhile=answered)
    assert told == [
        ("0  sms  +316..001  failed  after 0.0 s  +31600000001 is no number that works", False),
        ("2  email  s..@example.com  sent  after 0.0 s  email-1", True),
        ("2  email  s..@example.com  answered  after 3.0 s  email-1", True),
    ]
    assert f"{world.now:%S}" == "03", "nobody waits for what is known"


def test_what_was_sent_and_not_answered_is_waited_for_and_no_failure() -> None:
    world = World("2026-11-17 12:00")
    assert [fine for _, fine in watched(world, EMAIL)] == [True]
    assert f"{world.now:%S}" == "10"


def test_silence_is_a_failure_that_says_where_to_look() -> None:
    world = World("2026-11-17 12:00")
    ((line, fine),) = page.watch(
        Reaches(world.table), SANNE, (SMS,), world.now, world.now, lambda: world.now, lambda _: None
    )
    assert not fine
    assert line.startswith("0  sms  +316..001  nothing was heard of it")


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A stage whose workers never come; the address of its work queue."""
    for name, value in (("DEFAULT_REGION", aws.REGION), ("ACCESS_KEY_ID", "testing"), ("SECRET_ACCESS_KEY", "testing")):
        monkeypatch.setenv(f"AWS_{name}", value)
    with mock_aws():
        aws.create_table(aws.client("dynamodb"), "waakhond-dev")
        yield str(aws.client("sqs").create_queue(QueueName="waakhond-dev-work")["QueueUrl"])


def test_it_queues_a_task_for_each_method_and_ends_with_1_when_nobody_does_them(
    cloud: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        page.main(["sanne", "--stage", "dev", "--wait", "0"])
    assert ended.value.code == 1
    assert len(capsys.readouterr().out.splitlines()) == 3
    received = aws.client("sqs").receive_message(QueueUrl=cloud, MaxNumberOfMessages=10)["Messages"]
    tasks = [json.loads(message["Body"]) for message in received]
    assert {(task["do"], task["target"]) for task in tasks} == {("test", "sanne")}
    assert {re.sub(".*#", "", task["key"]) for task in tasks} == {"0", "1", "2"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(
            ["saane"], "saane: nobody is called that; it is one of sanne, bram, chris, noor, mirjam", id="a typo"
        ),
        pytest.param(["sanne", "--method", "3"], "--method: 3 is not from 0 to 2", id="no such method"),
        pytest.param(["sanne", "--wait", "901"], "--wait: 901 is not from 0 to 900", id="too long a wait"),
        pytest.param(["sanne", "--stage", "elsewhere"], "--stage: AWS refused (", id="no such stage"),
    ],
)
def test_what_cannot_be_asked_ends_with_2_and_a_sentence(
    cloud: str, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        page.main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith(said)
