"""Teams' workflow webhooks: the card they are asked to post, and that a customer's words are no markup in it."""

from dataclasses import replace

import pytest

from chalicelib.channels.http import Http
from chalicelib.channels.port import Permanent, Receipt, Temporary
from chalicelib.channels.teams import Teams
from chalicelib.domain.organisation import Language
from tests.channels.provider import Provider, answer, provider
from tests.channels.sending import PAGE

PATH = "/workflows/0001/triggers/manual/paths/invoke?api-version=2016-06-01&sig=a-workflow-signature"
TOLD = replace(PAGE, to="webcare")


def teams(there: Provider) -> Teams:
    return Teams(Http(plain=True, read_timeout=0.3), {"webcare": there.url + PATH}.__getitem__)


def line(text: str) -> dict[str, object]:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text}]}


def test_a_page_is_a_card_with_a_button() -> None:
    with provider(answer(202)) as there:
        assert teams(there).send(TOLD) == Receipt(PAGE.id)
        (call,) = there.calls
    (attachment,) = call.json["attachments"]
    assert (call.path, call.json["type"]) == (PATH, "message")
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert attachment["content"] == {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": {"width": "Full"},
        "body": [
            {
                "type": "RichTextBlock",
                "inlines": [{"type": "TextRun", "text": PAGE.subject, "weight": "Bolder"}],
            },
            line("Waakhond. Voor Sanne"),
            line("1. NOG 15 MIN: Zoë op X"),
        ],
        "actions": [{"type": "Action.OpenUrl", "title": "Bekijk en pak op", "url": PAGE.link}],
    }


@pytest.mark.parametrize(("language", "title"), [("nl", "Bekijk en pak op"), ("en", "View and take")])
def test_the_button_speaks_the_readers_language(language: Language, title: str) -> None:
    with provider(answer(202)) as there:
        teams(there).send(replace(TOLD, language=language))
        (action,) = there.calls[0].json["attachments"][0]["content"]["actions"]
    assert action["title"] == title


def test_a_customers_words_stand_where_no_markup_is_read() -> None:
    with provider(answer(202)) as there:
        teams(there).send(replace(TOLD, body="[klik](https://bad.example) <at>Sanne</at>\n"))
        content = there.calls[0].json["attachments"][0]["content"]
    assert content["body"][1:] == [line("[klik](https://bad.example) <at>Sanne</at>")]
    assert "entities" not in content["msteams"], "nobody is mentioned without an entity"


def test_a_notice_has_no_button() -> None:
    with provider(answer(202)) as there:
        teams(there).send(replace(TOLD, link=""))
        assert "actions" not in there.calls[0].json["attachments"][0]["content"]


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_these_never_work(status: int) -> None:
    said = b"the workflow with a-workflow-signature is off"
    with provider(answer(status, said)) as there, pytest.raises(Permanent, match="secret teams/webcare") as raised:
        teams(there).send(TOLD)
    assert "a-workflow-signature is" not in str(raised.value)


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_these_pass(status: int) -> None:
    with provider(answer(status)) as there, pytest.raises(Temporary):
        teams(there).send(TOLD)
