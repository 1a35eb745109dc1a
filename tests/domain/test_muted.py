"""A post muted by hand: what is asked under it meanwhile starts nothing, is recorded and shown, and stays so."""

import pytest

from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.facts_by_hand import Muted
from tests.domain.build import (
    DIRECT,
    PUBLIC,
    THREAD,
    asked,
    at,
    case_of,
    deleted,
    pages,
    promised,
    replied,
    still,
    told,
    undone,
)


def muted(when: str, until: str) -> Muted:
    return Muted(id=f"mute {when}", by="sanne", at=at(when), stored_at=at(when), until=at(until), reason="winactie")


MUTE = muted("10:00", "12:00")


@pytest.mark.parametrize(
    ("facts", "clocks", "quiet"),
    [
        pytest.param(
            [asked("09:59:59", "m")], ["first_response 09:59:59 open"], [], id="asked a second before: it runs"
        ),
        pytest.param([asked("10:00", "m")], [], ["m"], id="asked at its first instant: nothing"),
        pytest.param([asked("11:59:59", "m")], [], ["m"], id="asked a second before it ends: nothing"),
        pytest.param([asked("12:00", "m")], ["first_response 12:00 open"], [], id="asked when it ends: it runs"),
        pytest.param([asked("11:00", "m", seen="13:00")], [], ["m"], id="asked meanwhile and seen later: nothing"),
        pytest.param(
            [asked("09:00", "m", seen="11:00")], ["first_response 09:00 open"], [], id="asked before, seen meanwhile"
        ),
        pytest.param([asked("11:00", "m"), replied("11:10")], [], ["m"], id="answered all the same"),
        pytest.param(
            [asked("11:00", "m"), still("m", "11:10")], ["first_response 11:00 open"], [], id="still a question"
        ),
        pytest.param(
            [asked("11:00", "m"), undone("muted#mute 10:00", "11:10")],
            ["first_response 11:00 open"],
            [],
            id="taken back it never was: whoever asked meanwhile waits since then",
        ),
        pytest.param(
            [asked("09:00", "m"), replied("09:30"), deleted("reply 09:30", "10:30")],
            ["first_response 09:00 answered 09:30"],
            [],
            id="an answer deleted meanwhile starts nothing either",
        ),
        pytest.param([promised("10:30", "18 12:00")], ["promise 10:30 open"], [], id="a promise is a promise"),
        pytest.param([muted("11:30", "13:00"), asked("12:30", "m")], [], ["m"], id="a second mute goes on"),
    ],
)
def test_what_a_mute_keeps_still(facts: list[Fact], clocks: list[str], quiet: list[str]) -> None:
    for order in ([MUTE, *facts], [*facts[::-1], MUTE]):
        case = case_of(*order)
        assert told(case) == clocks
        assert [(message.id, why) for message, why in case.quiet] == [(message, "muted") for message in quiet]
        assert {message.id for message in case.history.messages} >= set(quiet), "it is recorded"


@pytest.mark.parametrize("conversation", [PUBLIC, THREAD, DIRECT], ids=lambda conversation: conversation.ref)
def test_in_every_kind_of_conversation(conversation: Conversation) -> None:
    assert told(case_of(MUTE, asked("11:00"), conversation=conversation)) == []


def test_a_mute_that_is_taken_back_lets_late_steps_settle() -> None:
    facts: list[Fact] = [MUTE, asked("10:10"), undone("muted#mute 10:00", "11:00")]
    assert pages(*facts, until="11:04") == ["11:00:20 sanne"]
