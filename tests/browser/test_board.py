"""The status page in a browser: whose time runs out first stands first, time runs on, and a tap does one thing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib import bootstrap
from chalicelib.domain.facts import Fact
from chalicelib.domain.facts_by_hand import Acknowledgement, Dismissal
from chalicelib.store.conversations import Conversations
from tests.browser.conftest import NOW, Clock, Windows
from tests.browser.window import Window
from tests.web.waiting import Board, board_stage

pytestmark = pytest.mark.browser

NAMES = ("jan_uit_ede", "piet_v", "els_88")


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[Board]:
    with board_stage(monkeypatch, *NAMES) as stage:
        yield stage


@pytest.fixture
def window(board: Board, windows: Windows) -> Window:
    return windows.open(board.browser.stage, "sanne")


def facts(ref: str) -> tuple[Fact, ...]:
    return Conversations(bootstrap.table()).load(ref).facts


def by_hand(board: Board) -> list[list[str]]:
    """What people did to each conversation, and who."""
    kinds = (Acknowledgement, Dismissal)
    return [[f"{f.KIND} {f.by}" for f in facts(ref) if isinstance(f, kinds)] for ref in board.conversations]


def order(window: Window) -> list[str]:
    return window.page.locator("main > .waits b").all_inner_texts()


def test_whose_time_runs_out_first_stands_first(window: Window) -> None:
    window.go("/status")
    assert order(window) == [f"@{name}" for name in NAMES]
    assert window.page.locator(".count").all_inner_texts() == ["Nog 30:00", "nog 30:00", "nog 31:00", "nog 32:00"]
    assert window.page.locator("h1").inner_text() == "@jan_uit_ede"


def test_time_runs_down_and_turns_red_at_the_limit_itself(window: Window, clock: Clock) -> None:
    clock.forward(minutes=29, seconds=50)
    window.page.clock.install(time=NOW)
    window.go("/status")
    window.page.clock.pause_at(NOW + timedelta(seconds=1))
    first, sign = window.page.locator(".sign .count"), window.page.locator(".sign")
    for _ in range(60):  # to the last second, however long the page took to come
        if first.inner_text() == "Nog 00:01":
            break
        window.page.clock.run_for(500)
    assert (first.inner_text(), sign.get_attribute("class")) == ("Nog 00:01", "sign running")
    window.page.clock.run_for(1000)
    assert (first.inner_text(), sign.get_attribute("class")) == ("00:00 te laat", "sign late")


def test_the_page_looks_again_by_itself(board: Board, window: Window, clock: Clock) -> None:
    window.page.clock.install(time=NOW)
    window.go("/status")
    board.send(board.form())  # a colleague's tap
    clock.forward(seconds=30)
    with window.page.expect_response("**/status"):
        window.page.clock.fast_forward(31_000)
    window.page.locator("strong", has_text="Opgepakt door").wait_for()
    assert "Nog door niemand opgepakt" not in window.page.locator("main > p").all_inner_texts()


def test_a_page_that_cannot_look_again_turns_grey_after_ninety_seconds_and_says_so(window: Window) -> None:
    window.page.clock.install(time=NOW)
    window.go("/status")
    window.page.clock.pause_at(NOW + timedelta(seconds=2))
    stale = window.page.locator(".stale")
    window.page.route("**/status", lambda route: route.fulfill(status=503, body=""))
    window.page.clock.run_for(85_000)
    assert not stale.is_visible()
    window.page.clock.run_for(8_000)
    assert stale.is_visible()
    grey = "getComputedStyle(document.querySelector('main > .marks')).filter"
    assert window.page.evaluate(grey) == "grayscale(1)"
    expected = "console: Failed to load resource: the server responded with a status of 503"
    assert window.complaints
    assert all(each.startswith(expected) for each in window.complaints)
    window.complaints.clear()


def test_without_scripts_it_turns_grey_by_itself(board: Board, windows: Windows) -> None:
    window = windows.open(board.browser.stage, "sanne", java_script_enabled=False)
    window.go("/status")
    seek = "(ms) => document.getAnimations().forEach((each) => { each.pause(); each.currentTime = ms; })"
    window.page.evaluate(seek, 89_900)
    assert not window.page.locator(".stale").is_visible()
    window.page.evaluate(seek, 90_100)
    assert window.page.locator(".stale").is_visible()


def test_one_tap_takes_the_first(board: Board, window: Window) -> None:
    window.go("/status?platform=x")
    window.press(window.page.locator("#first"))
    assert window.path == "/status?platform=x"
    assert "Opgepakt door jou" in window.said
    assert by_hand(board) == [["acknowledgement sanne"], [], []]


def test_a_line_further_down_is_taken_by_its_own_button(board: Board, window: Window) -> None:
    window.go("/status")
    window.press(window.form("take", ".waits li:nth-child(2)").locator("button"))
    assert by_hand(board) == [[], ["acknowledgement sanne"], []]


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_the_keyboard_is_enough(board: Board, windows: Windows, script: bool) -> None:
    window = windows.open(board.browser.stage, "sanne", java_script_enabled=script)
    window.go("/status")
    for _ in range(12):
        window.page.keyboard.press("Tab")
        if window.page.locator("#first:focus").count():
            break
    with window.page.expect_navigation():
        window.page.keyboard.press("Enter")
    assert by_hand(board) == [["acknowledgement sanne"], [], []]


def test_several_are_taken_at_once(board: Board, window: Window) -> None:
    window.go("/status")
    for box in window.page.locator("input[form=several]").all()[1:]:
        box.check()
    window.press(window.page.locator("#several button[value=take]"))
    assert "Opgepakt: 2" in window.said
    assert by_hand(board) == [[], ["acknowledgement sanne"], ["acknowledgement sanne"]]


def test_several_are_dismissed_with_a_reason_and_each_leads_to_where_that_is_undone(
    board: Board, window: Window
) -> None:
    window.go("/status")
    for box in window.page.locator("input[form=several]").all()[1:]:
        box.check()
    window.page.locator("#several-reason").select_option("joke")
    window.press(window.page.locator("#several button[value=dismiss]"))
    assert by_hand(board) == [[], ["dismissal sanne"], ["dismissal sanne"]]
    window.page.locator("main ol a").first.click()
    window.press(window.form("undo").locator("button").last)
    window.go("/status")
    assert order(window) == ["@jan_uit_ede", "@piet_v"]


def test_a_fold_that_was_opened_survives_the_next_look(window: Window) -> None:
    window.page.clock.install(time=NOW)
    window.go("/status")
    window.page.locator("#filter summary").click()
    with window.page.expect_response("**/status"):
        window.page.clock.fast_forward(31_000)
    window.page.locator("#filter[open]").wait_for()


def test_a_thank_you_is_still_a_question_by_one_tap(board: Board, window: Window) -> None:
    board.thanks("nel_1")
    window.go("/status")
    assert "@nel_1" not in order(window)
    window.page.locator("#quiet summary").click()
    window.press(window.form("still_a_question").locator("button"))
    assert "@nel_1" in order(window)


def test_the_list_can_be_narrowed_and_says_so(board: Board, window: Window) -> None:
    window.go("/status")
    window.press(window.page.locator("#first"))
    window.page.locator("#filter summary").click()
    window.page.locator("#filter-who").select_option("mine")
    window.press(window.page.locator("#filter button"))
    assert "who=mine" in window.path
    assert order(window) == ["@jan_uit_ede"]
    assert "gefilterd: 1 van 3" in window.said
