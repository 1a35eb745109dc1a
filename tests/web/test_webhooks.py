"""The platforms' door: only what is signed comes in, and it comes in whole."""

import base64
import gzip
import hashlib
import hmac
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from chalicelib import bootstrap
from chalicelib.store.notes import Notes
from tests.usecases.deployed import SIGNING, Deployed, deployed, envelope

BODY = '{"for_user_id": "2244994945", "tweet_create_events": [{"text": "geheim 😡"}]}'.encode()
HEADER = "x-twitter-webhooks-signature"


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployed]:
    with deployed(monkeypatch) as fresh:
        yield fresh


def signature(body: bytes, secret: str = SIGNING) -> str:
    return "sha256=" + base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def unpacked(packed: str) -> bytes:
    return gzip.decompress(base64.b64decode(packed))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(BODY, id="a delivery"),
        pytest.param(b"{}", id="of no known shape"),
        pytest.param(b"not json", id="that is no JSON"),
        pytest.param(b"\xff\xfe\x00", id="that is no text"),
        pytest.param(b"", id="of nothing"),
    ],
)
def test_a_signed_body_is_queued_as_it_came(stage: Deployed, body: bytes) -> None:
    before = datetime.now(UTC)
    answer = stage.post("/webhooks/x", body, **{HEADER: signature(body)})
    assert (answer.status_code, answer.json_body) == (200, {"accepted": True})
    (queued,) = map(envelope, stage.messages("inbox"))
    assert queued["platform"] == "x"
    assert unpacked(queued["body"]) == body
    assert before <= datetime.fromisoformat(queued["received_at"]) <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        pytest.param({}, "absent", id="without a signature"),
        pytest.param({HEADER: ""}, "absent", id="with an empty one"),
        pytest.param({HEADER: "sha256="}, "does not match", id="with a prefix only"),
        pytest.param({HEADER: signature(BODY)[7:]}, "does not match", id="without the prefix"),
        pytest.param({HEADER: signature(BODY, "another-secret")}, "does not match", id="with another secret's"),
        pytest.param({HEADER: signature(BODY + b" ")}, "does not match", id="of another body"),
        pytest.param({HEADER: "sha256=é✓"}, "not ASCII", id="that is not ASCII"),
    ],
)
def test_whatever_is_not_signed_is_refused_and_leaves_one_line(
    stage: Deployed, headers: dict[str, str], why: str
) -> None:
    answer = stage.post("/webhooks/x", BODY, **headers)
    assert answer.status_code == 401
    assert stage.count("inbox") == 0
    (line,) = stage.log.of("refused")
    assert why in line["reason"]
    assert "geheim" not in repr(stage.log.lines)
    assert SIGNING not in repr(stage.log.lines) + answer.body.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_platform_that_nobody_registered_is_not_there(stage: Deployed, method: str) -> None:
    path = "/webhooks/hyves"
    answer = stage.get(path) if method == "get" else stage.post(path, BODY, **{HEADER: signature(BODY)})
    assert answer.status_code == 404
    assert "hyves" in answer.json_body["error"]
    assert stage.count("inbox") == 0


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "text/plain", "application/x-www-form-urlencoded"])
def test_what_the_body_is_called_does_not_matter(stage: Deployed, kind: str) -> None:
    answer = stage.post("/webhooks/x", BODY, **{HEADER: signature(BODY), "content-type": kind})
    assert answer.status_code == 200


def test_during_a_rotation_both_secrets_sign(stage: Deployed) -> None:
    stage.set_secret("x", f"new-secret, {SIGNING}\n")
    for secret in ("new-secret", SIGNING):
        assert stage.post("/webhooks/x", BODY, **{HEADER: signature(BODY, secret)}).status_code == 200
    assert stage.post("/webhooks/x", BODY, **{HEADER: signature(BODY, "old-secret")}).status_code == 401


def test_a_platform_without_a_secret_trusts_nobody(stage: Deployed) -> None:
    stage.set_secret("x", " ")
    assert stage.post("/webhooks/x", BODY, **{HEADER: signature(BODY, "")}).status_code == 401
    assert stage.count("inbox") == 0


def test_a_body_too_large_for_the_queue_is_kept_and_named(stage: Deployed) -> None:
    noise = base64.b64encode(random.Random(1).randbytes(2_300_000))  # 3 MB that hardly shrink
    body = b'{"for_user_id": "2244994945", "noise": "' + noise + b'"}'
    assert stage.post("/webhooks/x", body, **{HEADER: signature(body)}).status_code == 200
    (queued,) = map(envelope, stage.messages("inbox"))
    assert "body" not in queued
    assert unpacked(Notes(bootstrap.table()).body(queued["kept"])) == body


def test_the_challenge_is_answered_with_the_known_vector(stage: Deployed) -> None:
    stage.set_secret("x", "key")
    answer = stage.get("/webhooks/x?crc_token=The%20quick%20brown%20fox%20jumps%20over%20the%20lazy%20dog")
    # The widely published HMAC-SHA256 example, in base64: f7bc83f4...2d1a3cd8.
    expected = bytes.fromhex("f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert json.loads(answer.body) == {"response_token": "sha256=" + base64.b64encode(expected).decode()}


@pytest.mark.parametrize("query", ["", "?crc_token=", "?other=1"])
def test_a_challenge_without_a_token_is_refused(stage: Deployed, query: str) -> None:
    assert stage.get(f"/webhooks/x{query}").status_code == 400
    assert len(stage.log.of("refused")) == 1


def test_a_challenge_before_there_is_a_secret_asks_to_come_back(stage: Deployed) -> None:
    stage.set_secret("x", ",")
    assert stage.get("/webhooks/x?crc_token=abc").status_code == 503


def test_no_answer_may_be_kept(stage: Deployed) -> None:
    for answer in (stage.get("/webhooks/x?crc_token=abc"), stage.post("/webhooks/x", BODY)):
        assert answer.headers["Cache-Control"] == "no-store"
