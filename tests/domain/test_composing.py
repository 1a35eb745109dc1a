"""Which alerts still want a page when it is made, and who took all that it is about."""

from dataclasses import replace

import pytest

from chalicelib.domain.alerts import Alert
from chalicelib.domain.case import Case
from chalicelib.domain.composing import acknowledged_since, running_clock, still_wanted
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from tests.domain.alerting import alert_of
from tests.domain.build import PUBLIC, THREAD, asked, at, case_of, deleted, dismissed, kept, mine, promised, replied

ASKED = asked("10:00")
FIRST = alert_of(ASKED, now="10:45", step="after 45m")
SECOND = alert_of(ASKED, now="10:55", step="after 55m")


A, B = asked("10:00", author="a"), asked("10:01", author="b")


@pytest.mark.parametrize(
    ("alert", "facts", "conversation", "found"),
    [
        pytest.param(FIRST, [ASKED], PUBLIC, "ask 10:00", id="it runs"),
        pytest.param(FIRST, [ASKED, asked("09:50", seen="10:50")], PUBLIC, "ask 09:50", id="an older question came in"),
        pytest.param(FIRST, [asked("10:20")], PUBLIC, None, id="what it was about is not there"),
        pytest.param(FIRST, [promised("09:00", "12:00")], PUBLIC, None, id="only a promise runs"),
        pytest.param(
            replace(FIRST, family="promise"), [ASKED], PUBLIC, None, id="a promise is not about a question behind it"
        ),
        pytest.param(
            replace(FIRST, family="promise", anchor="promise 10:10"),
            [promised("10:10", "11:00"), ASKED],
            PUBLIC,
            "promise 10:10",
            id="a promise",
        ),
        pytest.param(
            replace(FIRST, anchor="promise 09:10"), [promised("09:10", "10:50"), ASKED], PUBLIC, None, id="by kind"
        ),
        pytest.param(
            replace(FIRST, anchor="ask 10:01"), [A, B], THREAD, "ask 10:01", id="of two authors the right one"
        ),
    ],
)
def test_which_clock_an_alert_is_about(
    alert: Alert, facts: list[Fact], conversation: Conversation, found: str | None
) -> None:
    clock = running_clock(alert, case_of(*facts, now="10:45", conversation=conversation))
    assert (clock.anchor if clock else None) == found


OTHER = Conversation("x", "merk", "public", "ander")


def wanted(alerts: list[Alert], *facts: Fact, others: tuple[Fact, ...] = (), now: str = "11:01") -> list[str]:
    """The alerts left for the page, each as its step and whom it is about."""
    cases = {PUBLIC.ref: case_of(*facts, now=now), OTHER.ref: case_of(*others, now=now, conversation=OTHER)}
    items = still_wanted(alerts, cases).items
    assert all(case is cases[alert.conversation] and clock in case.open for alert, case, clock in items)
    return [f"{alert.step} of {clock.anchor} of {case.conversation.counterpart}" for alert, case, clock in items]


def dropped(alerts: list[Alert], *facts: Fact, now: str = "11:01") -> list[str]:
    found = still_wanted(alerts, {PUBLIC.ref: case_of(*facts, now=now)}).dropped
    return [f"{alert.step}: {why}" for alert, why in found]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        pytest.param([ASKED, replied("10:20")], "answered at 2026-11-17T09:20:00Z", id="answered"),
        pytest.param([ASKED, dismissed("10:20")], "dismissed at 2026-11-17T09:20:00Z", id="dismissed"),
        pytest.param([ASKED, deleted("ask 10:00", "10:20")], "deleted at 2026-11-17T09:20:00Z", id="deleted in time"),
        pytest.param(
            [ASKED, asked("09:30"), replied("10:20")],
            "answered at 2026-11-17T09:20:00Z",
            id="answered together with an older question that came in late",
        ),
        pytest.param([asked("10:20")], "nothing waits there any more", id="it is another question that waits"),
        pytest.param([], "nothing waits there any more", id="nothing is left of it"),
    ],
)
def test_what_needs_no_page_any_more_and_why(facts: list[Fact], why: str) -> None:
    assert dropped([FIRST], *facts) == [f"after 45m: {why}"]
    assert wanted([FIRST], *facts) == []


def test_the_reason_is_that_of_the_alerts_own_question() -> None:
    facts: list[Fact] = [asked("09:00"), replied("09:30"), ASKED, replied("10:20")]
    assert dropped([FIRST], *facts) == ["after 45m: answered at 2026-11-17T09:20:00Z"]
    behind = replace(FIRST, anchor="ask 10:01")  # never had a clock of its own
    assert dropped([behind], *facts, asked("10:01")) == ["after 45m: answered at 2026-11-17T09:20:00Z"]


def test_a_promise_that_was_kept_needs_no_page() -> None:
    alert = replace(FIRST, family="promise", anchor="promise 09:00", step="before 1h")
    facts: list[Fact] = [ASKED, promised("09:00", "11:30"), kept("promise 09:00", "10:20")]
    assert dropped([alert], *facts) == ["before 1h: kept at 2026-11-17T09:20:00Z"]


def test_what_nobody_ever_answered_needs_no_page_any_more() -> None:
    assert dropped([FIRST], ASKED, now="24 10:00") == ["after 45m: never_answered at 2026-11-24T09:00:00Z"]


def test_of_several_steps_of_one_clock_a_page_tells_the_highest() -> None:
    for alerts in ([FIRST, SECOND], [SECOND, FIRST]):
        assert wanted(alerts, ASKED) == ["after 55m of ask 10:00 of klant"]
        assert dropped(alerts, ASKED) == ["after 45m: superseded by after 55m"]


def test_of_one_level_a_page_tells_the_latest() -> None:
    early, late = replace(SECOND, step="by hand early"), replace(SECOND, step="by hand late", planned_at=at("10:56"))
    for alerts in ([early, late], [late, early]):
        assert dropped(alerts, ASKED) == ["by hand early: superseded by by hand late"]


def test_what_is_dropped_hides_nothing_behind_it() -> None:
    gone = replace(FIRST, anchor="ask 09:00")
    facts: list[Fact] = [asked("09:00"), replied("09:30"), ASKED]
    assert wanted([gone, SECOND], *facts) == ["after 55m of ask 10:00 of klant"]
    assert dropped([gone, SECOND], *facts) == ["after 45m: answered at 2026-11-17T08:30:00Z"]


@pytest.mark.parametrize(
    ("here", "there", "order"),
    [
        pytest.param("10:00", "10:01", ["klant", "ander"], id="first due first"),
        pytest.param("10:01", "10:00", ["ander", "klant"], id="whatever order they come in"),
        pytest.param("10:00", "10:00", ["ander", "klant"], id="due together: by name"),
    ],
)
def test_a_page_begins_with_what_is_due_first(here: str, there: str, order: list[str]) -> None:
    ours, theirs = replace(FIRST, anchor="q"), replace(FIRST, anchor="q", conversation=OTHER.ref)
    for alerts in ([ours, theirs], [theirs, ours]):
        told = wanted(alerts, asked(here, "q"), others=(asked(there, "q"),))
        assert told == [f"after 45m of q of {who}" for who in order]


def test_two_clocks_of_one_conversation_are_two_things_on_a_page() -> None:
    promise = replace(FIRST, family="promise", anchor="promise 10:10", step="before 1h")
    told = wanted([FIRST, promise], ASKED, promised("10:10", "11:30"))
    assert told == ["after 45m of ask 10:00 of klant", "before 1h of promise 10:10 of klant"]


def left(*given: Fact) -> list[tuple[Alert, Case]]:
    """Two conversations on one page: of the first all that is told, the second taken at 11:00 by Bram."""
    first, second = case_of(ASKED, *given, now="11:01"), case_of(ASKED, mine("11:00", by="bram"), now="11:01")
    return [(FIRST, first), (FIRST, second)]


@pytest.mark.parametrize(
    ("given", "by"),
    [
        pytest.param([], None, id="nobody has the one"),
        pytest.param([mine("10:44:59")], None, id="taken before the page was made, it was paged all the same"),
        pytest.param([mine("10:45")], "bram", id="taken since: whoever took the last of them"),
        pytest.param([mine("10:45"), mine("10:50", by="chris")], "bram", id="taken twice"),
    ],
)
def test_who_took_all_that_is_left_of_a_page(given: list[Fact], by: str | None) -> None:
    items = [(alert, case, case.open[0]) for alert, case in left(*given)]
    assert acknowledged_since(items, at("10:45")) == by


def test_the_last_one_to_take_a_conversation_has_it() -> None:
    case = case_of(ASKED, mine("10:50"), mine("10:55", by="chris"), now="11:01")
    assert acknowledged_since([(FIRST, case, case.open[0])], at("10:45")) == "chris"


def test_what_is_left_of_nothing_is_nobodys() -> None:
    assert acknowledged_since([], at("10:45")) is None
