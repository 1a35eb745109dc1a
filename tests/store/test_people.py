"""A person's paging: an alert waits until a page carries it, a page is due until its final state."""

from dataclasses import replace
from typing import get_args

import pytest

from chalicelib.domain.paging import FINAL, MOST_ALERTS, PageState
from chalicelib.store.codec import to_item
from chalicelib.store.due import Due, DueIndex
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.people import Link, People, Waiting, code_pk, page_key
from chalicelib.store.table import TRANSACTION_LIMIT, Put, Table
from tests.store.build import alert, at, page

NOW = at("10:45")
FAR = at("30 10:00")


def due(table: Table) -> list[str]:
    return sorted(row.kind for row in DueIndex(table).due(FAR))


def test_an_alert_waits_at_once_and_is_there_once(table: Table) -> None:
    people = People(table)
    assert people.add(alert(), NOW)
    assert not people.add(alert(), NOW)
    assert people.alerts("sanne") == (alert(),)
    assert people.alerts("bram") == ()
    assert list(DueIndex(table).due(NOW)) == [Due("alert", "P#sanne", "ALERT#a1", NOW)]


def test_a_claim_takes_the_alerts_makes_the_pages_and_opens_the_link(table: Table) -> None:
    people = People(table)
    people.add(alert(), NOW)
    pages = [page(0), page(1, "pending", "10:48")]
    assert people.claim(people.version("sanne"), pages, "code", NOW)
    assert people.alerts("sanne") == ()
    assert due(table) == ["page", "page"]
    assert people.pages("sanne", NOW) == tuple(pages)
    assert people.link("code") == Link(person="sanne", group="g", created_at=NOW)
    assert people.version("sanne") == 1


def test_two_claims_from_one_reading_make_one_page(table: Table) -> None:
    people = People(table)
    people.add(alert(), NOW)
    version = people.version("sanne")
    assert people.claim(version, [page()], "code", NOW)
    assert not people.claim(version, [replace(page(), id="h-0", group="h")], "another code", NOW)
    assert [each.group for each in people.pages("sanne", NOW)] == ["g"]
    assert people.link("another code") is None
    assert people.version("bram") == 0, "another person's claims are their own"


def test_a_claim_of_more_alerts_than_a_transaction_takes_leaves_none() -> None:
    table = MemoryTable()
    people = People(table)
    alerts = tuple(alert(f"a{n}", ref=f"x:merk:public:{n}") for n in range(TRANSACTION_LIMIT + 50))
    for each in alerts:
        people.add(each, NOW)
    assert people.claim(0, [page(carries=alerts), page(1, "pending", carries=alerts)], "code", NOW)
    assert people.alerts("sanne") == ()
    assert due(table) == ["page", "page"]


def test_the_largest_page_fits_an_item() -> None:
    wordy = replace(alert(), why="takes over bram's shift of webcare, by mirjam, 2026-12-18", config="f" * 64)
    ref = "instagram:merk:public:{:060}"
    alerts = tuple(replace(wordy, id=f"{n:024}", conversation=ref.format(n)) for n in range(MOST_ALERTS))
    assert MemoryTable().write(Put({"pk": "P", "sk": "S", **to_item(page(carries=alerts))}))


@pytest.mark.parametrize("state", get_args(PageState))
def test_a_page_is_due_until_its_final_state(table: Table, state: PageState) -> None:
    people = People(table)
    first = page()
    people.save(first, None)
    ended = replace(first, state=state, due_at=None if state in FINAL else at("10:50"))
    assert people.save(ended, first)
    assert due(table) == ([] if state in FINAL else ["page"])


def test_a_page_is_saved_only_in_the_state_it_was_read_in(table: Table) -> None:
    people = People(table)
    read = page(state="pending")
    assert people.save(read, None)
    assert not people.save(read, None), "it is there already"
    ours = replace(read, state="claimed", attempts=1)
    assert people.save(ours, read)
    assert not people.save(ours, read), "somebody claimed it meanwhile"
    again = replace(ours, attempts=2)
    assert people.save(again, ours)
    assert not people.save(replace(ours, state="sent"), ours), "its lease ended, and somebody else has it"
    assert people.page("sanne", page_key(read)) == again


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"due_at": at("10:45:30")}, id="its look was brought forward"),
        pytest.param({"telling": "acknowledged"}, id="its provider is being told"),
        pytest.param({"told": "acknowledged"}, id="its provider was told"),
        pytest.param({"due_at": None}, id="it needs no look any more"),
    ],
)
def test_what_happened_to_a_page_meanwhile_is_not_overwritten(table: Table, change: dict[str, object]) -> None:
    people = People(table)
    read = page(state="sent")
    people.save(read, None)
    assert people.save(replace(read, **change), read)
    assert not people.save(replace(read, state="acknowledged"), read)
    assert people.save(replace(read, state="acknowledged"), replace(read, **change))


def test_an_alert_that_was_put_off_says_until_when(table: Table) -> None:
    people = People(table)
    people.add(alert(), NOW)
    assert people.waiting("sanne") == (Waiting(alert(), NOW, held=False),)
    assert people.postpone(alert(), at("10:46"))
    assert people.waiting("sanne") == (Waiting(alert(), at("10:46"), held=True),)
    assert not people.postpone(alert("a2"), at("10:46")), "one that is carried stays carried"


def test_what_waits_for_the_next_page_of_an_outage_says_so_until_it_is_put_off_otherwise(table: Table) -> None:
    people = People(table)
    people.add(alert(), NOW)
    assert people.postpone(alert(), at("11:00"), "o1")
    assert people.waiting("sanne") == (Waiting(alert(), at("11:00"), held=True, outage="o1"),)
    assert people.postpone(alert(), NOW)
    assert people.waiting("sanne") == (Waiting(alert(), NOW, held=True),)


def test_pages_are_read_from_an_instant_on_oldest_first(table: Table) -> None:
    people = People(table)
    times = ["10:45", "10:40", "10:50"]
    for time in times:
        people.save(replace(page(), created_at=at(time), group=time, id=time), None)
    assert [each.id for each in people.pages("sanne", at("10:00"))] == sorted(times)
    assert [each.id for each in people.pages("sanne", at("10:45"))] == ["10:45", "10:50"]
    assert people.pages("sanne", at("10:51")) == ()


def test_a_group_is_its_pages_and_no_others(table: Table) -> None:
    people = People(table)
    ours = [page(0), page(1, "pending")]
    for each in [*ours, replace(page(), group="g2", id="g2-0"), replace(page(), person="bram", id="b")]:
        people.save(each, None)
    assert people.group(Link(person="sanne", group="g", created_at=NOW)) == tuple(ours)
    assert people.group_of(ours[1]) == tuple(ours)


def test_a_dropped_alert_waits_no_longer_and_says_why(table: Table) -> None:
    people = People(table)
    people.add(alert(), NOW)
    people.drop(alert(), "answered at 10:44", NOW)
    assert people.alerts("sanne") == ()
    assert due(table) == []
    (row,) = table.query("P#sanne", "DROPPED#", "DROPPED#~")
    assert (row["reason"], row["id"]) == ("answered at 10:44", "a1")


def test_forgetting_what_is_gone_is_no_error(table: Table) -> None:
    people = People(table)
    people.add(alert(), NOW)
    people.forget("sanne", [alert(), alert("a2")])
    people.forget("sanne", [alert()])
    assert people.alerts("sanne") == ()


def test_an_unknown_code_opens_nothing(table: Table) -> None:
    assert People(table).link("code") is None


def test_the_table_holds_the_hash_of_a_code_only() -> None:
    table = MemoryTable()
    People(table).claim(0, [page()], "secret-code", NOW)
    assert "secret-code" not in repr([list(table.query(pk)) for pk in ("P#sanne", code_pk("secret-code"))])
