"""What the fuzzer starts from and asks: it may not be satisfied with everything."""

import pytest

from tests.platforms.fuzzing import PLATFORMS, cases, survive, words
from tests.platforms.recordings import recordings


def test_it_starts_from_every_recorded_delivery() -> None:
    expected = {f"{one.platform}-{one.name}": len(one.expected) for one in recordings()}
    assert {name: survive(case) for name, case in cases()} == expected


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(b"", id="nothing at all"),
        *(pytest.param(bytes([n]), id=f"{name}: an empty body") for n, name in enumerate(PLATFORMS)),
        pytest.param(b"\xff[[[[", id="a platform beyond the last, and no JSON"),
    ],
)
def test_what_is_no_delivery_becomes_nothing(case: bytes) -> None:
    assert survive(case) == 0


def test_it_knows_the_words_of_the_platforms() -> None:
    assert {"tweet_create_events", "entry", "update_id", "user_openid"} <= set(words())
