"""`make mention AGE=44m50s TEXT='...' AUTHOR=handle`: one more signed mention for the running local cloud."""

import argparse
import os
import re
import sys
from datetime import UTC, datetime, timedelta
from urllib.error import URLError

from tools import stackfile, xposts

_AGE = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")
TEXT = "al drie keer gebeld, steeds word ik doorverbonden. Wanneer lost iemand dit op?"
AUTHOR = "merel_utrecht88"
AGE = "44m50s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--age", type=age, default=os.environ.get("AGE") or AGE, help=f"default {AGE}")
    parser.add_argument("--text", default=os.environ.get("TEXT") or TEXT)
    parser.add_argument("--author", default=os.environ.get("AUTHOR") or AUTHOR)
    parser.add_argument("--platform", default=os.environ.get("PLATFORM") or "x")
    arguments = parser.parse_args()
    if arguments.platform != "x":
        sys.exit("Only mentions on X can be made up here: leave PLATFORM out.")
    try:
        stack = stackfile.read()
        send(stack, author=arguments.author, text=arguments.text, age=arguments.age)
    except (stackfile.NotRunning, NoAccount) as problem:
        sys.exit(str(problem))
    except URLError as problem:
        sys.exit(f"The local cloud did not take the mention: {problem}")
    print(f"@{arguments.author} asked {spoken(arguments.age)} ago: {arguments.text}")


class NoAccount(Exception):
    """The configuration has no account on the platform."""


def send(stack: stackfile.Stack, *, author: str, text: str, age: timedelta) -> xposts.Post:
    """Deliver a mention of the first X account asked `age` ago; the post. Raises NoAccount or URLError."""
    account = next((entry for entry in stack["accounts"] if entry["platform"] == "x"), None)
    if account is None:
        raise NoAccount("chalicelib/waakhond.toml has no account on X to mention.")
    handle = account["name"].lstrip("@")
    post = xposts.mention(account["id"], handle, author=author, text=text, asked_at=datetime.now(UTC) - age)
    xposts.deliver(stack["api_url"], xposts.delivery(account["id"], post), stack["secrets"]["x"])
    return post


def age(text: str) -> timedelta:
    """`1h2m3s`, each part optional but not all. Raises ValueError."""
    found = _AGE.fullmatch(text.strip())
    if not found or not any(found.groups()):
        raise ValueError(f"not an age like 44m50s: {text}")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def spoken(span: timedelta) -> str:
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    return f"{minutes} min {seconds} s"


if __name__ == "__main__":
    main()
