"""`chalice deploy` in a process of its own, from a clean tree, keeping a record whatever happens.

Chalice writes `.chalice/deployed/<stage>.json` only after a deployment that succeeded. One that
fails half way has made functions and perhaps a REST API that the next one would not know of and
would make again, at another address. So what was made is recorded here on failure too.
"""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import chalice.awsclient
from chalice.cli.factory import CLIFactory
from chalice.deploy.deployer import ChaliceDeploymentError, ResultsRecorder
from chalice.utils import UI, OSUtils

from tools import restapi


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tree", type=Path, help="the directory with app.py, chalicelib and .chalice")
    parser.add_argument("--stage", required=True)
    parser.add_argument("--local-cloud", action="store_true", help="build the API call by call")
    arguments = parser.parse_args()
    if arguments.local_cloud:
        bridge_missing_calls()
    os.chdir(arguments.tree)
    os.environ["AWS_CHALICE_CLI_MODE"] = "true"  # as the `chalice` command does: app.py is read, not run
    try:
        deploy(str(arguments.tree), arguments.stage)
    except ChaliceDeploymentError as problem:
        sys.exit(f"Chalice could not deploy: {problem}")


def deploy(tree: str, stage: str) -> None:
    factory = CLIFactory(tree, environ=os.environ)
    config = factory.create_config_obj(chalice_stage_name=stage)
    deployer = factory.create_default_deployer(
        factory.create_botocore_session(connection_timeout=60, read_timeout=120), config, UI()
    )
    known = config.deployed_resources(stage)
    before = {name: known.resource_values(name) for name in known.resource_names()}
    done = False
    try:
        deployer.deploy(config, stage)
        done = True
    finally:
        if not done:
            made = {entry["name"]: entry for entry in deployer._executor.resource_values}
            record(tree, stage, list((before | made).values()))


def record(tree: str, stage: str, resources: list[dict[str, Any]]) -> None:
    """Write the file Chalice reads at the next deployment; an empty record is none at all."""
    if resources:
        values = {"resources": resources, "schema_version": "2.0", "backend": "api"}
        ResultsRecorder(OSUtils()).record_results(values, stage, tree)


def bridge_missing_calls() -> None:
    """Replace the three API Gateway methods of Chalice's client that the local cloud cannot serve.

    `update_rest_api` only sets compression and the endpoint type, of which the local cloud has
    neither; its patches there damage the API's record. The two that wait look every 5 s, which is
    apt for AWS and would be most of a local deployment's time.
    """
    client: type[Any] = chalice.awsclient.TypedAWSClient
    methods: dict[str, Callable[..., object]] = {
        "import_rest_api": lambda self, swagger_document, endpoint_type: restapi.create(
            self._client("apigateway"), swagger_document, endpoint_type
        ),
        "update_api_from_swagger": lambda self, rest_api_id, swagger_document: restapi.update(
            self._client("apigateway"), rest_api_id, swagger_document
        ),
        "update_rest_api": lambda self, rest_api_id, patch_operations: None,
        "_wait_for_active": _waiting_for("function_active"),
        "_wait_for_function_update": _waiting_for("function_updated"),
    }
    for name, method in methods.items():
        if not hasattr(client, name):
            raise RuntimeError(f"This Chalice has no {name}: look at the bridge again.")
        setattr(client, name, method)


def _waiting_for(waiter: str) -> Callable[[Any, str], None]:
    def wait(self: Any, function_name: str) -> None:
        patience = {"Delay": 0.1, "MaxAttempts": 600}
        self._client("lambda").get_waiter(waiter).wait(FunctionName=function_name, WaiterConfig=patience)

    return wait


if __name__ == "__main__":
    main()
