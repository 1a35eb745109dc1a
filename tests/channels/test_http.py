"""What a provider's answer means for a page, whichever provider it is; and that no error tells a secret."""

import pytest

from chalicelib.channels.http import Http
from chalicelib.channels.port import Permanent, Temporary
from tests.channels.provider import Answer, answer, provider

HTTP = Http(plain=True, connect_timeout=1.0, read_timeout=0.3)
CURE = "look at the key"
LATER = "Sat, 21 Nov 2026 20:00:30 GMT"
DATE = "Sat, 21 Nov 2026 20:00:00 GMT"


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_2xx_is_taken_whatever_it_says(status: int) -> None:
    with provider(answer(status, b"<html>")) as there:
        HTTP.post(f"{there.url}/in", b'{"a": 1}', CURE, headers={"x-more": "yes"})
        (call,) = there.calls
    assert (call.path, call.body) == ("/in", b'{"a": 1}')
    assert (call.headers["content-type"], call.headers["x-more"]) == ("application/json", "yes")


@pytest.mark.parametrize("status", [301, 302, 307, 308, 400, 401, 403, 404, 405, 410, 413, 422, 451])
def test_these_never_work_and_say_what_to_do(status: int) -> None:
    with provider(answer(status, b"invalid_token", {"location": "http://127.0.0.1:9/elsewhere"})) as there:
        with pytest.raises(Permanent, match=rf"^{status} from 127\.0\.0\.1: invalid_token \(look at the key\)$"):
            HTTP.post(there.url, b"{}", CURE)
        assert len(there.calls) == 1, "no redirect is followed"


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 599])
def test_these_pass_by_themselves(status: int) -> None:
    with provider(answer(status, b"one moment")) as there, pytest.raises(Temporary) as raised:
        HTTP.post(there.url, b"{}", CURE)
    assert (str(raised.value), raised.value.retry_after) == (f"{status} from 127.0.0.1: one moment", None)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({"Retry-After": "120"}, 120.0, id="seconds"),
        pytest.param({"Retry-After": LATER, "Date": DATE}, 30.0, id="a date, from the answer's own"),
        pytest.param({"Retry-After": DATE, "Date": LATER}, 0.0, id="a date that is past"),
        pytest.param({"Retry-After": LATER}, 60.0, id="a date and nothing to count from"),
        pytest.param({"Retry-After": LATER, "Date": "today"}, 60.0, id="a date and one that is none"),
        pytest.param({"Retry-After": "Sat, 21 Nov 2026 20:00:30 -0000", "Date": DATE}, 60.0, id="a date without zone"),
        pytest.param({"Retry-After": "soon"}, 60.0, id="neither"),
        pytest.param({"Retry-After": "-5"}, 60.0, id="less than nothing"),
        pytest.param({"Retry-After": "9" * 400}, 3600.0, id="for ever"),
        pytest.param({}, 60.0, id="nothing"),
    ],
)
def test_too_many_says_how_long_to_wait_or_the_channel_does(headers: dict[str, str], seconds: float) -> None:
    with provider(answer(429, headers=headers)) as there, pytest.raises(Temporary) as raised:
        HTTP.post(there.url, b"{}", CURE, wait=60.0)
    assert raised.value.retry_after == seconds


def test_only_too_many_waits_as_the_channel_says() -> None:
    with provider(answer(503)) as there, pytest.raises(Temporary) as raised:
        HTTP.post(there.url, b"{}", CURE, wait=60.0)
    assert raised.value.retry_after is None


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param("silence", id="stays silent"),
        pytest.param("hang up", id="takes it and hangs up"),
        pytest.param("reset", id="takes it and resets"),
        pytest.param(b"HTTP/1.1 20", id="breaks off"),
        pytest.param(b"no HTTP at all\r\n\r\n", id="answers nonsense"),
    ],
)
def test_no_readable_answer_may_mean_that_it_was_sent(trouble: Answer) -> None:
    with provider(trouble) as there:
        with pytest.raises(Temporary, match=r"^\w+: no answer from 127\.0\.0\.1, it may have been sent$"):
            HTTP.post(f"{there.url}/secret-path", b"{}", CURE)
        assert len(there.calls) == 1, "no retry of its own"


def test_a_provider_that_cannot_be_reached_is_tried_again() -> None:
    with pytest.raises(Temporary, match="no answer from 127"):
        HTTP.post("http://127.0.0.1:9/secret-path", b"{}", CURE)


def test_a_refusal_whose_reason_breaks_off_is_a_refusal() -> None:
    cut_off = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\nno_"
    with provider(cut_off) as there, pytest.raises(Permanent, match=r"^403 from 127\.0\.0\.1 \(look at the key\)$"):
        HTTP.post(there.url, b"{}", CURE)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        pytest.param(b"no /services/T000/B000/abcdef here", "no ... here", id="the path"),
        pytest.param(b"B000/abcdef is gone", "B000/... is gone", id="a part of the path"),
        pytest.param(b"sig=0123456 expired", "... expired", id="the query"),
        pytest.param(b"0123456 expired", "... expired", id="a value of the query"),
        pytest.param(b"bad routing_key x-routing-key", "bad routing_key ...", id="what is hidden"),
        pytest.param(b"a\r\n\tb\x00\xff", "a b \ufffd", id="on one line"),
        pytest.param(b"x" * 5000, "x" * 200, id="its begin"),
    ],
)
def test_what_a_provider_says_is_shown_without_secrets(said: bytes, shown: str) -> None:
    with provider(answer(400, said)) as there, pytest.raises(Permanent) as raised:
        url = f"{there.url}/services/T000/B000/abcdef?sig=0123456"
        HTTP.post(url, b"{}", CURE, hidden=("x-routing-key", ""))
    assert str(raised.value) == f"400 from 127.0.0.1: {shown} (look at the key)"


def test_what_a_stranger_says_is_not_shown() -> None:
    with provider(answer(400, b"you sent: {}")) as there, pytest.raises(Permanent) as raised:
        HTTP.post(there.url, b"{}", CURE, shows=False)
    assert str(raised.value) == "400 from 127.0.0.1 (look at the key)"


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/x",
        "ftp://hooks.example.com/x",
        "file:///etc/passwd",
        "hooks.example.com/x",
        "https://",
        "https:///x",
        "https://user:word@hooks.example.com/x",
        "https://hooks.example.com:0/x",
        "https://hooks.example.com:99999/x",
        "https://[::1/x",
        "https://hooks.example.com/x y",
        "https://hooks.example.com/x\r\nHost: elsewhere",
        "https://hööks.example.com/x",
        "",
    ],
)
def test_nothing_but_https_is_posted_to_outside_the_local_stage(url: str) -> None:
    with pytest.raises(Permanent, match=r"^no https address \(look at the key\)$"):
        Http().post(url, b"{}", CURE)
