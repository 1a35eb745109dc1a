"""A rota as iCalendar: who carries when, readable by any calendar program, and only for whoever holds its token."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.roster import Roster
from chalicelib.domain.rota import Absence, Override
from chalicelib.web.ics import Turn, address_of, opens, turns_of, write
from tests.config.example import organisation
from tests.web.signing import World, browser_of, signing

TODAY = organisation()
ROSTER = Roster(TODAY)
PUBLIC = "https://wh.example.com"
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)  # 09:00 in Amsterdam: a handoff
WEEK = timedelta(weeks=1)


def swapped(person: str, start: datetime, end: datetime) -> Override:
    made_at = MONDAY - WEEK
    return Override(id="o", rota="webcare", person=person, start=start, end=end, by="mirjam", made_at=made_at)


def away(person: str, start: datetime, end: datetime) -> Absence:
    return Absence(id="a", person=person, start=start, end=end, by="mirjam", made_at=MONDAY - WEEK)


def unfolded(text: str) -> list[str]:
    """The content lines, as RFC 5545 says to read them."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    return text[:-2].replace("\r\n ", "").split("\r\n")


def entries(text: str) -> list[dict[str, str]]:
    """The properties of each VEVENT, their TEXT unescaped."""
    blocks = re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", text, re.DOTALL)
    pairs = [[line.split(":", 1) for line in unfolded(block)] for block in blocks]
    return [{name: re.sub(r"\\(.)", r"\1", value) for name, value in block} for block in pairs]


def written(roster: Roster, now: datetime = MONDAY, rota: str = "webcare") -> list[dict[str, str]]:
    return entries(write(rota, turns_of(roster, rota, now), roster, now))


def test_a_turn_is_an_entry_in_utc_from_handoff_to_handoff() -> None:
    first, second, *_ = written(ROSTER)
    assert (first["DTSTART"], first["DTEND"]) == ("20261123T080000Z", "20261130T080000Z")
    assert second["DTSTART"] == first["DTEND"]
    assert {first["SUMMARY"], second["SUMMARY"]} == {"Sanne (webcare)", "Bram (webcare)"}


def test_eight_weeks_are_eight_turns_whole_ones() -> None:
    turns = turns_of(ROSTER, "webcare", MONDAY + timedelta(days=3))
    assert turns[0].since == MONDAY
    assert turns[-1].until == MONDAY + 9 * WEEK
    assert len(turns) == 9


@pytest.mark.parametrize(
    ("roster", "people"),
    [
        pytest.param(
            replace(ROSTER, overrides=(swapped("mirjam", MONDAY, MONDAY + WEEK),)), ["Mirjam"], id="a shift taken over"
        ),
        pytest.param(
            replace(ROSTER, overrides=(swapped("mirjam", MONDAY + WEEK / 2, MONDAY + WEEK),)),
            ["*", "Mirjam"],
            id="half of one",
        ),
        pytest.param(
            replace(ROSTER, absences=tuple(away(each, MONDAY, MONDAY + WEEK) for each in ("sanne", "bram"))),
            [],
            id="nobody is no entry",
        ),
    ],
)
def test_exceptions_are_weighed(roster: Roster, people: list[str]) -> None:
    usual = written(ROSTER)[0]["SUMMARY"].partition(" ")[0]
    week = [each for each in written(roster) if each["DTSTART"] < "20261130T080000Z"]
    assert [each["SUMMARY"].partition(" ")[0] for each in week] == [usual if each == "*" else each for each in people]


def test_a_turn_that_somebody_else_takes_over_stays_the_same_entry() -> None:
    changed = replace(ROSTER, overrides=(swapped("mirjam", MONDAY, MONDAY + WEEK),))
    before, after = written(ROSTER)[0], written(changed)[0]
    assert before["UID"] == after["UID"]
    assert before["SUMMARY"] != after["SUMMARY"]


@given(later=st.timedeltas(timedelta(), 7 * WEEK))
def test_a_turn_is_the_same_entry_whenever_it_is_read(later: timedelta) -> None:
    now, then = written(ROSTER), written(ROSTER, MONDAY + later)
    by_id = {each["UID"]: each for each in now}
    both = [(by_id[each["UID"]], each) for each in then if each["UID"] in by_id]
    assert both
    for one, other in both:
        assert {**one, "DTSTAMP": ""} == {**other, "DTSTAMP": ""}


def test_every_entry_of_every_rota_has_an_id_of_its_own() -> None:
    ids = [each["UID"] for rota in TODAY.rotas for each in written(ROSTER, rota=rota)]
    assert len(set(ids)) == len(ids) > len(TODAY.rotas)


def test_whoever_is_never_relieved_has_one_entry_that_moves_once_a_month() -> None:
    (one,) = written(ROSTER, MONDAY, "management")
    (other,) = written(ROSTER, MONDAY + timedelta(days=2, hours=5), "management")
    assert (one["DTSTART"], one["DTEND"]) == ("20261101T000000Z", "20270118T000000Z")
    assert one["UID"] == other["UID"]


@given(name=st.text(max_size=120), rota=st.text(min_size=1, max_size=60))
def test_whatever_people_and_rotas_are_called_the_file_can_be_read(name: str, rota: str) -> None:
    people = MappingProxyType({**TODAY.people, "sanne": replace(TODAY.people["sanne"], name=name)})
    roster = Roster(replace(TODAY, people=people))
    text = write(rota, [Turn("sanne", MONDAY, MONDAY + WEEK)], roster, MONDAY)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = unfolded(text)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert [line for line in lines if line.startswith("BEGIN:VEVENT")] == ["BEGIN:VEVENT"]
    assert not re.search(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", text)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        pytest.param("Sanne; de Vries, S.", "SUMMARY:Sanne\\; de Vries\\, S. (webcare)", id="separators"),
        pytest.param("a\\nb", "SUMMARY:a\\\\nb (webcare)", id="a backslash"),
        pytest.param("Sanne\r\nBEGIN:VALARM", "SUMMARY:Sanne BEGIN:VALARM (webcare)", id="a line of its own"),
    ],
)
def test_what_separates_is_escaped(name: str, line: str) -> None:
    people = MappingProxyType({**TODAY.people, "sanne": replace(TODAY.people["sanne"], name=name)})
    text = write("webcare", [Turn("sanne", MONDAY, MONDAY + WEEK)], Roster(replace(TODAY, people=people)), MONDAY)
    assert line in unfolded(text)


def test_what_is_shorter_than_a_second_is_left_out() -> None:
    text = write("webcare", [Turn("sanne", MONDAY, MONDAY + timedelta(milliseconds=9))], ROSTER, MONDAY)
    assert entries(text) == []


def token(rota: str, key: str) -> str:
    return address_of(rota, key, PUBLIC).rpartition("=")[2]


@pytest.mark.parametrize(
    ("given_token", "keys", "good"),
    [
        pytest.param(token("webcare", "new"), ("new",), True, id="its own"),
        pytest.param(token("webcare", "old"), ("new", "old"), True, id="during a rotation"),
        pytest.param(token("webcare", "old"), ("new",), False, id="after the rotation"),
        pytest.param(token("management", "new"), ("new",), False, id="that of another rota"),
        pytest.param("", ("new",), False, id="none"),
        pytest.param("\ud800é", ("new",), False, id="no ASCII"),
        pytest.param(token("webcare", "new"), (), False, id="no secret is set"),
    ],
)
def test_a_token_opens_one_rota_while_its_secret_is_valid(given_token: str, keys: tuple[str, ...], good: bool) -> None:
    assert opens(given_token, "webcare", keys) is good


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with signing(monkeypatch) as stage:
        yield stage


def test_the_page_gives_an_address_that_works_without_signing_in(world: World) -> None:
    page = browser_of(world.stage, "bram").get("/rota").body.decode()
    addresses = re.findall(r'href="(https://[^"]+/ics[^"]+)"', page)
    assert len(addresses) == len(TODAY.rotas)
    for address in addresses:
        parts = urlsplit(address)
        answer = world.stage.get(f"{parts.path}?{parts.query}")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert entries(answer.body.decode())


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/rota/webcare/ics", id="no token"),
        pytest.param("/rota/webcare/ics?token=guess", id="a guess"),
        pytest.param(f"/rota/none/ics?token={token('none', 'link-secret')}", id="a rota that is gone"),
    ],
)
def test_anything_else_is_told_nothing(world: World, path: str) -> None:
    answer = world.stage.get(path)
    assert answer.status_code == 404
    assert "BEGIN" not in answer.body.decode()
    assert "webcare" not in answer.body.decode()
