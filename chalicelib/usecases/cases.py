"""Conversations as they are this moment, read for a page: many at a time when a page carries many."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from chalicelib.domain.alerts import Alert
from chalicelib.domain.case import Case
from chalicelib.domain.clocks import derive
from chalicelib.domain.continuing import goes_on_in
from chalicelib.domain.events import Conversation
from chalicelib.domain.storm import is_storm
from chalicelib.store.duties import Mute
from chalicelib.usecases.ports import Context
from chalicelib.usecases.storm_page import with_members

# A query is nearly all waiting: hundreds of them one after another would make the page late.
_AT_ONCE = 16


def read_cases(refs: Iterable[str], context: Context, now: datetime) -> dict[str, Case]:
    """Each conversation once."""
    wanted = list(dict.fromkeys(refs))
    if len(wanted) < _AT_ONCE:
        loaded = [context.conversations.load(ref) for ref in wanted]
    else:
        with ThreadPoolExecutor(_AT_ONCE) as readers:
            loaded = list(readers.map(context.conversations.load, wanted))
    cases = {}
    for ref, rows in zip(wanted, loaded, strict=True):
        case = derive(Conversation.parse(ref), rows.facts, context.book, now)
        while (there := goes_on_in(case.history)) is not None:  # what an alert was about runs on in another one
            case = derive(Conversation.parse(there), context.conversations.load(there).facts, context.book, now)
        cases[ref] = with_members(case, context, now) if is_storm(ref) else case
    return cases


def cases_of(alerts: Iterable[Alert], context: Context, now: datetime) -> dict[str, Case]:
    """The conversations that alerts are about."""
    return read_cases((alert.conversation for alert in alerts), context, now)


def mute_of(alert: Alert, context: Context) -> Mute | None:
    """The mute that covers this alert's account or conversation; None when none is in force."""
    platform = Conversation.parse(alert.conversation).platform
    for mute in context.mutes:
        whole = mute.conversation is None and (mute.platform, mute.account) == (platform, alert.account)
        under_it = mute.post is not None and (mute.platform, mute.post) == (platform, alert.post)
        if whole or under_it or mute.conversation == alert.conversation:
            return mute
    return None
