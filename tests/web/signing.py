"""A browser and a mailbox: somebody signs in to the deployed app, over HTTP, as people do."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from chalice.test import HTTPResponse

from chalicelib import bootstrap
from chalicelib.channels.port import ChannelError, OutgoingPage, Receipt
from chalicelib.domain.signin import Claim, seal
from chalicelib.store.sessions import Sessions
from chalicelib.usecases.signin import tell
from chalicelib.usecases.tasks import decode
from tests.usecases.deployed import Deployed, deployed

FORM = {"content-type": "application/x-www-form-urlencoded"}
SESSION_SECRET = "session-secret"
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass
class Outbox:
    """A channel that keeps what it is given; `fails` holds what it raises first."""

    sent: list[OutgoingPage] = field(default_factory=list)
    fails: list[ChannelError] = field(default_factory=list)

    def send(self, page: OutgoingPage) -> Receipt:
        if self.fails:
            raise self.fails.pop(0)
        self.sent.append(page)
        return Receipt(f"sent-{len(self.sent)}")


@dataclass(frozen=True)
class At:
    at: datetime

    def now(self) -> datetime:
        return self.at

    def sleep_until(self, instant: datetime) -> None:
        """Nothing here waits."""


@dataclass
class World:
    """The stage with its mail and its telephones."""

    stage: Deployed
    email: Outbox = field(default_factory=Outbox)
    sms: Outbox = field(default_factory=Outbox)

    def work(self, later: timedelta = timedelta()) -> None:
        """A worker does what lies on the queue, so much later."""
        for message in self.stage.messages("work"):
            now = bootstrap.now() + later
            context = replace(bootstrap.context(now), channels={"email": self.email, "sms": self.sms})
            tell(decode(message["Body"]), context, At(now))

    def mail(self) -> OutgoingPage:
        """The newest mail, sent just now."""
        self.work()
        return self.email.sent[-1]


@dataclass
class Browser:
    """Keeps cookies, follows relative addresses, and tells whose language it has."""

    stage: Deployed
    language: str = "nl"
    cookies: dict[str, str] = field(default_factory=dict)
    place: str = "/"

    def get(self, path: str) -> HTTPResponse:
        self.place = urljoin(self.place, path)
        return self._kept(self.stage.get(self.place, **self._headers()))

    def post(self, path: str, fields: Mapping[str, str] = NOTHING, **headers: str) -> HTTPResponse:
        self.place = urljoin(self.place, path)
        body = urlencode(fields).encode()
        return self._kept(self.stage.post(self.place, body, **FORM, **self._headers(), **headers))

    def follow(self, answer: HTTPResponse) -> HTTPResponse:
        """Where a 303 leads."""
        assert answer.status_code == 303
        return self.get(answer.headers["Location"])

    def ask(self, who: str = "sanne", **fields: str) -> HTTPResponse:
        return self.post("/signin", {"who": who, **fields})

    def type(self, code: str, **fields: str) -> HTTPResponse:
        return self.post("/signin/code", {"code": code, **fields})

    def _headers(self) -> dict[str, str]:
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"accept-language": self.language} | ({"cookie": jar} if jar else {})

    def _kept(self, answer: HTTPResponse) -> HTTPResponse:
        if set_cookie := answer.headers.get("Set-Cookie"):
            name, _, value = set_cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
            if "Max-Age=0" in set_cookie:
                del self.cookies[name]
        return answer


def code_in(page: OutgoingPage) -> str:
    (found,) = re.findall(r"code (\d{6}) ", page.text)
    return str(found)


def link_in(page: OutgoingPage) -> str:
    return urlsplit(page.link).path


def browser_of(
    stage: Deployed, person: str, until: timedelta = timedelta(hours=1), key: str = SESSION_SECRET
) -> Browser:
    """One in which that person signed in before; `until` is how long it lasts."""
    generation = Sessions(bootstrap.table()).standing(person).generation
    claim = Claim(person, "0123456789abcdef", generation, (bootstrap.now() + until).replace(microsecond=0))
    return Browser(stage, cookies={"__Host-waakhond": seal(claim, key)})


@contextmanager
def signing(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with deployed(monkeypatch) as stage:
        yield World(stage)
