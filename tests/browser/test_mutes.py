"""Muting in a browser: an account from the rota page, a whole post from the page of a conversation under it."""

from collections.abc import Iterator

import pytest

from chalicelib import bootstrap
from chalicelib.web.case_address import case_address
from tests.browser.arriving import arrive
from tests.browser.conftest import Clock, Windows
from tests.browser.window import Window
from tests.stories import facebook
from tests.stories.world import local
from tests.web.rota_pages import context
from tests.web.signing import World, signing

pytestmark = pytest.mark.browser

UNTIL = "2026-11-21T09:00"
ENDS = local("2026-11-21 09:00")


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[World]:
    with signing(monkeypatch) as stage:
        yield stage


@pytest.fixture
def window(world: World, windows: Windows) -> Window:
    return windows.open(world.stage, "mirjam")


def test_an_account_is_muted_until_a_time_and_that_is_taken_back(window: Window) -> None:
    window.go("/rota")
    window.page.locator("#mute summary").click()
    form = window.form("mute")
    form.locator("[name=account]").select_option("x:2244994945")
    form.locator("[name=until]").fill(UNTIL)
    window.press(form.locator("button"))
    (mute,) = context().mutes
    assert (mute.account, mute.conversation, mute.until, mute.by) == ("2244994945", None, ENDS, "mirjam")
    assert "X merk is stil tot" in window.said
    window.go("/status")
    assert "Stil gezet X merk tot za 09:00, Mirjam" in " ".join(window.said.split())
    window.go("/rota")
    window.press(window.form("take_back").locator("button"))
    assert context().mutes == ()
    assert window.page.locator("s", has_text="X merk is stil tot").count() == 1


def test_a_whole_post_is_muted_from_the_page_of_a_conversation_and_that_is_taken_back(window: Window) -> None:
    arrive(facebook.delivery(facebook.comment("7001", 1, "hoe laat open?", bootstrap.now())), "facebook")
    window.go("/status")
    window.page.locator(".waits a").first.click()
    window.page.wait_for_url("**/c/**")
    window.page.locator("main a[href$='#mute-post']").click()
    form = window.form("mute_post")
    form.locator("[name=whole]").select_option("1")  # unfolded, the conversation filled in
    form.locator("[name=until]").fill(UNTIL)
    window.press(form.locator("button"))
    (mute,) = context().mutes
    assert mute.conversation is not None
    assert (mute.post, mute.until, mute.by) == (facebook.POST.partition("_")[2], ENDS, "mirjam")
    assert window.go("/" + case_address(mute.conversation)) == 200
    window.go("/rota")
    window.press(window.form("take_back").locator("button"))
    assert context().mutes == ()


def test_who_is_no_manager_mutes_nothing(world: World, windows: Windows) -> None:
    window = windows.open(world.stage, "sanne")
    window.go("/rota")
    assert window.form("mute").count() == window.form("mute_post").count() == 0
