"""One mention from webhook to answer, stage by stage, with what each stage called and took.

The stages are the entry points that Lambda calls, in this process; their calls pass a meter on their way to a local
AWS.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bench import examples, rig
from bench.wire import Call, Meter
from chalicelib.config import settings
from tools import arrivals, xposts
from tools.localaws import LocalAws

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

# Just before its first step, so that the step is due three seconds after it came in.
NEARLY_DUE = timedelta(minutes=44, seconds=57)


@dataclass(frozen=True, slots=True)
class Stage:
    name: str
    calls: list[Call]


def stages(aws: LocalAws, meter: Meter) -> list[Stage]:
    """Every stage in the life of a mention, after others have warmed everything up.

    The one that reaches a step is older than the one that comes in: nobody wants to wait 45 minutes.
    """
    from chalicelib import bootstrap, functions

    sqs: SQSClient = aws.session().client("sqs")
    functions.sweep()
    come_in(examples.mention("opwarmer", bootstrap.now()), sqs)
    asked = examples.mention("merel_utrecht88", bootstrap.now() - NEARLY_DUE)
    come_in(asked, sqs)
    meter.taken()
    found: list[Stage] = []

    def stage(name: str, run: Callable[[], object]) -> None:
        run()
        found.append(Stage(name, meter.taken()))

    stage(
        "receive", lambda: post_delivery(xposts.delivery(examples.ACCOUNT, examples.mention("nieuw", bootstrap.now())))
    )
    delivery = rig.next_message(sqs, settings().inbox)
    stage("ingest", lambda: functions.ingest([delivery]))
    due = rig.next_task(sqs, asked["user"]["id_str"])
    stage("escalate, and page the first person", lambda: functions.work([due]))
    code = _code(aws)
    stage("acknowledge", lambda: _acknowledge(code))
    answer = xposts.reply(
        examples.ACCOUNT, examples.HANDLE, asked, text="We zoeken het uit. ^S", answered_at=bootstrap.now()
    )
    stage("brand reply: receive", lambda: post_delivery(xposts.delivery(examples.ACCOUNT, answer)))
    reply = rig.next_message(sqs, settings().inbox)
    stage("brand reply: ingest", lambda: functions.ingest([reply]))
    return found


def come_in(post: xposts.Post, sqs: "SQSClient") -> None:
    """Receive and ingest one post. Nothing else may be waiting in the inbox."""
    from chalicelib import functions

    post_delivery(xposts.delivery(examples.ACCOUNT, post))
    functions.ingest([rig.next_message(sqs, settings().inbox)])


def post_delivery(body: bytes) -> None:
    """Sign it and hand it to the app."""
    request(examples.api_event("POST", "webhooks", "x", body=body))


def _acknowledge(code: str) -> None:
    event = json.loads(examples.api_event("POST", "p", "x", body=b"action=acknowledge"))
    event["resource"] = event["requestContext"]["resourcePath"] = "/p/{code}"
    event["pathParameters"] = {"code": code}
    for headers in (event["headers"], event["multiValueHeaders"]):
        value = "application/x-www-form-urlencoded"
        headers["Content-Type"] = value if headers is event["headers"] else [value]
    request(json.dumps(event))


def request(event: str) -> None:
    """Hand the app one of API Gateway's events. Ends the process unless it answers 200."""
    from app import app

    answer = app(json.loads(event), None)
    if answer["statusCode"] != 200:
        raise SystemExit(f"the app answered {answer['statusCode']}: nothing to count")


def _code(aws: LocalAws) -> str:
    """The code in the link of the page that has arrived."""
    (page,) = (each for each in arrivals.read(aws) if each.kind == "SMS")
    link = re.search(r"/p/([\w-]+)", page.text)
    if link is None:
        raise SystemExit(f"this page has no link: {page.text}")
    return link[1]
