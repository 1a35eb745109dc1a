"""Who may change what on the rota page, and what is refused and changes nothing."""

from collections.abc import Iterator

import pytest

from chalicelib import bootstrap
from chalicelib.usecases import by_rota
from chalicelib.usecases.errors import Refused
from tests.web.reading import read, text
from tests.web.rota_pages import DAY, context, entries, forms, person, post, rows, send, show, the_other
from tests.web.signing import World, browser_of, signing

CASE = "x:merk:public:17"
MUTE = {"action": "mute", "account": "x:2244994945", "until": "+1"}


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with signing(monkeypatch) as stage:
        yield stage


@pytest.mark.parametrize(
    ("fields", "own", "managers"),
    [
        pytest.param({"action": "take_over", "rota": "webcare", "until": "+1"}, 303, 303, id="take over oneself"),
        pytest.param(
            {"action": "take_over", "rota": "webcare", "person": "chris", "until": "+1"}, 403, 303, id="for another"
        ),
        pytest.param({"action": "away", "from": "+1", "until": "+3"}, 303, 303, id="be away oneself"),
        pytest.param({"action": "away", "person": "chris", "until": "+3"}, 403, 303, id="another's absence"),
        pytest.param(MUTE, 403, 303, id="mute an account"),
        pytest.param({"action": "mute_post", "conversation": CASE, "until": "+1"}, 403, 303, id="mute a post"),
        pytest.param({"action": "test", "method": "0"}, 303, 303, id="test one's own method"),
        pytest.param({"action": "test", "person": "chris", "method": "0"}, 403, 303, id="test another's"),
    ],
)
def test_a_manager_may_do_anything_and_others_what_is_theirs(
    world: World, fields: dict[str, str], own: int, managers: int
) -> None:
    before = rows(world)
    assert send(browser_of(world.stage, "sanne"), **fields) == own
    if own == 403:
        assert rows(world) == before
        assert world.stage.count("work") == 0
    assert send(browser_of(world.stage, "mirjam"), **fields) == managers


def test_what_somebody_else_made_only_a_manager_takes_back(world: World) -> None:
    send(browser_of(world.stage, "mirjam"), action="away", person="sanne", until="+3")
    (entry,) = entries()
    sanne = browser_of(world.stage, "sanne")
    assert all(each["action"] != "take_back" for each in forms(show(sanne)))
    assert send(sanne, action="take_back", key=entry.key) == 403
    assert entries() == [entry]
    assert send(browser_of(world.stage, "mirjam"), action="take_back", key=entry.key) == 303
    assert entries()[0].removed_by == "mirjam"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param({"action": "away", "until": "-1"}, "al voorbij", id="an end that is past"),
        pytest.param({"action": "away", "until": "morgen"}, "Dat is geen tijd", id="no time"),
        pytest.param({"action": "away", "until": "20270231T100000Z"}, "Dat is geen tijd", id="no such day"),
        pytest.param({"action": "away"}, "Dat is geen tijd", id="no end"),
        pytest.param({"action": "away", "from": "x", "until": "+1"}, "Dat is geen tijd", id="no time to begin"),
        pytest.param({"action": "away", "from": "+3", "until": "+1"}, "niet later dan", id="the end before it begins"),
        pytest.param({"action": "away", "until": "+400"}, "te ver weg: hooguit 366", id="more than a year"),
        pytest.param(MUTE | {"until": "+32"}, "te ver weg: hooguit 31", id="muted for more than a month"),
        pytest.param({"action": "away", "until": "+1", "in_place": "mirjam"}, "kan hier niet", id="in one's own place"),
        pytest.param({"action": "away", "until": "+1", "person": "piet"}, "kan hier niet", id="nobody we know"),
        pytest.param({"action": "take_over", "rota": "no", "until": "+1"}, "kan hier niet", id="no rota"),
        pytest.param({"action": "take_now", "rota": "no"}, "kan hier niet", id="no rota, now"),
        pytest.param(MUTE | {"account": "x:1"}, "kan hier niet", id="no account"),
        pytest.param(
            {"action": "mute_post", "conversation": "x", "until": "+1"}, "kan hier niet", id="no conversation"
        ),
        pytest.param({"action": "take_back", "key": "mute#1"}, "kan hier niet", id="nothing to take back"),
        pytest.param({"action": "test", "method": "9"}, "kan hier niet", id="no such method"),
        pytest.param({"action": "test", "method": "x"}, "kan hier niet", id="no number"),
        pytest.param({"action": "test", "method": "0", "person": "piet"}, "kan hier niet", id="a test of nobody"),
        pytest.param({"action": "fly"}, "kan hier niet", id="no action"),
    ],
)
def test_what_does_not_fit_is_told_and_does_nothing(world: World, fields: dict[str, str], said: str) -> None:
    browser, before = browser_of(world.stage, "mirjam"), rows(world)
    answer = post(browser, **fields)
    assert answer.status_code == 422
    assert said in text(answer.body.decode())
    assert rows(world) == before
    assert world.stage.count("work") == 0


def test_what_was_typed_stands_there_again(world: World) -> None:
    browser = browser_of(world.stage, "mirjam")
    sent = {"action": "away", "person": "bram", "from": '2020-01-01T10:00"><script>', "until": "x"}
    page = post(browser, **sent).body.decode()
    assert '<details id="away" open>' in page
    assert '<option value="bram" selected>' in page
    assert "2020-01-01T10:00&#34;&gt;" in page
    assert "<script>" not in page
    read(page)


def test_a_form_of_another_session_or_site_does_nothing(world: World) -> None:
    browser = browser_of(world.stage, the_other())
    form = next(each for each in forms(show(browser)) if each["action"] == "take_now")
    assert browser.post("/rota", form | {"csrf": "x"}).status_code == 403
    assert browser.post("/rota", form, **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert browser.post("/rota", form | {"a": "1" * 40_000}).status_code == 400
    assert entries() == []


def test_what_is_over_is_not_taken_back(world: World) -> None:
    now = bootstrap.now()
    by_rota.be_away("sanne", now, now + DAY, None, person("sanne"), context(), now)
    (entry,) = entries()
    with pytest.raises(Refused):
        by_rota.take_back(entry.key, person("mirjam"), context(), now + DAY)
    assert entries() == [entry]
