"""The stage's secrets in Systems Manager: make our own, ask for those of platforms and channels."""

import base64
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from chalicelib.domain.organisation import Account
from chalicelib.platforms.registry import POLLED

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

OUR_OWN = ("link", "session", "manager_token")


def put(ssm: "SSMClient", stage: str, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        ssm.put_parameter(Name=_path(stage) + name, Value=value, Type="SecureString", Overwrite=True)


def account_keys(accounts: Iterable[Account]) -> dict[str, str]:
    """A key of Standard Webhooks for each account, by `<platform>:<account id>`."""
    return {
        f"{each.platform}:{each.id}": f"whsec_{base64.b64encode(secrets.token_bytes(24)).decode()}" for each in accounts
    }


def written(keys: Mapping[str, str]) -> str:
    """The keys of accounts as one secret holds them: one to a line."""
    return "\n".join(f"{account}={key}" for account, key in keys.items())


def complete(
    ssm: "SSMClient", stage: str, platforms: Iterable[str], addresses: Iterable[str], say: Callable[[str], None]
) -> None:
    """Make the keys nobody hands us; say which signing secrets of `platforms` and which `addresses` are missing.

    An address is the secret `<channel>/<name>` that somebody's method names.
    """
    present = _names(ssm, stage)
    for name in OUR_OWN:
        if name not in present:
            put(ssm, stage, {name: secrets.token_urlsafe(32)})
            say(f"Made the secret {_path(stage)}{name}.")
    for platform in sorted(set(platforms) - present):
        if platform in POLLED:
            say(
                f"Missing: what opens the accounts of {platform}; they are not asked until you put it there: "
                f"aws ssm put-parameter --type SecureString --name {_path(stage)}{platform} --value '<account id>=...'"
            )
            continue
        say(
            f"Missing: the signing secret of {platform}; its deliveries are refused until you put it there: "
            f"aws ssm put-parameter --type SecureString --name {_path(stage)}{platform} --value ..."
        )
    for address in sorted(set(addresses) - present):
        say(
            f"Missing: what {address} stands for; no page goes there until you put it there: "
            f"aws ssm put-parameter --type SecureString --name {_path(stage)}{address} --value ..."
        )


def _names(ssm: "SSMClient", stage: str) -> set[str]:
    pages = ssm.get_paginator("get_parameters_by_path").paginate(Path=_path(stage), Recursive=True)
    return {entry["Name"].removeprefix(_path(stage)) for page in pages for entry in page["Parameters"]}


def _path(stage: str) -> str:
    return f"/waakhond/{stage}/secrets/"
