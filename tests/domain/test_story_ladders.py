"""Stories of the trade as ladders: who hears what when, on the pure core alone."""

from dataclasses import replace

from chalicelib.domain.facts import Fact
from chalicelib.domain.roster import Roster
from chalicelib.domain.rota import Absence, Override
from tests.domain.build import (
    DIRECT,
    asked,
    at,
    case_of,
    followed,
    kept,
    mine,
    moved,
    pages,
    promised,
    replied,
    told,
)
from tests.domain.merk import ACCOUNT, MERK, account_with, book_of


def test_friday_eleven_at_night() -> None:
    evening: list[Fact] = [asked("20 23:00"), mine("20 23:47"), replied("20 23:58")]
    assert pages(*evening, until="21 12:00") == ["20 23:45 sanne"]
    assert told(case_of(*evening)) == ["first_response 20 23:00 answered 20 23:58"]
    assert case_of(*evening).clocks[0].within_target()

    monday = promised("21 00:10", "23 12:00")
    warned = ["23 09:00 bram", "23 09:00 chris", "23 11:00 bram", "23 11:00 chris"]
    kept_in_time: list[Fact] = [*evening, monday, replied("23 11:40")]
    assert pages(*kept_in_time, until="24 12:00") == ["20 23:45 sanne", *warned]
    assert told(case_of(*kept_in_time))[1] == "promise 21 00:10 answered 23 11:40"
    broken = pages(*evening, monday, until="24 12:00")
    assert broken == ["20 23:45 sanne", *warned, "23 12:00 bram", "23 12:00 mirjam"]
    by_hand: list[Fact] = [*evening, monday, kept("promise 21 00:10", "22 15:00")]
    assert pages(*by_hand, until="24 12:00") == ["20 23:45 sanne"]


def test_send_us_a_dm() -> None:
    book = book_of(account_with(replace(ACCOUNT, needs_follow=True)))
    public: list[Fact] = [asked("10:00"), replied("11:50")]
    assert pages(*public, until="20 12:00", book=book) == [
        "10:45 sanne",
        "10:55 sanne",
        "11:00 sanne",
        "11:01 mirjam",
        "11:31 sanne",
    ]
    (clock,) = case_of(*public, book=book).clocks
    assert clock.ended_at is not None
    assert not clock.within_target()
    assert (clock.ended_at - clock.due_at).total_seconds() == 50 * 60

    direct: list[Fact] = [moved("11:50"), followed("19 11:55"), asked("19 12:30"), replied("19 15:00")]
    assert pages(*direct, until="30 12:00", conversation=DIRECT, book=book) == [
        "18 16:05 sanne",
        "19 10:50 sanne",
        "19 11:50 sanne",
        "19 11:50 mirjam",
    ]
    case = case_of(*direct, conversation=DIRECT, book=book)
    assert told(case) == ["dm_follow_up 11:50 followed 19 11:55", "dm_follow_up 19 12:30 answered 19 15:00"]
    assert [clock.within_target() for clock in case.clocks] == [False, True]


WEEK = Override(
    id="week",
    rota="webcare",
    person="sanne",
    start=at("12-21 09:00"),
    end=at("12-28 09:00"),
    by="sanne",
    made_at=at("12-18 15:00"),
    instead_of="bram",
)
BRAM_AWAY = Absence(
    id="bram", person="bram", start=at("12-21 00:00"), end=at("12-31 23:59"), by="bram", made_at=at("12-01 10:00")
)


def test_two_weeks_of_holiday() -> None:
    roster = Roster(MERK, (WEEK,), (BRAM_AWAY,))
    assert pages(asked("12-25 03:10"), until="12-25 03:56", roster=roster) == ["12-25 03:55 sanne"]
    assert pages(asked("12-24 14:00"), until="12-29 14:00", roster=roster, conversation=DIRECT) == [
        "12-29 09:45 sanne",
        "12-29 13:00 sanne",
        "12-29 14:00 sanne",
        "12-29 14:00 mirjam",
    ]


def test_nobody_is_there_on_the_last_day() -> None:
    alone = Absence(
        id="sanne",
        person="sanne",
        start=at("12-31 00:00"),
        end=at("12-31 23:59"),
        by="mirjam",
        made_at=at("12-18 15:00"),
    )
    roster = Roster(MERK, (WEEK,), (BRAM_AWAY, alone))
    assert pages(asked("12-31 10:00"), until="12-31 10:45", roster=roster) == ["12-31 10:45 mirjam"]
