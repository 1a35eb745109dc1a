"""Every change of a page's state stands on its row with its time, and with its reason where it has one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest

from chalicelib.channels.port import Permanent, Temporary
from chalicelib.domain.paging import MOST_TRIES, PageState
from chalicelib.usecases.acknowledge import acknowledge
from chalicelib.usecases.act import dismiss
from tests.stories import x
from tests.stories.world import local
from tests.usecases.test_deliver import MAIL, SMS, Office, mail, sms

METHODS = (sms(), mail())


def nothing(office: Office) -> None:
    """Time passes."""


def answered(office: Office) -> None:
    office.post(x.posts(x.reply(office.question, "Morgen!", office.now)))


def dismissed(office: Office) -> None:
    ref = f"x:merk:public:{office.question['user']['id_str']}"
    dismiss([ref], "sanne", "spam", office.context(), office.now)


def taken(office: Office) -> None:
    link = office.context().people.link(office.rows()[0].group[:17])
    assert link is not None
    acknowledge(link, "link", office.context(), office.now)


def fails(*errors: Exception) -> Callable[[Office], None]:
    def prepare(office: Office) -> None:
        office.providers[SMS].answers = list(errors)

    return prepare


@dataclass(frozen=True)
class Case:
    """A customer asks at minute 0. What is so from the start, what happens at a minute, and the row at another one."""

    state: PageState
    time: str
    """The attribute that holds the time of this state."""
    at: str
    """That time, in minutes after the question."""
    reason: str = ""
    channel: str = SMS
    before: Callable[[Office], None] = nothing
    then: Callable[[Office], None] = nothing
    then_at: str = "46"
    look: str = "47"


CASES = {
    "waits for its turn": Case("pending", "created_at", "45", channel=MAIL),
    "is on its way, and its provider never answers": Case(
        "claimed", "claimed_at", "45", "no answer", before=fails(Temporary("no answer", retry_after=600.0))
    ),
    "is tried again": Case(
        "claimed",
        "claimed_at",
        "45:10",
        "no answer at all",
        before=fails(Temporary("503", retry_after=10.0), Temporary("no answer at all", retry_after=600.0)),
    ),
    "was taken by its provider": Case("sent", "sent_at", "45"),
    "was taken at the second try, of which no reason is left": Case(
        "sent", "sent_at", "45:10", before=fails(Temporary("503", retry_after=10.0))
    ),
    "was sent in its turn": Case("sent", "sent_at", "48", channel=MAIL, look="49"),
    "was refused": Case("failed", "ended_at", "45", "opted out", before=fails(Permanent("opted out"))),
    "was given up": Case(
        "failed",
        "ended_at",
        "45:35",
        f"{MOST_TRIES} tries, the last one: 503",
        before=fails(*[Temporary("503")] * MOST_TRIES),
    ),
    "was taken by a person": Case("acknowledged", "ended_at", "46", "acknowledged by sanne, via link", then=taken),
    "is not needed, since a person took it": Case(
        "withdrawn", "ended_at", "46", "acknowledged by sanne", channel=MAIL, then=taken
    ),
    "is not needed, since it was answered": Case(
        "withdrawn", "ended_at", "48", "answered at 2026-11-17T09:46:00Z", channel=MAIL, then=answered, look="49"
    ),
    "is not needed, since it wants no answer": Case(
        "withdrawn", "ended_at", "48", "dismissed at 2026-11-17T09:46:00Z", channel=MAIL, then=dismissed, look="49"
    ),
    "is tried no more, since it was answered": Case(
        "withdrawn",
        "ended_at",
        "46:40",
        "answered at 2026-11-17T09:46:00Z",
        before=fails(Temporary("no answer", retry_after=100.0)),
        then=answered,
    ),
}


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.state}: {what}") for what, case in CASES.items()])
def test_a_state_has_its_time_and_its_reason(case: Case) -> None:
    office = Office(*METHODS)
    case.before(office)
    case.then(office.minute(case.then_at))
    office.minute(case.look)
    page = next(page for page in office.rows() if page.channel == case.channel)
    assert (page.state, page.reason) == (case.state, case.reason)
    assert getattr(page, case.time) == _minute(case.at)


def test_a_page_in_a_final_state_is_over_and_one_that_is_not_has_a_time_to_look() -> None:
    for case in CASES.values():
        office = Office(*METHODS)
        case.before(office)
        case.then(office.minute(case.then_at))
        office.minute(case.look)
        for page in office.rows():
            assert (page.due_at is None) == (page.state not in ("pending", "claimed")), page


def _minute(text: str) -> datetime:
    minute, _, second = text.partition(":")
    return local(f"2026-11-17 10:{minute}:{second or '00'}")
