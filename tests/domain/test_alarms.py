"""An alarm about a channel: which of our accounts it is about, and when it is the same alarm as another."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from chalicelib.domain.alarms import Alarm
from tests.domain.build import at
from tests.domain.merk import ACCOUNT, BOOK, ID, WEBCARE

ORGANISATION = replace(
    BOOK.entries[-1].organisation,
    accounts=(ACCOUNT, replace(ACCOUNT, id=WEBCARE), replace(ACCOUNT, platform="facebook")),
)
ALARM = Alarm(kind="silence", platform="x", account=ID, surface="public", since=at("10:00"))


@pytest.mark.parametrize(
    ("platform", "account", "about"),
    [
        pytest.param("x", ID, [("x", ID)], id="one account"),
        pytest.param("x", WEBCARE, [("x", WEBCARE)], id="another"),
        pytest.param(
            "facebook", ID, [("facebook", ID)], id="the one of that platform, though another's id is the same"
        ),
        pytest.param("x", "", [("x", ID), ("x", WEBCARE)], id="a whole platform"),
        pytest.param("x", "gone", [], id="one that left the configuration"),
        pytest.param("mastodon", "", [], id="a platform that left it"),
    ],
)
def test_which_accounts_an_alarm_is_about(platform: str, account: str, about: list[tuple[str, str]]) -> None:
    found = replace(ALARM, platform=platform, account=account).concerns(ORGANISATION)
    assert [(each.platform, each.id) for each in found] == about


def test_an_alarm_is_the_same_for_as_long_as_it_lasts() -> None:
    there = ALARM.since.astimezone(timezone(timedelta(hours=1)))
    told = replace(ALARM, since=there, usual=9, person="sanne", tries=2, told_at=at("10:30"))
    assert told.key == ALARM.key
    assert ALARM.open
    assert not replace(ALARM, over_at=at("11:00")).open


def test_of_another_kind_place_or_beginning_it_is_another() -> None:
    others = [
        replace(ALARM, kind="refused"),
        replace(ALARM, platform="facebook"),
        replace(ALARM, account=WEBCARE),
        replace(ALARM, account=""),
        replace(ALARM, surface="direct"),
        replace(ALARM, surface=None),
    ]
    assert len({each.place for each in (ALARM, *others)}) == 7
    assert replace(ALARM, since=at("10:01")).key != ALARM.key
    assert replace(ALARM, since=at("10:01")).place == ALARM.place
