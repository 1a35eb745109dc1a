"""The webhook answers fast when cold: what one delivery imports is counted, since seconds differ between machines."""

import base64
import hashlib
import hmac
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.structure.source import ROOT, within

SECRET = "x-signing-secret"
BODY = b'{"for_user_id": "2244994945", "tweet_create_events": []}'
# What parsing, deciding, composing and rendering need, and receiving does not.
TOO_HEAVY = (
    "holidays",
    "jinja2",
    "tomllib",
    "pydantic",
    "requests",
    "chalicelib.domain",
    "chalicelib.store",
    "chalicelib.texts",
    "chalicelib.channels",
    "chalicelib.configuration.reading",
    "chalicelib.configuration.stored",
    "chalicelib.usecases.ingest",
    "chalicelib.usecases.deliver",
    "chalicelib.web.render",
)
# Each door of the web is one small file that imports no rule. Raise it only for a door more.
MOST_OF_OURS = 30

PROGRAM = """
import json, sys
import app
event = json.load(sys.stdin)
answer = app.app(event, None)
print(json.dumps({"status": answer["statusCode"], "body": answer["body"], "modules": sorted(sys.modules)}))
"""


@dataclass
class FakeAws:
    """Loopback stand-in for the two services a delivery speaks to."""

    queued: list[str] = field(default_factory=list)

    def answer(self, target: str, request: dict[str, str]) -> dict[str, object]:
        match target.rpartition(".")[2]:
            case "GetParametersByPath":
                return {"Parameters": [{"Name": f"{request['Path']}x", "Value": SECRET}]}
            case "GetQueueUrl":
                return {"QueueUrl": f"http://queue.example.com/1/{request['QueueName']}"}
            case "SendMessage":
                self.queued.append(request["MessageBody"])
                digest = hashlib.md5(request["MessageBody"].encode(), usedforsecurity=False).hexdigest()
                return {"MessageId": "1", "MD5OfMessageBody": digest}
            case other:
                raise AssertionError(f"a delivery does not call {other}")


@pytest.fixture(scope="module")
def delivered() -> Iterator[dict[str, object]]:
    """What one signed delivery answered, queued and imported, in a process of its own."""
    aws = FakeAws()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["content-length"])))
            body = json.dumps(aws.answer(self.headers["x-amz-target"], request)).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """The test run's output is for the tests."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            ran = subprocess.run(
                [sys.executable, "-c", PROGRAM],
                cwd=ROOT,
                env=_environment(server.server_port),
                input=json.dumps(_event()),
                capture_output=True,
                text=True,
                check=False,
            )
        finally:
            server.shutdown()
    assert ran.returncode == 0, ran.stderr
    yield {**json.loads(ran.stdout.splitlines()[-1]), "queued": aws.queued}


def test_it_is_a_real_delivery(delivered: dict[str, object]) -> None:
    assert (delivered["status"], json.loads(str(delivered["body"]))) == (200, {"accepted": True})
    assert isinstance(delivered["queued"], list)
    assert len(delivered["queued"]) == 1


def test_a_delivery_imports_no_rule_and_no_reader(delivered: dict[str, object]) -> None:
    modules = _modules(delivered)
    # The empty package itself is no rule.
    assert [name for name in modules if within(name, *TOO_HEAVY) and name != "chalicelib.domain"] == []


def test_a_delivery_imports_few_of_our_own_files(delivered: dict[str, object]) -> None:
    ours = [name for name in _modules(delivered) if within(name, "chalicelib")]
    assert len(ours) <= MOST_OF_OURS, ours


def _modules(delivered: dict[str, object]) -> list[str]:
    modules = delivered["modules"]
    assert isinstance(modules, list)
    return modules


def _environment(port: int) -> dict[str, str]:
    """Nothing of the machine's own AWS settings, and AWS itself on loopback."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "WAAKHOND_"))}
    return own | {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_CONFIG_FILE": os.devnull,
        "NO_PROXY": "127.0.0.1",
        "POWERTOOLS_SERVICE_NAME": "waakhond",
        "POWERTOOLS_METRICS_NAMESPACE": "Waakhond",
    }


def _event() -> dict[str, object]:
    """A signed delivery as API Gateway hands it over."""
    signature = base64.b64encode(hmac.new(SECRET.encode(), BODY, hashlib.sha256).digest()).decode()
    headers = {"content-type": "application/json", "x-twitter-webhooks-signature": f"sha256={signature}"}
    return {
        "resource": "/webhooks/{platform}",
        "path": "/webhooks/x",
        "httpMethod": "POST",
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": {"platform": "x"},
        "stageVariables": None,
        "requestContext": {"httpMethod": "POST", "resourcePath": "/webhooks/{platform}", "identity": {}},
        "body": BODY.decode(),
        "isBase64Encoded": False,
    }
