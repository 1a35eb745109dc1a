"""The whole file into one Organisation: what its parts are called first, then each part with its references."""

import tomllib
from collections.abc import Mapping
from datetime import date

from chalicelib.configuration import values
from chalicelib.configuration.accounts import read_accounts, read_brand, read_rule
from chalicelib.configuration.calendars import ALWAYS_OPEN, read_calendar
from chalicelib.configuration.messages import read_phrases, read_sms, read_voice
from chalicelib.configuration.names import Names
from chalicelib.configuration.people import read_person, read_rota
from chalicelib.configuration.policies import read_policy
from chalicelib.configuration.problems import ConfigProblems, Problem
from chalicelib.configuration.table import Table
from chalicelib.domain.calendar import always
from chalicelib.domain.organisation import Language, Organisation, PagerDutyRegion
from chalicelib.domain.sending import VoiceSettings

# Taken when the file's own cannot be used, so that one mistake does not look like several.
_LANGUAGE: Language = "nl"
_PROMISE = "promise"

_REGIONS: tuple[PagerDutyRegion, ...] = ("us", "eu")


def read_organisation(text: str, today: date) -> Organisation:
    """Raises ConfigProblems with every problem of the text; holidays are those of last year to two years on."""
    found: list[Problem] = []
    organisation = _read(Table(_parsed(text), "", "file", found), range(today.year - 1, today.year + 3))
    if found:
        raise ConfigProblems(tuple(found))
    return organisation


def _parsed(text: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, place = str(error).rpartition(" (at ")
        problem = Problem(place.removesuffix(")"), what, "correct it there, or just before")
    except RecursionError:
        problem = Problem("the file", "holds brackets within brackets without end", "close them")
    except ValueError:  # more digits than Python turns into an integer
        problem = Problem("the file", "holds a number of thousands of digits", "write a shorter one")
    raise ConfigProblems((problem,))


def _read(file: Table, years: range) -> Organisation:
    file.expect("organisation", "brands", "accounts", "policies", "people", "rotas")
    head = file.table("organisation", "organisation") or Table({}, "organisation", "organisation", [])
    zone = head.need("zone", values.zone, "UTC")
    language = head.need("language", values.language, _LANGUAGE)
    parts = {key: file.named(key, key) for key in ("brands", "calendars", "policies", "people", "rotas")}
    names = Names(
        brands=frozenset(parts["brands"]),
        calendars=frozenset(parts["calendars"]) | {ALWAYS_OPEN},
        policies=frozenset(parts["policies"]),
        people=frozenset(parts["people"]),
        rotas=frozenset(parts["rotas"]),
        promise_policy=head.need("promise_policy", values.one_of(parts["policies"], "policy"), _PROMISE),
    )
    accounts = read_accounts(file.tables("accounts", "accounts"), names)
    calendars = {id: read_calendar(id, table, zone, years) for id, table in parts["calendars"].items()}
    people = {id: read_person(id, table, zone, language) for id, table in parts["people"].items()}
    return Organisation(
        name=head.need("name", values.text, ""),
        zone=zone,
        language=language,
        brands={id: read_brand(id, table, names) for id, table in parts["brands"].items()},
        accounts=accounts,
        calendars={**calendars, ALWAYS_OPEN: always(zone)},
        policies={id: read_policy(id, table, names) for id, table in parts["policies"].items()},
        promise_policy=names.promise_policy,
        people=people,
        rotas={id: read_rota(id, table, zone, names) for id, table in parts["rotas"].items()},
        rules=tuple(read_rule(table, names, accounts) for table in file.tables("rules", "rules")),
        phrases=read_phrases(file.table("phrases", "phrases")),
        sms=read_sms(file.table("sms", "sms")),
        voice=_voice(file, any(m.channel == "voice" for p in people.values() for m in p.methods)),
        pagerduty_region=_pagerduty_region(file),
        mail_sender=_mail_sender(file, any(m.channel == "email" for p in people.values() for m in p.methods)),
    )


def _voice(file: Table, calling: bool) -> VoiceSettings:
    """Needed as soon as anybody is called: a call comes from a number, and there is no other to take."""
    if calling:
        file.expect("voice")
    voice = file.table("voice", "voice")
    return read_voice(voice) if voice is not None else VoiceSettings()


def _pagerduty_region(file: Table) -> PagerDutyRegion:
    pagerduty = file.table("pagerduty", "pagerduty")
    return pagerduty.may("region", values.choice(_REGIONS), "us") if pagerduty is not None else "us"


def _mail_sender(file: Table, mailing: bool) -> str:
    """Needed as soon as anybody is reached by e-mail: SES sends nothing without a sender it knows."""
    if mailing:
        file.expect("mail")
    mail = file.table("mail", "mail")
    return mail.need("sender", values.mail, "") if mail is not None else ""
