"""A conversation's page in words: who waits in it, and its story line by line, for a template without wording."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from chalicelib.domain.afresh import may_be_undone
from chalicelib.domain.case import Case
from chalicelib.domain.composing import as_shown
from chalicelib.domain.facts import Fact
from chalicelib.domain.facts_seen import Message
from chalicelib.domain.head import customer_name
from chalicelib.domain.organisation import Language, Organisation, Person
from chalicelib.domain.paging import Page
from chalicelib.domain.telling import Decided, Dropped, Moment, Started, Stopped
from chalicelib.texts.describe import NAME_MOST, Described, describe
from chalicelib.texts.moments import Ears, told
from chalicelib.texts.outside import one_line
from chalicelib.texts.phrases import PLATFORMS, say
from chalicelib.texts.story import tale
from chalicelib.usecases.by_board import name_of
from chalicelib.usecases.by_case import deed_name
from chalicelib.usecases.open_page import Opened
from chalicelib.usecases.story import Story
from chalicelib.web.case_address import case_address
from chalicelib.web.choices import Choices, narrowed

LISTED_AT_MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One clock that runs; `number` as its forms name it, 0 where it is the only one that is shown."""

    said: Described
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One moment. `undo` and `message` name what its button is about; empty where there is none."""

    time: str
    surface: str
    """Empty while the story has one part."""
    text: str
    details: Sequence[str]
    quote: str | None
    undone: str
    undo: str
    undo_label: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """Everything the page shows; `waiting` is empty when nobody waits there."""

    who: str
    where: str
    waiting: Sequence[Waiting]
    lines: Sequence[Line]
    left_out: str
    zone: str
    other: str
    """The address of the other part's page, from the root of the app; empty where there is no other part."""
    other_label: str
    mute: str = ""
    """Where it and its whole post are muted, from the root of the app; empty for who may not."""


def case_view(story: Story, opened: Opened, choices: Choices, today: Organisation, reader: Person) -> CaseView:
    """The page as this person reads it."""
    case, language = story.main.case, reader.language
    view = narrowed(opened.view, choices)
    numbers = choices.numbers if choices.only is None else {}
    ears = Ears(
        language=language,
        zone=reader.zone,
        names={person.id: person.name for person in today.people.values()},
        messages={f.id: f for part in story.parts for f in part.facts if isinstance(f, Message)},
    )
    shown = story.moments[-LISTED_AT_MOST:]
    others = story.parts[1:]
    return CaseView(
        who=who_of(case, language),
        where=where_of(case, today, language),
        waiting=[Waiting(said=describe(item, view), number=numbers.get(item.alert, 0)) for item in view.items],
        lines=[_line(moment, story, ears) for moment in shown],
        left_out=tale(language, "left out", n=len(story.moments) - len(shown))
        if len(shown) < len(story.moments)
        else "",
        zone=tale(language, "zone", zone=reader.zone),
        other=case_address(others[0].ref) if others else "",
        other_label=tale(language, f"other {others[0].case.conversation.surface}") if others else "",
        mute=f"rota?conversation={quote(story.main.ref, safe='')}#mute-post" if reader.role == "manager" else "",
    )


def _line(moment: Moment, story: Story, ears: Ears) -> Line:
    said = told(moment, ears)
    deed = _deed(moment)
    quiet = moment.what if moment.quiet is not None and moment.ref == story.main.ref else None
    undone = moment.undone
    return Line(
        time=ears.time(moment.at),
        surface=say(ears.language, moment.surface) if len(story.parts) > 1 else "",
        text=said.text,
        details=said.details,
        quote=said.quote,
        undone=ears.say("undone", name=ears.name(undone.by), time=ears.time(undone.at)) if undone else "",
        undo=deed_name(moment.ref, deed) if deed else "",
        undo_label=ears.say("undo of", what=said.text),
        message=name_of(quiet.id) if isinstance(quiet, Message) else "",
    )


def _deed(moment: Moment) -> Fact | None:
    """What can be taken back: done by hand, and not undone yet."""
    done = moment.what
    if moment.undone is not None or isinstance(done, Started | Stopped | Decided | Page | Dropped):
        return None
    return done if may_be_undone(done) else None


def who_of(case: Case, language: Language) -> str:
    """The customer as people write them."""
    if case.conversation.threaded:
        return tale(language, "a thread")
    name = as_shown(case.conversation.platform, customer_name(case, None))
    return one_line(name, NAME_MOST) or say(language, "customer")


def where_of(case: Case, today: Organisation, language: Language) -> str:
    """Platform, surface and brand."""
    conversation = case.conversation
    platform = PLATFORMS.get(conversation.platform, one_line(conversation.platform, NAME_MOST))
    brand = today.brands.get(conversation.brand)
    name = one_line(brand.name if brand else conversation.brand, NAME_MOST)
    return f"{platform}, {say(language, conversation.surface)}, {name}"
