"""When each step of a clock falls, whom it tells and why, and that the engine does just that."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.events import Conversation
from chalicelib.domain.facts_seen import Message
from chalicelib.domain.roster import Roster
from tests.config.example import organisation
from tools import explain, ladderwords
from tools.explanation import Explanation, Question
from tools.explanation import explain as explained
from tools.outlook import alone
from tools.replay import replay

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ROOT = Path(__file__).parents[2]
FRIDAY_NIGHT = ["--policy", "mention", "--asked-at", "2026-11-20T23:00+01:00"]


def about(policy: str, asked_at: str, **more: str) -> Explanation:
    due = datetime.fromisoformat(more.pop("promise_due")) if "promise_due" in more else None
    question = Question(policy=policy, asked_at=datetime.fromisoformat(asked_at), promise_due=due, **more)
    return explained(organisation(), question)


def walls(instants: list[datetime]) -> list[str]:
    return [f"{at.astimezone(AMSTERDAM):%a %d %H:%M %Z}" for at in instants]


@pytest.mark.parametrize(
    ("policy", "asked_at", "steps", "due_at"),
    [
        pytest.param(
            "mention",
            "2026-11-20T23:00+01:00",
            ["Fri 20 23:45 CET", "Fri 20 23:55 CET", "Sat 21 00:00 CET", "Sat 21 00:01 CET"],
            "Sat 21 00:00 CET",
            id="a mention on Friday night breaks at midnight",
        ),
        pytest.param(
            "direct",
            "2026-11-17T11:50+01:00",
            ["Wed 18 16:05 CET", "Thu 19 10:50 CET", "Thu 19 11:50 CET"],
            "Thu 19 11:50 CET",
            id="a DM counts opening hours only",
        ),
        pytest.param(
            "direct",
            "2026-12-24T14:00+01:00",
            ["Tue 29 09:45 CET", "Tue 29 13:00 CET", "Tue 29 14:00 CET"],
            "Tue 29 14:00 CET",
            id="Christmas is no working day",
        ),
        pytest.param(
            "mention",
            "2026-03-29T01:30+01:00",
            ["Sun 29 03:15 CEST", "Sun 29 03:25 CEST", "Sun 29 03:30 CEST", "Sun 29 03:31 CEST"],
            "Sun 29 03:30 CEST",
            id="in the night that loses an hour an hour is an hour",
        ),
        pytest.param(
            "mention",
            "2026-10-25T02:30+02:00",
            ["Sun 25 02:15 CET", "Sun 25 02:25 CET", "Sun 25 02:30 CET", "Sun 25 02:31 CET"],
            "Sun 25 02:30 CET",
            id="in the night that gains an hour the same wall time comes twice",
        ),
        pytest.param(
            "direct",
            "2026-10-23T14:00+02:00",
            ["Tue 27 09:45 CET", "Tue 27 13:00 CET", "Tue 27 14:00 CET"],
            "Tue 27 14:00 CET",
            id="office hours stay on the wall when the clocks change",
        ),
        pytest.param(
            "mention",
            "2026-11-20T22:00Z",
            ["Fri 20 23:45 CET", "Fri 20 23:55 CET", "Sat 21 00:00 CET", "Sat 21 00:01 CET"],
            "Sat 21 00:00 CET",
            id="any offset will do to ask with",
        ),
    ],
)
def test_when_the_steps_fall(policy: str, asked_at: str, steps: list[str], due_at: str) -> None:
    found = about(policy, asked_at)
    assert walls([step.at for step in found.steps]) == steps
    assert walls([found.due_at]) == [due_at]


@pytest.mark.parametrize(
    ("arguments", "after", "why"),
    [
        pytest.param(
            {"policy": "direct", "asked_at": "2026-11-17T11:50+01:00"},
            ["1.5 working days", "47h", "48h"],
            ["1.5 working days after the start", "1 working hour before the due time", "at the due time"],
            id="a step that counts from the start keeps the policy's words, others tell the time on the wall",
        ),
        pytest.param(
            {"policy": "promise", "asked_at": "2026-11-17T11:50+01:00", "promise_due": "2026-11-18T15:00+01:00"},
            ["21h10m", "26h10m", "27h10m"],
            ["at the opening of the due day", "1h before the due time", "at the due time"],
            id="a promise is told of when the day opens",
        ),
        pytest.param(
            {"policy": "promise", "asked_at": "2026-11-18T14:30+01:00", "promise_due": "2026-11-18T15:00+01:00"},
            ["30m"],
            ["at the due time"],
            id="what is past when a promise is made is no step of it",
        ),
    ],
)
def test_why_a_step_falls_there(arguments: dict[str, str], after: list[str], why: list[str]) -> None:
    found = about(**arguments)
    steps = explain.as_json(found)["steps"]
    assert isinstance(steps, list)
    assert [step["after"] for step in steps] == after
    assert [step["why"] for step in steps] == why


def test_an_owner_is_told_by_name() -> None:
    found = about("promise", "2026-11-17T11:50+01:00", promise_due="2026-11-18T15:00+01:00", owner="chris")
    assert [[each.person for each in step.people] for step in found.steps] == [
        ["sanne", "chris"],
        ["sanne", "chris"],
        ["sanne", "mirjam"],
    ]


@pytest.mark.parametrize("policy", ["mention", "direct"])
@settings(max_examples=25)
@given(minutes=st.integers(0, 2 * 366 * 24 * 60))
def test_it_says_what_the_engine_does(policy: str, minutes: int) -> None:
    """The steps of a question that nobody answers or takes, decided one after the other as time runs."""
    asked_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    settings = organisation()
    found = explained(settings, Question(policy=policy, asked_at=asked_at))
    account = settings.accounts[0]
    message = Message(
        id="asked",
        direction="inbound",
        first_seen_at=asked_at,
        stored_at=asked_at,
        accounts=frozenset({account.id}),
        asked_at=asked_at,
        signals=frozenset({"question"}),
    )
    surface = "public" if policy == "mention" else "direct"
    conversation = Conversation(account.platform, account.brand, surface, "42")
    until = asked_at + timedelta(days=6)  # before it closes as never answered
    ran = replay(conversation, [message], alone(settings), lambda _: Roster(settings), until)
    said = [(step.at, person.person) for step in (*found.steps, *found.repeats) for person in step.people]
    assert [(one.at, one.alert.person) for one in ran.raised] == [each for each in said if each[0] < until]


def test_the_end_of_the_reply_window_is_a_step_of_its_own() -> None:
    shipped = organisation()
    whatsapp = replace(shipped.accounts[0], platform="whatsapp")
    found = explained(
        replace(shipped, accounts=(whatsapp,)),
        Question(policy="direct", asked_at=datetime.fromisoformat("2026-11-17T11:50+01:00")),
    )
    assert walls([step.at for step in found.steps])[0] == "Wed 18 10:50 CET"
    assert ladderwords.why(found, found.steps[0], "nl").startswith("1 werkuur voor het laatste open moment")
