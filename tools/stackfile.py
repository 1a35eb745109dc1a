"""`.local/stack.json`: how other tools find the running local cloud. Its form is fixed."""

import json
from pathlib import Path
from typing import TypedDict

from tools.cleantree import ROOT

PATH = ROOT / ".local" / "stack.json"


class AccountEntry(TypedDict):
    platform: str
    id: str
    name: str
    brand: str


class Stack(TypedDict):
    """`api_url` goes up to and including the stage; `secrets` are the signing secrets by platform.

    Under `standard` stands the key of the first account.
    """

    api_url: str
    aws_endpoint_url: str
    region: str
    stage: str
    accounts: list[AccountEntry]
    secrets: dict[str, str]
    manager_token: str
    public_url: str
    fake_providers_url: str


class NotRunning(Exception):
    """No local cloud is up."""


def write(stack: Stack, path: Path = PATH) -> None:
    """All at once: a reader sees no file or a whole one. Only this user may read the secrets."""
    partial = path.with_suffix(".partial")
    partial.touch(mode=0o600)
    partial.write_text(json.dumps(stack, indent=2) + "\n")
    partial.replace(path)


def read(path: Path = PATH) -> Stack:
    """Raises NotRunning, whose text says what to do."""
    try:
        stack: Stack = json.loads(path.read_text())
    except FileNotFoundError:
        raise NotRunning("No local cloud is up: start it in another terminal with `make run`.") from None
    return stack


def remove(path: Path = PATH) -> None:
    path.unlink(missing_ok=True)
