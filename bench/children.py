"""Processes that we start: one at a time, and none outlives us, however we are stopped."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import NoReturn

from tools.cleantree import ROOT

_SECONDS_TO_TIDY = 30


class Stopped(Exception):
    """A module of ours ended without an answer; it said why on the terminal."""


def tidy_when_stopped() -> None:
    """Let every way to stop us unwind as Ctrl-C does, so that what we started is stopped too.

    SIGINT as well: started in the background by a script, Python finds it ignored.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)


def until_stopped(run: Callable[[], None]) -> None:
    """Run the whole of a process. Whoever stopped it knows: no traceback."""
    tidy_when_stopped()
    try:
        run()
    except KeyboardInterrupt:
        sys.exit(130)


def output_of(module: str, *arguments: str, environment: Mapping[str, str], cwd: Path = ROOT, text: str = "") -> str:
    """What `python -m module` printed, given `text` to read. Raises Stopped.

    In a session of its own: the terminal's Ctrl-C reaches us alone, and the child hears of it once.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        printed, _ = process.communicate(text)
    finally:
        if process.poll() is None:
            _end(process)
    if process.returncode != 0:
        raise Stopped(f"{module} {' '.join(arguments)}".rstrip() + f" ended with {process.returncode}")
    return printed


def _end(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    try:
        process.wait(_SECONDS_TO_TIDY)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
