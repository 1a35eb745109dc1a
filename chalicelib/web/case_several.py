"""Several conversations at once, POST /c: each is taken or dismissed as on its own page, or it is said why not.

Fields: `csrf`, `shown`, `action` (`take` or `dismiss`), `reason` of a dismissal, and `conversation` once for each. One
that does not fit any more (answered, or the customer wrote again) keeps nothing of the others from being done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from chalice.app import Blueprint, Response

from chalicelib import bootstrap
from chalicelib.web.http import answer, raw_body

if TYPE_CHECKING:
    from chalicelib.domain.organisation import Person
    from chalicelib.usecases.ports import Context

several = Blueprint(__name__)

# More than a page of the board lists; each is a few reads and writes.
AT_MOST = 100
_OTHER_FIELDS = 20
_MOST_BYTES = 65_536
_ACTIONS: Mapping[str, str] = {"take": "acknowledge", "dismiss": "dismiss"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one; `wrong` is why it was not done, empty where it was. No `address`: it names nothing."""

    address: str
    who: str
    where: str
    wrong: str


@several.route("/c", methods=["POST"], content_types=["application/x-www-form-urlencoded"])
def act_on_several() -> Response:
    """Do it for each, and list what became of them, with the way to each one's page, where it can be undone."""
    from chalicelib.web.auth import check_post, require

    request = several.current_request
    session = require(request, "/status")
    if isinstance(session, Response):
        return session
    fields, refs = read_several(raw_body(request))
    if refused := check_post(request, fields, session):
        return refused
    now = bootstrap.now()
    context = bootstrap.context(now)
    reader = context.roster.organisation.people[session.person]
    action = fields.get("action", "")
    try:
        done = [_one(ref, fields, reader, context, now) for ref in refs] if action in _ACTIONS else []
    finally:
        bootstrap.journal().flush()
    return _told(done, action, reader)


def read_several(body: bytes) -> tuple[dict[str, str], tuple[str, ...]]:
    """The fields that stand once, and each conversation once. Both empty for what is no form, or too long a one."""
    if len(body) > _MOST_BYTES:
        return {}, ()
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=AT_MOST + _OTHER_FIELDS)
    except ValueError:
        return {}, ()
    refs = tuple(dict.fromkeys(fields.pop("conversation", [])))
    return {name: values[0] for name, values in fields.items() if len(values) == 1}, refs


def _one(ref: str, fields: Mapping[str, str], reader: "Person", context: "Context", now: datetime) -> Outcome:
    from chalicelib.texts.phrases import say
    from chalicelib.usecases.by_case import fulfil_here, open_case
    from chalicelib.usecases.errors import Refused
    from chalicelib.usecases.story import read_part
    from chalicelib.web.case_address import case_address
    from chalicelib.web.case_view import where_of, who_of
    from chalicelib.web.form import Wrong, read_wish, shown_in

    today, language = context.roster.organisation, reader.language
    part = read_part(ref, context, now)
    if part is None:
        return Outcome("", say(language, "customer"), "", say(language, "wrong nobody waits"))
    form = {name: fields.get(name, "") for name in ("reason", "shown")} | {"action": _ACTIONS[fields["action"]]}
    opened = open_case(part.case, reader, context, now, since=shown_in(form["shown"]))
    wrong = ""
    try:
        if not opened.carried:
            raise Wrong("wrong nobody waits")
        fulfil_here(read_wish(form, opened, today, now), opened, context, now)
    except Wrong as why:
        wrong = say(language, why.phrase, **why.fields)
    except Refused:  # what the form could not know
        wrong = say(language, "wrong form")
    return Outcome(case_address(part.ref), who_of(part.case, language), where_of(part.case, today, language), wrong)


def _told(done: Sequence[Outcome], action: str, reader: "Person") -> Response:
    from chalicelib.texts.story import SENTENCES, tale
    from chalicelib.web.addresses import upward
    from chalicelib.web.assets import addresses
    from chalicelib.web.case_render import HEADERS
    from chalicelib.web.render import render

    language, root = reader.language, upward(several.current_request)
    did = "took" if action == "take" else "dismissed"
    well = sum(1 for each in done if not each.wrong)
    body = render(
        "case_several.html",
        language,
        tale=SENTENCES[language],
        title=tale(language, f"several {did}", n=well) if done else tale(language, "several none"),
        not_done=tale(language, "several not", n=len(done) - well) if well < len(done) else "",
        did=tale(language, f"done {did}"),
        done=sorted(done, key=lambda each: not each.wrong),
        asset={name: root + address for name, address in addresses().items()},
        root=root,
    )
    return answer(body, "text/html; charset=utf-8", 200 if well else 422, HEADERS)
