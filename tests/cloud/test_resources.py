"""The stack is made, left alone when it is right, updated, and a failure says which resource and why."""

import json
from pathlib import Path
from typing import Any

import pytest

from tools import resources
from tools.localaws import LocalAws

pytestmark = pytest.mark.cloud


def apply(aws: LocalAws, template: Path = resources.TEMPLATE) -> str:
    said: list[str] = []
    resources.apply(aws.session().client("cloudformation"), "try", said.append, pause=0.1, template=template)
    return said[0]


def changed(directory: Path, resource: str, properties: dict[str, Any]) -> Path:
    template = json.loads(resources.TEMPLATE.read_text())
    template["Resources"][resource]["Properties"] |= properties
    path = directory / "changed.json"
    path.write_text(json.dumps(template))
    return path


def test_a_stack_is_created_then_left_alone_then_updated(own_aws: LocalAws, tmp_path: Path) -> None:
    assert apply(own_aws).startswith("Creating")
    assert apply(own_aws).endswith("are up to date.")
    assert apply(own_aws, changed(tmp_path, "Inbox", {"VisibilityTimeout": 100})).startswith("Updating")
    sqs = own_aws.session().client("sqs")
    url = sqs.get_queue_url(QueueName="waakhond-try-inbox")["QueueUrl"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])
    assert found["Attributes"]["VisibilityTimeout"] == "100"


def test_a_failed_update_names_the_resource(own_aws: LocalAws, tmp_path: Path) -> None:
    apply(own_aws)
    with pytest.raises(resources.StackFailed, match=r"waakhond-try ended as UPDATE_ROLLBACK.*Inbox"):
        apply(own_aws, changed(tmp_path, "Inbox", {"VisibilityTimeout": 10**6}))
