"""What a page takes along: the same step, the same person, within ten minutes."""

from dataclasses import replace

import pytest

from chalicelib.domain.ahead import told_ahead, told_already
from chalicelib.domain.alerts import Alert
from chalicelib.domain.facts import Fact
from chalicelib.domain.paging import Page
from chalicelib.domain.roster import Roster
from tests.domain.build import DIRECT, asked, at, case_of, mine, promised, replied, taken
from tests.domain.merk import ACCOUNT, ACCOUNTS, BOOK, ID, MERK, ROSTER, WEBCARE, account_with, book_of

FIRST = frozenset({("response", "after 45m")})
SECOND = frozenset({("response", "after 55m")})
AT_THE_BREACH = frozenset({("response", "after 1h")})
ALL = FIRST | SECOND | AT_THE_BREACH


def ahead(*facts: Fact, now: str, steps: frozenset[tuple[str, str]] = FIRST, person: str = "sanne") -> list[str]:
    case = case_of(*facts, now=now)
    return [alert.step for alert, _, _ in told_ahead(case, BOOK, ROSTER, person, steps, at(now))]


@pytest.mark.parametrize(
    ("facts", "now", "found"),
    [
        pytest.param([asked("10:00")], "10:35", ["after 45m"], id="the tenth minute is included"),
        pytest.param([asked("10:00")], "10:34:59", [], id="a second more than ten minutes is not"),
        pytest.param([asked("10:00")], "10:45", ["after 45m"], id="what is due this very second is"),
        pytest.param([asked("10:00"), taken("after 45m", "ask 10:00", "10:45")], "10:45", [], id="not what was taken"),
        pytest.param([asked("10:00"), replied("10:20")], "10:40", [], id="not what was answered"),
        pytest.param(
            [asked("10:00", seen="10:50", stored="10:50")], "10:50:10", [], id="not what settles: it came in late"
        ),
    ],
)
def test_what_falls_due_within_ten_minutes(facts: list[Fact], now: str, found: list[str]) -> None:
    assert ahead(*facts, now=now) == found


def test_only_the_steps_that_the_page_is_about() -> None:
    assert ahead(asked("10:00"), now="10:50", steps=FIRST) == ["after 45m"]
    assert ahead(asked("10:00"), now="10:50", steps=AT_THE_BREACH) == ["after 1h"]


def test_nothing_that_an_acknowledgement_would_hold_back() -> None:
    assert ahead(asked("10:00"), now="10:50", steps=SECOND) == ["after 55m"]
    assert ahead(asked("10:00"), mine("10:48"), now="10:50", steps=SECOND) == []
    assert ahead(asked("10:00"), mine("10:48"), now="10:50", steps=AT_THE_BREACH) == ["after 1h"]


def test_whoever_carries_the_phone_at_that_instant_is_told_and_nobody_else() -> None:
    """Monday 09:00 Bram takes over: what falls due at 09:00 is his, at 08:59:59 still Sanne's."""
    to_bram, to_sanne = asked("23 08:15", "q1"), asked("23 08:14:59", "q2")
    assert ahead(to_bram, now="23 08:55", person="sanne") == []
    assert ahead(to_bram, now="23 08:55", person="bram") == ["after 45m"]
    assert ahead(to_sanne, now="23 08:55", person="sanne") == ["after 45m"]


def test_an_account_that_does_not_page_tells_nothing_ahead_either() -> None:
    quiet = account_with(replace(ACCOUNT, pages=False))
    case = case_of(asked("10:00"), now="10:40", book=book_of(quiet))
    assert list(told_ahead(case, book_of(quiet), Roster(quiet), "sanne", ALL, at("10:40"))) == []


def test_a_brand_that_left_the_settings_is_as_it_was() -> None:
    gone = replace(MERK, brands={})
    case = case_of(asked("10:00"), now="10:40")
    found = [alert.person for alert, _, _ in told_ahead(case, BOOK, Roster(gone), "sanne", FIRST, at("10:40"))]
    assert found == ["sanne"]


def alert(step: str, level: int, planned: str) -> Alert:
    """Of the question of 10:00, whose hour is over at 11:00."""
    return Alert(
        id=step,
        person="sanne",
        conversation="x:merk:public:42",
        account="1001",
        step=step,
        level=level,
        clock="first_response",
        family="response",
        anchor="ask 10:00",
        started_at=at("10:00"),
        target_at=at("11:00"),
        planned_at=at(planned),
        role="on-call",
        why="",
    )


def page(made: str, *alerts: Alert) -> Page:
    return Page(
        id="p",
        group="p",
        person="sanne",
        number=0,
        channel="sms",
        to="",
        state="sent",
        alerts=alerts,
        created_at=at(made),
        due_at=None,
    )


BREACH = alert("after 1h", 2, "11:00")


@pytest.mark.parametrize(
    ("waiting", "sent", "why"),
    [
        pytest.param(alert("after 55m", 1, "10:55"), page("10:52", BREACH), "told ahead of after 1h", id="lower step"),
        pytest.param(alert("after 55m", 1, "10:55"), page("10:45", alert("after 45m", 0, "10:45")), None, id="higher"),
        pytest.param(
            alert("after 1h1m", 3, "11:01:59"), page("11:00", BREACH), "told of the breach by page p", id="within 2 min"
        ),
        pytest.param(alert("after 1h1m", 3, "11:02"), page("11:00", BREACH), None, id="two minutes later once more"),
        pytest.param(
            alert("after 1h1m", 3, "11:01"),
            page("10:59:30", alert("after 55m", 1, "10:55")),
            None,
            id="not of a breach",
        ),
        pytest.param(
            replace(alert("after 1h1m", 3, "11:01"), anchor="another"), page("11:00", BREACH), None, id="another anchor"
        ),
        pytest.param(
            alert("after 55m", 1, "10:55"),
            page("10:52", replace(BREACH, anchor="another"), BREACH),
            "told ahead of after 1h",
            id="among others",
        ),
        pytest.param(
            alert("after 55m", 1, "10:55"), page("10:52", alert("earlier", 0, "11:00")), None, id="later, but lower"
        ),
        pytest.param(
            alert("reply window", 1, "11:00"), page("10:52", BREACH), "told ahead of after 1h", id="of one instant"
        ),
        pytest.param(alert("after 55m", 1, "10:55"), page("10:52", alert("after 55m", 1, "10:55")), None, id="itself"),
        pytest.param(
            alert("manager", 3, "11:00"),
            page("10:59:30", BREACH),
            "told of the breach by page p",
            id="another step at the breach, which was told just before",
        ),
        pytest.param(
            alert("manager", 3, "11:00"),
            page("11:00", BREACH),
            "told of the breach by page p",
            id="two steps at the breach itself",
        ),
    ],
)
def test_what_a_person_was_told_already(waiting: Alert, sent: Page, why: str | None) -> None:
    assert told_already(waiting, [sent]) == why


DUE_AT_11 = frozenset({("promise", "before 1h"), ("response", "after 45m")})


def test_the_owner_of_a_promise_is_told_of_that_promise_only() -> None:
    first, second = promised("09:00", "12:00", owner="chris"), promised("09:01", "12:05", owner="bram")
    case = case_of(first, second, now="10:55")
    found = {
        person: [alert.anchor for alert, _, _ in told_ahead(case, BOOK, ROSTER, person, DUE_AT_11, at("10:55"))]
        for person in ("chris", "bram", "sanne")
    }
    assert found == {"chris": [first.id], "bram": [second.id], "sanne": [first.id, second.id]}


def test_what_settles_or_is_held_hides_no_later_step() -> None:
    late = asked("10:00", seen="10:47", stored="10:47")
    assert ahead(late, now="10:47:10", steps=ALL) == ["after 55m"]
    assert ahead(asked("10:00"), mine("10:48"), now="10:50", steps=ALL) == ["after 45m", "after 1h"]
    assert ahead(asked("10:00"), mine("10:48"), now="10:50", steps=SECOND | AT_THE_BREACH) == ["after 1h"]


def test_an_account_that_does_not_page_is_silent_about_its_own_clocks_only() -> None:
    book = book_of(account_with(replace(ACCOUNTS[1], pages=False)))
    facts = [asked("10:00", accounts=(WEBCARE,)), asked("10:05", accounts=(ID,)), promised("10:10", "11:50")]
    case = case_of(*facts, now="10:45", book=book)
    assert [clock.account for clock in case.open] == [WEBCARE, ID]
    found = told_ahead(case, book, Roster(book.latest), "sanne", DUE_AT_11, at("10:45"))
    assert [alert.step for alert, _, _ in found] == ["before 1h"]


def test_a_direct_message_that_somebody_took_is_not_told_ahead() -> None:
    """Until the next step: there an acknowledgement has no length of its own."""
    facts: list[Fact] = [asked("16 14:00")]
    step = frozenset({("dm", "before 1 working hour")})

    def told(*given: Fact) -> list[str]:
        case = case_of(*facts, *given, now="18 12:55", conversation=DIRECT)
        return [alert.step for alert, _, _ in told_ahead(case, BOOK, ROSTER, "sanne", step, at("18 12:55"))]

    assert told() == ["before 1 working hour"]
    assert told(mine("18 12:00")) == []
