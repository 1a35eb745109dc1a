"""Every page can be read and used by everybody: axe finds nothing, by day and by night, on a small telephone.

WCAG 2.2 AA as far as a program can judge it.
"""

from collections.abc import Iterator
from typing import cast

import pytest
import time_machine

from chalicelib.domain.organisation import Language
from tests.browser import days
from tests.browser.conftest import Windows
from tests.browser.deeds import TAKE
from tests.browser.evenings import Evening, evening
from tests.browser.faults import faults

pytestmark = pytest.mark.browser

# What differs by the evening, and what does not.
CHANGING = ["/status", "/rota", "/figures"]
STANDING = ["/status?who=mine", "/signin", "/c/nothing-there"]
FOR_STRANGERS = ["/signin", "/signin/code", "/signin/xyz", "/p/nothing-there"]


@pytest.fixture(
    scope="module",
    params=[("calm", "nl"), ("storm", "nl"), ("busy", "nl"), ("busy", "en")],
    ids=["a calm evening", "a storm", "a busy evening", "a busy evening, in English"],
)
def shown(request: pytest.FixtureRequest) -> Iterator[Evening]:
    day, language = cast(tuple[str, Language], request.param)
    with (
        pytest.MonkeyPatch.context() as monkeypatch,
        time_machine.travel(days.ENDS, tick=False),
        evening(monkeypatch, day, language) as told,
    ):
        yield told


def test_everybody_can_use_every_page(shown: Evening, windows: Windows) -> None:
    window = windows.open(shown.stage, "mirjam")
    stranger = windows.open(shown.stage, locale="en-GB" if shown.language == "en" else "nl-NL")
    standing = STANDING if shown.day == "busy" else []
    strangers = FOR_STRANGERS if shown.day == "busy" else []
    found: list[str] = []
    for path in [*CHANGING, *standing, *shown.cases[:1]]:
        window.go(path)
        found += faults(window)
    for path in [*strangers, *([shown.link] if shown.link else [])]:
        stranger.go(path)
        found += faults(stranger)
    if shown.link:
        stranger.go(shown.link)
        TAKE.do(stranger, "")
        found += faults(stranger)
    assert found == []


def test_everybody_can_use_what_comes_of_a_tap(shown: Evening, windows: Windows) -> None:
    window = windows.open(shown.stage, "sanne")
    found: list[str] = []
    window.go("/status")
    boxes = window.page.locator("input[form=several]")
    if boxes.count():
        boxes.last.check()
        window.press(window.page.locator("#several button[value=take]"))
        found += faults(window)
    window.go("/rota")
    window.unfold()
    window.form("away").evaluate("(form) => { form.noValidate = true; }")
    window.press(window.form("away").locator("button"))  # with nothing filled in
    found += faults(window)
    assert found == []


def test_every_page_speaks_one_language(shown: Evening, windows: Windows) -> None:
    window = windows.open(shown.stage, "mirjam")
    telltale = {"nl": {" the ", " is waiting", " of you "}, "en": {" de ", " het ", " niet ", " wacht "}}
    for path in [*CHANGING, *STANDING, *shown.cases[:1], *([shown.link] if shown.link else [])]:
        window.go(path)
        assert window.page.locator("html").get_attribute("lang") == shown.language
        window.page.evaluate("document.querySelectorAll('q, blockquote, .quote').forEach((each) => each.remove())")
        said = f" {' '.join(window.page.locator('body').inner_text().lower().split())} "
        assert [each for each in telltale[shown.language] if each in said] == [], path
