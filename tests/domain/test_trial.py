"""A test page is named by what was asked for, so that a retry is the same one."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone

from chalicelib.domain.trial import TRIAL_PREFIX, trial_id

AT = datetime(2026, 11, 20, 22, 45, tzinfo=UTC)
ASKED = ("sanne", 0, "sms", "+31600000001", AT)


def test_a_retry_is_the_same_test() -> None:
    again = AT.astimezone(timezone(timedelta(hours=1)))
    assert trial_id(*ASKED) == trial_id("sanne", 0, "sms", "+31600000001", again)
    assert trial_id(*ASKED).startswith(TRIAL_PREFIX)


def test_a_test_that_was_asked_for_before_a_release_is_the_same_after_it() -> None:
    written_out = "sanne\x1f0\x1fsms\x1f+31600000001\x1f2026-11-20T22:45:00+00:00"
    assert trial_id(*ASKED) == "test-" + hashlib.sha256(written_out.encode()).hexdigest()[:20]


def test_another_person_method_channel_address_or_instant_is_another_test() -> None:
    later = AT + timedelta(microseconds=1)
    others = [
        trial_id("bram", 0, "sms", "+31600000001", AT),
        trial_id("sanne", 1, "sms", "+31600000001", AT),
        trial_id("sanne", 0, "voice", "+31600000001", AT),
        trial_id("sanne", 0, "sms", "+31600000002", AT),
        trial_id("sanne", 0, "sms", "+31600000001", later),
    ]
    assert len({trial_id(*ASKED), *others}) == 6
