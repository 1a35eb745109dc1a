"""Polling: a page is queued before its cursor is saved, and an account that fails is left alone, seen and not lost."""

from datetime import timedelta

import pytest

from chalicelib.polling.port import PollFailed, Refused
from chalicelib.usecases.poll import secrets_of
from tests.domain.build import at
from tests.usecases.polling import Crash, Run, account, crash, nothing

ONE = account(1)
PAGES = [b'{"page": 1}', b'{"page": 2}', b'{"page": 3}']


def failing(run: Run) -> bool:
    """Whether the board shows it as not heard."""
    return run.row(ONE).stale(run.now)


def test_every_page_goes_to_the_inbox_and_its_cursor_is_kept() -> None:
    run = Run([ONE])
    run.poller.items += PAGES
    run.go()
    assert run.queued == PAGES
    run.later(1)
    assert run.queued == PAGES
    assert (run.row(ONE).cursor, run.row(ONE).answered_at) == ("3", run.now)


def test_a_crash_before_the_cursor_is_saved_only_repeats_the_page() -> None:
    run = Run([ONE])
    run.poller.items += PAGES
    run.table.before_save = crash
    with pytest.raises(Crash):
        run.go()
    assert run.queued == PAGES[:1]
    run.table.before_save = nothing
    run.later(1)
    assert run.queued == [PAGES[0], *PAGES]


def test_a_page_that_cannot_be_queued_moves_no_cursor() -> None:
    run = Run([ONE])
    run.poller.items += PAGES
    run.before_send = crash
    with pytest.raises(Crash):
        run.go()
    run.before_send = nothing
    run.later(1)
    assert run.queued == PAGES


def test_a_crash_of_ours_costs_the_others_nothing() -> None:
    two = account(2)
    run = Run([ONE, two])
    run.poller.items += PAGES
    died: list[bool] = []

    def first_only() -> None:
        if not died:
            died.append(True)
            crash()

    run.before_send = first_only
    with pytest.raises(Crash):
        run.go()
    assert run.queued == PAGES
    assert run.row(two).cursor == "3"


def test_pages_before_a_failure_stay_taken() -> None:
    run = Run([ONE])
    run.poller.items += PAGES
    run.poller.fails[ONE.id] = PollFailed("500 from bsky.social")
    run.go()
    assert run.queued == PAGES
    assert (run.row(ONE).cursor, run.row(ONE).reason) == ("3", "500 from bsky.social")


def test_who_fails_is_asked_after_1_2_4_8_and_then_every_15_minutes() -> None:
    run = Run([ONE])
    run.poller.fails[ONE.id] = PollFailed("no answer from bsky.social")
    asked: list[int] = []
    for minute in range(60):
        before = len(run.poller.turns)
        run.now = at("22:00") + timedelta(minutes=minute)
        run.go()
        asked += [minute] * (len(run.poller.turns) - before)
    assert asked == [0, 1, 3, 7, 15, 30, 45]
    assert run.row(ONE).failing_since == at("22:00")


@pytest.mark.parametrize(
    ("wait", "minutes"),
    [
        pytest.param(300.0, 5, id="for as long as it asks"),
        pytest.param(3.0, 1, id="but never sooner than we would ourselves"),
        pytest.param(None, 1, id="by our own ladder where it does not say"),
    ],
)
def test_a_platform_that_is_asked_too_often_is_left_alone(wait: float | None, minutes: int) -> None:
    run = Run([ONE])
    run.poller.fails[ONE.id] = PollFailed("429 from bsky.social", wait)
    run.go()
    assert run.row(ONE).next_at == at("22:00") + timedelta(minutes=minutes)


def test_it_shows_as_not_heard_after_five_minutes_and_no_longer_once_it_answers() -> None:
    run = Run([ONE])
    run.go()
    run.poller.fails[ONE.id] = PollFailed("500 from bsky.social")
    run.later(1)
    run.later(1)
    run.later(2)
    assert not failing(run), "four minutes: it may have been a hiccup"
    run.later(4)
    assert run.row(ONE).failing_since == at("22:01")
    assert failing(run)
    run.poller.fails.clear()
    run.poller.items += PAGES
    run.later(8)
    assert not failing(run)
    assert run.queued == PAGES
    assert (run.row(ONE).failures, run.row(ONE).reason, run.row(ONE).failing_since) == (0, "", None)


def test_a_secret_that_is_not_taken_shows_at_once_and_is_tried_every_15_minutes() -> None:
    run = Run([ONE])
    run.poller.fails[ONE.id] = Refused("401 from bsky.social: it does not take the secret")
    run.go()
    assert failing(run)
    assert (run.row(ONE).refused, run.row(ONE).next_at) == (True, at("22:15"))
    told = dict(run.journal.events)["poll_failed"]
    assert told["reason"] == "401 from bsky.social: it does not take the secret"
    run.poller.fails.clear()
    run.later(15)
    assert not failing(run)
    assert not run.row(ONE).refused


def test_one_that_fails_holds_up_nobody() -> None:
    two = account(2, "mastodon")
    run = Run([ONE, two])
    run.poller.fails[ONE.id] = PollFailed("no answer from bsky.social")
    run.go()
    run.later(0.5)
    assert [source.account for source in run.poller.turns] == [ONE.id, two.id, two.id]


def test_a_turn_ends_after_six_seconds_and_goes_on_a_minute_later() -> None:
    run = Run([ONE], takes=timedelta(seconds=2))
    run.poller.items += PAGES
    run.go()
    assert run.queued == PAGES[:2]
    run.takes = timedelta()
    run.later(1)
    assert run.queued == PAGES


def test_who_had_no_turn_in_a_long_run_comes_first_in_the_next() -> None:
    accounts = [account(number) for number in range(4)]
    run = Run(accounts, takes=timedelta(seconds=7))
    run.go()
    first = [source.account for source in run.poller.turns]
    assert 0 < len(first) < len(accounts)
    run.takes = timedelta()
    run.later(1)
    then = [source.account for source in run.poller.turns[len(first) :]]
    assert set(then[: len(accounts) - len(first)]) == {each.id for each in accounts} - set(first)


def test_of_two_runs_at_once_the_second_stops() -> None:
    run, other = Run([ONE]), Run([ONE])
    other.table = run.table
    run.poller.items += PAGES
    other.poller.items += PAGES[:1]
    begun: list[bool] = []

    def meanwhile() -> None:
        if not begun:
            begun.append(True)
            other.go()

    run.table.before_save = meanwhile
    run.go()
    assert run.queued == PAGES[:1], "it found that another run had saved, and left it the rest"
    assert run.row(ONE).cursor == "1"


@pytest.mark.parametrize(
    ("values", "found"),
    [
        pytest.param(("did:plc:1=x-app-password",), ("x-app-password",), id="by the account's id"),
        pytest.param(("did:plc:1=new", "did:plc:1=old"), ("new", "old"), id="two during a rotation, newest first"),
        pytest.param(("did:plc:2=theirs",), (), id="never that of another account"),
        pytest.param(("x-app-password",), (), id="nor one that names none"),
        pytest.param(("did:plc:1=",), (), id="nor an empty one"),
        pytest.param((" did:plc:1 = ab=cd ",), ("ab=cd",), id="with what belongs to it"),
    ],
)
def test_which_secrets_open_an_account(values: tuple[str, ...], found: tuple[str, ...]) -> None:
    run = Run([ONE], secrets=values)
    run.go()
    assert run.poller.turns[0].secrets == secrets_of(ONE, values) == found
    assert run.poller.turns[0].address == "https://bsky.social"
