"""Whatever is sent to the addresses for machines, the answer is one that their document tells of."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import given, settings
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

import chalicelib.web
from chalicelib import bootstrap
from chalicelib.store.notes import Notes
from chalicelib.usecases.sweep import LAST_SWEEP
from tests.browser.serving import served
from tests.usecases.deployed import TOKEN
from tests.web.paged import paged_stage

DOCUMENT = Path(chalicelib.web.__file__).parent / "static" / "openapi.json"
Operation = APIOperation[Any, Any, Any, Any]
_SCHEMA = schemathesis.openapi.from_dict(json.loads(DOCUMENT.read_text("utf-8")))
OPERATIONS = [found.ok() for found in _SCHEMA.get_all_operations() if isinstance(found, Ok)]


@pytest.fixture(scope="module")
def root() -> Iterator[str]:
    """The address of a stage where somebody waits and was paged, and the last sweep was just now."""
    with pytest.MonkeyPatch.context() as monkeypatch, paged_stage(monkeypatch) as paged, served(paged.stage) as address:
        Notes(bootstrap.table()).mark(LAST_SWEEP, bootstrap.now())
        yield address


# What it cannot tell: which accounts and cursors there are. And readers are lenient: an unknown `lang` is passed over.
_UNTOLD: list[Any] = [positive_data_acceptance, negative_data_rejection]


def always_as_told(root: str, operation: Operation, token: str, mode: GenerationMode) -> None:
    @settings(max_examples=15)
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(base_url=root, headers={"Authorization": f"Bearer {token}"}, excluded_checks=_UNTOLD)

    holds()


@pytest.mark.parametrize("token", [pytest.param(TOKEN, id="a token"), pytest.param("x", id="a wrong token")])
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_what_the_document_asks_for_is_answered_as_it_tells(root: str, operation: Operation, token: str) -> None:
    always_as_told(root, operation, token, GenerationMode.POSITIVE)


@pytest.mark.parametrize(
    "operation", [each for each in OPERATIONS if each.query], ids=lambda operation: operation.label
)
def test_what_it_does_not_ask_for_is_answered_as_it_tells_too(root: str, operation: Operation) -> None:
    always_as_told(root, operation, TOKEN, GenerationMode.NEGATIVE)
