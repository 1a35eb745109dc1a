"""LinkedIn: the challenge, the signature, and whose page and whose words a notification is about."""

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.events import Event, MessageSeen, UnknownAccount
from chalicelib.domain.organisation import Organisation
from chalicelib.platforms import linkedin
from chalicelib.platforms.errors import BadHandshake, BadSignature, UnreadableBody
from tests.platforms.brand import LINKEDIN, ORGANISATION

# Computed with Python's hmac from the description on learn.microsoft.com, as no value is published there.
CODE = "890e4665-4dfe-4ab1-b689-ed553bceeed0"
ANSWER = "901fd732a92f8eec45c5310f5a009e61b3a270759eb22f5ba7090b5b12c07437"
BODY = b'{"type":"ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS","notifications":[]}'
SIGNED = "b7d26f599fb61ed150335f59cd1fb77d4d1334e6c2b6d766ac96d7050ce1b878"

PAGE = f"urn:li:organization:{LINKEDIN}"
ACCOUNT = next(one for one in ORGANISATION.accounts if one.platform == "linkedin")


def listed_as(account_id: str, *staff: str) -> Organisation:
    return replace(ORGANISATION, accounts=(replace(ACCOUNT, id=account_id, staff=frozenset(staff)),))


def comment(organisation: Organisation = ORGANISATION, action: str = "COMMENT", **told: Any) -> Event:
    decorated = {"entity": "urn:li:comment:(urn:li:activity:7,9)", "text": "wanneer?", "owner": "urn:li:person:J4n"}
    raw = {"organizationalEntity": PAGE, "action": action, "lastModifiedAt": 1795212000000}
    raw["decoratedGeneratedActivity"] = {"comment": decorated | told}
    [event] = linkedin.normalise({"notifications": [raw]}, organisation)
    return event


def test_the_challenge_is_answered_with_its_code_and_its_signature() -> None:
    answer = linkedin.handshake({"challengeCode": CODE}, ["client_secret", "an older one"])
    assert answer.startswith("{")
    assert json.loads(answer) == {"challengeCode": CODE, "challengeResponse": ANSWER}


@pytest.mark.parametrize(
    ("query", "secrets", "status"),
    [
        pytest.param({}, ["client_secret"], 400, id="no code"),
        pytest.param({"challengeCode": ""}, ["client_secret"], 400, id="an empty code"),
        pytest.param({"challengeCode": CODE}, [], 503, id="no secret yet"),
        pytest.param({"challengeCode": CODE}, [" "], 503, id="an empty secret"),
    ],
)
def test_a_challenge_that_cannot_be_answered(query: dict[str, str], secrets: list[str], status: int) -> None:
    with pytest.raises(BadHandshake, match="linkedin") as refused:
        linkedin.handshake(query, secrets)
    assert refused.value.status == status


@pytest.mark.parametrize("claim", [SIGNED, f"hmacsha256={SIGNED}"], ids=["as documented", "as it may be read as well"])
def test_the_prefix_is_signed_with_the_body(claim: str) -> None:
    linkedin.verify({"x-li-signature": claim}, BODY, ["new_secret", "client_secret"])


@pytest.mark.parametrize(
    ("headers", "body", "secrets"),
    [
        pytest.param({"x-li-signature": SIGNED}, b"hmacsha256=" + BODY, ["client_secret"], id="the prefix in the body"),
        pytest.param({"x-li-signature": SIGNED}, BODY + b" ", ["client_secret"], id="another body"),
        pytest.param({"x-li-signature": SIGNED}, BODY, ["another"], id="another secret"),
        pytest.param({"x-li-signature": SIGNED}, BODY, [], id="no secret"),
        pytest.param({"x-li-signature": "hmacsha256="}, BODY, ["client_secret"], id="nothing behind the prefix"),
        pytest.param({}, BODY, ["client_secret"], id="no header"),
    ],
)
def test_any_other_signature_is_refused(headers: dict[str, str], body: bytes, secrets: list[str]) -> None:
    with pytest.raises(BadSignature, match="x-li-signature"):
        linkedin.verify(headers, body, secrets)


@pytest.mark.parametrize("account_id", [LINKEDIN, PAGE])
def test_a_page_is_listed_by_its_number_or_by_its_whole_urn(account_id: str) -> None:
    event = comment(listed_as(account_id))
    assert isinstance(event, MessageSeen)
    assert event.account == account_id


@pytest.mark.parametrize("account_id", ["urn:li:person:108000001", "08000001"])
def test_another_id_is_not_that_page(account_id: str) -> None:
    assert comment(listed_as(account_id)) == UnknownAccount(platform="linkedin", account=PAGE)


@pytest.mark.parametrize(
    ("owner", "staff", "direction", "silence"),
    [
        pytest.param("urn:li:person:J4n", "", "inbound", None, id="a member"),
        pytest.param("urn:li:person:S4n", "urn:li:person:S4n", "inbound", "staff", id="a colleague, by the whole URN"),
        pytest.param("urn:li:person:S4n", "S4n", "inbound", "staff", id="a colleague, by the id alone"),
        pytest.param(PAGE, "", "outbound", None, id="the page"),
        pytest.param(f"urn:li:person:{LINKEDIN}", "", "inbound", None, id="a member with the page's number"),
        pytest.param("urn:li:organization:404", "404", "inbound", None, id="another page"),
    ],
)
def test_whose_words_they_are(owner: str, staff: str, direction: str, silence: str | None) -> None:
    event = comment(listed_as(LINKEDIN, staff), owner=owner, parentComment="urn:li:comment:(activity:7,8)")
    assert isinstance(event, MessageSeen)
    assert (event.direction, event.silence) == (direction, silence)


@pytest.mark.parametrize(
    "entity",
    [
        "urn:li:comment:(urn:li:activity:7,9)",
        "urn:li:comment:(activity:7,9)",
        "urn:li:comment:(urn:li:ugcPost:6,9)",
    ],
)
def test_one_comment_has_one_id_however_it_is_written(entity: str) -> None:
    event = comment(entity=entity)
    assert isinstance(event, MessageSeen)
    assert (event.id, event.conversation.ref) == ("9", "linkedin:merk:public:thread:9")


def test_an_answer_by_an_administrator_is_the_pages_whoever_signs_it() -> None:
    event = comment(action="ADMIN_COMMENT", parentComment="urn:li:comment:(activity:7,8)")
    assert isinstance(event, MessageSeen)
    assert (event.direction, event.author, event.in_reply_to) == ("outbound", LINKEDIN, "8")


@pytest.mark.parametrize("payload", [{}, {"challengeCode": CODE}, {"elements": []}])
def test_another_envelope_is_unreadable(payload: dict[str, object]) -> None:
    with pytest.raises(UnreadableBody, match="linkedin"):
        linkedin.normalise(payload, ORGANISATION)
