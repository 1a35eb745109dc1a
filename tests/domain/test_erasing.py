"""What of a comment thread is one customer's: theirs goes, the rest stays and names them no longer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.erasing import NOBODY, nobodys_alert, nobodys_result, theirs_in
from chalicelib.domain.facts import Fact, fact_id
from chalicelib.domain.facts_by_hand import Dismissal, StillQuestion, Withdrawal
from chalicelib.domain.facts_seen import Deletion, Message
from tests.domain.alerting import alert_of
from tests.domain.build import asked, at, taken
from tests.domain.counted import result

JAN, EVA = "901", "902"


def said(
    id: str, author: str, *, to: str | None = None, tags: frozenset[str] = frozenset(), excerpt: str | None = "words"
) -> Message:
    return Message(
        id=id,
        direction="outbound" if author == "merk" else "inbound",
        first_seen_at=at("10:00"),
        stored_at=at("10:00"),
        accounts=frozenset({"104"}),
        author=author,
        author_name="Jan_P" if author == JAN else None,
        excerpt=excerpt,
        in_reply_to=to,
        addressed=tags,
    )


ASKED, OTHER = said("q1", JAN), said("q2", EVA)
DISMISSED = Dismissal(id="d", by="sanne", at=at("10:01"), stored_at=at("10:01"), reason="joke", message="q1")
DELETED = Deletion(message="q1", first_seen_at=at("10:02"), stored_at=at("10:02"))
ASKED_AFTER_ALL = StillQuestion(message="q1", by="sanne", at=at("10:03"), stored_at=at("10:03"))
STEP = taken("at due", "q1", "11:00")
UNDONE = Withdrawal(fact=fact_id(DISMISSED), by="sanne", at=at("10:04"), stored_at=at("10:04"))


@pytest.mark.parametrize(
    "fact",
    [
        pytest.param(ASKED, id="what they wrote"),
        pytest.param(DISMISSED, id="its dismissal"),
        pytest.param(DELETED, id="its deletion"),
        pytest.param(ASKED_AFTER_ALL, id="that it is a question after all"),
        pytest.param(STEP, id="the steps of its ladder"),
        pytest.param(UNDONE, id="an undo of any of these"),
    ],
)
def test_theirs_goes(fact: Fact) -> None:
    facts = (OTHER, UNDONE, ASKED, DISMISSED, DELETED, ASKED_AFTER_ALL, STEP)
    assert fact in theirs_in(facts, frozenset({JAN})).gone
    assert OTHER not in theirs_in(facts, frozenset({JAN})).gone
    assert theirs_in(facts, frozenset({EVA})).gone == (OTHER,)


def test_the_ids_of_what_they_wrote_are_told() -> None:
    assert theirs_in((ASKED, OTHER, DISMISSED, said("q3", JAN)), frozenset({JAN})).messages == {"q1", "q3"}


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        pytest.param(said("a", "merk", to="q1"), said("a", "merk", to=NOBODY, excerpt=None), id="an answer to them"),
        pytest.param(
            said("a", "merk", to="q2", tags=frozenset({JAN, EVA})),
            said("a", "merk", to="q2", tags=frozenset({EVA}), excerpt=None),
            id="an answer that tags them by id",
        ),
        pytest.param(
            said("a", "merk", tags=frozenset({"@jan_p"})),
            said("a", "merk", excerpt=None),
            id="an answer that tags them by handle",
        ),
        pytest.param(said("a", EVA, to="q1"), said("a", EVA, to=NOBODY), id="what another customer replies to them"),
        pytest.param(said("a", EVA, to="q2", tags=frozenset({JAN})), None, id="what another customer says of them"),
        pytest.param(said("a", "merk", to="q2", tags=frozenset({EVA})), None, id="an answer to somebody else"),
    ],
)
def test_what_others_did_stays_and_names_them_no_longer(answer: Message, left: Message | None) -> None:
    changed = theirs_in((ASKED, OTHER, answer), frozenset({JAN})).changed
    assert changed == ((left,) if left is not None else ())
    kept = tuple(fact for fact in (OTHER, answer) if fact != answer) + changed
    again = theirs_in(kept, frozenset({JAN}))
    assert (again.gone, again.changed) == ((), ()), "the second time there is nothing left to do"


def test_a_page_keeps_when_and_by_which_step_and_no_longer_about_whom() -> None:
    alert = alert_of(asked("10:00"), now="10:45", step="after 45m")
    left = nobodys_alert(alert, "x:merk:public:erased", 2)
    assert (left.id, left.conversation, left.anchor) == (f"{NOBODY}-2", "x:merk:public:erased", NOBODY)
    assert replace(left, id=alert.id, conversation=alert.conversation, anchor=alert.anchor) == alert


def test_a_result_counts_as_it_did_at_instants_of_whole_hours() -> None:
    late = timedelta(minutes=12, seconds=34, microseconds=56)
    counted = replace(
        result(seconds=60),
        started_at=at("10:00") + late,
        due_at=at("11:00") + late,
        counted_at=at("12:00") + late,
        answered_at=at("13:00") + late,
    )
    left = nobodys_result(counted, "another")
    whole = (at("10:00"), at("11:00"), at("12:00"), at("13:00"))
    assert (left.started_at, left.due_at, left.counted_at, left.answered_at) == whole
    started, due, told, answered = (each + late for each in whole)
    back = replace(left, id=counted.id, started_at=started, due_at=due, counted_at=told, answered_at=answered)
    assert (left.id, back) == ("another", counted)


def test_a_result_without_an_answer_gets_none() -> None:
    assert nobodys_result(result("waiting"), "another").answered_at is None
