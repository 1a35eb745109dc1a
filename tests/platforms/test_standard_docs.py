"""docs/standard-webhooks.md says what the adapter does: examples are read, the signature verifies, words exist."""

import json
import re
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from chalicelib.domain.events import MessageSeen
from chalicelib.platforms import standard, standard_events, standard_report
from tests.platforms.brand import MERK, ORGANISATION
from tests.platforms.recordings import recordings
from tests.platforms.signers import account_key

PAGE = (Path(__file__).parents[2] / "docs" / "standard-webhooks.md").read_text("utf-8")
BLOCKS = [dedent(block) for block in re.findall(r"(?:^    .*\n|^\n(?=    ))+", PAGE, re.MULTILINE)]
EXAMPLES: list[dict[str, Any]] = [json.loads(block) for block in BLOCKS if block.lstrip().startswith("{")]
FIELDS = re.findall(r"^\| (`[^|]+`) \|", PAGE.partition("| Field of `data`")[2].partition("\n\n")[0], re.MULTILINE)
KEY = account_key("x", MERK).partition("=")[2]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["type"])
def test_an_example_is_read(example: dict[str, Any]) -> None:
    named = example["data"]["account"]
    accounts = tuple(replace(one, id=named["id"]) for one in ORGANISATION.accounts if one.platform == named["platform"])
    (event,) = standard.normalise(example, replace(ORGANISATION, accounts=accounts[:1]))
    assert isinstance(event, MessageSeen)
    assert event.asked_at is not None


def test_there_are_examples() -> None:
    assert {example["type"] for example in EXAMPLES} == {"message.received", "answered.elsewhere"}


def test_every_type_is_described_and_none_is_made_up() -> None:
    listed = re.findall(r"^\| `([a-z]+\.[a-z]+)` \|", PAGE, re.MULTILINE)
    assert listed == list(dict.fromkeys(listed))
    assert set(listed) == set(standard_events.READERS)


def test_every_field_of_a_recording_is_described_or_ignored() -> None:
    described = set(re.findall(r"`(\w+)`", " ".join(FIELDS)))
    used = {
        key
        for one in recordings("standard")
        for event in one.payload.get("events", [one.payload])
        for key in keys(event)
    }
    assert described - used == set()
    assert used - described == {"url", "language"}  # what a tool may send besides


def keys(event: object) -> set[str]:
    data = event.get("data") if isinstance(event, dict) else None
    return set(data) if isinstance(data, dict) else set()


def test_every_platform_with_threads_is_named() -> None:
    sentence = next(line for line in PAGE.splitlines() if line.startswith("In public on"))
    assert set(re.findall(r"`(\w+)`", sentence)) == standard_report.THREADED


def test_the_example_of_a_signature_verifies() -> None:
    (block,) = (block for block in BLOCKS if "def signed" in block)
    names: dict[str, Any] = {}
    exec(block, names)
    body = json.dumps(EXAMPLES[0]["data"]).encode()
    headers: dict[str, str] = names["signed"](KEY, "msg_1", 1795212000, body)
    standard.verify(headers, body, [f"x:{MERK}={KEY}"])
