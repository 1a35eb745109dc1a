"""The Chromium of this machine, as Debian and others package it: none is downloaded."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# It asks nothing of anybody: what these switch off looks up hosts of its maker at every start.
_QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


def found() -> str | None:
    """Where it is; None on a machine without one."""
    return next((path for path in map(shutil.which, _NAMES) if path), None)


@contextmanager
def launched(path: str) -> Iterator[Browser]:
    """One that nobody sees, until the block ends."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_QUIET)
        try:
            yield browser
        finally:
            browser.close()
