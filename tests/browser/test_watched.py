"""The eyes and ears of these tests work: what is wrong with a page is seen, what a browser complains of is heard."""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import Clock, Windows
from tests.browser.faults import faults
from tests.browser.window import Window
from tests.web.waiting import Board, board_stage

pytestmark = pytest.mark.browser


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[Board]:
    with board_stage(monkeypatch, "jan_uit_ede", "piet_v") as stage:
        yield stage


@pytest.fixture
def window(board: Board, windows: Windows) -> Window:
    return windows.open(board.browser.stage, "sanne")


def test_a_fault_is_found(window: Window) -> None:
    window.go("/signin")
    window.page.evaluate(
        "document.querySelector('main').innerHTML = '<input><p>too wide</p><b><a href=x>to tap</a></b>'"
    )
    window.page.evaluate("document.querySelector('main p').style.width = '999px'")
    found = " ".join(faults(window))
    assert "label: Form elements must have labels" in found
    assert "wide at 360" in found
    assert 'under 24 pixels: <a href="x">' in found


def test_letters_too_pale_for_the_night_are_found(window: Window) -> None:
    window.go("/status")
    assert faults(window) == []
    window.page.evaluate("document.querySelector('main').style.color = '#555'")
    assert [each for each in faults(window) if "by night: color-contrast" in each]


@pytest.mark.parametrize(
    ("fault", "complaint"),
    [
        pytest.param(
            "document.body.setAttribute('style', 'color: red')", "policy: style-src", id="a style in the page"
        ),
        pytest.param(
            "document.body.append(document.createElement('img')); document.images[0].src = 'x.png'",
            "policy: img-src",
            id="a picture",
        ),
        pytest.param("console.error('oh no')", "console: oh no", id="an error"),
        pytest.param("setTimeout(() => { throw new Error('oh no'); })", "script: oh no", id="a script that fails"),
    ],
)
def test_what_the_browser_complains_of_is_heard(window: Window, fault: str, complaint: str) -> None:
    window.go("/status")
    window.page.evaluate(f"() => {{ {fault} }}")
    for _ in range(50):  # it is told on the way, not when it happens
        if complaint in " ".join(window.complaints):
            break
        window.page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
    assert complaint in " ".join(window.complaints)
    window.complaints.clear()


def test_by_night_the_ground_is_dark_and_by_day_it_is_light(window: Window) -> None:
    window.go("/status")
    brightness = []
    for dark in (False, True):
        window.page.emulate_media(color_scheme="dark" if dark else "light")
        ground = window.page.evaluate("getComputedStyle(document.body).backgroundColor")
        brightness.append(sum(int(each) for each in ground.removeprefix("rgb(").removesuffix(")").split(",")))
    assert brightness[0] > 600 > 200 > brightness[1]


def test_letters_twice_as_large_do_not_make_it_scroll_sideways(window: Window) -> None:
    for path in ("/status", "/rota", "/figures"):
        window.go(path)
        window.page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert window.width() <= 360, path
