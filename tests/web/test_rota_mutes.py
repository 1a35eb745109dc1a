"""What else the rota page does: accounts and conversations fall silent, and methods are tested."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib import bootstrap
from chalicelib.domain.facts_by_hand import Muted, Withdrawal
from chalicelib.domain.trial import Trial
from chalicelib.store.conversations import Conversations
from chalicelib.store.reach import Reaches
from chalicelib.texts.times import near_time
from chalicelib.usecases import by_rota
from chalicelib.usecases.tasks import decode
from chalicelib.web.case_address import case_address
from chalicelib.web.rota_form import exact
from tests.domain.build import asked
from tests.web.reading import text
from tests.web.rota_pages import DAY, context, entries, person, send, show
from tests.web.signing import World, browser_of, signing

CASE = "x:merk:public:17"
MUTE = {"action": "mute", "account": "x:2244994945", "until": "+1"}


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with signing(monkeypatch) as stage:
        yield stage


def test_an_account_is_muted_once_until_then(world: World) -> None:
    manager = browser_of(world.stage, "mirjam")
    form = MUTE | {"until": exact(bootstrap.now() + DAY)}
    assert [send(manager, **form) for _ in range(2)] == [303, 303]
    (mute,) = context().mutes
    assert (mute.platform, mute.account, mute.by, exact(mute.until)) == ("x", "2244994945", "mirjam", form["until"])
    assert "X merk is stil tot" in text(show(manager))


def test_of_an_account_that_is_muted_twice_the_board_says_the_longer(world: World) -> None:
    manager = browser_of(world.stage, "mirjam")
    for until in ("+2", "+3", "+1"):
        assert send(manager, **MUTE | {"until": until}) == 303
    assert send(manager, action="mute_post", conversation=CASE, until="+4") == 303
    zone, days = person("mirjam").zone, [bootstrap.now() + n * DAY for n in range(1, 5)]
    said = text(manager.get("/status").body.decode())
    told = [
        near_time(day, bootstrap.now(), zone, "nl") in said.partition("Stil gezet | X merk |")[2][:40] for day in days
    ]
    assert (said.count("Stil gezet"), told) == (1, [False, False, True, False])


def test_a_conversation_is_muted_as_a_fact_too_and_both_are_taken_back(world: World) -> None:
    manager = browser_of(world.stage, "mirjam")
    page = show(manager, f"?conversation={CASE}")
    assert f'value="{CASE}"' in page
    assert '<details id="mute-post" open>' in page
    form = {"action": "mute_post", "conversation": CASE, "until": exact(bootstrap.now() + DAY)}
    assert [send(manager, **form) for _ in range(2)] == [303, 303]
    assert _facts() == [Muted]
    (entry,) = entries()
    assert send(manager, action="take_back", key=entry.key) == 303
    assert _facts() == [Muted, Withdrawal]
    assert context().mutes == ()


def test_a_whole_post_is_muted_where_a_message_tells_of_it(world: World) -> None:
    manager = browser_of(world.stage, "mirjam")
    form = {"action": "mute_post", "conversation": CASE, "until": exact(bootstrap.now() + DAY), "whole": "1"}
    assert send(manager, **form) == 422, "nothing of it is known"
    Conversations(bootstrap.table()).add(CASE, replace(asked("10:00"), post="900"))
    assert [send(manager, **form) for _ in range(2)] == [303, 303]
    (mute,) = context().mutes
    assert (mute.conversation, mute.post, mute.by) == (CASE, "900", "mirjam")
    assert f"De hele post van {CASE} is stil tot" in text(show(manager))
    (entry,) = entries()
    assert send(manager, action="take_back", key=entry.key) == 303
    assert context().mutes == ()


def test_a_conversations_page_leads_there_whoever_may_mute_it(world: World) -> None:
    Conversations(bootstrap.table()).add(CASE, asked("10:00"))
    way = 'href="../rota?conversation=x%3Amerk%3Apublic%3A17#mute-post"'
    assert way in browser_of(world.stage, "mirjam").get(f"/{case_address(CASE)}").body.decode()
    assert "#mute-post" not in browser_of(world.stage, "sanne").get(f"/{case_address(CASE)}").body.decode()


def _facts() -> list[type]:
    facts = Conversations(bootstrap.table()).load(CASE).facts
    return sorted((type(fact) for fact in facts), key=lambda kind: kind.__name__)


def test_a_test_is_asked_once_a_minute_however_often_the_button_is_pressed(world: World) -> None:
    minute = bootstrap.now().replace(second=0, microsecond=0)
    for seconds in (0, 1, 59):
        by_rota.ask_test("sanne", 1, person("sanne"), context(), minute + timedelta(seconds=seconds))
    tasks = {replace(decode(each["Body"]), due_at=minute) for each in world.stage.messages("work")}
    assert [(each.do, each.target, each.key.rpartition("#")[2]) for each in tasks] == [("test", "sanne", "1")]


def test_there_is_an_end_to_the_tests_of_an_hour(world: World) -> None:
    now, browser = bootstrap.now(), browser_of(world.stage, "sanne")
    reaches = Reaches(bootstrap.table())
    for number in range(by_rota.TESTS_AN_HOUR):
        at = now - timedelta(minutes=10 + number)
        trial = Trial(id=f"test-{number}", person="sanne", number=0, channel="sms", to="", asked_at=at, state="sent")
        assert send(browser, action="test", method="0") == 303
        assert reaches.begin(trial, f"code-{number}")
    assert send(browser, action="test", method="0") == 429
    assert "Test onderweg, gevraagd om" in text(show(browser))


def test_of_somebody_elses_number_only_the_end_is_shown(world: World) -> None:
    page = show(browser_of(world.stage, "mirjam"))
    assert "+31600000001" not in page
    assert "sms ...0001" in page
    assert "sms +31600000004" in page
    assert "sanne@example.com" not in show(browser_of(world.stage, "bram"))
