"""A delivery receipt came in: the page was delivered, or it certainly was not and the next method goes out now."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.composing import acknowledged_since, still_wanted
from chalicelib.domain.paging import Page
from chalicelib.domain.receipts import DeliveryReceipt, group_of, read_receipt
from chalicelib.domain.trial import TRIAL_PREFIX
from chalicelib.store.conversations import Contended
from chalicelib.usecases.cases import cases_of
from chalicelib.usecases.notify import ID_PREFIX
from chalicelib.usecases.ports import Context
from chalicelib.usecases.send import give_up
from chalicelib.usecases.trial import hear_of_trial

_TRIES = 5


def receipt(payload: str, context: Context, now: datetime) -> None:
    """Handle one event as it was published; the same one again, or one that comes too late, changes nothing.

    What cannot be used is counted by day and left, since an error would only bring it back. Raises Contended when the
    page was saved by others again and again.
    """
    try:
        heard = read_receipt(payload)
    except ValueError as error:
        return _unusable(str(error), context, now)
    context.journal.note("receipt_read", page=heard.page, kind=heard.event, says=heard.says, reason=heard.reason)
    if heard.says == "nothing yet" or heard.page.startswith(ID_PREFIX):
        return None  # of a notice or an answer of ours nothing depends
    if heard.page.startswith(TRIAL_PREFIX):
        return None if hear_of_trial(heard, context, now) else _unusable("unknown page", context, now)
    for _ in range(_TRIES):
        page = _find(heard.page, context)
        if page is None:
            return _unusable("unknown page", context, now)
        record = _delivered if heard.says == "delivered" else _failed
        if record(page, heard, context, now):
            return None
    raise Contended(f"{heard.page}: the page was saved by others {_TRIES} times in a row")


def _unusable(what: str, context: Context, now: datetime) -> None:
    context.notes.count(now, "receipt", what)
    context.journal.note("receipt_unusable", what=what)


def _find(id: str, context: Context) -> Page | None:
    group = group_of(id)
    link = context.people.link(context.code_for(group)) if group is not None else None
    pages = context.people.group(link) if link is not None else ()
    return next((page for page in pages if page.id == id), None)


def _delivered(page: Page, heard: DeliveryReceipt, context: Context, now: datetime) -> bool:
    """False: the page was changed meanwhile.

    A claimed page was sent too, though whoever sent it has not said so yet, or died before: what they would save then
    does not fit any more, and no second copy goes out at the end of the lease.
    """
    if page.delivered_at is not None or page.state == "pending":
        return True
    at = min(max(heard.at or now, page.sent_at or page.created_at), now)  # a carrier's clock may be off
    known = replace(page, delivered_at=at)
    if page.state == "claimed":
        known = replace(known, state="delivered", due_at=None, sent_at=at, provider_id=heard.message or None)
    elif page.state == "sent":
        known = replace(known, state="delivered")
    if not context.people.save(known, page):
        return False
    seconds = (at - (known.sent_at or at)).total_seconds()
    context.journal.note(
        "page_delivered", page=page.id, person=page.person, channel=page.channel, after_seconds=seconds
    )
    return True


def _failed(page: Page, heard: DeliveryReceipt, context: Context, now: datetime) -> bool:
    """False: the page was changed meanwhile.

    While it is claimed nobody can tell which try it was: a next method too early beats one too late. A sent page fails
    by the receipt of its last try alone.
    """
    if page.state not in ("claimed", "sent"):
        return True  # it arrived all the same, it ended otherwise, or this was said before
    if page.state == "sent" and heard.message not in ("", page.provider_id):
        return True
    if not _needed(page, context, now):
        ended = replace(page, state="failed", due_at=None, ended_at=now, reason=heard.reason)
        return context.people.save(ended, page)
    give_up(page, heard.reason, context, now)
    left = _find(page.id, context)
    return left is not None and left.state == "failed"


def _needed(page: Page, context: Context, now: datetime) -> bool:
    """Does what the page carries still wait, and for anybody? If not, no other method and no manager is."""
    wanted = still_wanted(page.alerts, cases_of(page.alerts, context, now))
    return bool(wanted.items) and acknowledged_since(wanted.items, page.created_at) is None
