"""A page's own link: what one person may see and do with one group of pages, and until when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.alerts import Alert
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.composing import running_clock
from chalicelib.domain.crowd import crowd_in, page_items
from chalicelib.domain.pages import PageItem, PageView
from chalicelib.domain.paging import Page
from chalicelib.domain.waits import End
from chalicelib.store.people import Link
from chalicelib.usecases.cases import cases_of
from chalicelib.usecases.ports import Context

VALID_AFTER_CLOSE = timedelta(hours=24)
VALID_AT_MOST = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Carried:
    """One alert of a page with its conversation as it stands, and the clock that it is about, running or ended.

    `number` counts the page's alerts from 1 and stays, whatever happens to the others.
    """

    number: int
    alert: Alert
    case: Case
    clock: Clock

    @property
    def ref(self) -> str:
        return self.alert.conversation


@dataclass(frozen=True, slots=True)
class Opened:
    """A valid link: what the page says now, and which of its conversations were answered (or ended else) when."""

    link: Link
    view: PageView
    answered: dict[str, datetime]
    carried: tuple[Carried, ...] = ()
    pages: tuple[Page, ...] = ()

    @property
    def ends(self) -> dict[str, End]:
        """How each conversation in `answered` ended."""
        return {
            each.ref: each.clock.end
            for each in self.carried
            if each.clock.end is not None and each.clock.ended_at == self.answered.get(each.ref)
        }


def open_page(code: str, context: Context, now: datetime) -> Opened | None:
    """Look a code up. None when it is unknown or over: 24 h after all it carries was closed, 72 h at most.

    Changes nothing: link previews fetch it too.
    """
    link = context.people.link(code)
    if link is None or now - link.created_at > VALID_AT_MOST:
        return None
    person = context.roster.organisation.people.get(link.person)
    pages = context.people.group(link)
    if person is None or not pages:
        return None
    alerts = pages[0].alerts
    cases = cases_of(alerts, context, now)
    items: list[PageItem] = []
    carried: list[Carried] = []
    waiting: set[str] = set()
    ended: dict[str, datetime] = {}
    for number, alert in enumerate(alerts, start=1):
        case = cases[alert.conversation]
        clock = _shown_clock(alert, case)
        if clock is None:
            continue
        carried.append(Carried(number, alert, case, clock))
        items += page_items(alert, case, clock, context.book, context.roster.organisation)
        if clock.ended_at is None:
            waiting.add(alert.conversation)
        else:
            ended[alert.conversation] = max(clock.ended_at, ended.get(alert.conversation, clock.ended_at))
    if not items:
        return None
    if not waiting and now - max(ended.values()) > VALID_AFTER_CLOSE:
        return None
    # Of two people who wait in one comment thread, one may have been answered.
    answered = {ref: at for ref, at in ended.items() if ref not in waiting}
    view = PageView(
        page=link.group,
        person=person.id,
        person_name=person.name,
        language=person.language,
        zone=person.zone,
        composed_at=now,
        items=tuple(sorted(items, key=lambda item: (item.due_at, item.conversation))),
        link=context.link(code),
        can_reply=False,
        nobody_on_duty=alerts[0].nobody_on,
        crowd=crowd_in(cases.values()),
        storm=crowd_in(cases.values()) is not None,
    )
    return Opened(link, view, answered, tuple(carried), pages)


def _shown_clock(alert: Alert, case: Case) -> Clock | None:
    """The clock an alert is about, running or ended; None when its message was deleted in time."""
    running = running_clock(alert, case)
    return running or next((c for c in case.clocks if c.family == alert.family and c.anchor == alert.anchor), None)
