"""What a period would have been like: the engine replayed over facts, and the sums of it."""

from datetime import UTC, datetime

import pytest

from chalicelib.domain.facts import Fact
from chalicelib.domain.organisation import Organisation
from chalicelib.domain.rota import Override
from tests.config.example import organisation
from tests.domain.build import asked, at, dismissed, mine, replied, taken, wall
from tools.factsfile import Record
from tools.outlook import Outlook, alone, look_back

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
ACCOUNT = frozenset({"2244994945"})
WEEK = (at("16 00:00"), at("23 00:00"))


def week(
    *facts: Fact, settings: Organisation | None = None, others: dict[str, tuple[Fact, ...]] | None = None
) -> Outlook:
    record = Record(facts={"x:merk:public:42": facts, **(others or {})})
    return look_back(record, alone(settings or organisation()), *WEEK)


def question(when: str) -> Fact:
    return asked(when, accounts=ACCOUNT)


def answer(when: str) -> Fact:
    return replied(when, accounts=ACCOUNT)


def pages(found: Outlook) -> list[str]:
    return [f"{wall(page.at)} {page.to}" for page in found.pages]


@pytest.mark.parametrize(
    ("facts", "expected", "outcomes"),
    [
        pytest.param([question("10:00"), answer("10:40")], [], {}, id="answered in time pages nobody"),
        pytest.param(
            [question("10:00"), answer("10:50")], ["10:45 sanne"], {"fired": 1}, id="answered after a warning"
        ),
        pytest.param(
            [question("10:00"), mine("10:46"), answer("10:58")],
            ["10:45 sanne"],
            {"fired": 1, "held": 1},
            id="whoever took it holds the second warning back",
        ),
        pytest.param(
            [question("10:00"), taken("after 45m", "ask 10:00", "10:45", to="bram"), answer("10:50")],
            ["10:45 sanne"],
            {"fired": 1},
            id="what was decided in truth does not count: it is decided anew",
        ),
        pytest.param(
            [asked("10:00", accounts=ACCOUNT, seen="11:30"), answer("11:35")],
            ["11:30:20 sanne", "11:30:20 mirjam", "11:31 sanne"],
            {"fired": 3, "superseded": 2},
            id="what came late is paged once, after it settled",
        ),
    ],
)
def test_who_would_have_been_paged(facts: list[Fact], expected: list[str], outcomes: dict[str, int]) -> None:
    found = week(*facts)
    assert sorted(pages(found)) == sorted(expected)
    assert dict(found.outcomes) == outcomes


def test_alerts_of_one_person_at_one_instant_are_one_page() -> None:
    second = {"x:merk:public:43": (question("10:00"), answer("10:50"))}
    found = week(question("10:00"), answer("10:50"), others=second)
    assert pages(found) == ["10:45 sanne"]
    assert [alert.conversation for alert in found.pages[0].alerts] == ["x:merk:public:42", "x:merk:public:43"]


def test_pages_are_counted_by_day_and_by_night() -> None:
    found = week(question("20 22:14:59"), answer("20 23:00"), others={"x:merk:public:43": (question("20 22:30"),)})
    assert [(wall(page.at), page.to, page.night) for page in found.pages][:3] == [
        ("20 22:59:59", "sanne", False),
        ("20 23:15", "sanne", True),
        ("20 23:25", "sanne", True),
    ]
    assert found.by_person() == {"mirjam": (0, 1), "sanne": (1, 9)}


@pytest.mark.parametrize(
    ("facts", "due", "missed"),
    [
        pytest.param([question("10:00"), answer("11:00")], 1, 0, id="answered on the target is met"),
        pytest.param([question("10:00"), answer("11:00:01")], 1, 1, id="answered a second later is a miss"),
        pytest.param([question("10:00")], 1, 1, id="never answered is a miss"),
        pytest.param([question("10:00"), dismissed("11:30", reason="thanks")], 1, 1, id="dismissed too late is a miss"),
        pytest.param([question("10:00"), dismissed("11:30", reason="spam")], 1, 0, id="spam is never a miss"),
        pytest.param([question("22 23:30")], 0, 0, id="what falls due after the period is not counted in it"),
    ],
)
def test_misses(facts: list[Fact], due: int, missed: int) -> None:
    found = week(*facts)
    assert (found.due, len(found.misses)) == (due, missed)


def test_what_began_before_the_period_goes_on_in_it() -> None:
    found = look_back(
        Record(facts={"x:merk:public:42": (question("10:00"),)}),
        alone(organisation()),
        at("10:58"),
        at("11:01:01"),
    )
    assert pages(found) == ["11:00 sanne", "11:01 mirjam"]


def test_a_brand_nobody_configured_is_told_not_replayed() -> None:
    assert week(others={"x:ander:public:1": (question("10:00"),)}).unknown == ("x:ander:public:1",)


def test_exceptions_to_the_rota_count_from_when_they_were_made() -> None:
    override = Override(
        id="1", rota="webcare", person="bram", start=at("09:00"), end=at("18:00"), by="bram", made_at=at("10:50")
    )
    record = Record(facts={"x:merk:public:42": (question("10:00"), answer("10:56"))}, overrides=(override,))
    assert pages(look_back(record, alone(organisation()), *WEEK)) == ["10:45 sanne", "10:55 bram"]
