"""A conversation's page in a browser: its story grows by what is done, and each line can be taken back there."""

from collections.abc import Iterator

import pytest

from chalicelib import bootstrap
from chalicelib.domain.facts_by_hand import Dismissal
from chalicelib.web.case_address import case_address
from tests.browser.arriving import arrive
from tests.browser.conftest import Clock, Windows
from tests.browser.deeds import CALLS, DEEDS, PROMISE, Deed, ended
from tests.browser.window import Window
from tests.stories import x
from tests.web.paged import Paged, paged_stage

pytestmark = pytest.mark.browser


@pytest.fixture
def paged(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[Paged]:
    with paged_stage(monkeypatch) as page:
        yield page


@pytest.fixture
def window(paged: Paged, windows: Windows) -> Window:
    """Mirjam's, on the conversation's page."""
    opened = windows.open(paged.stage, "mirjam")
    assert opened.go("/" + case_address(paged.conversation)) == 200
    return opened


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_stands_in_the_story_and_is_undone_there(paged: Paged, window: Window, deed: Deed) -> None:
    story = window.page.locator(".story")
    assert "Mirjam" not in story.inner_text()
    assert deed.do(window, paged.at(days=2)).status == 303
    assert deed.told(paged.case())
    assert window.page.url.endswith("#newest")
    assert "Mirjam" in story.inner_text()
    window.press(window.form("undo").locator("button").last)
    assert not deed.told(paged.case())
    assert len(paged.case().open) == 1
    assert window.page.locator(".story li.back").count() == 1


@pytest.mark.parametrize(
    ("deed", "told", "running"),
    [
        pytest.param(Deed("kept"), ["een nieuwe nota"], 0, id="kept"),
        pytest.param(
            Deed("renew", fields={"until": "{ahead}", "what": "toch een creditnota"}),
            ["een nieuwe nota", "toch een creditnota"],
            1,
            id="a new time",
        ),
    ],
)
def test_a_promise_is_kept_or_gets_a_new_time_and_that_is_undone(
    paged: Paged, window: Window, clock: Clock, deed: Deed, told: list[str], running: int
) -> None:
    PROMISE.do(window, paged.at(days=2))
    clock.forward(minutes=2)
    window.page.reload()
    for number in window.page.locator("a[href^='?conversation=']").all():
        number.click()
        window.page.wait_for_url("**conversation=**")
        if window.form(deed.action).count():
            break
        window.page.go_back()
    deed.do(window, paged.at(days=4))
    clock.forward(minutes=2)
    assert [each.what for each in paged.case().history.promises] == told
    assert promises_running(paged) == running
    window.press(window.form("undo").locator("button").last)  # of the two lines of a new time either undoes both
    assert promises_running(paged) == 1
    assert [each.what for each in paged.case().history.promises] == ["een nieuwe nota"]


def promises_running(paged: Paged) -> int:
    return sum(clock.kind == "promise" for clock in paged.case().open)


@pytest.mark.parametrize("action", CALLS)
def test_somebody_else_is_called_and_the_story_says_who(paged: Paged, window: Window, action: str) -> None:
    Deed(action).do(window, "")
    told = window.page.locator(".story li").last.inner_text()
    assert "Mirjam" in told
    assert window.form("undo").count() == 0


def test_the_board_leads_there_and_it_leads_back(paged: Paged, window: Window) -> None:
    window.go("/status")
    window.page.locator("h1 a").click()
    window.page.wait_for_url("**/c/**")
    assert "@jan_uit_ede" in window.page.locator("h1").inner_text()
    window.page.locator("main a[href$=status]").last.click()
    window.page.wait_for_url("**/status")


def test_the_thank_you_is_dismissed_by_name_and_is_no_miss(
    monkeypatch: pytest.MonkeyPatch, clock: Clock, windows: Windows
) -> None:
    """A thank-you to the webcare account before any answer waits like a question, until a person says it is none."""
    with paged_stage(monkeypatch) as paged:
        thanks = x.mention("nel_1", "bedankt voor jullie hulp!", bootstrap.now(), account=x.WEBCARE)
        arrive(x.posts(thanks, account=x.WEBCARE))
        window = windows.open(paged.stage, "sanne")
        window.go("/status")
        window.page.locator(".waits a", has_text="@nel_1").click()
        window.page.wait_for_url("**/c/**")
        clock.forward(minutes=30)
        window.page.reload()
        Deed("dismiss", button="button[value=thanks]").do(window, "")
        ref = f"x:merk:public:{thanks['user']['id_str']}"
        (given,) = [fact for fact in paged.facts(ref) if isinstance(fact, Dismissal)]
        assert (given.by, given.reason) == ("sanne", "thanks")
        assert "Sanne: geen antwoord nodig" in window.page.locator(".story").inner_text()
        clock.forward(minutes=60)
        assert ended("dismissed")(paged.case(ref)), "an hour later it still waits for nobody"
