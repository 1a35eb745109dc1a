"""HMAC signatures: the vectors platforms publish, and everything that must not pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.platforms.errors import BadSignature
from chalicelib.platforms.signing import Digest, Encoding, compose, require, signature, usable

HEADER = "x-signature"


@pytest.mark.parametrize(
    ("secret", "message", "digest", "encoding", "expected"),
    [
        pytest.param(
            "consumer_secret",
            b"challenge_string",
            "sha256",
            "base64",
            "v1WdiCVwy17uGTMWveHGlqQXN/qW1bQraNXXByRO2YA=",
            id="X: the challenge, base64",
        ),
        pytest.param(
            "app_secret",
            b'{"object":"page","entry":[]}',
            "sha256",
            "hex",
            "22d3988d1017c437ea81a89d41e2d3266c00a508cffdb23f8ad8746d232d77e9",
            id="Meta: the body, hex",
        ),
        pytest.param(
            "client_secret",
            compose("{timestamp}.{body}", timestamp=b"1633174587", body=b'{"event":"comment.update"}'),
            "sha256",
            "hex",
            "24938c7c25827eefa7c5562026f724a76c608e3e1e859197270883666b8a5375",
            id="TikTok: the time, a point and the body",
        ),
        pytest.param(
            "Jefe",
            b"what do ya want for nothing?",
            "sha1",
            "hex",
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
            id="RFC 2202, test case 2: SHA-1",
        ),
    ],
)
def test_a_signature_equals_the_published_one(
    secret: str, message: bytes, digest: Digest, encoding: Encoding, expected: str
) -> None:
    assert signature(secret, message, digest=digest, encoding=encoding) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        pytest.param("{body}", b'{"id":1}', id="the body alone"),
        pytest.param("v0:{timestamp}:{body}", b'v0:17:{"id":1}', id="a version, the time and the body"),
        pytest.param("hmacsha256={body}", b'hmacsha256={"id":1}', id="a fixed word before the body"),
        pytest.param("{timestamp}{body}", b'17{"id":1}', id="nothing in between"),
    ],
)
def test_a_template_says_what_is_signed(template: str, expected: bytes) -> None:
    assert compose(template, timestamp=b"17", body=b'{"id":1}') == expected


def test_what_a_part_holds_is_never_expanded() -> None:
    assert compose("{id}.{body}", id=b"{body}", body=b"{id}\\1") == b"{body}.{id}\\1"


def test_a_template_with_an_unknown_name_is_our_own_mistake() -> None:
    with pytest.raises(KeyError):
        compose("{nonce}.{body}", body=b"")


@given(
    secrets=st.lists(st.text("abcdefgh", min_size=1, max_size=8), min_size=1, max_size=3, unique=True),
    message=st.binary(),
    data=st.data(),
)
def test_any_of_several_secrets_signs(secrets: list[str], message: bytes, data: st.DataObject) -> None:
    used = data.draw(st.sampled_from(secrets))
    require(HEADER, ["v1=" + signature(used, message)], message, secrets, prefix="v1=")


@given(message=st.binary(), other=st.binary())
def test_a_signature_of_other_bytes_never_passes(message: bytes, other: bytes) -> None:
    if message != other:
        with pytest.raises(BadSignature, match="does not match"):
            require(HEADER, [signature("key", other)], message, ["key"])


def test_one_good_claim_among_several_is_enough() -> None:
    require(HEADER, ["", "é", "v1=00", "v1=" + signature("key", b"body")], b"body", ["key"], prefix="v1=")


@pytest.mark.parametrize(
    ("claims", "secrets", "reason"),
    [
        pytest.param([signature("", b"body")], [], "no secret is configured", id="no secret at all"),
        pytest.param([signature("", b"body")], [""], "no secret is configured", id="an empty secret"),
        pytest.param([signature(" \n", b"body")], [" \n"], "no secret is configured", id="a blank secret"),
        pytest.param([], ["key"], "absent", id="no claim"),
        pytest.param([""], ["key"], "absent", id="an empty claim"),
        pytest.param(["sha256=é"], ["key"], "not ASCII", id="a claim outside ASCII"),
        pytest.param(["\ud83d"], ["key"], "not ASCII", id="half an emoji"),
        pytest.param([signature("other", b"body")], ["key"], "does not match", id="somebody else's secret"),
        pytest.param([signature("key", b"body").upper()], ["key"], "does not match", id="upper case hex"),
        pytest.param([signature("key", b"body")[:-1]], ["key"], "does not match", id="cut short"),
        pytest.param([signature("key", b"body", encoding="base64")], ["key"], "does not match", id="another encoding"),
        pytest.param([signature("key", b"body", digest="sha1")], ["key"], "does not match", id="another digest"),
    ],
)
def test_what_does_not_pass_says_why_and_shows_no_secret(claims: list[str], secrets: list[str], reason: str) -> None:
    with pytest.raises(BadSignature, match=reason) as refused:
        require(HEADER, claims, b"body", secrets)
    assert str(refused.value).startswith(HEADER)
    assert "key" not in str(refused.value)


def test_empty_secrets_are_not_usable() -> None:
    assert usable(["", "new", " ", "old"]) == ("new", "old")
