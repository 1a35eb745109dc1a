"""Signing in with a code from the mail, and from there to where one was going."""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import Clock, Windows
from tests.browser.window import Sight
from tests.web.signing import World, code_in, link_in, signing

pytestmark = pytest.mark.browser


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[World]:
    with signing(monkeypatch) as fresh:
        yield fresh


@pytest.mark.parametrize(
    "sight",
    [
        pytest.param({}, id="with scripts"),
        pytest.param({"java_script_enabled": False}, id="without scripts"),
    ],
)
def test_a_code_from_the_mail_opens_the_page_one_wanted(world: World, windows: Windows, sight: Sight) -> None:
    window = windows.open(world.stage, **sight)
    window.go("/status?who=late")
    assert window.path == "/signin?next=%2Fstatus%3Fwho%3Dlate"
    window.page.locator("input[name=who]").fill("sanne")
    window.press(window.page.locator(".take button"))
    window.page.locator("input[name=code]").fill(code_in(world.mail()))
    window.press(window.page.locator(".take button"))
    assert window.path == "/status?who=late"
    assert "Sanne" in window.page.locator("header").inner_text()


def test_the_link_in_the_mail_signs_in_by_a_button(world: World, windows: Windows) -> None:
    asking = windows.open(world.stage)
    asking.go("/signin")
    asking.page.locator("input[name=who]").fill("bram")
    asking.press(asking.page.locator(".take button"))
    elsewhere = windows.open(world.stage)
    elsewhere.go(link_in(world.mail()))
    elsewhere.press(elsewhere.page.locator("main button"))
    assert elsewhere.path == "/status"


def test_a_session_that_is_over_leads_to_the_sign_in_page_and_back(
    world: World, windows: Windows, clock: Clock
) -> None:
    window = windows.open(world.stage, "sanne")
    window.go("/rota")
    assert window.path == "/rota"
    clock.forward(hours=2)
    window.page.reload()
    assert window.path == "/signin?next=%2Frota"
    window.page.locator("input[name=who]").fill("sanne")
    window.press(window.page.locator(".take button"))
    window.page.locator("input[name=code]").fill(code_in(world.mail()))
    window.press(window.page.locator(".take button"))
    assert window.path == "/rota"


def test_a_wrong_code_says_so_calmly_and_the_right_one_still_works(world: World, windows: Windows) -> None:
    window = windows.open(world.stage)
    window.go("/signin")
    window.page.locator("input[name=who]").fill("sanne")
    window.press(window.page.locator(".take button"))
    code = code_in(world.mail())
    window.page.locator("input[name=code]").fill("000000" if code != "000000" else "111111")
    assert window.press(window.page.locator(".take button")).status == 422
    assert window.page.locator("[role=alert]").is_visible()
    window.page.locator("input[name=code]").fill(code)
    window.press(window.page.locator(".take button"))
    assert window.path == "/status"


def test_a_name_that_is_nobodys_is_answered_like_any_other(world: World, windows: Windows) -> None:
    said = []
    for name in ("sanne", "nobody-here"):
        window = windows.open(world.stage)
        window.go("/signin")
        window.page.locator("input[name=who]").fill(name)
        window.press(window.page.locator(".take button"))
        said.append((window.path, window.said))
    assert said[0] == said[1]


def test_signing_out_takes_the_way_back_too(world: World, windows: Windows) -> None:
    window = windows.open(world.stage, "sanne")
    window.go("/status")
    window.page.locator("header a").first.click()
    window.press(window.page.locator("form[action$=signout] button").first)
    assert window.path.startswith("/signin")
    window.go("/status")
    assert window.path.startswith("/signin?next=")


def test_signing_out_everywhere_ends_it_on_a_lost_telephone_too_and_for_nobody_else(
    world: World, windows: Windows
) -> None:
    lost, here, other = (windows.open(world.stage, who) for who in ("sanne", "sanne", "bram"))
    for window in (lost, here, other):
        window.go("/status")
        assert window.path == "/status"
    here.page.locator("header a").first.click()
    here.press(here.page.locator("button[name=everywhere]"))
    for window, path in ((lost, "/signin?next=%2Fstatus"), (here, "/signin?next=%2Fstatus"), (other, "/status")):
        window.go("/status")
        assert window.path == path
