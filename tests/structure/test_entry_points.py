"""What Lambda runs: every handler lives in app.py and is one line long."""

import ast
import json

import pytest
from chalice.cli.factory import CLIFactory
from chalice.deploy import models
from chalice.deploy.appgraph import ApplicationGraphBuilder

from tests.structure.source import ROOT, module, python, tree

# Chalice gives a Blueprint's own handlers the Blueprint's module, and app.py is never imported there.
HANDLERS = {
    "schedule",
    "on_cw_event",
    "on_sqs_message",
    "on_sns_message",
    "on_s3_event",
    "on_kinesis_record",
    "on_dynamodb_record",
    "lambda_function",
    "authorizer",
    "middleware",
}
SETTINGS = json.loads((ROOT / ".chalice" / "config.json").read_text("utf-8"))
STAGES = sorted(SETTINGS["stages"])


def packaged(stage: str) -> list[models.Model]:
    """What Chalice itself would deploy."""
    config = CLIFactory(str(ROOT), environ={}).create_config_obj(chalice_stage_name=stage)
    resources: list[models.Model] = ApplicationGraphBuilder().build(config, stage).resources
    return resources


def functions(stage: str) -> list[models.LambdaFunction]:
    found = []
    for resource in packaged(stage):
        function = (
            resource if isinstance(resource, models.LambdaFunction) else getattr(resource, "lambda_function", None)
        )
        if isinstance(function, models.LambdaFunction):
            found.append(function)
    return found


@pytest.mark.parametrize("stage", STAGES)
def test_every_handler_is_in_app_py(stage: str) -> None:
    handlers = {function.handler for function in functions(stage)}
    assert handlers
    assert all(handler.startswith("app.") for handler in handlers), handlers


@pytest.mark.parametrize("stage", STAGES)
def test_every_function_is_configured_by_its_name(stage: str) -> None:
    """Chalice ignores a misspelt name in silence, and the function runs with defaults."""
    assert {function.resource_name for function in functions(stage)} == set(SETTINGS["lambda_functions"])


def test_only_app_py_declares_what_lambda_runs() -> None:
    for path in python("chalicelib"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                called = [each.func for each in node.decorator_list if isinstance(each, ast.Call)]
                names = {each.attr for each in called if isinstance(each, ast.Attribute)}
                assert not names & HANDLERS, f"{module(path)}.{node.name}"


def test_every_entry_point_delegates_in_one_line() -> None:
    entries = [node for node in ast.walk(tree(ROOT / "app.py")) if isinstance(node, ast.FunctionDef)]
    assert entries
    assert {node.name: len(node.body) for node in entries} == {node.name: 1 for node in entries}
    assert all(isinstance(node.body[0], ast.Expr | ast.Return) for node in entries)


def routes() -> list[tuple[str, str]]:
    """(path, function) of every route that a Blueprint or the app declares."""
    found = []
    for path in python("app.py", "chalicelib"):
        for node in ast.walk(tree(path)):
            for each in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
                if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr == "route":
                    assert isinstance(each.args[0], ast.Constant), f"{module(path)}: a route is written out"
                    found.append((str(each.args[0].value), node.name))
    assert found
    return found


def test_no_two_routes_share_a_function_name() -> None:
    """Chalice keeps handlers by their bare name, so one would take the other's place."""
    names = [function for _, function in routes()]
    assert sorted(names) == sorted(set(names))


def test_the_routes_that_others_call_are_there() -> None:
    outside = {"/webhooks/{platform}", "/status.json", "/p/{code}", "/health"}
    assert outside - {path for path, _ in routes()} == set()
