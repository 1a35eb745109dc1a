"""One delivery of Facebook's may hold a thousand changes: what it costs grows with them, and with nothing else."""

import pytest

from bench.thousand import CHANGES
from chalicelib.platforms.registry import load
from chalicelib.usecases.ingest import ingest
from chalicelib.usecases.receive import LARGEST_MESSAGE, receive
from tests.platforms.signers import SECRET, SIGNERS
from tests.stories import facebook
from tests.test_bench import Counted

TEXT = "Kan iemand mij zeggen wanneer nummer {n} komt? wacht al 2 weken 😤"


def cost(comments: int, *, below_one: bool) -> dict[str, int]:
    """Calls of the table for so many questions of as many people, in threads of their own or below one comment."""
    app = Counted()
    now = app.world.now
    top = facebook.comment("77000000", 6_999, "Wie weet er meer?", now)
    body = facebook.delivery(
        *(
            facebook.comment(str(77_000_001 + n), 7_000 + n, TEXT.format(n=n), now, top if below_one else None)
            for n in range(comments)
        )
    )
    queued: list[str] = []
    receive(
        "facebook",
        load("facebook"),
        SIGNERS["facebook"](body, SECRET),
        body,
        [SECRET],
        now=now,
        send=queued.append,
        keep=lambda packed: pytest.fail(f"{len(packed)} bytes of at most {LARGEST_MESSAGE}"),
    )
    calls = app.count(lambda: ingest(queued[0], app.context, now))
    asked = app.world.clocks("facebook:merk:public")
    assert len(asked) == comments, "each of them waits"
    return calls


def test_a_thousand_threads_cost_a_fact_a_look_a_head_and_a_note_of_the_author_each() -> None:
    few, many = cost(100, below_one=False), cost(CHANGES, below_one=False)
    more = CHANGES - 100
    assert {call: many[call] - few[call] for call in many} == {
        **dict.fromkeys(few, 0),
        "write": 3 * more,
        "query": more,
    }


def test_a_thousand_comments_below_one_question_cost_a_fact_and_a_note_of_the_author_each() -> None:
    few, many = cost(100, below_one=True), cost(CHANGES, below_one=True)
    assert {call: many[call] - few[call] for call in many} == {**dict.fromkeys(few, 0), "write": 2 * (CHANGES - 100)}
