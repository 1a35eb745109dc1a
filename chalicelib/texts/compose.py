"""One page into what its channels carry: a subject, one text message, one mail."""

from dataclasses import dataclass

from chalicelib.domain.pages import PageView
from chalicelib.texts.body import body_of
from chalicelib.texts.catalogue import ROWS
from chalicelib.texts.choosing import choose
from chalicelib.texts.fitting import fit, subject
from chalicelib.texts.words import fields_of, handle_of, quote_of


@dataclass(frozen=True, slots=True)
class Composed:
    """A page in words. `text` is one text message: at most 160 GSM-7 septets, its link last."""

    subject: str
    text: str
    body: str


def compose(view: PageView) -> Composed:
    """The same view always gives the same words; every number in them is that of `view.composed_at`.

    Raises ValueError only for settings of ours: an unknown zone, a link too long for a text message.
    """
    row, fields = ROWS[choose(view)], fields_of(view)
    handle = handle_of(view.items[0].customer_name, view.language)
    return Composed(
        subject=subject(row, view.language, fields, handle=handle),
        text=fit(
            row,
            view.language,
            fields,
            handle=handle,
            quote=quote_of(view),
            link=view.link,
            can_reply=view.can_reply,
        ),
        body=body_of(view),
    )
