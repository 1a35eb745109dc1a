"""The webhook answers fast when cold: what one request imports is counted, since seconds differ between machines."""

import base64
import hashlib
import hmac
import json
import subprocess
import sys
from collections.abc import Mapping

import pytest

from chalicelib.platforms.registry import REGISTRY
from tests.structure.cold import SECRET, Answered, answered, request
from tests.structure.source import ROOT, within

BODY = b'{"for_user_id": "2244994945", "tweet_create_events": []}'
# Each door of the web is one small file that imports no rule. Raise it only for a door more.
MOST_OF_OURS = 30


def mac(message: bytes) -> "hmac.HMAC":
    return hmac.new(SECRET.encode(), message, hashlib.sha256)


@pytest.fixture(scope="module")
def delivered() -> Answered:
    """What one signed delivery answered, queued and imported."""
    signature = base64.b64encode(mac(BODY).digest()).decode()
    return answered(request("POST", "x", headers={"x-twitter-webhooks-signature": f"sha256={signature}"}, body=BODY))


def test_it_is_a_real_delivery(delivered: Answered) -> None:
    assert (delivered.status, json.loads(delivered.body)) == (200, {"accepted": True})
    assert len(delivered.queued) == 1


def test_a_delivery_imports_no_rule_and_no_reader(delivered: Answered) -> None:
    assert delivered.too_heavy == []


def test_a_delivery_imports_few_of_our_own_files(delivered: Answered) -> None:
    ours = [name for name in delivered.modules if within(name, "chalicelib")]
    assert len(ours) <= MOST_OF_OURS, ours


@pytest.mark.parametrize(
    ("platform", "query", "answer"),
    [
        pytest.param(
            "x",
            {"crc_token": "challenge_string"},
            json.dumps({"response_token": "sha256=" + base64.b64encode(mac(b"challenge_string").digest()).decode()}),
            id="X, which gives up at once after a wrong answer",
        ),
        pytest.param(
            "linkedin",
            {"challengeCode": "890e4665-4dfe-4ab1-b689-ed553bceeed0"},
            json.dumps(
                {
                    "challengeCode": "890e4665-4dfe-4ab1-b689-ed553bceeed0",
                    "challengeResponse": mac(b"890e4665-4dfe-4ab1-b689-ed553bceeed0").hexdigest(),
                }
            ),
            id="LinkedIn, every two hours and within three seconds",
        ),
        pytest.param(
            "facebook",
            {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": SECRET},
            "1158201444",
            id="Meta, as it came and without quotes",
        ),
    ],
)
def test_a_challenge_is_answered_cold(platform: str, query: Mapping[str, str], answer: str) -> None:
    told = answered(request("GET", platform, query=query))
    assert (told.status, told.body) == (200, answer)
    assert told.too_heavy == []
    assert told.queued == ()


DOORS = """
import sys
from chalicelib.platforms.errors import BadHandshake, BadSignature
from chalicelib.platforms.registry import load
for platform in sys.argv[1:]:
    adapter = load(platform)
    try:
        adapter.handshake({}, ["x-signing-secret"])
    except BadHandshake:
        pass
    try:
        adapter.verify({}, b"{}", ["x-signing-secret"])
    except BadSignature:
        pass
    rules = sorted(name for name in sys.modules if name.startswith("chalicelib.domain."))
    assert not rules, f"{platform} imports {rules}"
"""


def test_the_door_of_no_platform_imports_a_rule() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", DOORS, *REGISTRY], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
