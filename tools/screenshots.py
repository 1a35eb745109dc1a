"""The status page on a calm evening, a busy one and in a storm, as pictures for the README: docs/screenshots/*.png.

.venv/bin/python -m tools.screenshots [--into DIRECTORY]

They show the app's own page in this machine's Chromium, with the example's organisation, made-up customers and an
instant that is always the same. Needs what the tests need.
"""

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import ViewportSize

from tests.browser import chromium, days
from tests.browser.evenings import DAYS, evening
from tests.browser.serving import served
from tests.browser.window import opened
from tests.web.signing import browser_of

INTO = Path(__file__).parents[1] / "docs" / "screenshots"
# A telephone; a page that is longer is cut off where its screen ends.
_SIZE: ViewportSize = {"width": 360, "height": 640}


def main() -> None:
    """Writes the three pictures; SystemExit with a sentence where there is no Chromium."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.screenshots", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--into", type=Path, default=INTO, metavar="DIRECTORY")
    into: Path = parser.parse_args().into
    path = chromium.found()
    if path is None:
        sys.exit("There is no Chromium on this machine: install the package chromium.")
    into.mkdir(parents=True, exist_ok=True)
    with chromium.launched(path) as browser:
        for day in DAYS:
            with ExitStack() as stack:
                stack.enter_context(time_machine.travel(days.ENDS, tick=False))
                monkeypatch = stack.enter_context(pytest.MonkeyPatch.context())
                stage = stack.enter_context(evening(monkeypatch, day, "nl")).stage
                root = stack.enter_context(served(stage))
                window = opened(browser, root, browser_of(stage, "sanne").cookies, {"viewport": _SIZE})
                stack.callback(window.page.context.close)
                window.page.clock.set_fixed_time(days.ENDS)
                window.go("/status")
                picture = into / f"{day}.png"
                window.page.screenshot(path=picture)
                print(f"{picture}: {picture.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
