"""What a page of a polled platform has told already: everything of before its walk's beginning."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.platforms.polled import Batch

SINCE = datetime(2026, 11, 20, 22, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("since", "at", "before"),
    [
        pytest.param(SINCE, SINCE - MOMENT, True, id="a moment before the beginning"),
        pytest.param(SINCE, SINCE, False, id="at that instant"),
        pytest.param(SINCE, SINCE + MOMENT, False, id="a moment after it"),
        pytest.param(SINCE, None, False, id="no time is told: better twice than never"),
        pytest.param(None, SINCE, False, id="there is no beginning"),
    ],
)
def test_what_was_seen_before(since: datetime | None, at: datetime | None, before: bool) -> None:
    batch = Batch(account="1", stream="notifications", since=since, page=[])
    assert batch.seen_before(at) is before
