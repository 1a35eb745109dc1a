"""A test page's own link in a browser: looking does nothing, pressing says that it arrived, and a second time too."""

from collections.abc import Iterator

import pytest

from chalicelib import bootstrap
from tests.browser.conftest import Clock, Windows
from tests.browser.faults import faults
from tests.usecases.deployed import Deployed, deployed
from tests.web.test_trials import sent, states

pytestmark = pytest.mark.browser


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[Deployed]:
    with deployed(monkeypatch) as fresh:
        yield fresh


def test_looking_does_nothing_and_a_tap_says_that_it_arrived(stage: Deployed, windows: Windows) -> None:
    window, path = windows.open(stage), sent(bootstrap.now())
    window.go(path)
    assert (faults(window), states()) == ([], ["sent"])
    window.press(window.page.locator("main button"))
    assert states() == ["answered"]
    assert (faults(window), window.page.locator("main button").count()) == ([], 0)
    manager = windows.open(stage, "mirjam")
    manager.go("/rota")
    worked = manager.page.locator("li", has_text="sanne@example.com").inner_text()
    assert "Werkte 19:20" in worked


def test_a_link_that_is_over_says_so_and_has_no_button(stage: Deployed, windows: Windows, clock: Clock) -> None:
    window, path = windows.open(stage), sent(bootstrap.now())
    window.go(path)
    clock.forward(hours=24, minutes=1)
    assert window.press(window.page.locator("main button")).status == 404
    assert (states(), window.page.locator("main button").count()) == (["sent"], 0)
    assert "Deze melding is er niet meer" in window.said
