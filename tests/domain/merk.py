"""The small organisation of the tests: one brand, the default ladders, Sanne and Bram in weekly turns.

On every platform the brand's account has the same id, so that a builder needs no platform. On X there is a second
account, listed after the first.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from fractions import Fraction

from chalicelib.domain.calendar import ALWAYS, Period, ServiceCalendar
from chalicelib.domain.duration import Elapsed, WorkingDays, WorkingHours
from chalicelib.domain.organisation import (
    Account,
    Book,
    Brand,
    Effective,
    Organisation,
    Person,
    Policy,
    Repeat,
    Step,
)
from chalicelib.domain.roster import Roster
from chalicelib.domain.rota import Layer, Rota

ID, WEBCARE = "1001", "1002"

KANTOOR = ServiceCalendar(
    "kantoor",
    "Europe/Amsterdam",
    ((Period(9 * 60, 17 * 60 + 30),),) * 5 + ((), ()),
    frozenset({date(2026, 12, 25), date(2027, 1, 1)}),
)

MENTION = Policy(
    "mention",
    Elapsed(3600),
    "always",
    (
        Step(("on-call",), after=Elapsed(45 * 60)),
        Step(("on-call",), after=Elapsed(55 * 60), unless_acknowledged=True),
        Step(("on-call",), after=Elapsed(60 * 60)),
        Step(("manager",), after=Elapsed(61 * 60)),
    ),
    Repeat(("on-call",), Elapsed(30 * 60), 6),
    Elapsed(15 * 60),
)
DM = Policy(
    "direct",
    WorkingDays(Fraction(2)),
    None,
    (
        Step(("on-call",), after=WorkingDays(Fraction(3, 2))),
        Step(("on-call",), before=WorkingHours(3600), unless_acknowledged=True),
        Step(("on-call", "manager"), before=Elapsed(0)),
    ),
    Repeat(("on-call",), None, 6),
)
PROMISED = Policy(
    "promise",
    None,
    "always",
    (
        Step(("on-call", "owner"), opening_of_due_day=True),
        Step(("on-call", "owner"), before=Elapsed(3600)),
        Step(("on-call", "manager"), before=Elapsed(0)),
    ),
)

ACCOUNT = Account(platform="x", id=ID, name="merk", brand="merk", calendar="kantoor")
ACCOUNTS = (
    ACCOUNT,
    replace(ACCOUNT, id=WEBCARE, name="merk_webcare"),
    replace(ACCOUNT, platform="facebook"),
    replace(ACCOUNT, platform="whatsapp"),
)
MERK = Organisation(
    name="Merk",
    zone="Europe/Amsterdam",
    language="nl",
    brands={"merk": Brand("merk", "Merk", "webcare", "management")},
    accounts=ACCOUNTS,
    calendars={"kantoor": KANTOOR, "always": ALWAYS},
    policies={"mention": MENTION, "direct": DM, "promise": PROMISED},
    promise_policy="promise",
    people={id: Person(id, id.title(), "nl", "Europe/Amsterdam", ()) for id in ("sanne", "bram", "chris", "mirjam")},
    rotas={
        "webcare": Rota(
            "webcare",
            "Europe/Amsterdam",
            (Layer("weekly", ("sanne", "bram"), date(2026, 11, 16), time(9), 7),),
        ),
        "management": Rota(
            "management", "Europe/Amsterdam", (Layer("always", ("mirjam",), date(2026, 1, 1), time(0), 7),)
        ),
    },
)
ROSTER = Roster(MERK)


def entry(organisation: Organisation, since: datetime = datetime(2026, 1, 1, tzinfo=UTC), hash: str = "") -> Effective:
    return Effective(hash or f"since {since:%d %H:%M}", since, organisation)


BOOK = Book((entry(MERK),))


def account_with(account: Account, organisation: Organisation = MERK) -> Organisation:
    """The organisation with that account instead of the one with its platform and id."""
    same = (account.platform, account.id)
    others = (account if (each.platform, each.id) == same else each for each in organisation.accounts)
    return replace(organisation, accounts=tuple(others))


def policy_with(policy: Policy, organisation: Organisation = MERK) -> Organisation:
    """The organisation with that policy added, or instead of the one with its name."""
    return replace(organisation, policies={**organisation.policies, policy.name: policy})


def book_of(organisation: Organisation) -> Book:
    return Book((entry(organisation),))
