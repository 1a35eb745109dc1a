"""A known outage in a browser: said on the rota page, seen on the board, and over by one tap."""

from collections.abc import Iterator

import pytest

from chalicelib import bootstrap
from chalicelib.domain.outage import Outage
from tests.browser.conftest import Clock, Windows
from tests.browser.window import Window
from tests.stories.world import local
from tests.web.rota_pages import context
from tests.web.waiting import Board, board_stage

pytestmark = pytest.mark.browser

UNTIL = "2026-11-20T23:00"


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[Board]:
    with board_stage(monkeypatch, "jan_uit_ede") as stage:
        yield stage


def known() -> list[Outage]:
    """Those that are on."""
    return [each for each in context().outages if each.on(bootstrap.now())]


def board_says(window: Window) -> str:
    window.go("/status")
    return " ".join(window.said.split())


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_it_is_said_on_the_rota_page_shown_on_the_board_and_over_by_one_tap(
    board: Board, windows: Windows, script: bool
) -> None:
    window = windows.open(board.browser.stage, "sanne", java_script_enabled=script)
    assert "Storing aan" not in board_says(window)
    window.page.locator("header a", has_text="Rooster").click()
    window.page.locator("#outage summary").click()
    form = window.form("outage")
    form.locator("[name=words]").fill("pinnen, Betaalautomaat")
    form.locator("[name=until]").fill(UNTIL)
    window.press(form.locator("button"))
    (outage,) = known()
    assert (outage.words, outage.until, outage.by) == (("pinnen", "Betaalautomaat"), local("2026-11-20 23:00"), "sanne")
    assert "Storing aan 'pinnen', 'Betaalautomaat' tot 23:00, Sanne" in board_says(window)
    window.go("/rota")
    window.press(window.form("take_back").locator("button", has_text="Storing uit"))
    assert known() == []
    assert "Storing aan" not in board_says(window)
    window.go("/rota")
    assert "teruggenomen door Sanne" in window.said, "it stays on the record"


def test_what_is_wrong_is_said_and_the_form_stays_open_with_what_was_typed(board: Board, windows: Windows) -> None:
    window = windows.open(board.browser.stage, "sanne")
    window.go("/rota")
    window.page.locator("#outage summary").click()
    window.form("outage").evaluate("(form) => { form.noValidate = true; }")
    assert window.press(window.form("outage").locator("button")).status == 422  # with nothing filled in
    assert window.page.locator("[role=alert]").is_visible()
    window.form("outage").locator("[name=words]").fill("ov")
    window.form("outage").locator("[name=until]").fill(UNTIL)
    assert window.press(window.form("outage").locator("button")).status == 422
    assert window.form("outage").locator("[name=words]").input_value() == "ov"
    assert window.form("outage").locator("[name=until]").input_value() == UNTIL
    assert known() == []
