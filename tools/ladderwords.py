"""An explained ladder in plain words, Dutch or English."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from chalicelib.domain.duration import Duration, amount
from chalicelib.domain.organisation import MANAGER, ON_CALL, OWNER, Language
from chalicelib.domain.roster import Recipient
from tools.columns import aligned
from tools.explanation import Explained, Explanation, Note
from tools.moments import passed, shown, spoken

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "head": "Policy {policy}, account {account}, calendar {calendar}{target}.",
        "target": ", target {target}",
        "asked": "asked",
        "promised": "promised",
        "breach": "THE PROMISE BREAKS",
        "after": "{span} after the start",
        "before": "{span} before the due time",
        "due": "at the due time",
        "opening": "at the opening of the due day",
        "reply window": "1 working hour before the last open moment inside the reply window",
        "repeat": "repeat {number} of {most}, every {every}",
        "repeat opening": "repeat {number} of {most}, at each opening",
        "unless acknowledged": "unless acknowledged",
        "moved": ", moved by a rule",
        "nobody": ", nobody on {rota}",
        "closed": "Closed all day: {days}.",
        "rotas": "Who it is follows from the rotas alone: takeovers and absences are made on the page /rota.",
        "unused policy": "No account uses this policy: explained for {account}.",
        "not watched yet": "{account} is watched from {since}: what was asked before starts no clock.",
        "pages nobody": "{account} is listed only: its steps page nobody.",
        ON_CALL: "on call",
        MANAGER: "manager",
        OWNER: "owner",
    },
    "nl": {
        "head": "Beleid {policy}, account {account}, kalender {calendar}{target}.",
        "target": ", belofte {target}",
        "asked": "gevraagd",
        "promised": "beloofd",
        "breach": "DE BELOFTE BREEKT",
        "after": "{span} na het begin",
        "before": "{span} voor het verlopen",
        "due": "op het moment van verlopen",
        "opening": "bij opening op de dag zelf",
        "reply window": "1 werkuur voor het laatste open moment waarop antwoorden nog gratis mag",
        "repeat": "herhaling {number} van {most}, elke {every}",
        "repeat opening": "herhaling {number} van {most}, bij elke opening",
        "unless acknowledged": "tenzij iemand het heeft opgepakt",
        "moved": ", vervroegd door een regel",
        "nobody": ", niemand op {rota}",
        "closed": "Hele dag dicht: {days}.",
        "rotas": "Wie het is volgt alleen uit de roosters: overnames en afwezigheid staan op de pagina /rota.",
        "unused policy": "Geen account gebruikt dit beleid: uitgelegd voor {account}.",
        "not watched yet": "{account} wordt bewaakt vanaf {since}: wat eerder is gevraagd start geen klok.",
        "pages nobody": "{account} wordt alleen getoond: niemand wordt opgepiept.",
        ON_CALL: "dienst",
        MANAGER: "manager",
        OWNER: "eigenaar",
    },
}
_DUTCH = (
    (re.compile(r"\b1 working day$"), "1 werkdag"),
    (re.compile(r" working days?$"), " werkdagen"),
    (re.compile(r"\b1 working hour$"), "1 werkuur"),
    (re.compile(r" working hours?$"), " werkuren"),
    (re.compile(r"(?<=\d)\.(?=\d)"), ","),
)


def table(found: Explanation, language: Language) -> str:
    """The whole explanation for a terminal: a line per step and repeat, with the breach where it falls."""
    start = "asked" if found.policy.target is not None else "promised"
    asked = _row(found, found.asked_at, _WORDS[language][start], language)
    breach = _row(found, found.due_at, _WORDS[language]["breach"], language)
    steps = [_step_row(found, step, language) for step in found.steps]
    early = sum(step.at < found.due_at for step in found.steps)
    repeats = (_step_row(found, step, language) for step in found.repeats)
    rows = [asked, *steps[:early], breach, *steps[early:], *repeats]
    return "\n".join((_head(found, language), "", *aligned(rows), "", *_below(found, language)))


def why(found: Explanation, step: Explained, language: Language) -> str:
    """Why a step falls when it does: the policy's own rule in words."""
    say, written = _WORDS[language], step.step
    if written is None:
        return _added(found, step, language)
    if written.opening_of_due_day:
        rule = say["opening"]
    elif written.after is not None:
        rule = say["after"].format(span=span(written.after, language))
    elif written.before is not None and amount(written.before):
        rule = say["before"].format(span=span(written.before, language))
    else:
        rule = say["due"]
    return rule + (say["moved"] if step.moved else "")


def note(found: Explanation, told: Note, language: Language) -> str:
    """One sentence about what the example leaves open."""
    since = shown(told.since, found.organisation.zone) if told.since is not None else ""
    return _WORDS[language][told.kind].format(account=account_name(found), since=since)


def account_name(found: Explanation) -> str:
    """The account as `--account` takes it."""
    return f"{found.account.platform}:{found.account.name}"


def span(duration: Duration, language: Language) -> str:
    """1.5 working days, 1,5 werkdagen; hours and minutes are written alike in both."""
    words = str(duration)
    if language == "nl":
        for english, dutch in _DUTCH:
            words = english.sub(dutch, words)
    return words


def _added(found: Explanation, step: Explained, language: Language) -> str:
    """What the policy does not list one by one: its repeats, and the step that the reply window brings."""
    say, repeat = _WORDS[language], found.policy.repeat
    number = step.key.removeprefix("repeat ")
    if repeat is None or number == step.key:
        return say[step.key]
    if repeat.every is None:
        return say["repeat opening"].format(number=number, most=repeat.at_most)
    return say["repeat"].format(number=number, most=repeat.at_most, every=span(repeat.every, language))


def _head(found: Explanation, language: Language) -> str:
    say, target = _WORDS[language], found.policy.target
    return say["head"].format(
        policy=found.policy.name,
        account=account_name(found),
        calendar=found.calendar,
        target=say["target"].format(target=span(target, language)) if target is not None else "",
    )


def _below(found: Explanation, language: Language) -> Iterator[str]:
    say = _WORDS[language]
    if found.closed:
        yield say["closed"].format(days=", ".join(day.isoformat() for day in found.closed))
    yield say["rotas"]
    yield from (note(found, each, language) for each in found.notes)


def _step_row(found: Explanation, step: Explained, language: Language) -> Sequence[str]:
    say = _WORDS[language]
    condition = f", {say['unless acknowledged']}" if step.unless_acknowledged else ""
    whom = ", ".join(_person(found, recipient, language) for recipient in step.people)
    return _row(found, step.at, why(found, step, language) + condition, language, whom)


def _row(found: Explanation, at: datetime, what: str, language: Language, whom: str = "") -> Sequence[str]:
    later = "" if at == found.asked_at else "+" + passed(found.asked_at, at)
    return (spoken(at, found.organisation.zone, language), later, what, whom)


def _person(found: Explanation, recipient: Recipient, language: Language) -> str:
    say = _WORDS[language]
    nobody = say["nobody"].format(rota=recipient.nobody_on) if recipient.nobody_on else ""
    name = found.organisation.people[recipient.person].name
    return f"{name} ({say.get(recipient.role, recipient.role)}{nobody})"
