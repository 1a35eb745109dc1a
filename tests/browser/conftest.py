"""What every test in a browser has: a Chromium for its file, a clock that only it moves, windows that are watched."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Unpack

import pytest
import time_machine
from playwright.sync_api import Browser

from tests.browser import chromium
from tests.browser.serving import served
from tests.browser.window import Sight, Window, opened
from tests.stories.world import local
from tests.usecases.deployed import Deployed
from tests.web.signing import browser_of

# A Friday evening: Sanne carries the phone.
NOW = local("2026-11-20 19:20:30")


@dataclass
class Clock:
    """The machine's clock, which stands still until it is moved."""

    traveller: time_machine.Traveller

    def forward(self, **ahead: float) -> None:
        self.traveller.shift(timedelta(**ahead))

    def to(self, instant: datetime) -> None:
        self.traveller.move_to(instant, tick=False)


@dataclass
class Windows:
    """Opens windows on a stage; each is asked at the end what it complained of."""

    browser: Browser
    stack: ExitStack
    roots: dict[int, str] = field(default_factory=dict)
    windows: list[Window] = field(default_factory=list)

    def open(self, stage: Deployed, person: str = "", **sight: Unpack[Sight]) -> Window:
        """For somebody who signed in before; for a stranger without a name."""
        if id(stage) not in self.roots:
            self.roots[id(stage)] = self.stack.enter_context(served(stage))
        cookies = browser_of(stage, person).cookies if person else {}
        window = opened(self.browser, self.roots[id(stage)], cookies, sight)
        self.stack.callback(window.page.context.close)
        self.windows.append(window)
        return window


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium.found()
    if path is None:
        pytest.skip("no Chromium on this machine: install the package chromium")
    with chromium.launched(path) as launched:
        yield launched


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield Clock(traveller)


@pytest.fixture
def windows(browser: Browser, clock: Clock) -> Iterator[Windows]:
    with ExitStack() as stack:
        every = Windows(browser, stack)
        yield every
        assert [complaint for window in every.windows for complaint in window.complaints] == []
