"""A delivery whose signature covers a time is taken while it is new, and repeated by somebody else it is refused."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.platforms.errors import BadSignature
from chalicelib.platforms.registry import REGISTRY, SignsTime, load
from chalicelib.usecases.receive import Verifier, receive

NOW = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


class Trusting:
    """Signs no time."""

    def verify(self, headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> None:
        """Everybody is who they say."""


class Timed(Trusting):
    def __init__(self, signed_at: datetime | None) -> None:
        self.told = signed_at

    def signed_at(self, headers: Mapping[str, str]) -> datetime | None:
        return self.told


def queued(adapter: Verifier) -> list[str]:
    sent: list[str] = []
    receive("x", adapter, {}, b"{}", [], now=NOW, send=sent.append, keep=lambda packed: pytest.fail("it is small"))
    return sent


@pytest.mark.parametrize(
    ("age", "taken"),
    [
        pytest.param(timedelta(), True, id="at once"),
        pytest.param(timedelta(minutes=5), True, id="five minutes old"),
        pytest.param(timedelta(minutes=5) + MOMENT, False, id="a moment older"),
        pytest.param(timedelta(minutes=-5), True, id="by a clock that is five minutes fast"),
        pytest.param(timedelta(minutes=-5) - MOMENT, False, id="a moment faster"),
        pytest.param(timedelta(days=7), False, id="a week old"),
    ],
)
def test_how_old_a_signature_may_be(age: timedelta, taken: bool) -> None:
    if taken:
        assert len(queued(Timed(NOW - age))) == 1
        return
    with pytest.raises(BadSignature, match="x: signed more than 5 minutes"):
        queued(Timed(NOW - age))


def test_a_time_that_cannot_be_read_is_no_time() -> None:
    with pytest.raises(BadSignature, match="cannot be read"):
        queued(Timed(None))


def test_where_no_time_is_signed_ids_make_a_repetition_harmless() -> None:
    assert len(queued(Trusting())) == 1


def test_which_platforms_sign_a_time() -> None:
    assert {name for name in REGISTRY if isinstance(load(name), SignsTime)} == {"tiktok", "standard"}
