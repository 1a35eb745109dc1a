"""What the organisation promised, to whom, and who carries the phone: the settings a decision reads.

Built by `config.py` from `waakhond.toml`; nothing here reads a file. A `Book` holds every configuration
that was ever in force, so that a clock keeps the one of its own start instant across redeploys.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Literal

from chalicelib.domain.calendar import ServiceCalendar
from chalicelib.domain.duration import Duration
from chalicelib.domain.rota import Rota
from chalicelib.domain.sending import SmsSettings, VoiceSettings

Surface = Literal["public", "direct"]
Language = Literal["nl", "en"]
PagerDutyRegion = Literal["us", "eu"]

ON_CALL = "on-call"
MANAGER = "manager"
OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Brand:
    """One name customers talk to, and the rotas that answer for it."""

    id: str
    name: str
    on_call: str
    manager: str
    press: str | None = None
    """Who tells the press in a storm: a person, or a rota; None: nobody is named for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One profile of a brand on one platform."""

    platform: str
    id: str
    name: str
    brand: str
    calendar: str
    public_policy: str = "mention"
    next_response_policy: str | None = None
    """For a question within 24 h of an answer; None: the public policy."""
    direct_policy: str = "direct"
    watch_from: datetime | None = None
    needs_follow: bool = False
    comments: Literal["questions", "all"] = "questions"
    platform_owner: str = MANAGER
    """Who is told that nothing comes in: a person, a rota, or a role of the brand."""
    pages: bool = True
    """False: listed, never paged (a platform that cannot show the brand's own answers)."""
    staff: frozenset[str] = frozenset()
    """Author ids whose messages start nothing."""
    automatic_apps: frozenset[str] = frozenset()
    """App ids whose messages answer nobody (away messages, bots)."""
    host: str = ""
    """Where a platform that is polled is asked; empty for any other."""


@dataclass(frozen=True, slots=True)
class Step:
    """Whom to page and when: `after` the start or `before` the due time, exactly one of them.

    `opening_of_due_day` stands for neither: the step falls at the opening of the day the clock is due.
    """

    notify: tuple[str, ...]
    after: Duration | None = None
    before: Duration | None = None
    opening_of_due_day: bool = False
    unless_acknowledged: bool = False

    @property
    def key(self) -> str:
        """The step's name inside its policy, as written: it identifies the alert, so it must not drift."""
        if self.opening_of_due_day:
            return "opening"
        return f"after {self.after}" if self.after is not None else f"before {self.before}"


@dataclass(frozen=True, slots=True)
class Repeat:
    """After the last step: on a fixed grid of `every`, or at each opening when `every` is None."""

    notify: tuple[str, ...]
    every: Duration | None
    at_most: int


@dataclass(frozen=True, slots=True)
class Policy:
    """A promise (`target`) and its ladder of steps, ordered as they are written.

    `acknowledgement` is how long a "mine" holds back steps and repeats; None: up to and including the next.
    `calendar` None: the account's own.
    """

    name: str
    target: Duration | None
    calendar: str | None
    steps: tuple[Step, ...]
    repeat: Repeat | None = None
    acknowledgement: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Who deserves more haste: moves steps earlier and adds people, never changes the reported target."""

    name: str
    platforms: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    reach_at_least: int | None = None
    authors: frozenset[str] = frozenset()
    author_words: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    earlier: Duration | None = None
    notify: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Method:
    """One way to reach a person. Those marked `first` go out together; the rest follow in order."""

    channel: str
    to: str
    first: bool = False


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local wall time, half-open, through midnight when `start` is later than `end`."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be paged, in their own language and zone, by an ordered list of methods."""

    id: str
    name: str
    language: Language
    zone: str
    methods: tuple[Method, ...]
    quiet_hours: QuietHours | None = None
    role: Literal["conversation_manager", "manager"] = "conversation_manager"


@dataclass(frozen=True, slots=True)
class Phrases:
    """Word lists that tell what a text does, lower case, by what they mean."""

    thanks: frozenset[str] = frozenset()
    complaints: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()
    invites_dm: frozenset[str] = frozenset()
    promises_contact: frozenset[str] = frozenset()
    automatic: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """One effective configuration, holidays expanded, every reference known to exist."""

    name: str
    zone: str
    language: Language
    brands: Mapping[str, Brand]
    accounts: tuple[Account, ...]
    """In the order of the file: of two accounts that saw a message, the first one owns it."""
    calendars: Mapping[str, ServiceCalendar]
    policies: Mapping[str, Policy]
    promise_policy: str
    people: Mapping[str, Person]
    rotas: Mapping[str, Rota]
    rules: tuple[Rule, ...] = ()
    phrases: Phrases = field(default_factory=Phrases)
    sms: SmsSettings = field(default_factory=SmsSettings)
    voice: VoiceSettings = field(default_factory=VoiceSettings)
    mail_sender: str = ""
    pagerduty_region: PagerDutyRegion = "us"
    """Where the organisation's PagerDuty account lives."""

    def account(self, platform: str, account_id: str) -> Account | None:
        """None for an account nobody configured."""
        for account in self.accounts:
            if account.platform == platform and account.id == account_id:
                return account
        return None

    def siblings(self, account: Account) -> tuple[Account, ...]:
        """All accounts of that brand on that platform, itself included: they answer for each other."""
        return tuple(
            other for other in self.accounts if other.brand == account.brand and other.platform == account.platform
        )

    def owner_of(self, platform: str, account_ids: frozenset[str]) -> Account | None:
        """The first account in the file among those a message was delivered for."""
        for account in self.accounts:
            if account.platform == platform and account.id in account_ids:
                return account
        return None


@dataclass(frozen=True, slots=True)
class Effective:
    """A configuration with the instant from which clocks start under it."""

    hash: str
    effective_from: datetime
    organisation: Organisation


@dataclass(frozen=True, slots=True)
class Book:
    """Every configuration by the instant it took effect, oldest first; never empty.

    The first one also covers whatever started before it.
    """

    entries: tuple[Effective, ...]

    def at(self, instant: datetime) -> Effective:
        """The configuration a clock started at that instant keeps for its whole life."""
        index = bisect_right(self.entries, instant, key=lambda entry: entry.effective_from)
        return self.entries[max(index - 1, 0)]

    @property
    def latest(self) -> Organisation:
        """The newest configuration: who is paged and how is always today's."""
        return self.entries[-1].organisation
