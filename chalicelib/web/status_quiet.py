"""The list of what started no clock: who said what when, why nobody is paged, and a way to say that somebody should."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.domain.composing import as_shown
from chalicelib.domain.organisation import Person
from chalicelib.texts.describe import NAME_MOST, QUOTE_MOST
from chalicelib.texts.outside import one_line
from chalicelib.texts.phrases import PLATFORMS, say
from chalicelib.texts.times import near_time
from chalicelib.usecases.by_board import name_of
from chalicelib.usecases.overview import Overview, Quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietRow:
    """One of them. `message` names it for a form; empty where the customer is to speak."""

    key: str
    conversation: str
    message: str
    who: str
    why: str
    quote: str
    label: str


def quiet_of(seen: Overview, reader: Person) -> Sequence[QuietRow]:
    """In the order in which they were found."""
    return [_row(each, seen, reader) for each in seen.quiet]


def key_of(*parts: str) -> str:
    """Names a line for the page's script, which keeps the reader's place; strangers' ids are no ids of ours."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _row(quiet: Quiet, seen: Overview, reader: Person) -> QuietRow:
    language, head, silent = reader.language, quiet.head, quiet.silent
    time = near_time(silent.at, seen.now, reader.zone, language)
    platform = PLATFORMS.get(head.platform, one_line(head.platform, NAME_MOST))
    who = one_line(as_shown(head.platform, silent.customer_name), NAME_MOST) or say(language, "customer")
    return QuietRow(
        key=key_of("quiet", head.conversation, silent.message),
        conversation=head.conversation,
        message=name_of(silent.message) if silent.message else "",
        who=f"{who}, {platform}",
        why=say(language, f"quiet {silent.why.replace('_', ' ')}", time=time),
        quote=one_line(silent.excerpt, QUOTE_MOST) if silent.excerpt and head.surface == "public" else "",
        label=say(language, "still a question of", name=who),
    )
