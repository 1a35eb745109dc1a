"""The ladder where a small thing decides: at night, at the very instant of an answer, and what it is known by."""

from dataclasses import replace

import pytest

from chalicelib.domain.duration import Elapsed
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.ladder import alert_id, ladder
from chalicelib.domain.organisation import Book, Rule
from tests.domain.build import PUBLIC, WHATSAPP, asked, case_of, replied, wall
from tests.domain.merk import BOOK, MERK, book_of


def steps(*facts: Fact, book: Book = BOOK, conversation: Conversation = PUBLIC) -> dict[str, str]:
    """Every step of the first clock with its instant."""
    case = case_of(*facts, book=book, conversation=conversation)
    return {step.key: wall(step.at) for step in ladder(case, case.clocks[0], book)}


def test_an_hour_and_its_repeats_run_on_at_night() -> None:
    found = steps(asked("20 23:00"))
    assert (found["after 1h"], found["repeat 1"], found["repeat 6"]) == ("21 00:00", "21 00:31", "21 03:01")


def test_haste_runs_at_night_as_well() -> None:
    book = book_of(replace(MERK, rules=(Rule(name="x", platforms=frozenset({"x"}), earlier=Elapsed(15 * 60)),)))
    assert steps(asked("20 23:00"), book=book)["after 45m"] == "20 23:30"


def test_what_came_at_the_very_instant_of_the_answer_moves_no_reply_window() -> None:
    facts = [asked("16 10:00"), asked("16 12:00"), replied("16 12:00")]
    assert steps(*facts, conversation=WHATSAPP)["reply window"] == "09:00"


@pytest.mark.parametrize(
    ("author", "listed"),
    [
        pytest.param("@Krant", "krant", id="a handle is the same with and without its sign"),
        pytest.param("krant", "@KRANT", id="on either side"),
    ],
)
def test_an_author_of_note_goes_by_their_handle(author: str, listed: str) -> None:
    rule = Rule(name="x", authors=frozenset({listed}), earlier=Elapsed(15 * 60))
    assert steps(asked("10:00", name=author), book=book_of(replace(MERK, rules=(rule,))))["after 45m"] == "10:30"


def test_an_alert_keeps_its_name_across_releases() -> None:
    """A step that was taken under an older release is found again by this: it must never change."""
    (clock,) = case_of(asked("10:00", "m1")).clocks
    assert alert_id("x:merk:public:klant", clock, "after 45m") == "29d1a7cafeb3e66c7cbe823a"
