"""`make bench`: measure what the documentation claims, each claim beside something measured in the same run.

`python -m bench` measures everything; names (or ONLY='cost domain' in the environment) choose. Only `--write` changes
a file of the repository: it puts the figures into docs/measured.md.
"""

import argparse
import os
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from bench import children, figures
from bench.figures import Figure
from tools.cleantree import ROOT

# What each module measures, in the order of the table: the quick ones first.
MODULES = {
    "deadlines": "Deadlines",
    "domain": "The rules",
    "adapters": "Platforms, event by event",
    "webhook": "A delivery, warm",
    "coldstart": "A delivery, cold",
    "package": "The package",
    "memory": "Memory",
    "cost": "Calls and capacity",
    "lateness": "From a step's instant to its page",
    "paging": "Pages by HTTP",
}
DOCUMENT = ROOT / "docs" / "measured.md"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(MODULES)}; all when none is given")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/measured.md")
    arguments = parser.parse_args()
    names = arguments.names or os.environ.get("ONLY", "").split() or list(MODULES)
    if unknown := [name for name in names if name not in MODULES]:
        parser.error(f"nothing is called {', '.join(unknown)}; there are {', '.join(MODULES)}")
    children.tidy_when_stopped()
    began = time.monotonic()
    failed = []
    for name in names:
        print(f"\n{MODULES[name]} (bench/{name}.py) ...", flush=True)
        try:
            found = figures.loaded(children.output_of(f"bench.{name}", "--json", environment={}))
        except children.Stopped as problem:
            print(problem, flush=True)
            failed.append(name)
            continue
        except KeyboardInterrupt:
            sys.exit("\nStopped; nothing is left running.")
        print(figures.table(found), flush=True)
        if arguments.write:
            write(name, found, DOCUMENT)
    print(f"\n{time.monotonic() - began:.0f} s in all, on {machine()}.")
    if failed:
        sys.exit(f"Not measured: {', '.join(failed)}.")


def write(name: str, found: list[Figure], document: Path) -> None:
    """Replace the figures of one module; what people wrote around them stays. Raises ValueError without its place."""
    start, end = f"<!-- bench: {name} -->\n", "<!-- end -->"
    before, opening, rest = document.read_text("utf-8").partition(start)
    _, closing, after = rest.partition(end)
    if not opening or not closing:
        raise ValueError(f"{document.name}: there is no place for {name}: {start.strip()} ... {end}")
    told = f"\n{figures.markdown(found)}\nMeasured {datetime.now(UTC):%Y-%m-%d} on {machine()}.\n\n"
    document.write_text(before + opening + told + closing + after, "utf-8")


def machine() -> str:
    """What it was measured on, as far as it matters."""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
