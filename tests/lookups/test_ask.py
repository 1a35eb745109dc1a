"""One question to a platform: whatever it answers is an answer, a refusal or none; and no error tells the token."""

import pytest

from chalicelib.lookups.ask import ask
from chalicelib.lookups.graph import Graph, NotThere
from chalicelib.lookups.port import LookupFailed, Refused, Unanswered
from tests.channels.provider import Answer, answer, provider
from tests.lookups.platform import EXPIRED, NOT_THERE, TOKEN, error, platform
from tests.lookups.platform import Answer as Told

QUERY = {"access_token": TOKEN}


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param("silence", id="stays silent"),
        pytest.param("hang up", id="takes it and hangs up"),
        pytest.param("reset", id="takes it and resets"),
        pytest.param(b"HTTP/1.1 20", id="breaks off"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", id="breaks off in the body"),
        pytest.param(b"no HTTP at all\r\n\r\n", id="answers nonsense"),
        pytest.param(answer(200, b"<html>sign in</html>"), id="answers with a page"),
        pytest.param(answer(200, b"\xff\xfe"), id="answers with bytes"),
        pytest.param(answer(200, b"[]"), id="answers with a list"),
        pytest.param(answer(200, b"[" * 100_000), id="answers with a nest"),
        pytest.param(answer(200, b'{"a": "' + b"x" * 300_000 + b'"}'), id="answers with a book"),
        pytest.param(answer(302, b"{", {"location": "http://127.0.0.1:9/"}), id="sends us elsewhere"),
        pytest.param(answer(429, b"{}"), id="too many"),
        pytest.param(answer(500, b"{}"), id="is ill"),
        pytest.param(answer(503, b"<html>"), id="is away"),
    ],
)
def test_no_readable_answer_is_none(trouble: Answer) -> None:
    with provider(trouble) as there:
        with pytest.raises(Unanswered, match=r"127\.0\.0\.1") as raised:
            ask(f"{there.url}/1", QUERY, {}, 0.2)
        assert len(there.calls) == 1, "no retry, no redirect"
    assert TOKEN not in str(raised.value)


def test_nobody_there_is_no_answer() -> None:
    with pytest.raises(Unanswered, match="no answer from 127"):
        ask("http://127.0.0.1:9/1", QUERY, {}, 0.5)


@pytest.mark.parametrize(
    ("told", "raises"),
    [
        pytest.param(NOT_THERE, NotThere, id="no such object, or out of sight"),
        pytest.param(error(24), NotThere, id="no such object on Threads"),
        pytest.param(EXPIRED, Refused, id="the token has expired"),
        pytest.param(error(10), Refused, id="a permission is missing"),
        pytest.param(error(100), Refused, id="no such field"),
        pytest.param((400, {"error": "bad"}), Refused, id="an error of another shape"),
        pytest.param((400, {}), Refused, id="a refusal without a word"),
        pytest.param(error(4), Unanswered, id="too many calls of the app"),
        pytest.param(error(2), Unanswered, id="trouble on their side"),
        pytest.param(error(1, status=500), Unanswered, id="more trouble"),
        pytest.param((200, {"error": {"code": 190}}), Refused, id="an error that says it is well"),
    ],
)
def test_what_the_graph_says_is_told_apart(told: Told, raises: type[LookupFailed]) -> None:
    with platform({"/1": told}) as there:
        with pytest.raises(LookupFailed) as raised:
            Graph(url=there.url, token=TOKEN, patience=2.0).node("1", "id")
        assert there.calls[0].query == {"fields": "id", "access_token": TOKEN}
    assert type(raised.value) is raises
    assert TOKEN not in str(raised.value)


def test_an_id_stays_one_piece_of_the_path() -> None:
    with platform(lambda call: (200, {"id": call.path})) as there:
        said = Graph(url=there.url, token=TOKEN, patience=2.0).node("../me?x=1", "id")
        assert (said["id"], there.calls[0].query.get("x")) == ("/../me?x=1", None)
