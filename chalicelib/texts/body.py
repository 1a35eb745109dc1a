"""The mail of a page: plain text, every item, local times, the link last."""

from chalicelib.domain.pages import PageItem, PageView
from chalicelib.texts.describe import NAME_MOST, describe
from chalicelib.texts.outside import one_line, without_links
from chalicelib.texts.phrases import say
from chalicelib.texts.times import date_time

_WORDS_MOST = 200


def body_of(view: PageView) -> str:
    """A few lines an item, in the reader's language and zone; the only address in it is the page's own."""
    language = view.language
    composed = date_time(view.composed_at, view.zone, language)
    heading = say(language, "for", name=one_line(view.person_name, NAME_MOST), time=composed)
    blocks = [f"Waakhond. {heading}"]
    if view.nobody_on_duty is not None:
        blocks.append(say(language, "nobody on duty", rota=one_line(view.nobody_on_duty, NAME_MOST)))
    if view.outage is not None:
        words = one_line(", ".join(view.outage.words), _WORDS_MOST)
        blocks.append(say(language, "outage told", words=words))
    blocks += [_lines(number, item, view) for number, item in enumerate(view.items, start=1)]
    blocks.append(f"{say(language, 'only an answer')} {say(language, 'open to take')}\n{view.link}")
    return "\n\n".join(blocks) + "\n"


def _lines(number: int, item: PageItem, view: PageView) -> str:
    said = describe(item, view)
    lines = (
        f"{number}. {said.clock.upper()}: {without_links(said.who)} ({said.where})",
        f"{said.limit}. {said.waits}.",
        f'"{without_links(said.quote)}"' if said.quote else "",
        said.promised,
        say(view.language, "arrived late") if item.arrived_late else "",
        said.told,
        said.taken or say(view.language, "nobody"),
    )
    return "\n   ".join(line for line in lines if line)
