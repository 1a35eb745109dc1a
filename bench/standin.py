"""A stand-in for Systems Manager and SQS in a process of its own: it answers at once, and its time is not ours.

It knows the three calls that the webhook makes, and answers the same to whoever is measured.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from bench.examples import SIGNED_WITH
from chalicelib.config import settings
from tools import localaws
from tools.localaws import LocalAws


@contextmanager
def running() -> Iterator[LocalAws]:
    """The stand-in until the block ends. It also ends when we do, however that is."""
    command = [sys.executable, "-m", "bench.standin"]
    with (
        tempfile.TemporaryDirectory(prefix="waakhond-bench-") as directory,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            port = process.stdout.readline().strip()
            yield localaws.at(f"http://{localaws.HOST}:{port}", localaws.REGION, Path(directory) / "aws.config")
        finally:
            process.kill()


class _Call(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Headers and body leave as one packet: two would wait for each other's acknowledgement, 40 ms a call.
    wbufsize = -1

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["content-length"])))
        match self.headers["x-amz-target"].rpartition(".")[2]:
            case "GetParametersByPath":
                answer: object = {"Parameters": [{"Name": settings().secrets_path + "x", "Value": SIGNED_WITH}]}
            case "GetQueueUrl":
                answer = {"QueueUrl": f"http://{self.headers['host']}/000000000000/{request['QueueName']}"}
            case "SendMessage":
                digest = hashlib.md5(request["MessageBody"].encode(), usedforsecurity=False).hexdigest()
                answer = {"MessageId": digest, "MD5OfMessageBody": digest}
            case other:
                raise SystemExit(f"the stand-in was asked for {other}, which no webhook calls")
        body = json.dumps(answer).encode()
        self.send_response_only(200)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal belongs to the table."""


def main() -> None:
    server = ThreadingHTTPServer((localaws.HOST, 0), _Call)
    Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
