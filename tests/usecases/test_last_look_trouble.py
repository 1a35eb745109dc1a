"""Whatever becomes of the last look, the page goes out, on time; and without a token nothing is different at all."""

from dataclasses import dataclass, replace

import pytest

from chalicelib.lookups.port import OFF, Asked, Found, Refused, Unanswered
from tests.lookups.platform import EXPIRED, NOT_THERE, Answer, error, platform
from tests.stories import facebook
from tests.usecases.asking import (
    PAGED,
    PLATFORMS,
    Always,
    MadeUp,
    at,
    below_our_post,
    failing,
    on_x,
)


def break_off(asked: Asked) -> Found:
    raise KeyError("data")


@pytest.mark.parametrize(
    ("trouble", "counted"),
    [
        pytest.param(error(2, status=500), "look-up unanswered", id="is ill"),
        pytest.param(error(4), "look-up unanswered", id="too many calls"),
        pytest.param(EXPIRED, "look-up refused", id="the token has expired"),
        pytest.param(NOT_THERE, "look-up refused", id="sees nothing, and cannot say why"),
        pytest.param(b"<html>", "look-up unanswered", id="answers with a page"),
        pytest.param((200, {"comments": {"data": ["x", {"from": 7}]}}), "", id="rows that are none"),
        pytest.param((200, {"comments": 7}), "", id="an edge that is none"),
    ],
)
def test_a_platform_in_trouble_is_a_page_on_time(trouble: Answer, counted: str) -> None:
    world = below_our_post()
    with platform(lambda call: trouble) as there:
        world.lookups = at(there.url, "facebook")
        world.at("2026-11-17 10:46")
        assert there.calls, "it was asked"
    assert world.pages() == PAGED
    assert world.counts() == ({f"{counted}#facebook {facebook.PAGE}": 1} if counted else {})


def test_a_platform_that_never_answers_is_a_page_on_time() -> None:
    world = below_our_post()
    with platform(lambda call: None) as there:
        world.lookups = replace(at(there.url, "facebook"), patience=0.05)
        world.at("2026-11-17 10:46")
    assert world.pages() == PAGED


@pytest.mark.parametrize(
    "lookups",
    [
        pytest.param(failing(Refused("190")), id="it refuses"),
        pytest.param(failing(Unanswered("slow")), id="it does not answer"),
        pytest.param(Always(MadeUp(break_off)), id="it is broken in a way that nobody thought of"),
        pytest.param(Always(MadeUp(lambda asked: Found({"object": "nonsense"}))), id="it tells what nobody can read"),
    ],
)
def test_breach_pages_go_out_all_the_same(lookups: Always) -> None:
    world = on_x()
    world.lookups = lookups
    world.at("2026-11-17 11:02")
    assert world.pages() == [*PAGED, ("10:55:00", "sanne"), ("11:00:00", "sanne"), ("11:01:00", "mirjam")]


@dataclass(frozen=True)
class NoSecretsNow:
    patience: float = 5.0

    def of(self, platform: str, account: str) -> None:
        raise Unanswered("SSM is ill")


def test_a_token_that_cannot_be_read_is_a_page_on_time() -> None:
    world = on_x()
    world.lookups = NoSecretsNow()
    world.at("2026-11-17 10:46")
    assert world.pages() == PAGED


def test_without_a_token_nobody_is_asked_and_everything_is_as_ever() -> None:
    ever, world = below_our_post(), below_our_post()
    with platform(lambda call: None) as there:
        world.lookups = at(there.url, *(name for name in PLATFORMS if name != "facebook"))
        world.at("2026-11-17 11:05")
        assert there.calls == []
    assert ever.lookups is OFF
    ever.at("2026-11-17 11:05")
    assert (world.sent, world.counts()) == (ever.sent, {})
