"""Bearer tokens for machines: make one, see which there are, revoke one. A token is shown once and kept as a hash.

.venv/bin/python -m tools.token make --scope read --name grafana [--stage prod]
.venv/bin/python -m tools.token list [--stage prod]
.venv/bin/python -m tools.token revoke grafana [--stage prod]

`read` opens /status.json; `act` may change things, too. Without --stage: the local cloud. What cannot be done ends with
exit code 2 and a sentence.
"""

import argparse
import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.store.tokens import SCOPES, Scope, Token, Tokens
from tools import stackfile, stagetable
from tools.unusable import Unusable, leave

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tools.token", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    make_parser = verbs.add_parser("make", help="a new token, shown once")
    make_parser.add_argument("--scope", choices=SCOPES, required=True)
    make_parser.add_argument("--name", required=True, help="who will use it, such as grafana")
    list_parser = verbs.add_parser("list", help="the names, what each may do and since when")
    revoke_parser = verbs.add_parser("revoke", help="at once, for good")
    revoke_parser.add_argument("name")
    for each in (make_parser, list_parser, revoke_parser):
        each.add_argument("--stage", default=stagetable.LOCAL, help="prod, dev or local; else local")
    given = parser.parse_args(arguments)
    try:
        tokens = Tokens(stagetable.open_table(given.stage, "token"))
        match given.verb:
            case "make":
                print(make(tokens, given.name, given.scope, datetime.now(UTC)))
            case "list":
                print("\n".join(lines(tokens)))
            case _:
                print(revoke(tokens, given.name))
    except Unusable as problem:
        leave(problem)
    except (stackfile.NotRunning, BotoCoreError, ClientError) as problem:
        leave(Unusable(str(problem)))


def make(tokens: Tokens, name: str, scope: Scope, now: datetime) -> str:
    """The new token. Raises Unusable for a name that is taken, or no name."""
    if not _NAME.fullmatch(name):
        raise Unusable(f"{name!r} is no name: use 1 to 40 letters, digits, dots, dashes and underscores.")
    token = f"wh_{scope}_{secrets.token_urlsafe(32)}"
    if not tokens.keep(token, Token(name, scope, now)):
        raise Unusable(f"There is a token {name} already: revoke it first, or choose another name.")
    return token


def lines(tokens: Tokens) -> list[str]:
    """One a token; a sentence when there is none."""
    found = [f"{each.name}  {each.scope}  made {each.made_at:%Y-%m-%d %H:%M} UTC" for each in tokens.all()]
    return found or ["No tokens."]


def revoke(tokens: Tokens, name: str) -> str:
    """Says so. Raises Unusable when there is none of that name."""
    if not tokens.revoke(name):
        raise Unusable(f"There is no token {name!r}.")
    return f"Revoked {name}: it opens nothing any more."


if __name__ == "__main__":
    main()
