"""`make mutate`: change the core in thousands of small ways and tell which changes its tests do not notice.

A changed line that no test notices (a survivor) is a rule that nothing holds. mutmut makes the changes, one at a time,
in a scratch copy of the tree, and runs the tests of the core that come past each. It takes long, so it runs at low
priority, on ONLY='clocks waits' (modules of chalicelib/domain) when asked. Survivors are no failure: `docs/testing.md`
tells which ones are harmless.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from tools.cleantree import ROOT

DOMAIN = "chalicelib.domain"
# What the tests of the core need; everything else would only be copied along.
COPIED = ("chalicelib", "tests", "pyproject.toml")
# A change that makes the tests run on for ever is noticed, too.
NOTICED = frozenset({"killed", "timeout"})
_RESULT = re.compile(rf"^\s*({re.escape(DOMAIN)}\.(\w+)\.\S+): (.+)$", re.MULTILINE)
_MUTMUT = str(Path(sys.executable).with_name("mutmut"))
# Far from UTC, so that a core that asks the machine for its own zone is found out.
_ENVIRONMENT = {**os.environ, "TZ": "Pacific/Kiritimati"}

Result = tuple[str, str, str]
"""A change's name, its module and what became of it, in mutmut's words."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.mutate", description=__doc__)
    parser.add_argument("modules", nargs="*", help="of chalicelib/domain; all when none is given")
    modules = parser.parse_args().modules or os.environ.get("ONLY", "").split()
    known = {path.stem for path in (ROOT / "chalicelib" / "domain").glob("*.py")}
    if unknown := sorted(set(modules) - known):
        parser.error(f"chalicelib/domain has no {', '.join(unknown)}")
    with tempfile.TemporaryDirectory(prefix="waakhond-mutate-") as scratch:
        sys.exit(_run(Path(scratch), modules))


def read(results: str, modules: Sequence[str] = ()) -> list[Result]:
    """What `mutmut results --all true` lists, of these modules; of all when none is given."""
    found = ((name, module, status) for name, module, status in _RESULT.findall(results))
    return [result for result in found if not modules or result[1] in modules]


def table(results: Iterable[Result]) -> list[str]:
    """How many changes each module had and how many were noticed, the whole of it last."""
    made: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    for _, module, status in results:
        made[module] += 1
        noticed[module] += status in NOTICED
    rows = [(module, noticed[module], made[module]) for module in sorted(made)]
    rows.append(("together", noticed.total(), made.total()))
    return [f"{module:<20} {seen:>5} of {of:>5} noticed  {seen / (of or 1):7.1%}" for module, seen, of in rows]


def _run(scratch: Path, modules: Sequence[str]) -> int:
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, scratch / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, scratch / name)
    os.nice(19)
    log = scratch / "run.log"
    print(f"Running; how far it is: tail -c 99 {log}", flush=True)
    chosen = [f"{DOMAIN}.{module}.*" for module in modules]
    with log.open("w") as output:
        ended = subprocess.run(
            [_MUTMUT, "run", *chosen], cwd=scratch, env=_ENVIRONMENT, stdout=output, stderr=output, check=False
        )
    if ended.returncode:
        print(log.read_text()[-3000:], file=sys.stderr)
        return ended.returncode
    results = read(_mutmut(scratch, "results", "--all", "true"), modules)
    for name, _, status in results:
        if status not in NOTICED:
            print(f"\n{_mutmut(scratch, 'show', name).strip()}")
    print("", *table(results), sep="\n")
    return 0


def _mutmut(scratch: Path, *words: str) -> str:
    return subprocess.run([_MUTMUT, *words], cwd=scratch, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    main()
