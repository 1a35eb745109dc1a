"""The figures in a browser: reached from the board, narrowed by taps that the address keeps, and taken along."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from tests.browser import days
from tests.browser.conftest import Windows
from tests.browser.evenings import Evening, evening
from tests.browser.window import Window

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def told() -> Iterator[Evening]:
    """A busy evening, for all tests here: they only look."""
    with (
        pytest.MonkeyPatch.context() as monkeypatch,
        time_machine.travel(days.ENDS, tick=False),
        evening(monkeypatch, "busy", "nl") as day,
    ):
        yield day


@pytest.fixture
def window(told: Evening, windows: Windows) -> Window:
    """The manager's, who came from the board."""
    opened = windows.open(told.stage, "mirjam")
    opened.go("/status")
    opened.page.locator("main a", has_text="Cijfers").click()
    opened.page.wait_for_url("**/figures")
    return opened


def test_days_account_and_clock_are_chosen_by_taps_and_kept_together(window: Window) -> None:
    window.page.locator("nav a", has_text="30 dagen").click()
    assert window.path == "/figures?days=30"
    window.page.locator("#account").select_option("x:2244994945")
    window.press(window.page.locator("form button"))
    window.page.locator("main > ol a").first.click()
    assert all(each in window.path for each in ("days=30", "account=x%3A2244994945", "clock=first_response"))
    assert window.page.locator("nav [aria-current]").inner_text() == "30 dagen"
    assert window.page.locator("#account").input_value() == "x:2244994945"
    assert "merk_webcare" not in window.page.locator("section").inner_text()


def test_every_drawing_has_a_name_and_its_numbers_in_a_table_that_opens(window: Window) -> None:
    for name in ("Hoeveel telden er", "Mediaan van de antwoorden"):
        for division in ("per uur van de dag", "per dag van de week"):
            assert window.page.get_by_role("img", name=f"{name}, {division}").is_visible()
    window.page.locator("#table-hour summary").click()
    assert window.page.locator("#table-hour th[scope=row]").first.is_visible()
    assert window.page.get_by_role("region", name="Als tabel, per uur van de dag").is_visible()


@pytest.mark.parametrize(("kind", "begins"), [("CSV", b"\xef\xbb\xbffirst_day,"), ("JSON", b"{")])
def test_what_is_shown_is_taken_along(window: Window, tmp_path: Path, kind: str, begins: bytes) -> None:
    link = window.page.locator(".keep a", has_text=kind)
    if kind == "CSV":
        with window.page.expect_download() as coming:
            link.click()
        coming.value.save_as(tmp_path / "figures.csv")
        assert coming.value.suggested_filename.startswith("waakhond-figures-2026-11-14")
        body = (tmp_path / "figures.csv").read_bytes()
    else:
        body = window.page.request.get(str(link.evaluate("(each) => each.href"))).body()
    assert body.startswith(begins)
    assert b"sanne" not in body.lower(), "no times per person"
    assert b"klant" not in body.lower(), "and nothing of a customer"
