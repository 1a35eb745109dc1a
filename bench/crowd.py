"""A thousand clocks of one person, who has one method, due at one instant.

In the local cloud, with policies enforced. The clocks come in beforehand, each the question of a customer of its own,
so there is a storm, whose page is the first that this person gets.
"""

import time
from datetime import UTC, datetime, timedelta

from bench import pagingpeople
from bench.figures import Figure
from bench.pagingpeople import Due
from chalicelib.domain.events import Conversation
from chalicelib.domain.paging import Page
from chalicelib.store.due import DueIndex
from chalicelib.store.people import People
from tools.localcloud import LocalCloud

CLOCKS = 1000
STEP = "after 45m"
# A number that no pair of people has.
BRAND = 900
PERSON = pagingpeople.who(BRAND)
SETTINGS = f"""
[policies.alone]
target = "1h"
calendar = "always"
steps = [{{ after = "45m", notify = ["on-call"] }}]
{pagingpeople.brand(BRAND, "alone", BRAND, BRAND)}{pagingpeople.person(BRAND)}"""

# Fifty are stored in a second, or half as many on a busy machine.
COMES_IN = timedelta(seconds=60)
_SETTLED = timedelta(minutes=10)
_PATIENCE = 120.0
_AIM = 2.0


def come_in(cloud: LocalCloud, due_at: datetime) -> None:
    """Everybody asks in the same second, and all of it waits to be taken in."""
    pagingpeople.queue(cloud, (Due(BRAND, f"klant_{number}", due_at) for number in range(CLOCKS)))


def pages(cloud: LocalCloud, since: datetime) -> tuple[Page, ...]:
    """The person's pages made since that instant, oldest first."""
    return People(pagingpeople.table(cloud)).pages(PERSON, since)


def held(cloud: LocalCloud) -> int:
    """How many alerts wait until the person may be paged again."""
    return sum(each.held for each in People(pagingpeople.table(cloud)).waiting(PERSON))


def known(cloud: LocalCloud, due_at: datetime) -> set[str]:
    """The conversations whose step is due, of which an alert waits or a page tells: looked for in the order in which
    they go on, so whatever nobody lost is found in one of them at any moment.
    """
    table = pagingpeople.table(cloud)
    # One that came in late settles first; after its step the next that is due is the end of its hour.
    due = (row for row in DueIndex(table).due(due_at + _SETTLED) if row.kind == "conversation")
    found = {row.pk.removeprefix("C#") for row in due}
    found |= {each.alert.conversation for each in People(table).waiting(PERSON)}
    found |= {alert.conversation for page in pages(cloud, due_at) for alert in page.alerts}
    return {ref for ref in found if Conversation.parse(ref).brand == f"b{BRAND}"}


def measure(cloud: LocalCloud) -> Figure:
    """How late the first page about them is at the provider; in a cloud whose workers have all started."""
    due_at = datetime.now(UTC).replace(microsecond=0) + COMES_IN
    come_in(cloud, due_at)
    time.sleep(max((due_at - datetime.now(UTC)).total_seconds(), 0.0))
    before, end = len(cloud.providers.incidents.all), time.monotonic() + _PATIENCE
    while len(cloud.providers.incidents.all) == before and time.monotonic() < end:
        time.sleep(0.1)
    ids = {page.id for page in pages(cloud, due_at)}
    arrived = (
        datetime.fromisoformat(call.at)
        for call in list(cloud.providers.calls)
        if isinstance(call.body, dict) and call.body.get("dedup_key") in ids
    )
    first = min(arrived, default=None)
    late = (first - due_at).total_seconds() if first is not None else _PATIENCE
    return Figure(
        f"first page of {CLOCKS} clocks of one person, all due at once: late",
        f"{late:.3f} s",
        f"{_AIM:g} s: looking every {_AIM:g} s, before anything is sent",
        late / _AIM,
        f"at most {_AIM:g} s",
        late <= _AIM,
    )
