"""The status page as HTML. Everything that is said comes finished; here is only which file it goes into."""

from collections.abc import Sequence

from chalicelib.domain.organisation import Language, Organisation
from chalicelib.texts.describe import NAME_MOST
from chalicelib.texts.outside import one_line
from chalicelib.texts.phrases import PLATFORMS, say
from chalicelib.web.assets import addresses
from chalicelib.web.case_address import case_address
from chalicelib.web.form import REASONS
from chalicelib.web.http import page_headers
from chalicelib.web.render import render
from chalicelib.web.status_filter import KINDS, WHOSE, Filter
from chalicelib.web.status_view import StatusView

HEADERS = page_headers("style-src 'self'; script-src 'self'; connect-src 'self'")
"""No script or style stands in the page itself, and nothing of it comes from elsewhere."""

Choice = tuple[str, str, Sequence[tuple[str, str]]]
"""A field of the filter: its name, its value, and what can be chosen."""


def render_status(
    view: StatusView, chosen: Filter, today: Organisation, *, root: str, csrf: str, shown: str, wrong: str = ""
) -> str:
    """The page. `root` leads from its address to that of the app; `wrong` is a phrase."""
    language = view.language
    return render(
        "status.html",
        language,
        view=view,
        chosen=chosen,
        choices=_choices(chosen, today, language),
        asset={name: root + address for name, address in addresses().items()},
        home=f"{root}status",
        act=f"{root}status/act",
        several=f"{root}c",
        rota=f"{root}rota",
        figures=f"{root}figures",
        case=lambda ref: root + case_address(ref),
        reasons=[(reason, say(language, f"reason {reason.replace('_', ' ')}")) for reason in REASONS],
        me=f"{root}signin",
        csrf=csrf,
        shown=shown,
        wrong=say(language, wrong) if wrong else "",
        # The script counts on where these were said, and has no words of its own.
        left=say(language, "left", left="{}"),
        late=say(language, "late by", late="{}"),
    )


def _choices(chosen: Filter, today: Organisation, language: Language) -> list[Choice]:
    """A field with only one thing to choose is left out."""
    brands = [(brand.id, one_line(brand.name, NAME_MOST)) for brand in today.brands.values()]
    named = dict.fromkeys(account.platform for account in today.accounts)
    platforms = [(name, PLATFORMS.get(name, one_line(name, NAME_MOST))) for name in named]
    found: list[Choice] = [
        ("brand", chosen.brand, brands),
        ("platform", chosen.platform, platforms),
        ("kind", chosen.kind, [(kind, say(language, f"kind {kind}")) for kind in KINDS]),
        ("who", chosen.who, [(who, say(language, f"who {who}")) for who in WHOSE]),
    ]
    return [each for each in found if len(each[2]) > 1]
