"""Slack's incoming webhooks: what they are asked; and that a customer's words call nobody there."""

from dataclasses import replace

import pytest

from chalicelib.channels.http import Http
from chalicelib.channels.port import Permanent, Receipt, Temporary
from chalicelib.channels.slack import Slack
from tests.channels.provider import Provider, answer, provider
from tests.channels.sending import PAGE

PATH = "/services/T0000000/B0000000/an-incoming-webhook"
TOLD = replace(PAGE, to="webcare")
OK = answer(200, b"ok")


def slack(there: Provider) -> Slack:
    return Slack(Http(plain=True, read_timeout=0.3), {"webcare": there.url + PATH}.__getitem__)


def plain(text: str) -> dict[str, object]:
    return {"type": "section", "text": {"type": "plain_text", "text": text, "emoji": False}}


def test_a_page_is_told_in_plain_text_with_its_link() -> None:
    with provider(OK) as there:
        assert slack(there).send(TOLD) == Receipt(PAGE.id)
        (call,) = there.calls
    assert (call.path, call.json) == (
        PATH,
        {
            "text": PAGE.subject,
            "blocks": [
                plain(PAGE.subject),
                plain(PAGE.body.strip()),
                {"type": "section", "text": {"type": "mrkdwn", "text": f"<{PAGE.link}>"}},
            ],
            "link_names": False,
            "unfurl_links": False,
            "unfurl_media": False,
        },
    )


def test_no_customer_calls_a_whole_channel() -> None:
    with provider(OK) as there:
        slack(there).send(replace(TOLD, subject="<!channel> & <@U1>", body="<!here> <https://bad.example|good>"))
        message = there.calls[0].json
    assert message["text"] == "&lt;!channel&gt; &amp; &lt;@U1&gt;"
    marked = [block["text"]["text"] for block in message["blocks"] if block["text"]["type"] == "mrkdwn"]
    assert marked == [f"<{PAGE.link}>"], "only our own link is marked up"


def test_a_notice_has_no_link() -> None:
    with provider(OK) as there:
        slack(there).send(replace(TOLD, link=""))
        assert there.calls[0].json["blocks"] == [plain(PAGE.subject), plain(PAGE.body.strip())]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("\n".join(f"regel {number}" for number in range(1000)), id="many lines"),
        pytest.param("x" * 7000, id="one line"),
    ],
)
def test_a_long_page_goes_whole_in_pieces_that_slack_takes(body: str) -> None:
    with provider(OK) as there:
        slack(there).send(replace(TOLD, body=body))
        _, *told, _ = [block["text"]["text"] for block in there.calls[0].json["blocks"]]
    assert max(map(len, told)) <= 3000
    assert "".join(told).replace("\n", "") == body.replace("\n", "")


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (400, b"invalid_payload"),
        (403, b"action_prohibited"),
        (404, b"no_service"),
        (410, b"channel_is_archived"),
    ],
)
def test_these_never_work(status: int, said: bytes) -> None:
    with provider(answer(status, said)) as there, pytest.raises(Permanent) as raised:
        slack(there).send(TOLD)
    message = str(raised.value)
    assert message.startswith(f"{status} from 127.0.0.1: {said.decode()} (") and "secret slack/webcare" in message
    assert "an-incoming-webhook" not in message


@pytest.mark.parametrize(
    ("headers", "seconds"), [({"Retry-After": "7"}, 7.0), ({}, None)], ids=["as it says", "soon again"]
)
def test_too_many_messages(headers: dict[str, str], seconds: float | None) -> None:
    with provider(answer(429, headers=headers)) as there, pytest.raises(Temporary) as raised:
        slack(there).send(TOLD)
    assert raised.value.retry_after == seconds
