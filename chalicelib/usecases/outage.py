"""A known outage is switched on and off by hand: who asks about it is told of together, and counted apart."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from chalicelib.domain.outage import LEAST_LETTERS, LONGEST, MOST_LETTERS, MOST_WORDS, Outage, words_fit
from chalicelib.store.duties import outage_key
from chalicelib.usecases.errors import Refused
from chalicelib.usecases.ports import Context
from chalicelib.usecases.together import let_go


def turn_on(
    words: Sequence[str],
    brand: str,
    accounts: frozenset[str],
    since: datetime,
    until: datetime,
    by: str,
    context: Context,
    now: datetime,
) -> Outage:
    """From `since` (now at the earliest) until then alerts about it travel together. `accounts` as in `Outage`.

    Nothing is written where the same was switched on already. Raises Refused for what could never count, or is too
    long.
    """
    since = max(since, now)
    if not words_fit(words):
        raise Refused(
            f"words: name one to {MOST_WORDS}, each of {LEAST_LETTERS} letters at least"
            f" and {MOST_LETTERS} characters at most"
        )
    if until <= since:
        raise Refused(f"until: {until.isoformat()} is not after the beginning, {since.isoformat()}")
    if until > since + LONGEST:
        raise Refused(f"until: {until.isoformat()} is more than {LONGEST.days} days after the beginning")
    organisation = context.roster.organisation
    known = {f"{each.platform}:{each.id}" for each in organisation.accounts if each.brand == brand}
    if brand not in organisation.brands or not accounts <= known:
        raise Refused(f"accounts: {', '.join(sorted(accounts)) or 'all'} of {brand!r} are not configured")
    wish = (tuple(words), brand, accounts, until)
    on = (each for each in context.outages if each.until > now)
    same = next((each for each in on if (each.words, each.brand, each.accounts, each.until) == wish), None)
    if same is not None:
        return same
    made = Outage(
        id=uuid4().hex,
        brand=brand,
        words=tuple(words),
        since=since,
        until=until,
        by=by,
        made_at=now,
        accounts=accounts,
    )
    context.duties.add_outage(made)
    context.journal.note("outage_on", outage=made.id, by=by, brand=brand)
    return made


def turn_off(id: str, by: str, context: Context, now: datetime) -> None:
    """It is over: what still waits to be told goes out at once.

    So it does when somebody had switched it off already: they may not have come to the end of it. Raises Refused when
    there is no such outage.
    """
    key = outage_key(id)
    if context.duties.entry(key) is None:
        raise Refused(f"{key}: there is no such outage")
    if context.duties.remove(key, by, now) is not None:
        context.journal.note("outage_off", outage=id, by=by)
    let_go(id, context.roster.organisation.people, context, now)
