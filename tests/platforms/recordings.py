"""The recorded deliveries: one JSON file each, in a folder named for its platform.

A file has `about` (a sentence), `headers` (optional, joined to the signature), `body` (an object, or text for a body
that is no proper JSON) and `expected`, the events as JSON.
"""

import json
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from chalicelib.domain.events import Conversation, Event
from chalicelib.platforms.registry import load
from tests.platforms.brand import ORGANISATION

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Recording:
    platform: str
    name: str
    about: str
    headers: dict[str, str]
    body: bytes
    expected: list[dict[str, Any]]

    @property
    def payload(self) -> dict[str, Any]:
        payload: dict[str, Any] = json.loads(self.body)
        return payload


def read(path: Path) -> Recording:
    told = json.loads(path.read_text(encoding="utf-8"))
    body = told["body"] if isinstance(told["body"], str) else json.dumps(told["body"])
    return Recording(
        path.parent.name, path.stem, told["about"], told.get("headers", {}), body.encode(), told["expected"]
    )


def recordings(platform: str = "*") -> Iterator[Recording]:
    return (read(path) for path in sorted(FOLDER.glob(f"{platform}/*.json")))


def as_json(event: Event) -> dict[str, Any]:
    """An event as a recording writes it: fields that have their default value are left out."""
    told: dict[str, Any] = {"event": type(event).__name__}
    for one in fields(event):
        value = getattr(event, one.name)
        if one.default is MISSING or value != one.default:
            told[one.name] = _plain(value)
    return told


def _plain(value: object) -> object:
    match value:
        case Conversation():
            return value.ref
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case frozenset():
            return sorted(value)
        case tuple():
            return [_plain(one) for one in value]
    return value


def rewrite(platform: str) -> None:
    """Write what the adapter makes of each recording into it as `expected`. Read the difference before keeping it."""
    for path in sorted(FOLDER.glob(f"{platform}/*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        told["expected"] = [as_json(event) for event in load(platform).normalise(read(path).payload, ORGANISATION)]
        path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
