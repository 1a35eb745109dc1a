"""Which pages a reply by text can be about: somebody still waits, and nobody has taken them since."""

from dataclasses import replace

import pytest

from chalicelib.domain.alerts import Alert
from chalicelib.domain.case import Case
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.paging import Page
from chalicelib.domain.replies import Act, Aim, OpenPage, open_pages, passed_to
from chalicelib.domain.steps import StepTaken
from tests.domain.alerting import alert_of
from tests.domain.build import PUBLIC, asked, at, case_of, mine, replied, taken

ASKED = asked("10:00")
FIRST = alert_of(ASKED, now="10:45", step="after 45m")
OTHER = Conversation("x", "merk", "public", "ander")
THERE = replace(FIRST, conversation=OTHER.ref)

# A page to Sanne of 10:45, its group named, about one conversation or both.
HERE = frozenset({PUBLIC.ref})
BOTH = frozenset({PUBLIC.ref, OTHER.ref})


def page(group: str, *alerts: Alert, made: str = "10:45", number: int = 0) -> Page:
    return Page(
        id=f"{group}-{number}",
        group=group,
        person="sanne",
        number=number,
        channel="sms",
        to="",
        state="sent",
        alerts=alerts,
        created_at=at(made),
        due_at=None,
    )


def cases(*facts: Fact, there: tuple[Fact, ...] = ()) -> dict[str, Case]:
    """Asked in both conversations, and what happened since in the one and in the other."""
    return {
        PUBLIC.ref: case_of(ASKED, *facts, now="10:58"),
        OTHER.ref: case_of(ASKED, *there, now="10:58", conversation=OTHER),
    }


NAMED = Aim(frozenset({"g"}), "named")
OPEN = Aim(frozenset({"g"}), "open")
EVERY = Aim(frozenset({"g"}), "every")


@pytest.mark.parametrize(
    ("act", "meant", "facts", "there", "about"),
    [
        pytest.param("take", OPEN, [], [], BOTH, id="everybody still waits"),
        pytest.param("take", OPEN, [replied("10:50")], [], {OTHER.ref}, id="not who was answered"),
        pytest.param("take", OPEN, [mine("10:45", by="bram")], [], {OTHER.ref}, id="nor who was taken since"),
        pytest.param(
            "take", OPEN, [mine("10:44:59", by="bram")], [], BOTH, id="taken before: it was paged all the same"
        ),
        pytest.param("take", EVERY, [mine("10:50", by="bram")], [], {OTHER.ref}, id="every page takes over nobody's"),
        pytest.param("take", NAMED, [mine("10:50", by="bram")], [], BOTH, id="a page that is named is taken over"),
        pytest.param("pass on", OPEN, [mine("10:50")], [], BOTH, id="what one has taken oneself can be passed on"),
        pytest.param("pass on", NAMED, [mine("10:50")], [], BOTH, id="also by name"),
        pytest.param("pass on", OPEN, [mine("10:50", by="bram")], [], {OTHER.ref}, id="what another has cannot"),
        pytest.param("pass on", NAMED, [mine("10:50", by="bram")], [], {OTHER.ref}, id="not even by name"),
    ],
)
def test_whom_a_reply_is_about(act: Act, meant: Aim, facts: list[Fact], there: list[Fact], about: set[str]) -> None:
    found = open_pages(meant, act, [page("g", FIRST, THERE)], cases(*facts, there=tuple(there)))
    assert found == (OpenPage("sanne", "g", at("10:45"), frozenset(about)),)


@pytest.mark.parametrize("meant", [OPEN, NAMED, EVERY], ids=["a bare word", "a letter", "all of them"])
def test_a_page_about_nobody_any_more_is_not_open(meant: Aim) -> None:
    assert open_pages(meant, "take", [page("g", FIRST)], cases(replied("10:50"))) == ()


def test_only_pages_that_are_meant_are_looked_at() -> None:
    found = open_pages(OPEN, "take", [page("other", FIRST), page("g", THERE)], cases())
    assert [each.group for each in found] == ["g"]


def test_the_pages_of_one_group_are_one() -> None:
    group = [page("g", FIRST), page("g", FIRST, number=1)]
    for pages in (group, group[::-1]):
        assert open_pages(NAMED, "take", pages, cases()) == (OpenPage("sanne", "g", at("10:45"), HERE),)


@pytest.mark.parametrize(
    ("how", "groups"),
    [
        pytest.param("open", ["new"], id="a bare word: the same asked again is no second page"),
        pytest.param("unknown letter", ["new"], id="nor for a letter that nobody was told"),
        pytest.param("named", ["old", "new"], id="what is named is meant"),
        pytest.param("every", ["old", "new"], id="and all of them are all"),
    ],
)
def test_the_same_asked_again(how: str, groups: list[str]) -> None:
    pages = [page("old", FIRST), page("new", FIRST, made="10:55")]
    known = next(each for each in ("named", "every", "open", "unknown letter") if each == how)
    found = open_pages(Aim(frozenset({"old", "new"}), known), "take", pages, cases())
    assert [each.group for each in found] == groups


def by_hand(who: str, when: str, *told: str) -> StepTaken:
    return replace(taken(f"by hand {who} {when}", "ask 10:00", when), recipients=told)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        pytest.param([by_hand("sanne", "10:50", "mirjam")], ("mirjam",), id="whom they had paged"),
        pytest.param([by_hand("sanne", "10:49:59", "mirjam")], (), id="not before that moment"),
        pytest.param([by_hand("bram", "10:50", "mirjam")], (), id="not whom somebody else had paged"),
        pytest.param([by_hand("sanne2", "10:50", "mirjam")], (), id="whose name begins the same"),
        pytest.param([taken("after 55m", "ask 10:00", "10:55")], (), id="not whom a step of the ladder told"),
        pytest.param([mine("10:50")], (), id="nor anything else that happened"),
        pytest.param(
            [mine("10:50"), by_hand("sanne", "10:51", "mirjam", "chris"), by_hand("sanne", "10:52", "bram")],
            ("mirjam", "chris", "bram"),
            id="everybody, if several",
        ),
    ],
)
def test_whom_a_page_was_passed_on_to(facts: list[Fact], told: tuple[str, ...]) -> None:
    assert passed_to(facts, OpenPage("sanne", "g", at("10:45"), HERE), at("10:50")) == told
