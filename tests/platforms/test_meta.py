"""What Meta's webhooks share: the challenge, the signature and the envelope."""

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.events import Event, MessageSeen, Passed, UnknownAccount, Unreadable, Unrecognised
from chalicelib.platforms import facebook, instagram, messenger, meta
from chalicelib.platforms.errors import BadHandshake, BadSignature, UnreadableBody
from chalicelib.platforms.registry import Adapter
from tests.platforms.brand import INSTAGRAM, ORGANISATION, PAGE, PAGE_ANDERS

TOKEN = "x-verify-token"


def asked(**changes: str) -> dict[str, str]:
    """Meta's challenge; an empty text takes a part away."""
    query = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": TOKEN}
    return {
        key: told for key, told in (query | {f"hub.{name}": told for name, told in changes.items()}).items() if told
    }


# The challenge


def test_the_challenge_comes_back_as_it_came() -> None:
    assert meta.handshake(asked(), [TOKEN]) == "1158201444"


@pytest.mark.parametrize(
    "secrets",
    [
        pytest.param([TOKEN, "old"], id="the newest token"),
        pytest.param(["new", TOKEN], id="the old one during a rotation"),
        pytest.param(["", " ", TOKEN], id="beside empty ones"),
    ],
)
def test_any_of_several_tokens_answers(secrets: list[str]) -> None:
    assert meta.handshake(asked(), secrets) == "1158201444"


@pytest.mark.parametrize(
    ("query", "secrets", "status"),
    [
        pytest.param({}, [TOKEN], 403, id="nothing at all"),
        pytest.param(asked(mode=""), [TOKEN], 403, id="no mode"),
        pytest.param(asked(mode="unsubscribe"), [TOKEN], 403, id="another mode"),
        pytest.param(asked(verify_token=""), [TOKEN], 403, id="no token"),
        pytest.param(asked(verify_token="guess"), [TOKEN], 403, id="another token"),
        pytest.param(asked(verify_token=f"{TOKEN} "), [TOKEN], 403, id="a token with a space behind it"),
        pytest.param(asked(verify_token="é"), [TOKEN], 403, id="a token outside ASCII"),
        pytest.param(asked(verify_token="\ud83d"), [TOKEN], 403, id="half an emoji for a token"),
        pytest.param(asked(), [], 503, id="nothing to compare with"),
        pytest.param(asked(verify_token=" "), [" "], 503, id="a blank secret is none"),
        pytest.param(asked(challenge=""), [TOKEN], 400, id="no challenge"),
        pytest.param(asked(challenge="1 2"), [TOKEN], 400, id="a space in the challenge"),
        pytest.param(asked(challenge="1\n"), [TOKEN], 400, id="a line break behind the challenge"),
        pytest.param(asked(challenge="é"), [TOKEN], 400, id="a challenge outside ASCII"),
        pytest.param(asked(challenge="7" * 201), [TOKEN], 400, id="a challenge of 201 characters"),
    ],
)
def test_what_gets_no_answer(query: dict[str, str], secrets: list[str], status: int) -> None:
    with pytest.raises(BadHandshake) as refused:
        meta.handshake(query, secrets)
    assert refused.value.status == status
    assert TOKEN not in str(refused.value)


def test_a_challenge_of_200_characters_still_passes() -> None:
    assert meta.handshake(asked(challenge="7" * 200), [TOKEN]) == "7" * 200


@given(query=st.dictionaries(st.sampled_from(["hub.mode", "hub.challenge", "hub.verify_token"]), st.text()))
def test_without_the_token_nothing_is_ever_reflected(query: dict[str, str]) -> None:
    with pytest.raises(BadHandshake):
        meta.handshake({"hub.mode": "subscribe"} | query, ["a-token-nobody-guesses"])


# The signature, with the key and body that the other tests of signatures publish

BODY = b'{"object":"page","entry":[]}'
SIGNED = "sha256=22d3988d1017c437ea81a89d41e2d3266c00a508cffdb23f8ad8746d232d77e9"


def test_a_signed_body_passes() -> None:
    meta.verify({"x-hub-signature-256": SIGNED}, BODY, ["new_secret", "app_secret"])


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        pytest.param({}, BODY, id="no signature"),
        pytest.param({"x-hub-signature-256": SIGNED.removeprefix("sha256=")}, BODY, id="without its prefix"),
        pytest.param({"x-hub-signature": SIGNED}, BODY, id="in the header of the older signature"),
        pytest.param({"x-hub-signature-256": SIGNED}, BODY + b" ", id="one space behind the body"),
    ],
)
def test_anything_else_does_not(headers: dict[str, str], body: bytes) -> None:
    with pytest.raises(BadSignature, match=r"^x-hub-signature-256"):
        meta.verify(headers, body, ["app_secret"])


# The envelope


def events(*entries: object, about: str = "page") -> list[Event]:
    return list(meta.normalise({"object": about, "entry": list(entries)}, ORGANISATION))


def comment(number: int, page: str = PAGE) -> dict[str, Any]:
    told = {"item": "comment", "verb": "add", "comment_id": f"500_{number}", "post_id": f"{page}_500"}
    return {"field": "feed", "value": told}


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"object": "page"}, id="no entries"),
        pytest.param({"entry": []}, id="nobody says what it is about"),
        pytest.param({"object": "whatsapp_business_account", "entry": []}, id="another platform's"),
        pytest.param({"object": ["page"], "entry": []}, id="no text for what it is about"),
    ],
)
def test_another_envelope_is_unreadable_before_the_first_event(payload: dict[str, Any]) -> None:
    with pytest.raises(UnreadableBody, match=r"^meta: "):
        meta.normalise(payload, ORGANISATION)


def test_the_unreadable_envelope_is_named_without_what_it_holds() -> None:
    with pytest.raises(UnreadableBody) as refused:
        meta.normalise({"object": "piet@example.com", "entry": []}, ORGANISATION)
    assert "@" not in str(refused.value)


def test_no_entries_are_no_events() -> None:
    assert events() == []


def test_a_thousand_changes_in_one_body_are_a_thousand_events() -> None:
    found = events({"id": PAGE, "time": 1795212000, "changes": [comment(n) for n in range(1000)]})
    assert [event.id for event in found if isinstance(event, MessageSeen)] == [f"500_{n}" for n in range(1000)]


def test_each_entry_is_for_its_own_account() -> None:
    found = events(
        {"id": PAGE, "changes": [comment(1)]},
        {"id": "404", "changes": [comment(2, "404"), comment(3, "404")], "messaging": [{}]},
        {"id": int(PAGE_ANDERS), "changes": [comment(4, PAGE_ANDERS)]},
    )
    assert [event.account for event in found if isinstance(event, MessageSeen)] == [PAGE, PAGE_ANDERS]
    assert found[1:3] == [
        UnknownAccount(platform="facebook", account="404"),
        UnknownAccount(platform="messenger", account="404"),
    ]


@pytest.mark.parametrize(
    "adapter",
    [
        pytest.param(facebook, id="at the address of Facebook"),
        pytest.param(messenger, id="at the address of Messenger"),
        pytest.param(instagram, id="at the address of Instagram"),
    ],
)
def test_what_it_is_about_decides_not_the_address(adapter: Adapter) -> None:
    direct = {"sender": {"id": "21"}, "recipient": {"id": PAGE}, "message": {"mid": "m_1"}}
    bodies = [
        {"object": "page", "entry": [{"id": PAGE, "changes": [comment(1)], "messaging": [direct]}]},
        {"object": "instagram", "entry": [{"id": INSTAGRAM, "field": "mentions", "value": {"media_id": "700"}}]},
    ]
    found = [event for body in bodies for event in adapter.normalise(body, ORGANISATION)]
    assert [event.conversation.platform for event in found if isinstance(event, MessageSeen)] == [
        "facebook",
        "messenger",
        "instagram",
    ]


@pytest.mark.parametrize(
    ("entry", "kinds"),
    [
        pytest.param({}, ["entry.empty"], id="nothing"),
        pytest.param({"time": 1, "uid": PAGE, "hop_context": [{"app_id": 1}]}, ["entry.empty"], id="only a frame"),
        pytest.param({"time": 1, "of_tomorrow": "new"}, ["entry.empty"], id="only a frame with a new field in it"),
        pytest.param({"changed_fields": ["feed", "name"]}, ["feed.without_values", "name.without_values"], id="names"),
        pytest.param({"calls": [{}, {}]}, ["entry.calls", "entry.calls"], id="a list of something new"),
        pytest.param({"calls": "none", "changes": []}, [], id="an extra field that holds no items"),
        pytest.param({"changes": [{"field": "leadgen", "value": {}}]}, ["leadgen"], id="a field nobody taught us"),
    ],
)
def test_what_nobody_taught_us_is_counted_by_kind(entry: dict[str, Any], kinds: list[str]) -> None:
    expected = [Unrecognised(platform="facebook", account=PAGE, kind=kind) for kind in kinds]
    assert events({"id": PAGE} | entry) == expected


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        pytest.param("entry", "entry: id is missing or unreadable", id="no object"),
        pytest.param({"changes": [comment(1)]}, "entry: id is missing or unreadable", id="no account"),
        pytest.param({"id": PAGE, "changes": [3]}, "changes.unnamed: not an object but int", id="no change"),
        pytest.param(
            {"id": PAGE, "changes": [{"field": "feed"}]},
            "changes.feed: value is missing or unreadable",
            id="a change without a value",
        ),
        pytest.param({"id": PAGE, "messaging": ["m"]}, "messaging: not an object but str", id="no message"),
    ],
)
def test_what_cannot_be_read_says_why_and_costs_nobody_else(entry: object, reason: str) -> None:
    broken, whole = events(entry, {"id": PAGE, "changes": [comment(1)]})
    assert isinstance(broken, Unreadable)
    assert broken.reason == reason
    assert isinstance(whole, MessageSeen)


@pytest.mark.parametrize(
    "field",
    ["messages", "message_echoes", "message_reads", "messaging_postbacks", "messaging_seen", "standby"],
)
def test_the_dashboards_test_of_a_message_field_is_a_message_of_messenger(field: str) -> None:
    told = {"sender": {"id": "12334"}, "recipient": {"id": "23245"}, "read": {"watermark": 1}}
    found = events({"id": PAGE, "changes": [{"field": field, "value": told}]})
    assert found == [Passed(platform="messenger", account=PAGE, kind="read")]


@pytest.mark.parametrize("adapter", ["facebook", "messenger", "instagram"])
def test_verifying_and_storing_starts_without_the_rules(adapter: str) -> None:
    code = f"import sys, chalicelib.platforms.{adapter}; print('chalicelib.domain.events' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "False"
