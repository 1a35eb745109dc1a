"""The functions' settings as they are deployed: their environment and their memory."""

import json
from typing import Any

from tools.cleantree import ROOT
from tools.localaws import LocalAws

STAGE = "local"


def environment(aws: LocalAws) -> dict[str, str]:
    """What a function finds in its environment, with `aws` as its AWS."""
    config = _config()
    variables: dict[str, str] = config["environment_variables"] | config["stages"][STAGE]["environment_variables"]
    return aws.environment() | variables


def memory(function: str) -> int:
    """The megabytes that a function is given."""
    config = _config()
    megabytes: int = config["lambda_functions"][function].get("lambda_memory_size", config["lambda_memory_size"])
    return megabytes


def timeout(function: str) -> int:
    """The seconds that a call of the function may take."""
    seconds: int = _config()["lambda_functions"][function]["lambda_timeout"]
    return seconds


def _config() -> dict[str, Any]:
    config: dict[str, Any] = json.loads((ROOT / ".chalice" / "config.json").read_text())
    return config
