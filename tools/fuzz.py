"""Break deliveries for as long as you like, led by which lines of the adapters they reach.

`.venv/bin/pip install atheris && .venv/bin/python -m tools.fuzz --seconds 600` starts from the recorded deliveries and
keeps what reached something new in `.local/fuzz`, so the next run goes on from there. What raises ends the run with its
traceback and is kept as a file; `python -m tools.fuzz FILE` tries that one again. `atheris` is a package of its own,
since nothing else needs it.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from tools.cleantree import ROOT

KEPT = ROOT / ".local" / "fuzz"
# Of one case. The largest recorded delivery takes a thousandth of it.
_SECONDS, _MEGABYTES = 10, 1_000


class Fuzzer(Protocol):
    """As much of atheris as we use."""

    def instrument_imports(self, include: Sequence[str]) -> AbstractContextManager[None]: ...

    def Setup(self, args: Sequence[str], test_one_input: Callable[[bytes], None]) -> object: ...

    def Fuzz(self) -> None: ...


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="a case that was kept: try it again, and nothing else")
    parser.add_argument("--seconds", type=int, default=60)
    asked = parser.parse_args()
    try:
        fuzzer = cast(Fuzzer, import_module("atheris"))
    except ModuleNotFoundError:
        sys.exit("atheris is not here; install it: .venv/bin/pip install atheris")
    with fuzzer.instrument_imports(include=["chalicelib"]):
        # Only what is imported in here is looked at while it runs; adapters import their readers when they are used.
        fuzzing = import_module("tests.platforms.fuzzing")
        seeds = dict(fuzzing.cases())
        for case in seeds.values():
            fuzzing.survive(case)
    targets = [str(asked.file)] if asked.file else prepared(seeds, fuzzing.words(), asked.seconds)
    limits = [f"-timeout={_SECONDS}", f"-rss_limit_mb={_MEGABYTES}", f"-artifact_prefix={KEPT}/"]

    def one(case: bytes) -> None:  # libFuzzer would take an answer for a wish of ours
        fuzzing.survive(case)

    fuzzer.Setup(["fuzz", *limits, *targets], one)
    fuzzer.Fuzz()


def prepared(seeds: dict[str, bytes], words: Sequence[str], seconds: int) -> list[str]:
    """Write where to start from, and the words to put in; the arguments that say so."""
    corpus, started = KEPT / "corpus", KEPT / "recorded"
    for directory in (corpus, started):
        directory.mkdir(parents=True, exist_ok=True)
    for name, case in seeds.items():
        (started / name).write_bytes(case)
    dictionary = KEPT / "words"
    dictionary.write_text("".join(f'"\\"{word}\\""\n' for word in words if "\\" not in word))
    return [f"-max_total_time={seconds}", f"-dict={dictionary}", str(corpus), str(started)]


if __name__ == "__main__":
    main()
