"""What is stored of a configuration comes back exactly, and is the same for every machine."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from fractions import Fraction
from types import NoneType, UnionType
from typing import Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib import config
from chalicelib.domain.organisation import Organisation
from tests.config.example import organisation

_FEW = 2
# Without lone surrogates, which cannot be written as UTF-8; `read` lets none through, as it turns instants into UTC.
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
_LEAVES: Mapping[object, st.SearchStrategy[object]] = {
    str: _TEXT,
    int: st.integers(),
    bool: st.booleans(),
    NoneType: st.none(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    date: st.dates(),
    time: st.times(),
    Fraction: st.fractions(),
}


def _of(hint: object) -> st.SearchStrategy[object]:
    """Values of any type that a field of the configuration has."""
    kind, arguments = get_origin(hint), get_args(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        return st.builds(hint, **{field.name: _of(hints[field.name]) for field in fields(hint)})
    if kind in (Union, UnionType):
        return st.one_of(*map(_of, arguments))
    if kind is Literal:
        return st.sampled_from(arguments)
    if kind is frozenset:
        return st.frozensets(_of(arguments[0]), max_size=_FEW)
    if kind is Mapping:
        return st.dictionaries(_TEXT, _of(arguments[1]), max_size=_FEW)
    if kind is tuple and arguments[-1] is Ellipsis:
        return st.lists(_of(arguments[0]), max_size=_FEW).map(tuple)
    if kind is tuple:
        return st.tuples(*map(_of, arguments))
    return _LEAVES[hint]


@given(_of(Organisation))
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=40, deadline=None)
def test_any_configuration_comes_back_as_it_was(any_organisation: Organisation) -> None:
    text = config.dump(any_organisation)
    assert config.load(text) == any_organisation
    assert config.dump(config.load(text)) == text
    assert text.encode("utf-8")


def test_the_shipped_configuration_comes_back_as_it_was() -> None:
    assert config.load(config.dump(organisation())) == organisation()


def test_the_text_is_the_same_whatever_the_order_of_sets() -> None:
    code = (
        "from chalicelib import config; from tests.config.example import organisation;"
        " print(config.dump(organisation()))"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, check=True, capture_output=True, text=True
        ).stdout
        for seed in ("1", "2")
    }
    assert texts == {config.dump(organisation()) + "\n"}


def test_a_field_that_is_new_takes_its_default_and_one_that_is_gone_is_passed_over() -> None:
    stored = json.loads(config.dump(organisation()))
    del stored["accounts"][0]["pages"]
    stored["accounts"][0]["colour"] = "blue"
    assert config.load(json.dumps(stored)) == organisation()


def test_it_is_small_enough_to_be_read_in_one_go() -> None:
    # DynamoDB keeps 400 kB an item and bills reads by 4 kB.
    assert len(config.dump(organisation()).encode()) < 12_000
