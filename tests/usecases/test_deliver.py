"""Delivering: the first methods together, the next after three minutes or at once, and always under one id."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from chalicelib.channels.port import OutgoingPage, Permanent, Receipt, Temporary
from chalicelib.domain.organisation import Method, Organisation
from chalicelib.domain.paging import MOST_TRIES, Page
from chalicelib.domain.rota import Layer
from chalicelib.store.codec import from_item
from chalicelib.usecases.acknowledge import acknowledge
from chalicelib.usecases.deliver import deliver
from chalicelib.usecases.tasks import encode, task_of
from tests.stories import x
from tests.stories.world import World, local

SMS, MAIL, PAGER = "sms", "email", "pager"


@dataclass
class Provider:
    """A channel whose answers a test chooses; keeps what it was handed, taken or not."""

    world: World
    name: str
    answers: list[Exception] = field(default_factory=list)
    """Raised one after the other; after them it takes everything."""
    handed: list[tuple[str, str]] = field(default_factory=list)
    """Wall time and id."""
    taken: list[str] = field(default_factory=list)

    def send(self, page: OutgoingPage) -> Receipt:
        since = self.world.now - local("2026-11-17 10:00")
        self.handed.append((f"{since // timedelta(minutes=1)}:{since.seconds % 60:02}", page.id))
        if self.answers:
            raise self.answers.pop(0)
        self.taken.append(page.id)
        return Receipt("taken")


@dataclass(frozen=True)
class Stopped:
    """A clock that stands still."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def sleep_until(self, instant: datetime) -> None:
        assert instant <= self.at


class Office(World):
    """Sanne with methods of the test's choice; a customer asks at 10:00, and the first step falls at 10:45."""

    def __init__(self, *methods: Method) -> None:
        super().__init__("2026-11-17 09:59")
        self.providers = {name: Provider(self, name) for name in (SMS, MAIL, PAGER)}
        self.channels = self.providers
        if methods:
            self.staff(methods=methods)
        self.at("2026-11-17 10:00")
        self.question = x.mention("jan_uit_ede", "waar blijft mijn bestelling??", self.now)
        self.post(x.posts(self.question))

    def staff(self, **changes: object) -> None:
        people = self.organisation.people
        self.reorganise(replace(self.organisation, people={**people, "sanne": replace(people["sanne"], **changes)}))

    def reorganise(self, organisation: Organisation) -> None:
        self.organisation = organisation

    def minute(self, text: str) -> "Office":
        minutes, _, seconds = text.partition(":")
        self.until(local("2026-11-17 10:00") + timedelta(minutes=int(minutes), seconds=int(seconds or 0)))
        return self

    def clock(self) -> "Stopped":
        return Stopped(self.now)

    def handed(self, channel: str) -> list[str]:
        return [at for at, _ in self.providers[channel].handed]

    def rows(self, person: str = "sanne") -> list[Page]:
        return [from_item(Page, row) for row in self.table.query(f"P#{person}", "PAGE#", "PAGE#~")]

    def states(self, person: str = "sanne") -> list[tuple[str, str]]:
        return [(page.channel, page.state) for page in self.rows(person)]


def sms(to: str = "+31600000001", first: bool = False) -> Method:
    return Method(SMS, to, first)


def mail(first: bool = False) -> Method:
    return Method(MAIL, "sanne@example.com", first)


def pager(first: bool = False) -> Method:
    return Method(PAGER, "key", first)


@pytest.mark.parametrize(
    ("methods", "handed"),
    [
        pytest.param((sms(), mail()), "sms 45:00, email 48:00", id="one after the other"),
        pytest.param(
            (sms(first=True), pager(first=True), mail()),
            "sms 45:00, pager 45:00, email 48:00",
            id="those marked first together",
        ),
        pytest.param(
            (sms(), pager(first=True), mail()),
            "pager 45:00, sms 48:00, email 51:00",
            id="the first one need not stand in front",
        ),
        pytest.param((sms(first=True),), "sms 45:00", id="one is all there is"),
        pytest.param((sms(), mail(), pager()), "sms 45:00, email 48:00, pager 51:00", id="three in a row"),
    ],
)
def test_methods_have_their_turn_while_nobody_takes_it(methods: tuple[Method, ...], handed: str) -> None:
    office = Office(*methods).minute("54")
    assert sorted(f"{name} {at}" for name in office.providers for at in office.handed(name)) == sorted(
        handed.split(", ")
    )


def test_a_wrong_number_brings_the_next_method_at_once() -> None:
    office = Office(sms(), mail())
    office.providers[SMS].answers = [Permanent("opted out")]
    office.minute("54")
    assert (office.handed(SMS), office.handed(MAIL)) == (["45:00"], ["45:00"])
    failed, sent = office.rows()
    assert (failed.state, failed.reason, sent.state) == ("failed", "opted out", "sent")


def test_an_ill_provider_is_tried_again_under_the_same_id() -> None:
    office = Office(sms(), mail())
    office.providers[SMS].answers = [Temporary("503"), Temporary("throttled", retry_after=40.0)]
    office.minute("47:30")
    assert office.handed(SMS) == ["45:00", "45:05", "45:45"], "after the jitter, or as long as the provider says"
    assert len({id for _, id in office.providers[SMS].handed}) == 1
    assert office.states() == [(SMS, "sent"), (MAIL, "pending")]


def test_an_ill_provider_does_not_hold_up_the_next_method() -> None:
    office = Office(sms(), mail())
    office.providers[SMS].answers = [Temporary("503", retry_after=600.0)]
    office.minute("49")
    assert office.handed(MAIL) == ["48:00"]


def test_after_some_tries_a_page_is_given_up_with_the_last_reason() -> None:
    office = Office(sms(), mail())
    office.providers[SMS].answers = [Temporary(f"503 at try {n}") for n in range(1, 50)]
    office.minute("54")
    assert len(office.handed(SMS)) == MOST_TRIES
    assert office.rows()[0].reason == f"{MOST_TRIES} tries, the last one: 503 at try {MOST_TRIES}"


def test_a_channel_that_is_configured_no_longer_counts_as_out_of_reach() -> None:
    office = Office(sms(), mail())
    del office.providers[SMS]
    office.minute("46")
    assert office.states() == [(SMS, "failed"), (MAIL, "sent")]


def test_a_page_whose_sender_died_is_sent_again_under_its_id_when_the_lease_ends() -> None:
    office = Office(sms(), mail())
    office.providers[SMS].answers = [RuntimeError("the function was stopped")]
    with pytest.raises(RuntimeError):
        office.minute("45")
    assert office.states() == [(SMS, "claimed"), (MAIL, "pending")]
    office.minute("50")
    (_, first), (_, second) = office.providers[SMS].handed
    assert first == second
    assert office.states() == [(SMS, "sent"), (MAIL, "sent")]


def test_a_page_on_which_every_sender_dies_is_given_up() -> None:
    office = Office(sms(), mail())
    office.providers[SMS].answers = [RuntimeError("the function was stopped") for _ in range(100)]
    for minute in range(45, 80):
        try:
            office.minute(str(minute))
        except RuntimeError:
            continue
    first, *_ = office.rows()
    assert (first.state, first.reason) == ("failed", f"{MOST_TRIES} tries, and nothing was heard of the last one")


def test_a_method_that_waits_is_withdrawn_when_the_answer_comes() -> None:
    office = Office(sms(), mail()).minute("47")
    office.post(x.posts(x.reply(office.question, "Morgen!", office.now)))
    office.minute("54")
    assert office.handed(MAIL) == []
    assert office.states() == [(SMS, "sent"), (MAIL, "withdrawn")]
    assert "answered at 2026-11-17T09:47:00Z" in office.rows()[1].reason


def test_a_page_that_is_being_tried_again_is_withdrawn_when_somebody_takes_it() -> None:
    office = Office(sms(first=True), pager(first=True), mail())
    office.providers[SMS].answers = [Temporary("503", retry_after=120.0)]
    office.minute("46")
    link = office.context().people.link(office.rows()[0].group[:17])
    assert link is not None
    acknowledge(link, "link", office.context(), office.now)
    office.minute("54")
    assert office.handed(SMS) == ["45:00"]
    assert sorted(office.states()) == [(MAIL, "withdrawn"), (PAGER, "acknowledged"), (SMS, "withdrawn")]
    assert all("sanne" in page.reason for page in office.rows() if page.state == "withdrawn")


def test_alerts_that_wait_together_go_as_one_page() -> None:
    office = Office(sms())
    office.post(x.posts(x.mention("merel", "en waar blijft de mijne??", office.now)))
    office.minute("46")
    assert len(office.handed(SMS)) in (1, 2)
    carried = [alert.conversation for page in office.rows() for alert in page.alerts]
    assert len(set(carried)) == len(carried) == 2


def test_looking_again_when_nothing_waits_does_nothing() -> None:
    office = Office(sms(), mail()).minute("46")
    before = office.rows()
    assert deliver("sanne", office.context(), office.clock()) == ()
    for row in list(office.context().due.due(office.now + timedelta(hours=1))):
        if row.kind == "page":
            office.work.deliver(encode(replace(task_of(row), due_at=office.now)))
    assert office.rows() == before, "too early is nothing to do"


def test_who_left_the_configuration_while_an_alert_waited_leaves_it_to_the_manager() -> None:
    office = Office(sms(), mail())
    people = office.context().people
    office.minute("45")
    people.add(replace(office.rows()[0].alerts[0], id="later"), office.now)
    _leave(office)
    deliver("sanne", office.context(), office.clock())
    office.minute("46")
    assert people.alerts("sanne") == ()
    assert {each.id for page in office.rows("mirjam") for each in page.alerts} >= {"later"}
    assert [row["reason"] for row in office.table.query("P#sanne", "DROPPED#", "DROPPED#~")] == [
        "sanne is not in the configuration any more"
    ]


def test_who_left_the_configuration_while_a_method_waited_leaves_it_to_the_manager() -> None:
    office = Office(sms(), mail()).minute("46")
    _leave(office)
    office.minute("49")
    assert office.states() == [(SMS, "sent"), (MAIL, "withdrawn")]
    assert [page.state for page in office.rows("mirjam")][:1] == ["sent"]
    assert not [row for row in office.context().due.due(office.now) if row.pk == "P#sanne"]


def _without_sanne(layer: Layer) -> Layer:
    return replace(layer, people=tuple(person for person in layer.people if person != "sanne"))


def _leave(office: Office) -> None:
    """Sanne is gone from people and rotas; Bram carries the phone."""
    old = office.organisation
    rotas = {name: replace(rota, layers=tuple(map(_without_sanne, rota.layers))) for name, rota in old.rotas.items()}
    people = {id: person for id, person in old.people.items() if id != "sanne"}
    office.reorganise(replace(old, people=people, rotas=rotas))


def test_an_alert_whose_page_exists_is_not_paged_again() -> None:
    office = Office(sms()).minute("46")
    people, (page,) = office.context().people, office.rows()
    people.add(page.alerts[0], office.now)  # left behind by a crash right after the claim
    assert deliver("sanne", office.context(), office.clock()) == ()
    assert people.alerts("sanne") == ()
    assert office.handed(SMS) == ["45:00"]
