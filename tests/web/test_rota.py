"""The rota page in the deployed app: who carries when, in red where nobody does, and whoever takes over."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import bootstrap
from chalicelib.web.rota_form import exact
from tests.web.reading import text
from tests.web.rota_pages import DAY, carries, context, entries, forms, person, rows, send, show, the_other
from tests.web.signing import Browser, World, browser_of, signing


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with signing(monkeypatch) as stage:
        yield stage


def test_whoever_is_not_signed_in_is_led_to_sign_in_and_back(world: World) -> None:
    answer = Browser(world.stage).get("/rota")
    assert answer.status_code == 303
    assert "signin?next=%2Frota" in answer.headers["Location"]


def test_the_page_says_who_carries_now_and_looking_changes_nothing(world: World) -> None:
    browser, before = browser_of(world.stage, "sanne"), rows(world)
    page = show(browser)
    assert f"{person(carries()).name} tot " in text(page)
    assert "Mirjam" in text(page)
    assert "Niets: iedereen draait de gewone beurten." in text(page)
    assert rows(world) == before


def test_two_weeks_are_shown_and_no_more(world: World) -> None:
    lines = re.findall(r'name="until" value="(\d{8}T\d{6}Z)"', show(browser_of(world.stage, "mirjam")))
    last = datetime.strptime(max(lines), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert timedelta(days=13) < last - bootstrap.now() <= timedelta(days=14)


def test_i_take_over_now_until_the_next_handoff_and_twice_is_once(world: World) -> None:
    me, until = the_other(), context().roster.duty("webcare", bootstrap.now()).until
    browser = browser_of(world.stage, me)
    form = next(each for each in forms(show(browser)) if each["action"] == "take_now")
    assert [browser.post("/rota", form).status_code for _ in range(2)] == [303, 303]
    (entry,) = entries()
    assert carries() == me
    assert entry.override is not None
    assert (entry.override.by, entry.override.end) == (me, until)
    page = show(browser)
    assert "neemt webcare over" in text(page)
    assert [each["rota"] for each in forms(page) if each["action"] == "take_now"] == ["management"]


def test_whoever_is_never_relieved_can_be_for_a_day(world: World) -> None:
    assert send(browser_of(world.stage, "sanne"), action="take_now", rota="management") == 303
    (entry,) = entries()
    assert entry.override is not None
    assert entry.override.end - entry.override.start == DAY


def test_a_shift_of_the_list_is_taken_over_whole(world: World) -> None:
    me, other = carries(), the_other()
    browser = browser_of(world.stage, me)
    listed = [each for each in forms(show(browser)) if each.get("rota") == "webcare" and "from" in each]
    assert browser.post("/rota", listed[0]).status_code == 303
    (entry,) = entries()
    assert entry.override is not None
    assert (exact(entry.override.start), exact(entry.override.end)) == (listed[0]["from"], listed[0]["until"])
    assert f"voor {person(other).name}" in text(show(browser))


def test_an_absence_leaves_a_hole_in_red_until_it_is_taken_back_and_stays_on_the_record(world: World) -> None:
    me = carries()
    browser = browser_of(world.stage, me)
    assert send(browser, action="away", until="+1") == 303
    page = show(browser)
    assert f'<span class="tag late"><bdi>Niemand ({person(me).name} afwezig)</bdi></span>' in page
    assert "1 keer niemand in deze twee weken" in text(page)
    form = next(each for each in forms(page) if each["action"] == "take_back")
    assert [browser.post("/rota", form).status_code for _ in range(2)] == [303, 303]
    assert carries() == me
    (entry,) = entries()
    assert entry.removed_by == me
    assert f"teruggenomen door {person(me).name}" in text(show(browser))


def test_an_absence_with_somebody_in_place_leaves_none(world: World) -> None:
    me, other = carries(), the_other()
    assert send(browser_of(world.stage, me), action="away", until="+1", in_place=other) == 303
    assert carries() == other
    page = text(show(browser_of(world.stage, me)))
    assert f"{person(other).name} neemt waar" in page
    assert "niemand in deze" not in page


def test_duty_that_lasts_too_long_is_red(world: World) -> None:
    browser = browser_of(world.stage, carries())
    assert send(browser, action="take_over", rota="webcare", until="+14") == 303
    found = re.findall(r'<span class="tag late">te lang achter elkaar: (\d+) dagen', show(browser))
    assert found
    assert all(int(days) > 8 for days in found)


def test_in_the_language_of_the_person_and_well_formed(world: World) -> None:
    browser = browser_of(world.stage, "sanne")
    browser.language = "en"
    page = show(browser)
    assert '<html lang="nl">' in page
    assert "Wie heeft dienst" in text(page)
    assert not re.search(r"<style|<script|javascript:|\bon\w+=", page)


def test_everything_on_the_page_leads_somewhere(world: World) -> None:
    page = show(browser_of(world.stage, "mirjam"))
    own = {each for each in re.findall(r'(?:href|action)="([^"]+)"', page) if not each.startswith("https://wh.example")}
    assert {each for each in own if "static" not in each} == {"./status", "./rota", "./signin"}
