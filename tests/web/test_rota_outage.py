"""A known outage on the rota page and on the board: said, shown, filled in from a storm, and over."""

from collections.abc import Iterator

import pytest

from chalicelib import bootstrap
from chalicelib.domain.alerts import Alert
from chalicelib.domain.outage import Outage
from chalicelib.store.people import People
from chalicelib.usecases.tasks import decode
from chalicelib.web.rota_form import exact
from tests.store.build import alert
from tests.web.reading import text
from tests.web.rota_pages import DAY, carries, context, entries, forms, post, send, show, the_other
from tests.web.signing import World, browser_of, signing

FORM = {"action": "outage", "words": "pinnen, Betaalautomaat", "account": "merk", "until": "+1"}


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with signing(monkeypatch) as stage:
        yield stage


def known() -> list[Outage]:
    return [entry.outage for entry in entries() if entry.outage is not None]


def test_whoever_is_on_call_says_it_once_and_everybody_sees_it(world: World) -> None:
    browser = browser_of(world.stage, carries())
    form = FORM | {"until": exact(bootstrap.now() + DAY)}
    assert [send(browser, **form) for _ in range(2)] == [303, 303]
    (outage,) = known()
    assert (outage.words, outage.brand, outage.accounts) == (("pinnen", "Betaalautomaat"), "merk", frozenset())
    assert (outage.by, exact(outage.until)) == (carries(), form["until"])
    assert "Storing bekend: 'pinnen', 'Betaalautomaat'" in text(show(browser))
    board = browser_of(world.stage, the_other()).get("/status").body.decode()
    assert "Storing aan | 'pinnen', 'Betaalautomaat' | tot " in text(board)


def test_it_is_about_one_account_where_one_is_chosen(world: World) -> None:
    assert send(browser_of(world.stage, "mirjam"), **FORM | {"account": "x:2244994945"}) == 303
    (outage,) = known()
    assert (outage.brand, outage.accounts) == ("merk", frozenset({"x:2244994945"}))


def test_one_that_is_announced_begins_later(world: World) -> None:
    assert send(browser_of(world.stage, "mirjam"), **FORM | {"from": "+1", "until": "+8"}) == 303
    (outage,) = known()
    assert outage.since - outage.made_at > DAY / 2
    assert not outage.on(bootstrap.now())


def test_who_is_off_duty_may_not_say_it_but_anybody_that_it_is_over(world: World) -> None:
    off_duty = browser_of(world.stage, the_other())
    assert 'id="outage"' not in show(off_duty)
    assert send(off_duty, **FORM) == 403
    assert not entries()
    assert send(browser_of(world.stage, carries()), **FORM) == 303
    (entry,) = entries()
    assert entry.key in [each.get("key") for each in forms(show(off_duty))]
    assert send(off_duty, action="take_back", key=entry.key) == 303
    (entry,) = entries()
    assert entry.removed_by == the_other()
    assert not any(each.on(bootstrap.now()) for each in context().outages)


def test_over_what_waited_for_it_goes_at_once_also_when_the_button_is_pressed_again(world: World) -> None:
    browser = browser_of(world.stage, "mirjam")
    send(browser, **FORM)
    (entry,) = entries()
    assert entry.outage is not None
    people, held = People(bootstrap.table()), _waiting()
    for _ in range(2):  # as if the first time had ended half way
        people.postpone(held, bootstrap.now() + DAY, entry.outage.id)
        assert send(browser, action="take_back", key=entry.key) == 303
        (waits,) = people.waiting("sanne")
        assert waits.due_at <= bootstrap.now()
    tasks = {(task.do, task.target) for task in (decode(each["Body"]) for each in world.stage.messages("work"))}
    assert tasks == {("deliver", "sanne")}


def _waiting() -> Alert:
    held = alert()
    People(bootstrap.table()).add(held, bootstrap.now())
    return held


def test_a_storm_fills_the_form_in(world: World) -> None:
    page = show(browser_of(world.stage, "mirjam"), "?words=pinnen,+storing&account=merk")
    assert '<details id="outage" open>' in page
    assert 'name="words" maxlength="400" autocapitalize="none" value="pinnen, storing"' in page
    assert '<option value="merk" selected>' in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param({"words": ""}, "Noem 1 tot 10 woorden van minstens 3 letters", id="no word"),
        pytest.param({"words": "ov"}, "Noem 1 tot 10 woorden van minstens 3 letters", id="a word of two letters"),
        pytest.param({"words": "pinnen, " + "x" * 41}, "elk hooguit 40 tekens", id="a word that is too long"),
        pytest.param({"until": "+8"}, "te ver weg: hooguit 7", id="more than seven days"),
        pytest.param({"from": "+3", "until": "+11"}, "te ver weg: hooguit 7", id="counted from its beginning"),
        pytest.param({"until": "-1"}, "al voorbij", id="over already"),
        pytest.param({"from": "+3", "until": "+1"}, "al voorbij", id="over before it begins"),
        pytest.param({"until": "straks"}, "Dat is geen tijd", id="no time"),
        pytest.param({"account": "ander"}, "kan hier niet", id="another brand"),
        pytest.param({"account": "x:1"}, "kan hier niet", id="an account nobody knows"),
    ],
)
def test_what_cannot_be_is_said_at_the_form_and_changes_nothing(
    world: World, fields: dict[str, str], said: str
) -> None:
    answer = post(browser_of(world.stage, "mirjam"), **FORM | fields)
    assert answer.status_code == 422
    assert said in text(answer.body.decode())
    assert not entries()
