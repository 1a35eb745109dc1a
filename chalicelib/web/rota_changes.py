"""Exceptions to the rotas, mutes and outages as the rota page tells them: what differs, by whom, who took it back."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.organisation import Organisation, Person
from chalicelib.domain.outage import Outage
from chalicelib.domain.rota import Absence, Override
from chalicelib.store.duties import Entry, Mute
from chalicelib.texts.describe import NAME_MOST
from chalicelib.texts.outside import one_line
from chalicelib.texts.phrases import PLATFORMS, say
from chalicelib.texts.times import date_time
from chalicelib.usecases.by_rota import made_of, may_take_back


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`said` counts unless it was taken `back`; `key` is empty where the reader cannot take it back.

    `off` is what its button says.
    """

    said: str
    by: str
    back: bool
    key: str
    off: str


def change_of(entry: Entry, me: Person, today: Organisation) -> Change:
    """One exception, as this person reads it."""

    def at(instant: datetime) -> str:
        return date_time(instant, me.zone, me.language)

    made, back = made_of(entry), entry.removed_at
    fields = {"name": called(made.by, today), "time": at(made.made_at)}
    if back is not None:
        by = say(me.language, "rota entry back", **fields, other=called(entry.removed_by or "", today), back=at(back))
    else:
        by = say(me.language, "rota entry by", **fields)
    takable = back is None and may_take_back(entry, me)
    return Change(
        said=_said(entry, me, today),
        by=by,
        back=back is not None,
        key=entry.key if takable else "",
        off=say(me.language, "outage off" if entry.outage else "rota take back"),
    )


def called(person: str, today: Organisation) -> str:
    """Somebody's name; the id of somebody who left the configuration."""
    known = today.people.get(person)
    return one_line(known.name if known else person, NAME_MOST)


def outage_words(outage: Outage) -> str:
    """The words that tell a known outage, between quotes."""
    return ", ".join(f"'{one_line(word, NAME_MOST)}'" for word in outage.words)


def muted_account(mute: Mute, today: Organisation) -> str:
    """The account that a mute is about; by its id once it has left the configuration."""
    known = today.account(mute.platform, mute.account)
    name = known.name if known else mute.account
    return f"{PLATFORMS.get(mute.platform, mute.platform)} {one_line(name, NAME_MOST)}"


def _said(entry: Entry, me: Person, today: Organisation) -> str:
    made, language = made_of(entry), me.language
    if isinstance(made, Override | Absence):
        fields = {
            "name": called(made.person, today),
            "from_time": date_time(made.start, me.zone, language),
            "until": date_time(made.end, me.zone, language),
        }
        if isinstance(made, Override):
            return say(language, "rota entry override", **fields, rota=one_line(made.rota, NAME_MOST))
        if made.in_place is None:
            return say(language, "rota entry absence", **fields)
        return say(language, "rota entry absence filled", **fields, other=called(made.in_place, today))
    until = date_time(made.until, me.zone, language)
    if isinstance(made, Outage):
        since = date_time(made.since, me.zone, language)
        return say(language, "rota entry outage", words=outage_words(made), from_time=since, until=until)
    if made.conversation is not None:
        ref = one_line(made.conversation, NAME_MOST)
        muted = "rota entry mute post" if made.post is None else "rota entry mute whole"
        return say(language, muted, conversation=ref, until=until)
    return say(language, "rota entry mute", account=muted_account(made, today), until=until)
