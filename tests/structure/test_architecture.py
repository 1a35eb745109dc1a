"""Which part may know which: the direction of imports, and who alone touches clock, environment and cloud."""

import ast
import sys
from pathlib import Path

import pytest

from tests.structure.source import ROOT, imports, module, names_used, python, tree, within

APP = python("app.py", "chalicelib")

# Besides the standard library. Typing stubs (mypy_boto3_*) are not there when the app runs.
MAY_IMPORT = {
    "chalicelib.domain": {"chalicelib.domain"},
    "chalicelib.store": {"chalicelib.store", "chalicelib.domain"},
    "chalicelib.platforms": {"chalicelib.platforms", "chalicelib.domain"},
    "chalicelib.channels": {
        "chalicelib.channels",
        "chalicelib.domain",
        "chalicelib.secrets",
        "botocore",
        "urllib3",
    },
    "chalicelib.lookups": {"chalicelib.lookups", "chalicelib.secrets", "urllib3"},
    "chalicelib.polling": {"chalicelib.polling", "chalicelib.platforms", "urllib3"},
    "chalicelib.texts": {"chalicelib.texts", "chalicelib.domain"},
    "chalicelib.configuration": {
        "chalicelib.configuration",
        "chalicelib.domain",
        "chalicelib.platforms.registry",
        "chalicelib.channels.registry",
        "holidays",
    },
    "chalicelib.config": {"chalicelib.configuration", "chalicelib.domain"},
    "chalicelib.usecases": {
        "chalicelib.usecases",
        "chalicelib.domain",
        "chalicelib.store",
        "chalicelib.platforms",
        "chalicelib.channels",
        "chalicelib.texts",
        "chalicelib.config",
        "chalicelib.lookups",
        "chalicelib.polling.port",
    },
    "chalicelib.secrets": set[str](),
    "chalicelib.journal": {"aws_lambda_powertools"},
    "chalicelib.queues": set[str](),
    "chalicelib.bootstrap": {
        "chalicelib.domain",
        "chalicelib.store",
        "chalicelib.platforms",
        "chalicelib.channels",
        "chalicelib.usecases",
        "chalicelib.config",
        "chalicelib.journal",
        "chalicelib.queues",
        "chalicelib.secrets",
        "boto3",
        "botocore",
        "chalicelib.lookups",
    },
    "chalicelib.functions": {
        "chalicelib.bootstrap",
        "chalicelib.platforms.registry",
        "chalicelib.polling",
        "chalicelib.config",
        "chalicelib.domain",
        "chalicelib.store",
        "chalicelib.usecases",
    },
    "chalicelib.web": {
        "chalicelib.web",
        "chalicelib.bootstrap",
        "chalicelib.config",
        "chalicelib.domain",
        "chalicelib.platforms",
        "chalicelib.store",
        "chalicelib.texts",
        "chalicelib.usecases",
        "chalice",
        "jinja2",
        "markupsafe",
    },
    "app": {"chalicelib.functions", "chalicelib.config", "chalicelib.bootstrap", "chalicelib.web", "chalice"},
}

CLOCK = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today"}
ENVIRONMENT = {"os.environ", "os.getenv", "os.putenv", "os.environb"}


def part_of(name: str) -> str:
    """The row of the table that a module falls under; empty for a bare package marker."""
    return next((part for part in MAY_IMPORT if within(name, part)), "")


@pytest.mark.parametrize("path", APP, ids=module)
def test_imports_point_one_way(path: Path) -> None:
    part = part_of(module(path))
    assert part or not imports(path), f"{module(path)} is in no part of the app: give it a row in MAY_IMPORT"
    outside = {name for name in imports(path) if name.split(".")[0] not in sys.stdlib_module_names}
    stubs = {name for name in outside if name.startswith("mypy_boto3_")}
    assert {n for n in outside - stubs if not within(n, *MAY_IMPORT.get(part, ()))} == set()


def test_every_part_is_there() -> None:
    assert {part_of(module(path)) for path in APP} - {""} == set(MAY_IMPORT)


@pytest.mark.parametrize(
    ("what", "only"),
    [
        pytest.param("boto3", "chalicelib.bootstrap", id="only bootstrap builds AWS clients"),
        pytest.param("time", "chalicelib.bootstrap", id="only bootstrap may wait or look at the time"),
        pytest.param("random", "chalicelib.bootstrap", id="only bootstrap throws dice"),
        pytest.param("os", "chalicelib.config", id="only config may look at the process"),
    ],
)
def test_a_module_for_one_part_alone(what: str, only: str) -> None:
    assert {module(path) for path in APP if what in imports(path)} == {only}


@pytest.mark.parametrize(
    ("names", "only"),
    [
        pytest.param(CLOCK, "chalicelib.bootstrap", id="only bootstrap reads the clock"),
        pytest.param(ENVIRONMENT, "chalicelib.config", id="only config reads the environment"),
    ],
)
def test_a_name_for_one_part_alone(names: set[str], only: str) -> None:
    assert {module(path) for path in APP if names & {name for _, name in names_used(path)}} == {only}


def test_clients_wait_until_a_channel_sends() -> None:
    """At the top of a file it would cost every function that only knows the channel's name."""
    for path in python("chalicelib/channels"):
        top = ast.Module([node for node in tree(path).body if isinstance(node, ast.Import | ast.ImportFrom)], [])
        assert not {"botocore", "urllib3"} & set(ast.unparse(top).replace(".", " ").split()), module(path)


def test_the_domain_is_silent() -> None:
    for path in python("chalicelib/domain"):
        assert not imports(path) & {"logging", "io", "socket", "urllib.request", "subprocess"}, module(path)
        calls = {ast.unparse(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)}
        assert not calls & {"print", "open", "input"}, module(path)


def test_nothing_scans_the_table() -> None:
    for path in APP:
        calls = {name for _, name in names_used(path) if name.lower().endswith((".scan", ".full_scan"))}
        words = {node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant)}
        assert not calls and not words & {"scan", "Scan"}, module(path)
    for policy in sorted((ROOT / ".chalice" / "policies").glob("*.json")):
        assert "dynamodb:Scan" not in policy.read_text("utf-8"), policy.name


@pytest.mark.parametrize("path", python("app.py", "chalicelib", "tools"), ids=module)
def test_no_module_is_named_for_nothing(path: Path) -> None:
    assert path.stem not in {"utils", "util", "base", "helpers", "helper", "common", "misc"}
