"""A process of its own that has imported nothing yet: what it answers to one request, and what it imported for that."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from tests.structure.source import ROOT, within

SECRET = "x-signing-secret"
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
PROGRAM = """
import json, sys
import app
event = json.load(sys.stdin)
answer = app.app(event, None)
print(json.dumps({"status": answer["statusCode"], "body": answer["body"], "modules": sorted(sys.modules)}))
"""


@dataclass
class FakeAws:
    """Loopback stand-in for the two services the door speaks to."""

    queued: list[str] = field(default_factory=list)

    def answer(self, target: str, request: dict[str, str]) -> dict[str, object]:
        match target.rpartition(".")[2]:
            case "GetParametersByPath":
                names = (request["Path"] + name for name in ("x", "facebook", "linkedin"))
                return {"Parameters": [{"Name": name, "Value": SECRET} for name in names]}
            case "GetQueueUrl":
                return {"QueueUrl": f"http://queue.example.com/1/{request['QueueName']}"}
            case "SendMessage":
                self.queued.append(request["MessageBody"])
                digest = hashlib.md5(request["MessageBody"].encode(), usedforsecurity=False).hexdigest()
                return {"MessageId": "1", "MD5OfMessageBody": digest}
            case other:
                raise AssertionError(f"the door does not call {other}")


@dataclass(frozen=True)
class Answered:
    """`modules`: everything that was imported by then."""

    status: int
    body: str
    modules: tuple[str, ...]
    queued: tuple[str, ...]

    @property
    def too_heavy(self) -> list[str]:
        """The empty package itself is no rule."""
        return [name for name in self.modules if within(name, *TOO_HEAVY) and name != "chalicelib.domain"]


def answered(event: Mapping[str, object]) -> Answered:
    """What a cold process makes of a request, with AWS on loopback."""
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
                input=json.dumps(event),
                capture_output=True,
                text=True,
                check=False,
            )
        finally:
            server.shutdown()
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout.splitlines()[-1])
    return Answered(told["status"], told["body"], tuple(told["modules"]), tuple(aws.queued))


def request(
    method: str,
    platform: str,
    *,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
) -> dict[str, object]:
    """As API Gateway hands it over."""
    sent = {"content-type": "application/json", **(headers or {})}
    return {
        "resource": "/webhooks/{platform}",
        "path": f"/webhooks/{platform}",
        "httpMethod": method,
        "headers": sent,
        "multiValueHeaders": {name: [value] for name, value in sent.items()},
        "queryStringParameters": query,
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} if query else None,
        "pathParameters": {"platform": platform},
        "stageVariables": None,
        "requestContext": {"httpMethod": method, "resourcePath": "/webhooks/{platform}", "identity": {}},
        "body": body.decode(),
        "isBase64Encoded": False,
    }


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
