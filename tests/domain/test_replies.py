"""A reply by text: which words mean what, which page is meant, which letter it has, and how many tries there are."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.replies import (
    EVERY,
    Aim,
    Handled,
    Inbound,
    Letter,
    OpenPage,
    Outcome,
    Said,
    aim,
    conclude,
    distinct,
    letters_for,
    letters_told,
    may_explain,
    may_try,
    read_inbound,
    taken_by_answer,
    understand,
)

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)
TEXT = {
    "originationNumber": "+31600000001",
    "destinationNumber": "+31600000000",
    "messageKeyword": "KEYWORD",
    "messageBody": "OK",
    "inboundMessageId": "cae173d2-66b9-564c-8309-21f858e9fb84",
    "previousPublishedMessageId": "page-1",
}


def page(group: str, *refs: str, minute: int = 0, person: str = "sanne") -> OpenPage:
    return OpenPage(person, group, NOON + timedelta(minutes=minute), frozenset(refs or (group,)))


def handled(minutes_ago: float, outcome: Outcome = "take", *letters: Letter) -> Handled:
    return Handled(id="x", at=NOON - timedelta(minutes=minutes_ago), outcome=outcome, letters=letters)


@pytest.mark.parametrize("text", ["OK", "ok", " Ok. ", "ok 👍", "Oké", "okay!", "ja", "JA\n", "1", "Yes", "１"])
def test_these_take_a_page(text: str) -> None:
    assert understand(text) == Said("take")


@pytest.mark.parametrize("text", ["DOOR", "door", "Pass.", "pass"])
def test_these_pass_it_on(text: str) -> None:
    assert understand(text) == Said("pass on")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("OK A", Said("take", "A")),
        ("ok b.", Said("take", "B")),
        ("1 ab", Said("take", "AB")),
        ("OK ALLES", Said("take", EVERY)),
        ("ok all", Said("take", EVERY)),
        ("door c", Said("pass on", "C")),
        ("PASS ALL", Said("pass on", EVERY)),
    ],
)
def test_a_reply_may_say_which(text: str, said: Said) -> None:
    assert understand(text) == said


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("👍", id="a picture"),
        pytest.param("ok wie is dit?", id="a question that begins with ok"),
        pytest.param("niet ok", id="not ok"),
        pytest.param("Liked “Waakhond: nog 15 min. @merel. OK = ik pak dit”", id="a reaction that quotes the page"),
        pytest.param("12", id="another number"),
        pytest.param("OK ABC", id="more than a letter"),
        pytest.param("A", id="a letter alone"),
        pytest.param("OK A B", id="two letters"),
        pytest.param("Ik rijd en lees dit later", id="a telephone that answers by itself"),
    ],
)
def test_anything_else_is_not_understood(text: str) -> None:
    assert understand(text) == Said("unclear")


@pytest.mark.parametrize("word", ["STOP", "end", "Cancel", "unsubscribe", "stop!", "OK STOP", "stop met sms'en"])
def test_opting_out_is_left_to_the_carrier(word: str) -> None:
    assert understand(word) == Said("opt out")


@given(st.text())
def test_any_text_means_something_and_only_short_ones_act(text: str) -> None:
    said = understand(text)
    if said.means in ("take", "pass on"):
        assert sum(character.isascii() and character.isalnum() for character in text) <= len("OKAY ALLES")


def test_a_text_is_read_as_it_is_documented() -> None:
    assert read_inbound(json.dumps(TEXT)) == Inbound(TEXT["inboundMessageId"], "+31600000001", "OK", "page-1")
    assert read_inbound(json.dumps(TEXT | {"previousPublishedMessageId": None})).answers == ""
    without = {name: value for name, value in TEXT.items() if name != "previousPublishedMessageId"}
    assert read_inbound(json.dumps(without)).answers == ""


@pytest.mark.parametrize(
    ("payload", "problem"),
    [
        pytest.param("", "Expecting value", id="empty"),
        pytest.param("OK", "Expecting value", id="not JSON"),
        pytest.param("[]", "^not a JSON object$", id="a list"),
        pytest.param("null", "^not a JSON object$", id="null"),
        *(
            pytest.param(
                json.dumps(TEXT | {name: wrong}),
                "^inboundMessageId, originationNumber and messageBody are not all there as text$",
                id=f"{name} is {wrong!r:.12}",
            )
            for name in ("originationNumber", "messageBody", "inboundMessageId")
            for wrong in (None, 1, True)
        ),
        *(
            pytest.param(json.dumps(TEXT | {"inboundMessageId": wrong}), "^the inboundMessageId is none$", id=what)
            for wrong, what in (("", "an empty id"), ("x" * 101, "a long id"), ("a b", "a space"), ("\ud800", "a half"))
        ),
    ],
)
def test_anything_else_is_a_value_error(payload: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read_inbound(payload)


LETTERS = frozenset({Letter("A", "old"), Letter("B", "new"), Letter("C", "one"), Letter("C", "two")})
RECENT = frozenset({"new", "newest"})


@pytest.mark.parametrize(
    ("which", "answered", "meant"),
    [
        pytest.param("", None, Aim(RECENT, "open"), id="a bare word may mean any"),
        pytest.param("", frozenset({"new"}), Aim(frozenset({"new"}), "named"), id="a reply to a page means that page"),
        pytest.param("", frozenset(), Aim(frozenset(), "named"), id="a reply to a notice means none"),
        pytest.param("A", None, Aim(frozenset({"old"}), "named"), id="a letter names its page"),
        pytest.param("A", frozenset({"new"}), Aim(frozenset({"old"}), "named"), id="what is written goes first"),
        pytest.param("D", None, Aim(RECENT, "unknown letter"), id="a letter nobody was told"),
        pytest.param("C", None, Aim(RECENT, "unknown letter"), id="a letter told for two pages"),
        pytest.param(EVERY, frozenset({"new"}), Aim(RECENT, "every"), id="all of them"),
    ],
)
def test_which_pages_a_reply_means(which: str, answered: frozenset[str] | None, meant: Aim) -> None:
    assert aim(which, LETTERS, answered, RECENT) == meant


ONE, TWO = (page("one"),), (page("one"), page("two"))


@pytest.mark.parametrize(
    ("meant", "pages", "outcome"),
    [
        pytest.param("open", (), "nothing", id="none is open"),
        pytest.param("open", ONE, "take", id="one is open"),
        pytest.param("open", TWO, "ask", id="several are open"),
        pytest.param("named", (), "nothing", id="the one that is named is over"),
        pytest.param("named", TWO, "take", id="one message about two pages"),
        pytest.param("every", TWO, "take", id="all of them"),
        pytest.param("every", (), "nothing", id="all of none"),
        pytest.param("unknown letter", (), "nothing", id="a wrong letter and none open"),
        pytest.param("unknown letter", ONE, "unclear", id="a wrong letter is not the only page"),
        pytest.param("unknown letter", TWO, "ask", id="a wrong letter and several open"),
    ],
)
def test_what_becomes_of_a_reply(meant: str, pages: tuple[OpenPage, ...], outcome: str) -> None:
    how = next(each for each in ("named", "every", "open", "unknown letter") if each == meant)
    assert conclude("take", Aim(frozenset(), how), pages) == outcome


@pytest.mark.parametrize(
    ("pages", "left"),
    [
        pytest.param([page("1", "x"), page("2", "x", minute=10)], ["2"], id="the same asked again"),
        pytest.param([page("1", "x"), page("2", "x", "y", minute=10)], ["2"], id="asked again among others"),
        pytest.param([page("1", "x", "y"), page("2", "x", minute=10)], ["1", "2"], id="the older one carries more"),
        pytest.param(
            [page("1", "x", "y"), page("2", "x", minute=1), page("3", "y", minute=2)],
            ["2", "3"],
            id="asked again in two pages",
        ),
        pytest.param([page("2", "y", minute=1), page("1", "x")], ["1", "2"], id="oldest first"),
    ],
)
def test_a_page_whose_conversations_stand_on_newer_ones_is_no_choice(pages: list[OpenPage], left: list[str]) -> None:
    assert [each.group for each in distinct(pages)] == left


@given(st.lists(st.tuples(st.integers(0, 9), st.frozensets(st.sampled_from("vwxyz"), min_size=1)), max_size=8))
def test_no_conversation_is_lost_among_distinct_pages(made: list[tuple[int, frozenset[str]]]) -> None:
    pages = [page(str(n), *refs, minute=minute) for n, (minute, refs) in enumerate(made)]
    kept = distinct(pages)
    assert {ref for each in kept for ref in each.refs} == {ref for each in pages for ref in each.refs}
    assert list(kept) == [each for each in sorted(pages, key=lambda p: (p.created_at, p.group)) if each in kept]


@pytest.mark.parametrize(
    ("told", "letters"),
    [
        pytest.param({}, "AB", id="by age"),
        pytest.param({"A": "new"}, "BA", id="a letter stays with its page"),
        pytest.param({"A": "x", "B": "y"}, "CD", id="another page's letter is not given again"),
        pytest.param({"B": "x"}, "AC", id="the first that is free"),
    ],
)
def test_letters(told: dict[str, str], letters: str) -> None:
    pages = [page("new", minute=5), page("old")]
    given_ = letters_for(pages, frozenset(Letter(code, group) for code, group in told.items()))
    assert given_ == (Letter(letters[0], "old"), Letter(letters[1], "new"))


def test_after_z_come_two_letters() -> None:
    pages = [page(f"{n:02}", minute=n) for n in range(28)]
    assert [each.code for each in letters_for(pages, frozenset())][24:] == ["Y", "Z", "AA", "AB"]


def test_a_letter_told_for_two_pages_is_given_to_neither() -> None:
    twice = frozenset({Letter("A", "one"), Letter("A", "two")})
    assert letters_for([page("one")], twice) == (Letter("B", "one"),)


@given(st.lists(st.frozensets(st.sampled_from("uvwxyz"), min_size=2), max_size=12))
def test_within_a_day_a_letter_means_one_page_and_a_page_has_one_letter(asked: list[frozenset[str]]) -> None:
    history: list[Handled] = []
    for n, groups in enumerate(asked):
        told = letters_told(history, NOON)
        given_ = letters_for([page(group) for group in groups], told)
        history.append(handled(len(asked) - n, "ask", *given_))
    told = letters_told(history, NOON)
    assert len({each.code for each in told}) == len({each.group for each in told}) == len(told)


@pytest.mark.parametrize(("hours", "holds"), [(24, False), (23.99, True)], ids=["a day later", "within the day"])
def test_a_letter_holds_for_a_day(hours: float, holds: bool) -> None:
    letter = Letter("A", "one")
    assert letters_told([handled(hours * 60, "ask", letter)], NOON) == (frozenset({letter}) if holds else frozenset())


@pytest.mark.parametrize(
    ("minutes_ago", "may"),
    [
        pytest.param([1.0] * 9, True, id="the tenth"),
        pytest.param([1.0] * 10, False, id="the eleventh"),
        pytest.param([1.0] * 9 + [10.0], True, id="ten minutes later"),
        pytest.param([1.0] * 9 + [9.99], False, id="just before that"),
    ],
)
def test_ten_tries_in_ten_minutes(minutes_ago: list[float], may: bool) -> None:
    assert may_try([handled(each) for each in minutes_ago], NOON) is may


@pytest.mark.parametrize(
    ("before", "may"),
    [
        pytest.param([], True, id="the first time"),
        pytest.param([handled(1, "take")], True, id="after something that was understood"),
        pytest.param([handled(9.99, "unclear")], False, id="again within ten minutes"),
        pytest.param([handled(10, "unclear")], True, id="ten minutes later"),
    ],
)
def test_the_words_are_told_once_in_ten_minutes(before: list[Handled], may: bool) -> None:
    assert may_explain(before, NOON) is may


def test_a_reply_to_our_answer_is_about_what_that_answer_took() -> None:
    took = Handled(id="1", at=NOON, outcome="take", pages=(page("one"), page("two")), provider_id="sms-7")
    asked = Handled(id="2", at=NOON, outcome="ask", pages=(page("three"),), provider_id="sms-8")
    assert taken_by_answer([took, asked], "sms-7") == {"one", "two"}
    assert taken_by_answer([took, asked], "sms-8") == frozenset()
