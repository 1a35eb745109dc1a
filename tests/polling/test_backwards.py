"""A list that is told newest first, read back in pieces: whatever comes in meanwhile, all of it is told."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.polling import backwards
from chalicelib.polling.backwards import OVERLAP, Page, Walk, dumped, loaded, walk
from tests.polling.asking import NOW

SECOND = timedelta(seconds=1)


@dataclass
class Shelf:
    """Items by number with the time they are told at; pages of three."""

    items: list[tuple[int, datetime]] = field(default_factory=list)

    def page(self, at: str | None) -> Page:
        newest_first = sorted(self.items, key=lambda item: (item[1], item[0]), reverse=True)
        place = next((n for n, item in enumerate(newest_first) if f"{item[1]} {item[0]}" == at), -1) + 1
        held = newest_first[place : place + 3]
        more = len(newest_first) > place + 3
        named = tuple((str(number), time) for number, time in held)
        return Page(b"[]", named, f"{held[-1][1]} {held[-1][0]}" if more else None)


@settings(max_examples=60, deadline=None)
@given(
    rounds=st.lists(
        st.tuples(
            st.lists(st.integers(0, int(OVERLAP.total_seconds()) - 1), max_size=8),  # how late each one is told
            st.integers(0, 3),  # how many pages there is time for
        ),
        max_size=8,
    )
)
def test_everything_is_told_however_often_the_reading_breaks_off(rounds: list[tuple[list[int], int]]) -> None:
    shelf, state, now = Shelf(), Walk(), NOW
    told: set[str] = set()
    number = 0

    def read(pages: int) -> None:
        nonlocal state
        for step in islice(walk(state, shelf.page, now), pages):
            state = loaded(dumped(step.state))
            if step.page is not None:
                told.update(name for name, at in step.page.items if at is not None and at >= step.since)

    read(1)
    for late, pages in rounds:
        now += timedelta(minutes=1)
        for seconds in late:
            number += 1
            shelf.items.append((number, now - seconds * SECOND))
        read(pages)
    for _ in range(5 + number):
        read(10)
    assert told == {str(each) for each in range(1, number + 1)}
    assert [step.page for step in walk(state, shelf.page, now) if step.page is not None] == [], "and not for ever"


def test_a_state_that_nobody_wrote_begins_afresh() -> None:
    assert loaded({"since": "gisteren"}) == loaded({"since": 3}) == loaded("?") == Walk()
    assert backwards.cursors("[]") == backwards.cursors("") == {}
    begun = Walk(since=NOW - OVERLAP, told=frozenset({"ab"}), begun=NOW, met=frozenset({"cd"}), page="p")
    assert loaded(dumped(begun)) == begun
    assert begun.abandoned() == Walk(since=NOW - OVERLAP, told=frozenset({"ab"}))
