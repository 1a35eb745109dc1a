"""A deployment that fails half way: what it made is on record, and the next one goes on from there."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tools import cleantree
from tools.localaws import LocalAws

pytestmark = pytest.mark.cloud


def run_chalice(aws: LocalAws, tree: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tools.chalicedeploy", str(tree), "--stage", "local", "--local-cloud"]
    return subprocess.run(
        command, cwd=cleantree.ROOT, env=aws.environment(), capture_output=True, text=True, check=False
    )


def on_record(tree: Path) -> dict[str, dict[str, Any]]:
    record = json.loads((tree / ".chalice" / "deployed" / "local.json").read_text())
    return {entry["name"]: entry for entry in record["resources"]}


def test_what_was_made_before_the_failure_is_made_once(own_aws: LocalAws, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    cleantree.make(tree, "local")
    policy = tree / ".chalice" / "policies" / "work.json"
    good = policy.read_text()
    policy.write_text('{"Version": "2012-10-17", "Statement": [{"Effect": "Perhaps"}]}')

    failed = run_chalice(own_aws, tree)
    assert failed.returncode != 0
    assert "Chalice could not deploy" in failed.stderr
    before = on_record(tree)
    assert {"sweep", "audit", "ingest", "ingest-sqs-event-source"} <= before.keys()
    assert "rest_api" not in before

    policy.write_text(good)
    again = run_chalice(own_aws, tree)
    assert again.returncode == 0, again.stdout + again.stderr
    after = on_record(tree)
    assert before["ingest-sqs-event-source"]["event_uuid"] == after["ingest-sqs-event-source"]["event_uuid"]
    mappings = own_aws.session().client("lambda").list_event_source_mappings()["EventSourceMappings"]
    assert len(mappings) == 2
    assert len(own_aws.session().client("apigateway").get_rest_apis()["items"]) == 1
