"""What is deployed, as data: the app, its configuration, its policies and its resources agree."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from chalice.cli.factory import CLIFactory
from chalice.deploy.validate import validate_configuration

from app import app
from chalicelib.config import settings
from chalicelib.store import schema

ROOT = Path(__file__).resolve().parent.parent.parent
CONFIG = json.loads((ROOT / ".chalice" / "config.json").read_text())
RESOURCES = json.loads((ROOT / ".chalice" / "resources.json").read_text())["Resources"]
POLICIES = {path.name: json.loads(path.read_text()) for path in (ROOT / ".chalice" / "policies").glob("*.json")}
FUNCTIONS = CONFIG["lambda_functions"]
STAGES = CONFIG["stages"]


def handlers() -> dict[str, str]:
    """Every Lambda function of the app and the handler Chalice deploys for it."""
    return {"api_handler": "app.app"} | {source.name: source.handler_string for source in app.event_sources}


def properties(kind: str) -> list[dict[str, Any]]:
    return [each["Properties"] for each in RESOURCES.values() if each["Type"] == kind]


def queues() -> dict[str, dict[str, Any]]:
    return {name: each["Properties"] for name, each in RESOURCES.items() if each["Type"] == "AWS::SQS::Queue"}


def name_of(queue: dict[str, Any], stage: str) -> str:
    name: str = queue["QueueName"]["Fn::Sub"]
    return name.replace("${Stage}", stage)


@pytest.mark.parametrize("stage", STAGES)
def test_chalice_itself_finds_nothing_to_refuse(stage: str) -> None:
    validate_configuration(CLIFactory(str(ROOT), environ={}).create_config_obj(stage))


def test_the_configuration_names_exactly_the_functions_of_the_app() -> None:
    """Chalice ignores a misspelt name without a word."""
    assert set(FUNCTIONS) == set(handlers())


@pytest.mark.parametrize(("function", "handler"), handlers().items())
def test_every_function_starts_in_app_py(function: str, handler: str) -> None:
    assert handler.startswith("app."), f"{function} would run without the set-up in app.py"


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_says_who_it_is(stage: str) -> None:
    environment = STAGES[stage]["environment_variables"]
    assert STAGES[stage]["api_gateway_stage"] == environment["WAAKHOND_STAGE"] == stage
    assert re.fullmatch(r"https?://[^/]+", environment["WAAKHOND_PUBLIC_URL"])


def test_policies_are_written_by_hand_one_per_function() -> None:
    assert CONFIG["autogen_policy"] is False
    assert {name: each["iam_policy_file"] for name, each in FUNCTIONS.items()} == {
        name.removesuffix(".json"): f"policies/{name}" for name in POLICIES
    }


STATEMENTS = [
    pytest.param(statement, id=f"{name} {statement['Sid']}")
    for name, policy in sorted(POLICIES.items())
    for statement in policy["Statement"]
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_no_policy_uses_a_wildcard_action(statement: dict[str, Any]) -> None:
    assert statement["Action"]
    assert not [action for action in statement["Action"] if not re.fullmatch(r"[a-z-]+:[A-Za-z]+", action)]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_every_policy_names_what_it_touches(statement: dict[str, Any]) -> None:
    """A text message has no ARN, so publishing one needs `*`; topics are denied beside it."""
    if statement["Action"] == ["sns:Publish"]:
        assert statement["Resource"] == (["*"] if statement["Effect"] == "Allow" else ["arn:aws:sns:*:*:*"])
    elif statement["Action"] == ["ses:SendEmail", "ses:SendRawEmail"]:  # the second for a mail with a file
        assert statement["Resource"] == ["arn:aws:ses:*:*:identity/*"]
    elif set(statement["Action"]) <= {"sms-voice:SendTextMessage", "sms-voice:SendVoiceMessage"}:
        assert statement["Resource"] == ["arn:aws:sms-voice:*:*:*"]  # a number, a sender id or a pool, by ids AWS gives
    else:
        assert all("waakhond" in resource for resource in statement["Resource"])


@pytest.mark.parametrize("function", ["ingest", "work"])
def test_a_message_stays_hidden_longer_than_its_function_may_run(function: str) -> None:
    """Otherwise a second function starts on a message while the first still works on it."""
    (listened_to,) = (source.queue for source in app.event_sources if source.name == function)
    (queue,) = (each for each in queues().values() if name_of(each, settings().stage) == listened_to)
    assert queue["VisibilityTimeout"] > FUNCTIONS[function]["lambda_timeout"]


def test_every_queue_has_a_dead_letter_queue_that_keeps_longer_and_an_alarm() -> None:
    for name in ("Inbox", "Work"):
        dead = queues()[f"{name}Dead"]
        assert queues()[name]["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": [f"{name}Dead", "Arn"]}
        assert dead["MessageRetentionPeriod"] > queues()[name]["MessageRetentionPeriod"]
        assert dead["QueueName"]["Fn::Sub"] in alarmed("ApproximateNumberOfMessagesVisible", "QueueName")


@pytest.mark.parametrize("queue", queues())
def test_every_queue_is_encrypted(queue: str) -> None:
    assert queues()[queue]["SqsManagedSseEnabled"] is True


def test_the_table_is_encrypted_restorable_forgetful_and_outlives_the_stack() -> None:
    table = RESOURCES["Table"]
    assert table["Properties"]["SSESpecification"] == {"SSEEnabled": True}
    assert table["Properties"]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["Properties"]["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert (table["DeletionPolicy"], table["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


def test_the_due_index_carries_what_the_store_reads_from_it() -> None:
    (index,) = RESOURCES["Table"]["Properties"]["GlobalSecondaryIndexes"]
    assert index["IndexName"] == schema.INDEX
    assert set(index["Projection"]["NonKeyAttributes"]) == set(schema.PROJECTED)


def deployed_names() -> set[str]:
    return {"waakhond-${Stage}" + ("" if name == "api_handler" else f"-{name}") for name in FUNCTIONS}


def alarmed(metric: str, dimension: str) -> set[str]:
    """What the alarms on a metric are about."""
    return {
        each["Value"]["Fn::Sub"] if isinstance(each["Value"], dict) else each["Value"]
        for alarm in properties("AWS::CloudWatch::Alarm")
        for each in alarm["Dimensions"]
        if alarm["MetricName"] == metric and each["Name"] == dimension
    }


def test_every_function_has_an_alarm_on_its_errors() -> None:
    """For a request Chalice answers 500 and the function succeeds, so the API's own count is watched."""
    assert alarmed("Errors", "FunctionName") == deployed_names() - {"waakhond-${Stage}"}
    assert alarmed("5XXError", "ApiName") == {"waakhond"}


def test_every_function_has_a_log_that_forgets_after_30_days() -> None:
    logs = {each["LogGroupName"]["Fn::Sub"]: each["RetentionInDays"] for each in properties("AWS::Logs::LogGroup")}
    assert logs == {f"/aws/lambda/{name}": 30 for name in deployed_names()}


@pytest.mark.parametrize("alarm", properties("AWS::CloudWatch::Alarm"), ids=lambda alarm: alarm["MetricName"])
def test_every_alarm_reaches_the_alarms_topic_and_says_what_it_means(alarm: dict[str, Any]) -> None:
    assert alarm["AlarmActions"] == [{"Ref": "Alarms"}]
    assert alarm["AlarmDescription"].endswith((".", "inbox", "work"))


@pytest.mark.parametrize("path", app.routes)
def test_api_gateway_takes_every_route(path: str) -> None:
    """It refuses a parameter that is only part of a segment; the local cloud does not."""
    for segment in path.strip("/").split("/"):
        assert re.fullmatch(r"[A-Za-z0-9._-]*|\{[a-z_]+\}", segment)


def test_the_makefile_has_at_most_ten_verbs_and_help_explains_each() -> None:
    makefile = (ROOT / "Makefile").read_text()
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert len(phony.split()) <= 10
    assert set(phony.split()) == set(re.findall(r"^([a-z]+):.* ## \S", makefile, re.MULTILINE))
