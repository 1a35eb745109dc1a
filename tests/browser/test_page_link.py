"""A page's own link in a browser: what a telephone shows at night, each button, and the way back."""

from collections.abc import Iterator

import pytest

from chalicelib.domain.steps import StepTaken
from tests.browser.conftest import Clock, Windows
from tests.browser.deeds import CALLS, DEEDS, TAKE, Deed, ended
from tests.browser.window import Window
from tests.web.paged import Paged, paged_stage

pytestmark = pytest.mark.browser


@pytest.fixture
def paged(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[Paged]:
    with paged_stage(monkeypatch) as page:
        yield page


@pytest.fixture
def window(paged: Paged, windows: Windows) -> Window:
    """Without any cookie: the link is the right to act."""
    return windows.open(paged.stage)


def test_it_says_who_waits_how_long_and_has_one_large_button_in_reach_of_a_thumb(paged: Paged, window: Window) -> None:
    assert window.go(paged.path) == 200
    assert "@jan_uit_ede" in window.said
    assert "waar blijft <mijn> bestelling??" in window.said
    box = window.page.locator(".take button").bounding_box()
    assert box is not None
    assert (box["height"] >= 48, box["width"] >= 300, box["y"] + box["height"] <= 740) == (True, True, True)


def test_looking_does_nothing(paged: Paged, window: Window) -> None:
    before = paged.stage.rows()
    window.go(paged.path)
    window.unfold()
    assert paged.stage.rows() == before


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_is_done_and_undone_and_can_be_done_again(
    paged: Paged, window: Window, clock: Clock, deed: Deed
) -> None:
    window.go(paged.path)
    assert deed.do(window, paged.at(days=2)).status == 200
    assert deed.told(paged.case())
    assert window.page.locator(".sign.calm").is_visible()
    window.press(window.form("undo").locator("button"))
    assert not deed.told(paged.case())
    assert len(paged.case().open) == 1
    clock.forward(seconds=5)  # in the same instant it would be the same form, sent twice
    window.go(paged.path)
    deed.do(window, paged.at(days=2))
    assert deed.told(paged.case())


def test_a_page_that_is_sent_again_by_reloading_does_nothing_twice(paged: Paged, window: Window) -> None:
    window.go(paged.path)
    TAKE.do(window, "")
    facts = paged.facts()
    window.page.reload()
    assert paged.facts() == facts


@pytest.mark.parametrize("action", CALLS)
def test_somebody_else_is_called(paged: Paged, window: Window, action: str) -> None:
    window.go(paged.path)
    Deed(action).do(window, "")
    asked = [fact for fact in paged.facts() if isinstance(fact, StepTaken) and fact.step.startswith("by hand ")]
    (told,) = [person for fact in asked for person in fact.recipients]
    assert told != paged.person.id
    assert told.capitalize() in window.said


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(paged: Paged, window: Window) -> None:
    window.go(paged.path)
    window.unfold()
    form = window.form("promise")
    form.locator("[name=what]").fill("een nieuwe nota")
    form.locator("[name=until]").evaluate("(each, value) => { each.min = ''; each.value = value; }", paged.at(days=-1))
    assert window.press(form.locator("button")).status == 422
    assert window.form("promise").locator("[role=alert]").is_visible()
    assert window.form("promise").locator("[name=what]").input_value() == "een nieuwe nota"
    assert window.page.locator("[name=until]:focus").count() == 1
    assert paged.case().history.promises == ()


def test_without_scripts_and_with_the_keyboard_alone(paged: Paged, windows: Windows) -> None:
    window = windows.open(paged.stage, java_script_enabled=False)
    window.go(paged.path)
    for _ in range(4):
        window.page.keyboard.press("Tab")
        if window.page.locator(".take button:focus").count():
            break
    with window.page.expect_navigation():
        window.page.keyboard.press("Enter")
    assert paged.taken_by() == [paged.person.id]


def test_of_several_one_is_done_by_itself(monkeypatch: pytest.MonkeyPatch, clock: Clock, windows: Windows) -> None:
    with paged_stage(monkeypatch, "merel_utrecht88", "piet_v") as paged:
        window = windows.open(paged.stage)
        window.go(paged.path)
        window.page.locator("ol a").first.click()
        window.page.wait_for_load_state()
        assert "conversation=" in window.path
        Deed("dismiss", ended("dismissed"), button="button[value=double]").do(window, "")
        assert sorted(len(paged.case(ref).open) for ref in paged.conversations) == [0, 1, 1]
