"""What is kept for signing in: a try counts before it is looked at, a use counts once, signing out holds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.signin import MOST_ENDED, Standing, Ticket
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.sessions import Crowded, Sessions
from chalicelib.store.table import Table, Write

NOW = datetime(2026, 11, 20, 22, 45, tzinfo=UTC)
TICKET = Ticket("sanne", False, "/status", NOW)


def test_a_ticket_is_found_by_its_link_and_by_nothing_else(table: Table) -> None:
    sessions = Sessions(table)
    sessions.keep("a-link", TICKET)
    assert sessions.ticket("a-link") == TICKET
    assert sessions.ticket("another") is None


def test_of_two_who_spend_or_use_at_one_moment_one_does(table: Table) -> None:
    sessions = Sessions(table)
    sessions.keep("a-link", TICKET)
    assert [sessions.spend("a-link", TICKET) for _ in range(2)] == [True, False]
    tried = sessions.ticket("a-link")
    assert tried == replace(TICKET, tries=1)
    assert not sessions.use("a-link", TICKET)
    assert [sessions.use("a-link", tried) for _ in range(2)] == [True, False]
    assert sessions.ticket("a-link") == replace(TICKET, tries=1, used=True)


def test_a_ticket_that_is_there_is_not_replaced(table: Table) -> None:
    sessions = Sessions(table)
    sessions.keep("a-link", replace(TICKET, used=True))
    sessions.keep("a-link", TICKET)
    assert sessions.ticket("a-link") == replace(TICKET, used=True)


def test_each_bound_counts_by_itself_and_no_further(table: Table) -> None:
    sessions = Sessions(table)
    assert [sessions.within("asked sanne", "a", 2, NOW) for _ in range(4)] == [True, True, False, False]
    row = table.get("SIGNINS", "asked sanne#a")
    assert row is not None
    assert row["count"] == 2
    assert row["expires_at"] == int((NOW + timedelta(days=2)).timestamp())
    assert sessions.within("asked sanne", "b", 2, NOW)
    assert sessions.within("asked bram", "a", 2, NOW)


def test_signed_out_stays_signed_out(table: Table) -> None:
    sessions = Sessions(table)
    assert sessions.standing("sanne") == Standing()
    sessions.end("sanne", "one")
    sessions.end("sanne", "two")
    sessions.end("sanne", "one")
    assert sessions.standing("sanne") == Standing(0, ("one", "two"))
    sessions.end_all("sanne")
    assert sessions.standing("sanne") == Standing(1)
    assert sessions.standing("bram") == Standing()


def test_more_than_can_be_remembered_ends_them_all(table: Table) -> None:
    sessions = Sessions(table)
    for number in range(MOST_ENDED + 1):
        sessions.end("sanne", str(number))
    assert sessions.standing("sanne") == Standing(1)


class Beaten(MemoryTable):
    """A table where somebody else is first, so many times."""

    def __init__(self, beats: int) -> None:
        super().__init__()
        self.beats = beats

    def write(self, write: Write) -> bool:
        self.beats -= 1
        return self.beats < 0 and super().write(write)


@pytest.mark.parametrize(("beats", "wins"), [(0, True), (7, True), (8, False)])
def test_whoever_is_beaten_all_the_time_counts_as_beyond_the_bound(beats: int, wins: bool) -> None:
    assert Sessions(Beaten(beats)).within("codes", "a", 5, NOW) is wins


def test_signing_out_that_did_not_happen_is_an_error() -> None:
    with pytest.raises(Crowded):
        Sessions(Beaten(8)).end_all("sanne")
