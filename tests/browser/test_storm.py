"""A storm on the status page in a browser: seen by one tap, all of it taken by another, somebody called to help.

From it one comes to its group, and to the outage that it may be.
"""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import Clock, Windows
from tests.browser.evenings import Evening, evening
from tests.browser.window import Window
from tests.web.rota_pages import context

pytestmark = pytest.mark.browser


@pytest.fixture
def stormy(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[Evening]:
    with evening(monkeypatch, "storm", "nl") as told:
        yield told


@pytest.fixture
def window(stormy: Evening, windows: Windows) -> Window:
    opened = windows.open(stormy.stage, "bram", java_script_enabled=False)
    opened.go("/status")
    return opened


def test_it_is_seen_help_is_called_and_all_of_it_is_taken(window: Window) -> None:
    storm = window.page.locator(".storm")
    assert "40 wachten" in storm.inner_text()
    assert storm.locator("form").count() == 4
    window.press(window.form("take", ".storm").locator("button"))
    assert "Opgepakt door Bram 19:20" in storm.inner_text()
    window.press(window.form("help", ".storm").locator("button"))
    assert "Hulp geroepen 19:20: Mirjam" in storm.inner_text()
    assert window.form("help", ".storm").count() == 0, "once is enough"
    window.press(window.form("take_all", ".storm").locator("button"))
    window.go("/status")
    assert storm.locator("form").count() == 1, "there is nobody left to take; the press desk can be told still"
    assert window.page.locator("main > .waits li", has_text="Opgepakt door").count() == 40


def test_a_storm_leads_to_its_group_and_to_the_form_with_its_words_in_it(stormy: Evening, windows: Windows) -> None:
    window = windows.open(stormy.stage, "mirjam")
    window.go("/status")
    window.page.locator(".storm a", has_text="groep").click()
    assert "who=storm" in window.path
    assert "gefilterd: 40 van 40" in window.said
    window.page.locator(".storm a[href*=rota]").click()
    form = window.form("outage")
    form.locator("[name=words]").wait_for()  # unfolded, with nothing to tap
    words = form.locator("[name=words]").input_value()
    assert "pin" in words
    form.locator("[name=until]").fill("2026-11-20T23:00")
    window.press(form.locator("button"))
    (outage,) = context().outages
    assert (", ".join(outage.words), outage.brand, outage.by) == (words, "merk", "mirjam")
