"""AWS End User Messaging on loopback: it speaks AWS JSON 1.0, keeps what it is asked, and answers as it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import boto3
from botocore.config import Config
from mypy_boto3_pinpoint_sms_voice_v2 import PinpointSMSVoiceV2Client

MESSAGE_ID = "862a8790-60c0-4430-9b2b-000000000001"


@dataclass
class EndUserMessaging:
    """`asked` are the operation and the body of each request; the answer is the next of `answers`, or a success."""

    url: str = ""
    asked: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], dict[str, str]]] = field(default_factory=list)

    def refuse(self, code: str, status: int, reason: str = "", **headers: str) -> None:
        """The next request gets this error."""
        body = {"__type": code, "Message": "no"} | ({"Reason": reason} if reason else {})
        self.answers.append((status, headers, body))

    def client(self) -> PinpointSMSVoiceV2Client:
        return client(self.url, read_timeout=10)


def client(endpoint: str, read_timeout: float = 0.3) -> PinpointSMSVoiceV2Client:
    return boto3.client(
        "pinpoint-sms-voice-v2",
        region_name="eu-west-1",
        endpoint_url=endpoint,
        aws_access_key_id="x",
        aws_secret_access_key="x",
        config=Config(connect_timeout=1, read_timeout=read_timeout, retries={"total_max_attempts": 1}),
    )


@contextmanager
def end_user_messaging() -> Iterator[EndUserMessaging]:
    service = EndUserMessaging()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["content-type"] == "application/x-amz-json-1.0"
            target, _, operation = self.headers["x-amz-target"].partition(".")
            assert target == "PinpointSMSVoiceV2"
            service.asked.append((operation, json.loads(self.rfile.read(int(self.headers["content-length"])))))
            status, headers, answer = (
                service.answers.pop(0) if service.answers else (200, {}, {"MessageId": MESSAGE_ID})
            )
            body = json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {"content-length": str(len(body)), **headers}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """The test run's output is for the tests."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        service.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield service
        finally:
            server.shutdown()
            thread.join()
