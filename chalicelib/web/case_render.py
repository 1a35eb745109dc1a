"""A conversation's page as HTML: which file it goes into, and what else that file asks for."""

from chalicelib.domain.organisation import Language, Organisation, Person
from chalicelib.texts.describe import NAME_MOST
from chalicelib.texts.outside import one_line
from chalicelib.texts.phrases import say
from chalicelib.texts.story import SENTENCES
from chalicelib.texts.times import near_time
from chalicelib.usecases.open_page import Opened
from chalicelib.usecases.story import Story
from chalicelib.web.assets import addresses
from chalicelib.web.case_view import case_view
from chalicelib.web.choices import Choices, more_of, narrowed, sentence
from chalicelib.web.http import page_headers
from chalicelib.web.render import button_of, render

HEADERS = page_headers("style-src 'self'")
"""Nothing runs here, and nothing comes from elsewhere."""


def render_case(
    story: Story,
    opened: Opened,
    choices: Choices,
    today: Organisation,
    reader: Person,
    *,
    root: str,
    csrf: str,
    notice: str = "",
) -> str:
    """The page. `root` leads from its address to that of the app; `notice` is told on top, finished."""
    language, now = reader.language, opened.view.composed_at
    shown = narrowed(opened.view, choices)
    more = more_of(shown, shown.items, choices)
    wrong = choices.wrong
    return render(
        "case.html",
        language,
        view=case_view(story, opened, choices, today, reader),
        tale=SENTENCES[language],
        reader=one_line(reader.name, NAME_MOST),
        as_of=say(language, "as of", time=near_time(now, now, reader.zone, language)),
        button=button_of(shown, shown.items),
        choices=choices,
        more=more,
        back=say(language, "show all", n=len(choices.numbers)) if choices.only is not None else "",
        notice=notice or (sentence(opened.view, wrong) if wrong and not (more and more.wrong) else ""),
        refused=wrong is not None,
        asset={name: root + address for name, address in addresses().items()},
        root=root,
        csrf=csrf,
    )


def render_no_case(language: Language, root: str) -> str:
    """One calm text for an address that names nothing, whatever the reason."""
    return render(
        "case_gone.html",
        language,
        tale=SENTENCES[language],
        asset={name: root + address for name, address in addresses().items()},
        root=root,
    )
