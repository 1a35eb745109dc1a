"""Every night: add up the results of the days that are over, so that a month is read in a month's rows."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.attainment import tally
from chalicelib.domain.results import STANDS_AFTER
from chalicelib.store.results import Results
from chalicelib.usecases.ports import Context

# As far back as statistics look; a night that was missed is made up for.
LOOKS_BACK = timedelta(days=30)
# A result may change for so long after it counted, and the day it counted on may have begun a day before that.
CHANGES_FOR = STANDS_AFTER + timedelta(days=1)


def roll_up(context: Context, now: datetime) -> int:
    """Roll up what may have changed since, and what was never rolled up, of every account; how many days that were.

    Safe to repeat: the same rows make the same roll-up.
    """
    organisation = context.roster.organisation
    results = Results(context.conversations.table)
    today = now.astimezone(ZoneInfo(organisation.zone)).date()
    written = 0
    for account in organisation.accounts:
        key = account.platform, account.id
        rolled_up = results.rolled_up(*key, today - LOOKS_BACK, today - timedelta(days=1))
        for back in range(1, LOOKS_BACK.days + 1):
            day = today - timedelta(days=back)
            if back <= CHANGES_FOR.days or day not in rolled_up:
                results.roll_up(*key, day, tally(results.of_day(*key, day)))
                written += 1
    context.journal.note("rolled_up", days=written)
    return written
