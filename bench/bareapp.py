"""The least a webhook can be: a Chalice app with the same two AWS clients, its secret and its queue. Nothing else."""

import base64
import gzip
import hashlib
import hmac

import boto3
from chalice.app import Chalice

app = Chalice(app_name="bare")
_SSM = boto3.client("ssm", region_name="eu-west-1")
_SQS = boto3.client("sqs", region_name="eu-west-1")


@app.route("/webhooks/{platform}", methods=["POST"], content_types=["application/json"])
def deliver(platform: str) -> dict[str, bool]:
    request = app.current_request
    assert request is not None
    body = request.raw_body
    assert isinstance(body, bytes)
    _mac(body)
    url = _SQS.get_queue_url(QueueName="waakhond-local-inbox")["QueueUrl"]
    _SQS.send_message(QueueUrl=url, MessageBody=base64.b64encode(gzip.compress(body, 1, mtime=0)).decode())
    return {"accepted": True}


@app.route("/webhooks/{platform}", methods=["GET"])
def handshake(platform: str) -> dict[str, str]:
    request = app.current_request
    assert request is not None and request.query_params is not None
    query = request.query_params
    return {"response_token": "sha256=" + base64.b64encode(_mac(query["crc_token"].encode())).decode()}


def _mac(message: bytes) -> bytes:
    found = _SSM.get_parameters_by_path(Path="/waakhond/local/secrets/", Recursive=True, WithDecryption=True)
    return hmac.digest(found["Parameters"][0]["Value"].encode(), message, hashlib.sha256)
