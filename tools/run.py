"""`make run`: the whole app in a local cloud, one page to see it work, then it keeps watching."""

import argparse
import os
import signal
import sys
import time
from datetime import timedelta
from types import FrameType
from typing import NoReturn
from urllib.error import URLError

from tools import (
    alerts,
    arrivals,
    deploy,
    deployed,
    functionlogs,
    localaws,
    localcloud,
    mention,
    organisation,
    resources,
    stackfile,
)
from tools.cleantree import ROOT
from tools.localcloud import LocalCloud

_DIRECTORY = ROOT / ".local" / "run"
_FUNCTIONS = _DIRECTORY / "functions.log"
_NEARLY_DUE = timedelta(minutes=44, seconds=50)
_TOO_LONG = 90
_CANNOT_START = (
    localcloud.PortTaken,
    localaws.DidNotStart,
    resources.StackFailed,
    deployed.SecondApi,
    deploy.ChaliceFailed,
    mention.NoAccount,
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=os.environ.get("PORT") or 8420, help="of the page (8420)")
    parser.add_argument("--aws-port", type=int, default=os.environ.get("AWS_PORT") or 4566, help="(4566)")
    arguments = parser.parse_args()
    if problems := organisation.problems():
        sys.exit(f"chalicelib/waakhond.toml is not right:\n{problems}")
    # SIGINT too: started in the background by a script, Python finds it ignored.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    stackfile.remove()
    try:
        with localcloud.started(_DIRECTORY, say, port=arguments.port, aws_port=arguments.aws_port) as cloud:
            _show_a_page(cloud)
    except _CANNOT_START as problem:
        sys.exit(str(problem))
    except URLError as problem:
        sys.exit(f"The app did not take the mention ({problem}): look in {_FUNCTIONS}")
    except KeyboardInterrupt:
        print("\nStopped; nothing is left running.")
    finally:
        stackfile.remove()


def say(sentence: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {sentence}", flush=True)


def _show_a_page(cloud: LocalCloud) -> None:
    """One page from mention to phone, then whatever arrives, until interrupted."""
    logs = functionlogs.started(cloud.aws, _FUNCTIONS)
    stack = _stack(cloud)
    say(f"Ready. Is it alive: {cloud.public_url}/health   What the functions log: {_FUNCTIONS}")
    try:
        mention.send(stack, author=mention.AUTHOR, text=mention.TEXT, age=_NEARLY_DUE)
    finally:
        logs.copy_new()
    say(f"A customer mentioned us on X, {mention.spoken(_NEARLY_DUE)} ago: '{mention.TEXT}'")
    say("Nobody answers. At 45 minutes, in ten seconds, whoever is on call must be paged ...")
    _keep_watching(cloud, logs, stack)


def _keep_watching(cloud: LocalCloud, logs: functionlogs.FunctionLogs, stack: stackfile.Stack) -> NoReturn:
    started_at = time.monotonic()
    seen: set[str] = set()
    alerted = 0
    explained = troubled = False
    while True:
        if seen and not explained:  # a moment later: what went out together stands together
            explained = True
            stackfile.write(stack)
            _explain(cloud, time.monotonic() - started_at)
        for arrival in arrivals.read(cloud.aws):
            if arrival.id not in seen:
                _tell(f"{arrival.kind} to {arrival.to}:\n{arrival.text}")
                seen.add(arrival.id)
        calls = cloud.providers.calls[alerted:]
        alerted += len(calls)
        for call in calls:
            _tell(alerts.spoken(call, cloud.pagers))
        in_trouble = logs.copy_new()
        if not troubled and (in_trouble or (not seen and time.monotonic() - started_at > _TOO_LONG)):
            troubled = True
            say(f"Something is wrong: {_FUNCTIONS} says what." if in_trouble else f"No page yet; see {_FUNCTIONS}")
        time.sleep(0.5)


def _tell(text: str) -> None:
    heading, *lines = text.splitlines()
    say(heading)
    print("".join(f"            {line}\n" for line in lines), flush=True)


def _explain(cloud: LocalCloud, seconds: float) -> None:
    say(f"That is the first page, {seconds:.0f} s after the mention came in. Open its link to take it.")
    print(
        f"""
            In another terminal:
              make mention                          one more mention, nearly due
              make mention AGE=58m TEXT='en nu?'    one whose promise breaks in two minutes
              make deploy STAGE=local               deploy again: running clocks go on
              curl {cloud.providers.url}/calls      what the fake PagerDuty received
            The board: {cloud.public_url}/status     sign in as sanne or mirjam; the mail with the code shows up here
            Ctrl-C stops everything.
""",
        flush=True,
    )


def _stack(cloud: LocalCloud) -> stackfile.Stack:
    return {
        "api_url": cloud.api_url,
        "aws_endpoint_url": cloud.aws.url,
        "region": cloud.aws.region,
        "stage": localcloud.STAGE,
        "accounts": [
            {"platform": account.platform, "id": account.id, "name": account.name, "brand": account.brand}
            for account in organisation.read().accounts
        ],
        "secrets": cloud.signing_secrets,
        "manager_token": cloud.manager_token,
        "public_url": cloud.public_url,
        "fake_providers_url": cloud.providers.url,
    }


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
