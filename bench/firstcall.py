"""One cold start, in a process of its own: import an app, answer one request, print what that took.

`python -m bench.firstcall ours|bare deliver|handshake`
"""

import json
import os
import sys
from contextlib import redirect_stdout
from time import perf_counter, process_time


def main(app: str, request: str) -> None:
    event = json.loads(sys.stdin.read())
    # The lines that the app logs are part of its time, but not of our answer.
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
        began, spent = perf_counter(), process_time()
        if app == "ours":
            from app import app as ours

            status = ours(event, None)["statusCode"]
        else:
            from bench.bareapp import app as bare

            status = bare(event, None)["statusCode"]
        took, used = perf_counter() - began, process_time() - spent
    if status != 200:
        raise SystemExit(f"{app} answered {status} to {request}: nothing to compare")
    print(json.dumps({"wall": took, "processor": used}))


if __name__ == "__main__":
    main(*sys.argv[1:])
