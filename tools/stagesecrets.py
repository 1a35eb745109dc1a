"""The stage's secrets in Systems Manager: make our own, ask for the platforms'."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

OUR_OWN = ("link", "manager_token")


def put(ssm: "SSMClient", stage: str, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        ssm.put_parameter(Name=_path(stage) + name, Value=value, Type="SecureString", Overwrite=True)


def complete(ssm: "SSMClient", stage: str, platforms: Iterable[str], say: Callable[[str], None]) -> None:
    """Make the keys nobody hands us, and say which signing secrets of `platforms` are missing."""
    present = _names(ssm, stage)
    for name in OUR_OWN:
        if name not in present:
            put(ssm, stage, {name: secrets.token_urlsafe(32)})
            say(f"Made the secret {_path(stage)}{name}.")
    for platform in sorted(set(platforms) - present):
        say(
            f"Missing: the signing secret of {platform}; its deliveries are refused until you put it there: "
            f"aws ssm put-parameter --type SecureString --name {_path(stage)}{platform} --value ..."
        )


def _names(ssm: "SSMClient", stage: str) -> set[str]:
    pages = ssm.get_paginator("get_parameters_by_path").paginate(Path=_path(stage), Recursive=True)
    return {entry["Name"].removeprefix(_path(stage)) for page in pages for entry in page["Parameters"]}


def _path(stage: str) -> str:
    return f"/waakhond/{stage}/secrets/"
