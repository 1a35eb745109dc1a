"""Somebody who is signed in, in the deployed app, and customers who wait: the status page as a browser sees it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

import pytest
from chalice.test import HTTPResponse

from chalicelib import bootstrap
from chalicelib.domain.facts_by_hand import Acknowledgement
from chalicelib.store.conversations import Conversations
from chalicelib.usecases.ingest import ingest
from chalicelib.usecases.receive import receive
from tests.stories import x
from tests.usecases.deployed import Signed, deployed
from tests.web.signing import Browser, browser_of


@dataclass(frozen=True)
class Board:
    browser: Browser
    conversations: tuple[str, ...]

    def show(self, query: str = "") -> str:
        answer = self.browser.get(f"/status{query}")
        assert answer.status_code == 200, answer.body
        return str(answer.body.decode())

    def form(self, number: int = 0, query: str = "") -> dict[str, str]:
        """The hidden fields of the page's form of that number, as a browser would send them."""
        forms = re.findall(r'<form method="post".*?</form>', self.show(query), re.DOTALL)
        fields = re.findall(r'name="([^"]+)" value="([^"]*)"', forms[number])
        return {name: unescape(value) for name, value in fields}

    def send(self, form: dict[str, str], **headers: str) -> HTTPResponse:
        return self.browser.post("/status/act", form, **headers)

    def thanks(self, name: str) -> None:
        """The brand answers this customer, who says thank you."""
        now = bootstrap.now()
        asked = x.mention(name, "waar blijft mijn bestelling?", now - timedelta(minutes=20))
        answer = x.reply(asked, "die is er morgen", now - timedelta(minutes=10))
        _post(x.posts(asked, answer, x.mention(name, "bedankt!", now - timedelta(minutes=5))))

    def came(self, *names: str) -> None:
        """These ask something now, in a delivery of their own."""
        now = bootstrap.now()
        _post(x.posts(*(x.mention(name, "waar blijft mijn bestelling?", now) for name in names)))

    def taken_by(self, number: int = 0) -> list[str]:
        facts = Conversations(bootstrap.table()).load(self.conversations[number]).facts
        return [fact.by for fact in facts if isinstance(fact, Acknowledgement)]


@contextmanager
def board_stage(monkeypatch: pytest.MonkeyPatch, *names: str, person: str = "sanne") -> Iterator[Board]:
    """Each of these asked something, a minute after the other; the first half an hour ago."""
    with deployed(monkeypatch) as stage:
        now = bootstrap.now()
        posts = [
            x.mention(name, "waar blijft <mijn> bestelling?", now - timedelta(minutes=30 - number))
            for number, name in enumerate(names)
        ]
        if posts:
            _post(x.posts(*posts))
        refs = tuple(f"x:merk:public:{post['user']['id_str']}" for post in posts)
        yield Board(browser_of(stage, person), refs)


def _post(body: bytes) -> None:
    bodies: list[str] = []
    now = bootstrap.now()
    receive("x", Signed(), {}, body, [], now=now, send=bodies.append, keep=bootstrap.keep_body)
    ingest(bodies[0], bootstrap.context(now), now)
