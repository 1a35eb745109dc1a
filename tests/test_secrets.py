"""Secrets: asked for seldom, two at once during a rotation, and the last good ones when SSM fails."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.secrets import KEPT_FOR, NoSecrets, Secrets

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Down(Exception):
    """SSM does not answer."""


@dataclass
class Store:
    """SSM as far as we use it: all in one go, or down."""

    values: Mapping[str, str]
    down: bool = False
    calls: int = 0
    failures: list[str] = field(default_factory=list)

    def fetch(self) -> Mapping[str, str]:
        self.calls += 1
        if self.down:
            raise Down("throttled")
        return self.values

    def secrets(self) -> Secrets:
        return Secrets(fetch=self.fetch, failures=(Down,), on_failure=self.failures.append)


@pytest.mark.parametrize(
    ("stored", "values"),
    [
        pytest.param("one", ("one",), id="one"),
        pytest.param("new,old", ("new", "old"), id="two by a comma, newest first"),
        pytest.param("new\nold\n", ("new", "old"), id="two by lines"),
        pytest.param(" new , old\r\n", ("new", "old"), id="what an editor adds is no part of them"),
        pytest.param("", (), id="nothing"),
        pytest.param(" ,\n, ", (), id="nothing but separators"),
    ],
)
def test_a_secret_is_one_value_or_several(stored: str, values: tuple[str, ...]) -> None:
    assert Store({"x": stored}).secrets().get("x", NOON) == values


def test_an_unknown_name_has_no_value() -> None:
    secrets = Store({"x": "one"}).secrets()
    assert (secrets.get("y", NOON), secrets.get_whole("y", NOON)) == ((), "")


def test_an_address_is_one_value_whatever_stands_in_it() -> None:
    stored = " https://hooks.example.com/a,b?c=d,e x-token\r\n"
    assert Store({"slack/webcare": stored}).secrets().get_whole("slack/webcare", NOON) == stored.strip()


def test_one_call_serves_every_name_until_they_are_old() -> None:
    store = Store({"x": "one", "link": "two"})
    secrets = store.secrets()
    for age in (timedelta(), KEPT_FOR - timedelta(seconds=1)):
        assert (secrets.get("x", NOON + age), secrets.get("link", NOON + age)) == (("one",), ("two",))
    assert store.calls == 1
    store.values = {"x": "rotated"}
    assert secrets.get("x", NOON + KEPT_FOR) == ("rotated",)
    assert secrets.get("link", NOON + KEPT_FOR) == ()
    assert store.calls == 2


def test_the_last_good_ones_stay_while_ssm_is_down_and_it_is_not_asked_for_each_request() -> None:
    store = Store({"x": "one"})
    secrets = store.secrets()
    secrets.get("x", NOON)
    store.down = True
    for seconds in range(10):
        assert secrets.get("x", NOON + KEPT_FOR + timedelta(seconds=seconds)) == ("one",)
    assert store.calls == 2
    assert store.failures == ["throttled"]
    store.down = False
    store.values = {"x": "two"}
    assert secrets.get("x", NOON + 2 * KEPT_FOR) == ("two",)


def test_without_any_good_ones_it_is_an_error_until_ssm_is_back() -> None:
    store = Store({"x": "one"}, down=True)
    secrets = store.secrets()
    for _ in range(2):
        with pytest.raises(NoSecrets, match="throttled"):
            secrets.get("x", NOON)
    store.down = False
    assert secrets.get("x", NOON) == ("one",)
