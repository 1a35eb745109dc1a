"""The texts that are no page about one conversation's clock: each a function of what it has to say."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.organisation import Language, Surface
from chalicelib.domain.reach import HOLDS_FOR
from chalicelib.texts.catalogue import ROWS
from chalicelib.texts.compose import Composed
from chalicelib.texts.fitting import HANDLE_MOST, fit, subject
from chalicelib.texts.gsm7 import cut, fold
from chalicelib.texts.phrases import say
from chalicelib.texts.times import clock_time, date_time, day_time, minutes_left, minutes_passed, span
from chalicelib.texts.words import ROTA_MOST, by_surface, handle_of, name_word, platform_word

ACCOUNT_MOST = 12


def storm(
    *,
    language: Language,
    zone: str,
    waiting: int,
    growth: int,
    minutes: int,
    first_due_at: datetime,
    furthest: tuple[str, int] | None,
    other_topics: int,
    link: str,
    more: bool = False,
) -> Composed:
    """How many wait and how fast it grows; `furthest` is the customer with the widest reach and that reach.

    `more`: at least so many, since they are too many to count.
    """
    handle, reach = (handle_of(furthest[0], language), _thousands(furthest[1])) if furthest else ("", "")
    fields = {
        "waiting": f"{waiting}+" if more else str(waiting),
        "growth": str(growth),
        "minutes": str(minutes),
        "due": clock_time(first_due_at, zone),
        "reach": say(language, "reach", handle=cut(handle, HANDLE_MOST), reach=reach) if furthest else "",
        "other": str(other_topics),
    }
    return _notice("storm", language, fields, link)


def silence(
    *,
    language: Language,
    platform: str,
    account_name: str,
    silent_for: timedelta,
    usual: int,
    link: str,
    surface: Surface | None = None,
) -> Composed:
    """An account from which nothing comes in, or nothing by one surface; `usual` is what that time brings."""
    fields = {
        "silent": span(silent_for // timedelta(minutes=1), language),
        "platform": by_surface(platform_word(platform), surface, language),
        "account": cut(fold(account_name), ACCOUNT_MOST),
        "usual": say(language, "one message" if usual == 1 else "messages", n=usual),
    }
    return _notice("silence", language, fields, link)


def cut_off(
    *,
    language: Language,
    why: Literal["revoked", "refused", "poll"],
    platform: str,
    account_name: str,
    lasted: timedelta,
    link: str,
) -> Composed:
    """An account, or a whole platform (`account_name` empty), that cannot be heard."""
    account = cut(fold(account_name), ACCOUNT_MOST)
    fields = {
        "platform": platform_word(platform),
        "account": f" ({account})" if account else "",
        "silent": span(lasted // timedelta(minutes=1), language),
    }
    return _notice(why, language, fields, link)


def reachability_test(*, language: Language, name: str, minutes: int, link: str, can_reply: bool) -> Composed:
    """Asks for a sign of life and says that no customer waits."""
    how = say(language, "how by text" if can_reply else "how by link")
    return _notice("test", language, {"name": name_word(name), "minutes": str(minutes), "how": how}, link)


def reached(*, language: Language) -> Composed:
    """The answer to an OK to a test page, which takes nothing."""
    return _notice("reached", language, {}, "")


def nobody_reached(*, language: Language, first: str, others: int, lines: Sequence[str]) -> Composed:
    """To the manager: people by none of whose methods anything arrived; `lines` say so of each, for a mail."""
    fields = {"name": name_word(first), "days": str(HOLDS_FOR // timedelta(days=1)), **_more(others, language)}
    composed = _notice("unreachable", language, fields, "")
    return Composed(subject=composed.subject, text=composed.text, body="\n".join((composed.body, *lines, "")))


def sign_in_code(*, language: Language, code: str, minutes: int, link: str) -> Composed:
    """A code to sign in with, once. The code stands in no subject: subjects show on lock screens."""
    fields = {"code": code, "minutes": str(minutes)}
    composed = _notice("sign-in code", language, fields, link)
    return Composed(subject="Waakhond", text=composed.text, body=composed.body)


def yours(
    *, language: Language, customer_name: str, platform: str, due_at: datetime, now: datetime, link: str
) -> Composed:
    """The answer to an OK: which conversation is theirs now, and that taking it stopped no clock."""
    clock = (
        say(language, "left", left=span(minutes_left(due_at, now), language))
        if now < due_at
        else say(language, "late by", late=span(minutes_passed(due_at, now), language))
    )
    fields = {"platform": platform_word(platform), "clock": clock}
    return _notice("yours", language, fields, link, handle_of(customer_name, language), can_reply=True)


def which_page(
    *, language: Language, first: str, second: str, letters: tuple[str, str], open_pages: int, link: str
) -> Composed:
    """The answer to an OK that fits more pages than one: `first` and `second` name customers, `letters` their pages."""
    a, b = letters
    fields = {"a": a, "b": b, "open": str(open_pages), "second": cut(handle_of(second, language), HANDLE_MOST)}
    return _notice("which page", language, fields, link, handle_of(first, language))


def several_yours(*, language: Language, first: str, others: int, link: str) -> Composed:
    """The answer to an OK that took more than one conversation."""
    return _notice("several yours", language, _more(others, language), link, handle_of(first, language), can_reply=True)


def passed_on(*, language: Language, first: str, platform: str, others: int, to: str | None, link: str) -> Composed:
    """The answer to a DOOR or PASS: who is paged now, or that nobody else was there (`to` None)."""
    fields = {"platform": platform_word(platform), "name": name_word(to or ""), **_more(others, language)}
    row = "passed on" if to is not None else "not passed on"
    return _notice(row, language, fields, link, handle_of(first, language))


def nothing_open(*, language: Language) -> Composed:
    """The answer to a reply that no page of this person is open for."""
    return _notice("nothing open", language, {}, "")


def not_understood(*, language: Language) -> Composed:
    """The answer to a text that is none of our words."""
    return _notice("not understood", language, {}, "")


def handoff(
    *,
    language: Language,
    zone: str,
    now: datetime,
    until: datetime | None,
    conversations: int,
    promises: int,
    first_promise_at: datetime | None,
    link: str,
    can_reply: bool,
    more: bool = False,
) -> Composed:
    """To whoever is on duty from now: until when (None: nobody comes after them), and what is open.

    `more`: at least so many, since they are too many to count.
    """
    least = "+" if more else ""
    counted = say(language, "one promise" if promises == 1 and not more else "promises", n=f"{promises}{least}")
    if first_promise_at is not None:
        time = day_time(first_promise_at, now, zone, language)
        counted = say(language, "first promise", promises=counted, time=time)
    fields = {
        "until": _until(until, zone, language),
        "conversations": say(
            language,
            "one conversation" if conversations == 1 and not more else "conversations",
            n=f"{conversations}{least}",
        ),
        "promises": counted,
    }
    return _notice("handoff", language, fields, link, can_reply=can_reply)


def day_before(*, language: Language, zone: str, since: datetime, until: datetime | None, link: str) -> Composed:
    """To whoever is next: from when until when they are on duty (None: nobody comes after them)."""
    fields = {"since": date_time(since, zone, language), "until": _until(until, zone, language)}
    return _notice("day before", language, fields, link)


def nobody_ahead(
    *, language: Language, zone: str, rota: str, since: datetime, until: datetime | None, link: str
) -> Composed:
    """To the manager: a stretch in which nobody of a rota is on duty; `until` None: with no end in sight."""
    fields = {
        "rota": cut(fold(rota), ROTA_MOST),
        "since": date_time(since, zone, language),
        "until": _until(until, zone, language),
    }
    return _notice("nobody ahead", language, fields, link)


def _until(until: datetime | None, zone: str, language: Language) -> str:
    return say(language, "duty until", until=date_time(until, zone, language)) if until else ""


def _more(others: int, language: Language) -> dict[str, str]:
    return {"more": say(language, "more", n=others) if others > 0 else ""}


def _notice(
    name: str,
    language: Language,
    fields: Mapping[str, str],
    link: str,
    handle: str = "",
    *,
    can_reply: bool = False,
) -> Composed:
    row = ROWS[name]
    text = fit(row, language, fields, handle=handle, quote="", link=link, can_reply=can_reply)
    heading = subject(row, language, fields, handle=handle)
    sentence = text.removesuffix(link).rstrip()
    return Composed(subject=heading, text=text, body=f"{sentence}\n\n{link}\n" if link else f"{sentence}\n")


def _thousands(number: int) -> str:
    if number < 1000:
        return str(number)
    return f"{number // 1000}k" if number < 1_000_000 else f"{number // 1_000_000}M"
