"""A form of the rota page, read, checked and done.

Fields: `action`, and by action `rota`, `person`, `from` and `until` (as a browser's field writes them in the reader's
zone, or as `exact` does), `in_place`, `account` (platform:id; of an outage also a brand's id), `conversation`, `whole`
(its whole post), `words` (between commas), `key`, `method` (from 0).
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from chalicelib.domain.organisation import Person
from chalicelib.domain.outage import LEAST_LETTERS, LONGEST, MOST_LETTERS, MOST_WORDS, words_fit, words_of
from chalicelib.texts.times import day_time
from chalicelib.usecases import by_rota
from chalicelib.usecases.ports import Context
from chalicelib.web.form import Wrong
from chalicelib.web.typed_times import coming

_EXACT = re.compile(r"[0-9]{8}T[0-9]{6}Z")
_EXACT_AS = "%Y%m%dT%H%M%SZ"
_METHOD = re.compile(r"[0-9]{1,3}")
_DUTY_DAYS, _MUTE_DAYS = 366, 31


def exact(at: datetime) -> str:
    """An instant as a hidden field carries it: the hour that comes twice in autumn is not to be guessed."""
    return at.astimezone(UTC).strftime(_EXACT_AS)


def do(form: Mapping[str, str], me: Person, context: Context, now: datetime) -> None:
    """Raises Wrong for a field that is no good, Refused (NotYours, TooOften) where it is not to be done."""
    person = form.get("person") or me.id
    match form.get("action"):
        case "take_now":
            by_rota.take_over_now(form.get("rota", ""), me, context, now)
        case "take_over":
            start, end = _period(form, me, now)
            by_rota.take_over(form.get("rota", ""), person, start, end, me, context, now)
        case "away":
            start, end = _period(form, me, now)
            by_rota.be_away(person, start, end, form.get("in_place") or None, me, context, now)
        case "mute":
            platform, _, account = form.get("account", "").partition(":")
            by_rota.mute_account(platform, account, _until(form, me, now, now, _MUTE_DAYS), me, context, now)
        case "mute_post":
            ref = form.get("conversation", "").strip()
            mute = by_rota.mute_post_of if form.get("whole") else by_rota.mute_conversation
            mute(ref, _until(form, me, now, now, _MUTE_DAYS), me, context, now)
        case "outage":
            _outage(form, me, context, now)
        case "take_back":
            by_rota.take_back(form.get("key", ""), me, context, now)
        case "test":
            number = form.get("method", "")
            if not _METHOD.fullmatch(number):
                raise Wrong("wrong action")
            by_rota.ask_test(person, int(number), me, context, now)
        case _:
            raise Wrong("wrong action")


def _outage(form: Mapping[str, str], me: Person, context: Context, now: datetime) -> None:
    words, account = form.get("words", ""), form.get("account", "")
    if not words_fit(words_of(words)):
        raise Wrong("outage wrong words", "words", letters=LEAST_LETTERS, most=MOST_WORDS, longest=MOST_LETTERS)
    start = max(_instant(form, "from", me, now), now) if form.get("from") else now
    until = _until(form, me, start, start, LONGEST.days)
    # Accounts have their platform in front of them, brands nothing.
    brands = {f"{each.platform}:{each.id}": each.brand for each in context.roster.organisation.accounts}
    brand = brands.get(account, account)
    accounts = frozenset({account}) if account in brands else frozenset[str]()
    by_rota.know_outage(words, brand, accounts, start, until, me, context, now)


def _period(form: Mapping[str, str], me: Person, now: datetime) -> tuple[datetime, datetime]:
    """Half-open; it begins now where `from` is left out, and a bare time of `until` is the next one after that."""
    start = _instant(form, "from", me, now) if form.get("from") else now
    return start, _until(form, me, start, now, _DUTY_DAYS)


def _until(form: Mapping[str, str], me: Person, start: datetime, now: datetime, days: int) -> datetime:
    until = _instant(form, "until", me, max(start, now))
    time = day_time(until, now, me.zone, me.language)
    if until <= now:
        raise Wrong("wrong past", "until", time=time)
    if until > now + timedelta(days=days):
        raise Wrong("wrong far", "until", time=time, days=days)
    if until <= start:
        raise Wrong("rota wrong end", "until", time=time)
    return until


def _instant(form: Mapping[str, str], field: str, me: Person, now: datetime) -> datetime:
    text = form.get(field, "").strip()
    found = _exact(text) if _EXACT.fullmatch(text) else coming(text, me.zone, now)
    if found is None:
        raise Wrong("wrong time", field)
    return found


def _exact(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, _EXACT_AS).replace(tzinfo=UTC)
    except ValueError:  # the thirtieth of February
        return None
