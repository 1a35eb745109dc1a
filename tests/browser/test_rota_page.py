"""The rota page in a browser: somebody's week is taken over, a hole is seen beforehand, and it can be taken back."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from chalicelib.store.duties import Entry
from tests.browser.conftest import Clock, Windows
from tests.browser.window import Window
from tests.stories.world import local
from tests.web.rota_pages import context, entries
from tests.web.signing import World, signing

pytestmark = pytest.mark.browser


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[World]:
    """On 18 December, before two weeks of holiday."""
    clock.to(local("2026-12-18 10:00"))
    with signing(monkeypatch) as stage:
        yield stage


@pytest.fixture
def window(world: World, windows: Windows) -> Window:
    opened = windows.open(world.stage, "sanne")
    assert opened.go("/rota") == 200
    return opened


def carries(instant: str) -> str | None:
    return context().roster.duty("webcare", local(instant)).person


def test_she_takes_his_week_over_and_it_is_told_who_did_that(window: Window) -> None:
    assert carries("2026-12-25 03:55") == "bram"
    shift = window.form("take_over", "section:first-of-type").filter(has=window.page.locator("input[name=from]")).first
    window.press(shift.locator("button"))
    assert window.path == "/rota"
    assert carries("2026-12-25 03:55") == "sanne"
    (entry,) = entries()
    assert entry.override is not None
    assert (entry.override.start, entry.override.end) == (local("2026-12-21 09:00"), local("2026-12-28 09:00"))
    assert "Sanne" in window.page.locator("main > ol.waits").first.inner_text()


def test_a_day_away_with_nobody_in_place_is_a_hole_in_red_before_it_comes(world: World, window: Window) -> None:
    away = _away(window, "2027-01-01T00:00", "2027-01-02T00:00")
    assert away.removed_by is None
    assert carries("2027-01-01 12:00") is None
    window.page.locator(".tag.late", has_text="Niemand").first.wait_for()
    window.press(window.form("take_back").locator("button"))
    assert carries("2027-01-01 12:00") == "sanne"
    assert window.page.locator("s").count() == 1


def test_i_take_over_now_and_not_after_all(world: World, windows: Windows) -> None:
    window = windows.open(world.stage, "bram", java_script_enabled=False)
    window.go("/rota")
    assert carries("2026-12-18 10:00") == "sanne"
    button = window.page.locator("section", has_text="webcare").locator("button", has_text="Ik neem nu over")
    window.press(button)
    assert (carries("2026-12-18 10:00"), carries("2026-12-21 08:59")) == ("bram", "bram")
    assert button.count() == 0, "it is theirs already"
    assert "te lang achter elkaar: 10 dagen" in window.said, "his own week comes right after it"
    window.press(window.form("take_back").locator("button"))
    assert carries("2026-12-18 10:00") == "sanne"


def test_a_manager_gives_a_period_to_somebody(world: World, windows: Windows) -> None:
    window = windows.open(world.stage, "mirjam")
    window.go("/rota")
    window.page.locator("#period summary").click()
    form = window.form("take_over", "#period")
    form.locator("[name=rota]").select_option("webcare")
    form.locator("[name=person]").select_option("chris")
    form.locator("[name=from]").fill("2026-12-19T12:00")
    form.locator("[name=until]").fill("2026-12-19T18:00")
    window.press(form.locator("button"))
    at = ("2026-12-19 11:59", "2026-12-19 12:00", "2026-12-19 17:59", "2026-12-19 18:00")
    assert [carries(each) for each in at] == ["sanne", "chris", "chris", "sanne"]
    (entry,) = entries()
    assert entry.override is not None
    assert entry.override.by == "mirjam"


def test_a_calendar_program_reads_the_rota_by_its_link_without_signing_in(
    world: World, window: Window, windows: Windows
) -> None:
    link = urlsplit(str(window.page.locator("a[href*='/rota/webcare/ics?token=']").get_attribute("href")))
    program = windows.open(world.stage)
    read = program.page.request.get(f"{program.root}{link.path}?{link.query}")
    assert (read.status, read.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert "SUMMARY:Bram (webcare)" in read.text()
    assert program.page.request.get(f"{program.root}{link.path}").status == 404, "not without its token"


def test_what_is_typed_wrong_is_said_and_does_nothing(window: Window) -> None:
    window.page.locator("#away summary").click()
    form = window.form("away")
    form.locator("[name=until]").evaluate("(each) => { each.min = ''; each.value = '2026-12-01T09:00'; }")
    assert window.press(form.locator("button")).status == 422
    assert window.page.locator("[role=alert]").is_visible()
    assert entries() == []


def test_a_test_page_is_sent_to_ones_own_telephone(world: World, window: Window) -> None:
    window.press(window.form("test").locator("button").first)
    assert world.stage.count("work") == 1


def _away(window: Window, start: str, end: str) -> Entry:
    window.page.locator("#away summary").click()
    form = window.form("away")
    form.locator("[name=from]").fill(start)
    form.locator("[name=until]").fill(end)
    window.press(form.locator("button"))
    (entry,) = entries()
    assert entry.override is None
    assert timedelta(0) < local(end.replace("T", " ")) - local(start.replace("T", " "))
    return entry
