"""Standard Webhooks: whose key it is, what it may speak for, and where a report belongs."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.events import MessageSeen
from chalicelib.platforms import standard, standard_envelope
from chalicelib.platforms.errors import BadHandshake, BadSignature, UnreadableBody
from chalicelib.platforms.standard_report import THREADED
from tests.platforms.brand import MERK, MERK_WEBCARE, ORGANISATION
from tests.platforms.recordings import recordings
from tests.platforms.signers import account_key, sign_standard

# The example of github.com/standard-webhooks, whose body is none of ours: it names no account.
PUBLISHED_KEY = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PUBLISHED = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
PUBLISHED_BODY = b'{"test": 2432232314}'

OURS = account_key("x", MERK, "the key of the brand's account")
THEIRS = account_key("x", MERK_WEBCARE, "the key of another account")
KEYS = [OURS, THEIRS]


def event(*accounts: str, platform: str = "x") -> dict[str, Any]:
    """One for each account: alone by itself, else in a list."""
    events = [
        {"type": "message.received", "data": {"account": {"platform": platform, "id": account}}} for account in accounts
    ]
    return events[0] if len(events) == 1 else {"events": events}


def body(*accounts: str, platform: str = "x") -> bytes:
    return json.dumps(event(*accounts, platform=platform)).encode()


def test_the_published_signature_verifies() -> None:
    standard.verify(PUBLISHED, PUBLISHED_BODY, [f"x:{MERK}=whsec_{PUBLISHED_KEY}"])
    assert standard.signed_at(PUBLISHED) == datetime(2021, 2, 25, 15, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "signature",
    [
        pytest.param("{ours}", id="alone"),
        pytest.param("v1,AAAA {ours}", id="beside that of an older key"),
        pytest.param("v1a,AAAA {ours}", id="beside one of another version"),
        pytest.param("v1  {ours} é", id="beside what is none"),
    ],
)
def test_one_good_signature_of_several_is_enough(signature: str) -> None:
    headers = sign_standard(body(MERK), OURS)
    standard.verify(
        headers | {"webhook-signature": signature.format(ours=headers["webhook-signature"])}, body(MERK), KEYS
    )


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"webhook-id": "msg_2"}, id="another id"),
        pytest.param({"webhook-timestamp": "1795212001"}, id="another time"),
        pytest.param({"webhook-id": ""}, id="no id"),
        pytest.param({"webhook-timestamp": ""}, id="no time"),
        pytest.param({"webhook-id": "msg_1.1795212000", "webhook-timestamp": "7"}, id="an id with a full stop"),
        pytest.param({"webhook-timestamp": "1795212000.0"}, id="a time with a full stop"),
        pytest.param({"webhook-timestamp": "²"}, id="a digit of another kind"),
        pytest.param({"webhook-signature": ""}, id="no signature"),
        pytest.param({"webhook-signature": "v1"}, id="a version alone"),
        pytest.param({"webhook-signature": "v1,"}, id="an empty signature"),
        pytest.param({"webhook-signature": "v1,é"}, id="a signature that is not ASCII"),
        pytest.param({"webhook-signature": "v2,AAAA"}, id="a version that we do not know"),
    ],
)
def test_any_other_claim_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(BadSignature, match="webhook-"):
        standard.verify(sign_standard(body(MERK), OURS) | changed, body(MERK), KEYS)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("whsec_" + base64.b64encode(b"a key that names no account").decode(), id="no account"),
        pytest.param(account_key("x", "", "a key that names no account"), id="no id"),
        pytest.param(account_key("", MERK, "a key that names no account"), id="no platform"),
        pytest.param(f"x:{MERK}=whsec_", id="no key"),
        pytest.param(account_key("x", MERK, "23 characters, no more."), id="a key of 23 bytes"),
        pytest.param(f"x:{MERK}=whsec_not base64 at all, not even nearly", id="no base64"),
        pytest.param(f"x:{MERK}=whsec_é", id="not ASCII"),
        pytest.param(f"x:{MERK}=whpk_{PUBLISHED_KEY}", id="the public half of another scheme"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_value_that_is_no_key_of_an_account_opens_nothing(written: str) -> None:
    with pytest.raises(BadSignature, match="no key of an account is configured"):
        standard.verify(sign_standard(body(MERK), OURS), body(MERK), [written])


def test_24_bytes_are_a_key() -> None:
    key = account_key("x", MERK, "24 characters, just so. ")
    standard.verify(sign_standard(body(MERK), key), body(MERK), [key])


@pytest.mark.parametrize(
    ("named", "key", "good"),
    [
        pytest.param([MERK], OURS, True, id="its own account"),
        pytest.param([MERK, MERK], OURS, True, id="its own account twice"),
        pytest.param([MERK_WEBCARE], OURS, False, id="an account that has another key"),
        pytest.param(["404"], OURS, False, id="an account that has no key"),
        pytest.param([MERK, MERK_WEBCARE], OURS, False, id="its own account and another one"),
        pytest.param([MERK_WEBCARE, MERK], THEIRS, False, id="the same by the other key"),
    ],
)
def test_a_key_speaks_for_its_own_account_alone(named: list[str], key: str, good: bool) -> None:
    headers = sign_standard(body(*named), key)
    if good:
        standard.verify(headers, body(*named), KEYS)
    else:
        with pytest.raises(BadSignature, match="the key belongs to another account"):
            standard.verify(headers, body(*named), KEYS)


def test_the_same_id_on_another_platform_is_another_account() -> None:
    there = body(MERK, platform="instagram")
    with pytest.raises(BadSignature, match="another account"):
        standard.verify(sign_standard(there, OURS), there, KEYS)


def test_a_key_that_is_listed_for_two_accounts_speaks_for_both() -> None:
    both = [OURS, OURS.replace(MERK, MERK_WEBCARE)]
    standard.verify(sign_standard(body(MERK, MERK_WEBCARE), OURS), body(MERK, MERK_WEBCARE), both)


def test_both_keys_of_an_account_are_valid_during_a_rotation() -> None:
    new = account_key("x", MERK, "the next key of this account")
    for key in (OURS, new):
        standard.verify(sign_standard(body(MERK), key), body(MERK), [new, OURS])


def test_an_account_id_may_hold_an_equals_sign_and_a_colon() -> None:
    key = account_key("tiktok", "id:with==")
    named = body("id:with==", platform="tiktok")
    standard.verify(sign_standard(named, key), named, [key])


@pytest.mark.parametrize("raw", [b"not json", b"[]", b"{}", b'{"events": 7}', b'{"type": "x", "data": {"account": 7}}'])
def test_a_signed_body_that_names_no_account_is_let_in_and_says_nothing(raw: bytes) -> None:
    standard.verify(sign_standard(raw, OURS), raw, KEYS)


ACCOUNTS = st.sampled_from([MERK, MERK_WEBCARE, "404", "", "a b", 7, None, {"id": MERK}])


@given(accounts=st.lists(ACCOUNTS, min_size=1, max_size=4), wrapped=st.booleans())
def test_no_message_is_read_for_an_account_that_was_not_named_to_the_key(accounts: list[Any], wrapped: bool) -> None:
    events = []
    for account in accounts:
        data: dict[str, Any] = {"account": {"platform": "x", "id": account}, "surface": "public", "id": "m"}
        events.append({"type": "message.received", "data": data | {"customer": {"id": "42"}}})
    payload: dict[str, Any] = {"events": events} if wrapped else events[0]
    named = standard_envelope.accounts(payload)
    seen = [one for one in standard.normalise(payload, ORGANISATION) if isinstance(one, MessageSeen)]
    assert {("x", one.account) for one in seen} <= named


def test_there_is_no_challenge() -> None:
    with pytest.raises(BadHandshake) as refused:
        standard.handshake({}, KEYS)
    assert refused.value.status == 405


def test_another_envelope_is_unreadable() -> None:
    with pytest.raises(UnreadableBody, match="standard"):
        standard.normalise({"data": {}}, ORGANISATION)


def test_a_report_is_threaded_exactly_where_the_platforms_own_adapter_is() -> None:
    """Else what is answered elsewhere would stop no clock of that platform."""
    refs = [event["conversation"] for one in recordings() for event in one.expected if event.get("conversation")]
    public = {ref.split(":")[0]: ":public:thread:" in ref for ref in refs if ":public:" in ref}
    assert {platform for platform, threaded in public.items() if threaded} == THREADED
    for ref in refs:
        platform, _, surface, _ = ref.split(":", 3)
        assert (":public:thread:" in ref) == (surface == "public" and platform in THREADED), ref
