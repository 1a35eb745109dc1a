"""When a pager's incident is looked at, and which state it belongs in."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.composing import still_wanted
from chalicelib.domain.facts import Fact
from chalicelib.domain.following import FOLLOWED_FOR, is_news_to, next_look, paged_about_news, should_show
from chalicelib.domain.paging import Page, PageState, Shown
from tests.domain.alerting import alert_of
from tests.domain.build import THREAD, asked, at, case_of, mine, replied, taken

ALERT = alert_of(asked("10:00"), now="10:45", step="after 45m")
PAGE = Page(
    id="g-1",
    group="g",
    person="sanne",
    number=1,
    channel="pagerduty",
    to="sanne",
    state="sent",
    alerts=(ALERT,),
    created_at=at("10:45"),
    due_at=at("10:46"),
)


@pytest.mark.parametrize(
    ("facts", "state", "told", "shows"),
    [
        pytest.param([], "sent", "", "", id="it waits, and nobody has it"),
        pytest.param([mine("10:47")], "sent", "", "acknowledged", id="somebody took the conversation"),
        pytest.param([mine("10:30")], "sent", "", "", id="somebody had taken it before the page"),
        pytest.param([], "acknowledged", "", "acknowledged", id="the page itself was taken"),
        pytest.param([mine("10:47"), replied("10:50")], "acknowledged", "acknowledged", "resolved", id="answered"),
        pytest.param([replied("10:50")], "sent", "", "resolved", id="answered before anybody took it"),
        pytest.param([], "sent", "acknowledged", "acknowledged", id="what was told is never taken back"),
    ],
)
def test_the_state_in_which_an_incident_belongs(facts: list[Fact], state: PageState, told: Shown, shows: Shown) -> None:
    case = case_of(asked("10:00"), *facts, now="10:55")
    page = replace(PAGE, state=state, told=told)
    assert should_show(page, still_wanted(page.alerts, {ALERT.conversation: case})) == shows


@pytest.mark.parametrize(
    ("facts", "changes", "news"),
    [
        pytest.param([], {}, False, id="nothing happened"),
        pytest.param([mine("10:47")], {}, True, id="taken, and not told"),
        pytest.param([mine("10:47")], {"told": "acknowledged"}, False, id="taken, and told"),
        pytest.param([mine("10:45")], {}, True, id="taken in the very instant of the page"),
        pytest.param([mine("10:30")], {}, False, id="taken before the page"),
        pytest.param([replied("10:47")], {"told": "acknowledged"}, True, id="answered"),
        pytest.param([replied("10:47")], {"due_at": None}, False, id="a page that is not followed"),
        pytest.param([replied("10:47")], {"state": "claimed"}, False, id="a page that is still on its way"),
        pytest.param([replied("10:47")], {"telling": "resolved"}, False, id="a page whose provider is being told"),
        pytest.param(
            [replied("10:47")], {"alerts": (replace(ALERT, conversation="x:merk:public:9"),)}, False, id="other"
        ),
    ],
)
def test_what_is_news_to_a_page(facts: list[Fact], changes: dict[str, object], news: bool) -> None:
    assert is_news_to(replace(PAGE, **changes), case_of(asked("10:00"), *facts, now="10:50")) is news


TOLD = taken("after 45m", "ask 10:00", "10:45", to="sanne bram")


@pytest.mark.parametrize(
    ("facts", "now", "news"),
    [
        pytest.param([], "10:50", False, id="nothing happened"),
        pytest.param([mine("10:50")], "10:50", True, id="somebody took it"),
        pytest.param([mine("10:50")], "11:49:59", True, id="within the hour"),
        pytest.param([mine("10:50")], "11:50", False, id="an hour ago"),
        pytest.param([mine("10:35")], "10:50", True, id="taken when it may just have been told ahead"),
        pytest.param([mine("10:34:59")], "10:50", False, id="taken before anybody was told"),
        pytest.param([replied("10:50")], "11:49:59", True, id="answered within the hour"),
        pytest.param([replied("10:50")], "11:50", False, id="answered an hour ago"),
        pytest.param([replied("10:50", stored="13:00")], "13:05", True, id="answered long ago, and known just now"),
    ],
)
def test_who_was_paged_is_asked_about_what_happened_just_now(facts: list[Fact], now: str, news: bool) -> None:
    case = case_of(asked("10:00"), TOLD, *facts, now=now)
    assert paged_about_news(case, at(now)) == (dict.fromkeys(("sanne", "bram"), at("10:35")) if news else {})


def test_each_is_asked_about_from_the_first_page_that_they_can_have_had() -> None:
    later = taken("at due", "ask 10:00", "11:00", to="sanne mirjam")
    case = case_of(asked("10:00"), TOLD, later, replied("11:05"), now="11:06")
    expected = {"sanne": at("10:35"), "bram": at("10:35"), "mirjam": at("10:50")}
    assert paged_about_news(case, at("11:06")) == expected


def test_a_step_that_told_nobody_is_no_page() -> None:
    held = replace(TOLD, outcome="held")
    assert paged_about_news(case_of(asked("10:00"), held, replied("10:50"), now="10:55"), at("10:55")) == {}


def test_what_another_customer_was_answered_is_no_news_to_who_was_paged_about_this_one() -> None:
    other = [asked("10:20", "b's", author="b"), replied("10:50", to="b's")]
    case = case_of(asked("10:00", author="a"), *other, TOLD, conversation=THREAD, now="10:55")
    assert [clock.ended_at for clock in case.clocks] == [None, at("10:50")]
    assert paged_about_news(case, at("10:55")) == {}


@pytest.mark.parametrize(
    ("age", "looks_after"),
    [
        pytest.param(timedelta(minutes=1), timedelta(minutes=10), id="a young page"),
        pytest.param(timedelta(minutes=100), timedelta(minutes=10), id="of an hour and forty minutes"),
        pytest.param(timedelta(hours=10), timedelta(hours=1), id="of ten hours"),
        pytest.param(FOLLOWED_FOR - timedelta(seconds=1), timedelta(hours=19, minutes=12), id="nearly too old"),
        pytest.param(FOLLOWED_FOR, None, id="too old"),
    ],
)
def test_looks_become_rarer_and_end(age: timedelta, looks_after: timedelta | None) -> None:
    now = PAGE.created_at + age
    look = next_look(PAGE, now)
    assert (look and round((look - now).total_seconds())) == (looks_after and looks_after.total_seconds())


@given(age=st.timedeltas(min_value=timedelta(), max_value=timedelta(days=30)))
def test_a_resolved_incident_is_looked_at_no_more_and_a_look_always_lies_ahead(age: timedelta) -> None:
    now = PAGE.created_at + age
    assert next_look(replace(PAGE, told="resolved"), now) is None
    look = next_look(PAGE, now)
    assert look is None or look > now


def test_a_page_that_nobody_ends_costs_few_looks() -> None:
    now, looks = PAGE.created_at, 0
    while (look := next_look(PAGE, now)) is not None:
        now, looks = look, looks + 1
    assert looks < 70
