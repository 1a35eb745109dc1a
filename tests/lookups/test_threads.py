"""A reply on Threads: there, answered, gone; and whom the brand's own reply is for."""

import pytest

from chalicelib.lookups import threads
from chalicelib.lookups.port import Found, Gone, Refused
from tests.lookups.platform import TOKEN, Answer, asked, platform

ACCOUNT = "104000000000001"
MINE, THEIRS, ROOT = "18030000000000009", "18030000000000001", "18020000000000001"
OWN = {"id": MINE, "text": "Morgen!", "timestamp": "2026-11-17T09:20:00+0000", "username": "Merk"}
SOMEBODY = {"id": "18030000000000005", "text": "ik ook", "username": "piet"}


def delivery(post: dict[str, object]) -> Found:
    return Found({"topic": "interaction", "target_id": ACCOUNT, "values": [{"field": "publish", "value": post}]})


def test_the_brands_answer_is_told_with_whom_it_is_for() -> None:
    with platform({f"/{THEIRS}/replies": (200, {"data": [SOMEBODY, OWN]})}) as there:
        found = threads.build(TOKEN, there.url, 2.0).look(asked(THEIRS, customer="jan"))
    assert found == delivery({**OWN, "replied_to": {"id": THEIRS, "username": "jan"}})


def test_somebody_elses_reply_tells_nothing() -> None:
    with platform({f"/{THEIRS}/replies": (200, {"data": [SOMEBODY]})}) as there:
        assert threads.build(TOKEN, there.url, 2.0).look(asked(THEIRS, customer="jan")) == Found()


@pytest.mark.parametrize(
    ("thread", "others"),
    [
        pytest.param(ROOT, [SOMEBODY], id="gone while another of the thread can be read"),
        pytest.param(ROOT, [], id="the only one of its thread: nobody can tell"),
        pytest.param("", [SOMEBODY], id="its thread is not known: nobody can tell"),
    ],
)
def test_only_a_token_that_sees_replies_can_say_that_one_is_gone(thread: str, others: list[dict[str, str]]) -> None:
    with platform({f"/{ROOT}/replies": (200, {"data": others})}) as there:
        look = threads.build(TOKEN, there.url, 2.0).look
        if thread and others:
            assert look(asked(THEIRS, thread=thread)) == Gone()
        else:
            with pytest.raises(Refused, match="out of the token's sight"):
                look(asked(THEIRS, thread=thread))


def _post(**more: object) -> Answer:
    return 200, {**OWN, **more}


@pytest.mark.parametrize(
    ("answers", "parent", "root"),
    [
        pytest.param(
            {f"/{THEIRS}": (200, {"id": THEIRS, "username": "jan"})},
            {"id": THEIRS, "username": "jan"},
            {"id": ROOT},
            id="the author of the post above it",
        ),
        pytest.param(
            {
                f"/{THEIRS}": (200, {"id": THEIRS, "username": "merk"}),
                f"/{ROOT}": (200, {"id": ROOT, "username": "jan"}),
            },
            {"id": THEIRS, "username": "merk"},
            {"id": ROOT, "username": "jan"},
            id="in reply to itself: the author of the first post",
        ),
        pytest.param({}, {"id": THEIRS}, {"id": ROOT}, id="a private account: nobody is told"),
    ],
)
def test_whom_the_brands_own_reply_is_for(answers: dict[str, Answer], parent: object, root: object) -> None:
    above = {"replied_to": {"id": THEIRS}, "root_post": {"id": ROOT}}
    with platform({f"/{MINE}": _post(**above), **answers}) as there:
        found = threads.build(TOKEN, there.url, 2.0).complete(asked(MINE))
    assert found == delivery({**OWN, "replied_to": parent, "root_post": root})


def test_a_post_in_reply_to_nobody_is_for_nobody() -> None:
    with platform({f"/{MINE}": _post()}) as there:
        assert threads.build(TOKEN, there.url, 2.0).complete(asked(MINE)) == Found()
        assert len(there.calls) == 1
