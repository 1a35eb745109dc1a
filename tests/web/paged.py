"""Somebody was paged in the deployed app, five minutes ago: their link, pressed and looked at over HTTP."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
from chalice.test import HTTPResponse

from chalicelib import bootstrap
from chalicelib.domain.case import Case
from chalicelib.domain.clocks import derive
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.facts_by_hand import Acknowledgement
from chalicelib.domain.organisation import Person
from chalicelib.domain.steps import StepTaken
from chalicelib.store.conversations import Conversations
from chalicelib.usecases.deliver import deliver
from chalicelib.usecases.escalate import escalate
from chalicelib.usecases.ingest import ingest
from chalicelib.usecases.receive import receive
from chalicelib.web.typed_times import for_field
from tests.stories import x
from tests.usecases.deployed import Deployed, Signed, deployed

FORM = {"content-type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class FixedClock:
    at: datetime

    def now(self) -> datetime:
        return self.at

    def sleep_until(self, instant: datetime) -> None:
        assert instant <= self.at


@dataclass(frozen=True)
class Paged:
    stage: Deployed
    path: str
    conversations: tuple[str, ...]
    person: Person

    @property
    def conversation(self) -> str:
        return self.conversations[0]

    def show(self, **headers: str) -> HTTPResponse:
        return self.stage.get(self.path, **headers)

    def press(self, form: bytes = b"action=acknowledge", **headers: str) -> HTTPResponse:
        return self.stage.post(self.path, form, **FORM, **headers)

    def send(self, **fields: str) -> HTTPResponse:
        return self.press(urlencode(fields).encode())

    def shown(self) -> str:
        """When the page was shown, as its forms say it."""
        (found,) = set(re.findall(r'name="shown" value="(\w+)"', self.show().body.decode()))
        return str(found)

    def at(self, **ahead: int) -> str:
        """A day and a time in the person's own zone, as a form holds it."""
        return for_field(bootstrap.now() + timedelta(**ahead), self.person.zone)

    def facts(self, ref: str = "") -> tuple[Fact, ...]:
        return Conversations(bootstrap.table()).load(ref or self.conversation).facts

    def case(self, ref: str = "") -> Case:
        """As it is derived now."""
        now = bootstrap.now()
        conversation = Conversation.parse(ref or self.conversation)
        return derive(conversation, self.facts(ref), bootstrap.context(now).book, now)

    def people_paged(self) -> set[str]:
        return {person for fact in self.facts() if isinstance(fact, StepTaken) for person in fact.recipients}

    def taken_by(self) -> list[str]:
        return [fact.by for fact in self.facts() if isinstance(fact, Acknowledgement)]


@contextmanager
def paged_stage(monkeypatch: pytest.MonkeyPatch, *others: str) -> Iterator[Paged]:
    """Five minutes ago somebody was paged about a customer who asked 46 minutes before, and others with him."""
    with deployed(monkeypatch) as stage:
        at = bootstrap.now() - timedelta(minutes=5)
        asked_at = at - timedelta(minutes=46)
        bodies: list[str] = []
        posts = [x.mention(who, "waar blijft <mijn> bestelling??", asked_at) for who in ("jan_uit_ede", *others)]
        receive("x", Signed(), {}, x.posts(*posts), [], now=asked_at, send=bodies.append, keep=bootstrap.keep_body)
        ingest(bodies[0], bootstrap.context(asked_at), asked_at)
        refs = tuple(f"x:merk:public:{post['user']['id_str']}" for post in posts)
        people = [alert.person for ref in refs for alert in escalate(ref, bootstrap.context(at), at).alerts]
        sent, *_ = deliver(people[0], bootstrap.context(at), FixedClock(at))
        assert sent.state == "sent"
        assert {alert.conversation for alert in sent.alerts} == set(refs)
        person = bootstrap.context(at).roster.organisation.people[people[0]]
        yield Paged(stage, f"/p/{bootstrap.link_code(sent.group, at)}", refs, person)
