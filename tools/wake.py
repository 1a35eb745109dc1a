"""Starts the functions a page passes through, so that a demonstration measures the app and no cold start."""

import json
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.error import HTTPError

from tools.localaws import LocalAws

_TICK = {
    "version": "0",
    "id": "first-tick",
    "account": "",
    "region": "",
    "time": "",
    "source": "aws.events",
    "detail-type": "Scheduled Event",
    "resources": [],
    "detail": {},
}
_NO_MESSAGES: dict[str, list[object]] = {"Records": []}
# The sweep ticks at once instead of after a minute, so that the app is healthy from the start.
_EVENTS = {"sweep": _TICK, "ingest": _NO_MESSAGES, "work": _NO_MESSAGES}


def wake(aws: LocalAws, stage: str, api_url: str) -> None:
    """Returns when all have run; what they answer does not matter here."""
    client = aws.session().client("lambda")

    def invoke(function: str) -> None:
        payload = json.dumps(_EVENTS[function])
        client.invoke(FunctionName=f"waakhond-{stage}-{function}", Payload=payload)

    with ThreadPoolExecutor() as pool:
        waiting = [pool.submit(invoke, function) for function in _EVENTS]
        waiting.append(pool.submit(_visit, f"{api_url}/health"))
    for each in waiting:
        each.result()


def _visit(url: str) -> None:
    try:
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=60).close()
    except HTTPError as answer:
        answer.close()
