"""Creates or updates what `chalice deploy` does not: the stage's table, queues, topics and alarms."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from tools.cleantree import ROOT

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

TEMPLATE = ROOT / ".chalice" / "resources.json"
_NEVER_CREATED = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"}


class StackFailed(Exception):
    """The stack is not as the template says; the text names the resources and CloudFormation's reasons."""


def apply(
    client: "CloudFormationClient",
    stage: str,
    say: Callable[[str], None],
    pause: float = 3.0,
    template: Path = TEMPLATE,
) -> None:
    """Bring the stage's stack to the template and wait for it, looking every `pause` seconds.

    Raises StackFailed. Nothing to do is success.
    """
    name = f"waakhond-{stage}"
    request: dict[str, Any] = {
        "StackName": name,
        "TemplateBody": template.read_text(),
        "Parameters": [{"ParameterKey": "Stage", "ParameterValue": stage}],
    }
    status = _status(client, name)
    if status in _NEVER_CREATED:
        raise StackFailed(
            f"Stack {name} never came up ({status}): look at its events, delete it in CloudFormation, try again."
        )
    if status.endswith("_IN_PROGRESS"):
        raise StackFailed(f"Stack {name} is being changed by somebody else ({status}): try again later.")
    if status in ("", "DELETE_COMPLETE"):
        say(f"Creating the table, queues, topics and alarms of stage {stage}.")
        stack = client.create_stack(**request, OnFailure="DELETE")["StackId"]
    else:
        try:
            stack = client.update_stack(**request)["StackId"]
        except ClientError as answer:
            if "No updates are to be performed" in str(answer):
                say(f"The table, queues, topics and alarms of stage {stage} are up to date.")
                return
            raise
        say(f"Updating the table, queues, topics and alarms of stage {stage}.")
    _wait(client, name, stack, say, pause)


def _status(client: "CloudFormationClient", name: str) -> str:
    """Empty when there is no such stack."""
    try:
        return client.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
    except ClientError as answer:
        if "does not exist" in str(answer):
            return ""
        raise


def _wait(client: "CloudFormationClient", name: str, stack: str, say: Callable[[str], None], pause: float) -> None:
    status = "IN_PROGRESS"
    while status.endswith("IN_PROGRESS"):
        time.sleep(pause)
        latest = client.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
        if latest != status:
            say(f"  stack {name}: {latest.lower().replace('_', ' ')}")
        status = latest
    if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        raise StackFailed(f"Stack {name} ended as {status}. {_reasons(client, stack)}")


def _reasons(client: "CloudFormationClient", stack: str) -> str:
    events = client.describe_stack_events(StackName=stack)["StackEvents"]
    failed = [
        f"{event.get('LogicalResourceId')}: {event.get('ResourceStatusReason')}"
        for event in reversed(events)
        if event.get("ResourceStatus", "").endswith("FAILED")
    ]
    return json.dumps(failed[:3], ensure_ascii=False)
