"""What needs somebody's attention, one line each: what is wrong, and what to do about it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from chalicelib.domain.organisation import Language, Surface
from chalicelib.domain.reach import HOLDS_FOR, Reach, Unreachable
from chalicelib.texts.phrases import PLATFORMS
from chalicelib.texts.times import date_time
from chalicelib.texts.words import by_surface

_TEST = ".venv/bin/python -m tools.page {id} --stage ..."
_DAYS = HOLDS_FOR // timedelta(days=1)

_NL: dict[str, str] = {
    "unreachable": "{name} ({rotas}): in {days} dagen kwam er aantoonbaar niets aan. Laat testen: {test}",
    "failing": "{name}: {channel} {to} doet het niet sinds {since}: {reason}. Los het op, en test: {test}",
    "gap": "Niemand heeft dienst ({rota}) van {since} tot {until}. Regel iemand, of pas het rooster aan.",
    "gaps": "Niemand heeft dienst ({rota}) van {since} tot {until}, en nog {n} keer."
    " Regel iemand, of pas het rooster aan.",
    "sweep": "De laatste ronde langs alles wat tijd heeft, is te lang geleden: er gaan misschien geen meldingen uit."
    " Kijk in het log van de functie sweep.",
    "audit": "De laatste controle is te lang geleden: wat te laat is, wordt niet gezien."
    " Kijk in het log van de functie audit.",
    "silent": "{platform} ({account}): stil sinds {since}, normaal {n} berichten in die tijd. Kijk daar zelf.",
    "stale": "{platform} ({account}): ophalen mislukt sinds {since}: {reason}. Kijk in het log van de functie poll.",
    "revoked": "{platform} ({account}): de toegang is ingetrokken sinds {since}. Koppel het account opnieuw.",
    "refused": "{platform}: er is geen geheim ingesteld, dus wij weigeren alles wat binnenkomt."
    " Zet het in SSM, onder de naam van het platform.",
    "dead": "{n} berichten konden niet verwerkt worden (wachtrij {queue}). Zoek de oorzaak in het log,"
    " en zet ze terug: make redrive QUEUE={queue} STAGE=...",
}
_EN: dict[str, str] = {
    "unreachable": "{name} ({rotas}): nothing is known to have arrived for {days} days. Have it tested: {test}",
    "failing": "{name}: {channel} {to} has not worked since {since}: {reason}. Mend it, and test: {test}",
    "gap": "Nobody is on duty ({rota}) from {since} until {until}. Find somebody, or change the rota.",
    "gaps": "Nobody is on duty ({rota}) from {since} until {until}, and {n} times more."
    " Find somebody, or change the rota.",
    "sweep": "The last round of what falls due is too long ago: pages may not go out."
    " See the log of the function sweep.",
    "audit": "The last audit is too long ago: nobody sees what is late. See the log of the function audit.",
    "silent": "{platform} ({account}): silent since {since}, usually {n} messages in that time. Check it by hand.",
    "stale": "{platform} ({account}): cannot be polled since {since}: {reason}. See the log of the function poll.",
    "revoked": "{platform} ({account}): our access was revoked, since {since}. Connect the account again.",
    "refused": "{platform}: no secret is set, so we refuse all that comes in. Put it into SSM, under the platform's"
    " name.",
    "dead": "{n} messages could not be processed (queue {queue}). Find the cause in the log, and put them back:"
    " make redrive QUEUE={queue} STAGE=...",
}
SENTENCES: Mapping[Language, Mapping[str, str]] = MappingProxyType({"nl": _NL, "en": _EN})


def unreachable_line(id: str, name: str, found: Unreachable, language: Language) -> str:
    """Somebody who carries a phone by which nothing arrived."""
    rotas, test = ", ".join(found.rotas), _TEST.format(id=id)
    return SENTENCES[language]["unreachable"].format(name=name, rotas=rotas, days=_DAYS, test=test)


def failing_line(id: str, name: str, found: Reach, zone: str, language: Language) -> str:
    """A method that fails; the reason is in the provider's words and says what to do, in English."""
    return SENTENCES[language]["failing"].format(
        name=name,
        channel=found.channel,
        to=short_address(found.to),
        since=date_time(found.failing_since, zone, language) if found.failing_since else "?",
        reason=found.reason.rstrip("."),
        test=_TEST.format(id=id),
    )


def gap_line(rota: str, since: datetime, until: datetime, others: int, zone: str, language: Language) -> str:
    """A stretch in which nobody of a rota is on duty, and how many more there are."""
    start, end = date_time(since, zone, language), date_time(until, zone, language)
    return SENTENCES[language]["gaps" if others else "gap"].format(rota=rota, since=start, until=end, n=others)


def late_line(what: str, language: Language) -> str:
    """`sweep` or `audit` has not run for too long."""
    return SENTENCES[language][what]


def channel_name(platform: str, surface: Surface | None, language: Language) -> str:
    """A platform as people call it, with its surface where only that one is meant."""
    return by_surface(PLATFORMS.get(platform, platform), surface, language)


def channel_line(
    state: str,
    platform: str,
    account: str,
    since: datetime | None,
    usual: int,
    reason: str,
    zone: str,
    language: Language,
) -> str:
    """An account that is not heard; `platform` names its surface too, where it is one of the two."""
    return SENTENCES[language][state].format(
        platform=platform,
        account=account,
        since=date_time(since, zone, language) if since else "?",
        n=usual,
        reason=reason.rstrip("."),
    )


def dead_line(queue: str, n: int, language: Language) -> str:
    """Messages rest in a dead-letter queue."""
    return SENTENCES[language]["dead"].format(queue=queue, n=n)


def short_address(to: str) -> str:
    """Enough of it to know which it is: +316..001, s..@example.com; the name of a secret stands as it is."""
    if to.startswith("+"):
        return f"{to[:4]}..{to[-3:]}"
    name, at, domain = to.partition("@")
    return f"{name[:1]}..@{domain}" if at else to
