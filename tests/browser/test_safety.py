"""What must not work in a browser: forms of other sites and other sessions, old links, what strangers write."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route

from chalicelib import bootstrap
from chalicelib.web.case_address import case_address
from tests.browser.arriving import arrive
from tests.browser.conftest import Clock, Windows
from tests.browser.deeds import TAKE
from tests.browser.window import Window
from tests.stories import x
from tests.web.paged import Paged, paged_stage
from tests.web.signing import World, code_in, link_in, signing

pytestmark = pytest.mark.browser

ELSEWHERE = "http://elsewhere.example/"


@pytest.fixture
def paged(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[Paged]:
    with paged_stage(monkeypatch) as page:
        yield page


def forge(page: Page, target: str, fields: dict[str, str]) -> None:
    """Another site's page, whose script sends a form to us; it never leaves this machine."""
    inputs = "".join(f'<input type="hidden" name="{name}" value="{value}">' for name, value in fields.items())
    html = f'<form method="post" action="{target}">{inputs}<button>win</button></form>'
    page.route(f"{ELSEWHERE}**", lambda route: _elsewhere(route, html))
    page.goto(ELSEWHERE)
    with page.expect_navigation():
        page.locator("button").click()


def _elsewhere(route: Route, html: str) -> None:
    route.fulfill(status=200, content_type="text/html", body=f'<link rel="icon" href="data:,">{html}')


@pytest.mark.parametrize("where", ["status/act", "c", "case", "rota", "link", "signout"])
def test_a_form_of_another_site_does_nothing(paged: Paged, windows: Windows, where: str) -> None:
    window = windows.open(paged.stage, "sanne")
    window.go("/status")
    own = window.form("take").first
    fields = {name: own.locator(f"[name={name}]").input_value() for name in ("csrf", "conversation", "shown")}
    fields |= {"action": "acknowledge" if where in ("case", "link") else "take", "rota": "webcare"}
    path = {"case": "/" + case_address(paged.conversation), "link": paged.path}.get(where, f"/{where}")
    before = paged.stage.rows()
    forge(window.page, window.root + path, fields)
    assert window.page.url.startswith(window.root)
    assert paged.stage.rows() == before
    assert [each for each in window.complaints if ELSEWHERE not in each] == []
    window.complaints.clear()
    window.go("/status")
    assert window.path == "/status", "the session is still there"


@pytest.mark.parametrize(
    "token",
    [pytest.param("", id="none"), pytest.param("another", id="of another session")],
)
@pytest.mark.parametrize("page", ["/status", "/rota", "case"])
def test_a_form_without_its_sessions_token_does_nothing(paged: Paged, windows: Windows, token: str, page: str) -> None:
    path = page if page != "case" else "/" + case_address(paged.conversation)
    other = windows.open(paged.stage, "bram")
    other.go(path)
    window = windows.open(paged.stage, "sanne")
    window.go(path)
    planted = token and other.page.locator("[name=csrf]").first.input_value()
    window.page.evaluate(
        "(value) => document.querySelectorAll('[name=csrf]').forEach((each) => { each.value = value; })", planted
    )
    window.unfold()
    before = paged.stage.rows()
    button = window.page.locator("form:has([name=csrf]) button").first
    assert window.press(button).status == 403
    assert paged.stage.rows() == before


def test_links_that_open_nothing_are_all_answered_alike(paged: Paged, windows: Windows, clock: Clock) -> None:
    window = windows.open(paged.stage)
    window.go(paged.path)
    TAKE.do(window, "")
    clock.forward(hours=73)
    said = set()
    for path in (paged.path, "/p/" + "A" * 17, "/p/x", "/p/%00%ff"):
        assert window.go(path) == 404
        said.add(window.page.content())
    assert len(said) == 1
    assert "jan_uit_ede" not in said.pop()


def test_a_tap_on_a_link_that_is_over_does_nothing_and_says_so(paged: Paged, windows: Windows, clock: Clock) -> None:
    window = windows.open(paged.stage)
    window.go(paged.path)
    clock.forward(hours=73)
    facts = paged.facts()
    assert window.press(window.page.locator(".take button")).status == 404
    assert paged.facts() == facts
    assert "jan_uit_ede" not in window.page.content()


def test_a_sign_in_link_works_once(monkeypatch: pytest.MonkeyPatch, clock: Clock, windows: Windows) -> None:
    with signing(monkeypatch) as world:
        path = _asked_for(world, windows)
        first = windows.open(world.stage)
        first.go(path)
        first.press(first.page.locator("main button"))
        assert first.path == "/status"
        second = windows.open(world.stage)
        assert second.go(path) == 404
        assert second.page.locator("main button").count() == 0
        second.go("/status")
        assert second.path.startswith("/signin")


def test_a_code_that_was_overheard_opens_nothing_in_another_browser(
    monkeypatch: pytest.MonkeyPatch, clock: Clock, windows: Windows
) -> None:
    with signing(monkeypatch) as world:
        _asked_for(world, windows)
        thief = windows.open(world.stage)
        thief.go("/signin/code")
        thief.page.locator("[name=code]").fill(code_in(world.email.sent[-1]))
        assert thief.press(thief.page.locator(".take button")).status == 422
        thief.go("/status")
        assert thief.path.startswith("/signin")


def _asked_for(world: World, windows: Windows) -> str:
    window = windows.open(world.stage)
    window.go("/signin")
    window.page.locator("[name=who]").fill("sanne")
    window.press(window.page.locator(".take button"))
    return link_in(world.mail())


HOSTILE = [
    pytest.param("<script>document.title='x'</script><img src=x onerror=alert(1)>", id="markup"),
    pytest.param("'\"><form action=//elsewhere.example><button>ok", id="a form of theirs"),
    pytest.param("{{ 7 * 7 }}{% include 'layout.html' %}", id="a template of theirs"),
    pytest.param("\u202e gnirts \u2066\u200f", id="read from the right"),
    pytest.param("nul \0 bel \a esc \x1b[31m del \x7f", id="controls"),
    pytest.param("kapot? " + "x" * 10_000, id="ten thousand characters"),
    pytest.param("waarom? " + "\U0001f621\U0001f468\u200d\U0001f469\u200d\U0001f467" * 60, id="emoji"),
    pytest.param("Z\u0351\u0300\u0301\u0302" * 300, id="marks that climb"),
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_strangers_write_changes_no_page(paged: Paged, windows: Windows, hostile: str) -> None:
    post = x.mention("mallory", hostile, bootstrap.now())
    post["user"]["name"] = hostile
    post["user"]["screen_name"] = hostile[:200]
    arrive(x.posts(post))
    ref = f"x:merk:public:{post['user']['id_str']}"
    window = windows.open(paged.stage, "sanne")
    for path in ("/status", "/" + case_address(ref)):
        assert window.go(path) == 200
        window.unfold()
        assert_harmless(window)
    window.go("/status")
    window.press(window.form("take", ".waits li:nth-child(2)").locator("button"))
    assert len(paged.case(ref).acknowledgements) == 1


def assert_harmless(window: Window) -> None:
    assert window.page.locator("main script, main img, main form[action*=elsewhere]").count() == 0
    assert window.page.title() != "x"
    assert "49" not in window.page.title()
    assert not set(window.page.content()) & set("\0\a\x1b\x7f\u202e\u2066")
    assert window.width() <= 360
    tallest = (
        "Math.max(...[...document.querySelectorAll('main bdi')].map((each) => each.getBoundingClientRect().height))"
    )
    assert window.page.evaluate(tallest) < 400, "nobody fills the page by themselves"
