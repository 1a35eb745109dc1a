"""What a platform's answer means for the next try, and what is said about it."""

from datetime import timedelta

import pytest

from chalicelib.polling.http import Http, good
from chalicelib.polling.port import PollFailed, Refused
from tests.channels.loopback import loopback
from tests.polling.asking import NOW, http

DATE = "Fri, 20 Nov 2026 22:00:00 GMT"


def answer(status: int, body: bytes = b"{}", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} Some-Reason", f"Content-Length: {len(body)}", f"Date: {DATE}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def ask(url: str, asking: Http | None = None) -> object:
    return good((asking or http()).get(url, "/api", [("a", "b c")], "x-access-token")).value


@pytest.mark.parametrize(
    ("reply", "error", "words", "wait"),
    [
        pytest.param(answer(401), Refused, "401 from 127.0.0.1", None, id="a token that is not taken"),
        pytest.param(answer(403), Refused, "403", None, id="a token that may not read this"),
        pytest.param(answer(404), PollFailed, "404", None, id="an account that is not there"),
        pytest.param(answer(500, b"oops"), PollFailed, "500", None, id="a server that fails"),
        pytest.param(answer(503, b"", Retry_After="120"), PollFailed, "503", 120.0, id="one that says when"),
        pytest.param(answer(429), PollFailed, "429", None, id="too often, and nothing more"),
        pytest.param(answer(429, Retry_After="30"), PollFailed, "429", 30.0, id="too often: in seconds"),
        pytest.param(
            answer(429, Retry_After="Fri, 20 Nov 2026 22:05:00 GMT"), PollFailed, "429", 300.0, id="too often: a date"
        ),
        pytest.param(
            answer(429, X_RateLimit_Reset="2026-11-20T22:04:00.000Z"),
            PollFailed,
            "429",
            240.0,
            id="too often, as Mastodon says it",
        ),
        pytest.param(
            answer(429, RateLimit_Reset=str(int((NOW + timedelta(minutes=7)).timestamp()))),
            PollFailed,
            "429",
            420.0,
            id="too often, as Bluesky says it",
        ),
        pytest.param(answer(429, Retry_After="99999999"), PollFailed, "429", 3600.0, id="for ever is an hour"),
        pytest.param(
            answer(429, Retry_After="Fri, 20 Nov 2026 21:00:00 GMT"), PollFailed, "429", 0.0, id="a date that is past"
        ),
        pytest.param(answer(429, Retry_After="soon"), PollFailed, "429", None, id="words that are no time"),
        pytest.param(answer(302, Location="https://a.example"), PollFailed, "elsewhere", None, id="a redirect"),
        pytest.param(answer(200, b"<html>hi</html>"), PollFailed, "not JSON", None, id="a page of HTML"),
        pytest.param(answer(200, b""), PollFailed, "not JSON", None, id="nothing at all"),
        pytest.param(answer(200, b'{"a": "\xff"}'), PollFailed, "not JSON", None, id="bytes that are not UTF-8"),
        pytest.param(answer(200, b"[" * 99999), PollFailed, "not JSON", None, id="nested without end"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", PollFailed, "no answer", None, id="half of it"),
        pytest.param(b"", PollFailed, "no answer", None, id="it hangs up"),
        pytest.param(None, PollFailed, "ReadTimeoutError", None, id="it stays silent"),
    ],
)
def test_every_failure_says_what_is_next(
    reply: bytes | None, error: type[PollFailed], words: str, wait: float | None
) -> None:
    with loopback(reply) as url, pytest.raises(PollFailed, match=words) as failed:
        ask(url, http(read_timeout=0.2))
    assert type(failed.value) is error
    assert failed.value.wait == wait
    assert "x-access-token" not in str(failed.value)


def test_an_answer_is_kept_byte_for_byte() -> None:
    page = b'[ {"a":1.0,  "b": "\\ud83d\\ude00"} ]'
    with loopback(answer(200, page)) as url:
        found = http().get(url, "/api", (), "x-access-token")
    assert found.page == page
    assert found.value == [{"a": 1.0, "b": "\U0001f600"}]


def test_an_answer_without_end_is_left() -> None:
    late = iter([NOW, NOW + timedelta(seconds=3), NOW + timedelta(seconds=5)])
    asking = Http(clock=lambda: next(late))
    body = b"x" * 200_000
    with loopback(answer(200, body)) as url, pytest.raises(PollFailed, match="does not come to the end"):
        ask(url, asking)


def test_more_than_anybody_tells_in_a_page_is_left() -> None:
    with loopback(answer(200, b" " * (8 * 1024 * 1024 + 1))) as url, pytest.raises(PollFailed, match="more than 8 MB"):
        ask(url)


def test_a_port_where_nobody_listens_is_no_answer() -> None:
    with pytest.raises(PollFailed, match="no answer from"):
        ask("http://127.0.0.1:9")
