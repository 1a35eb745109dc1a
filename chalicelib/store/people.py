"""A person's paging: alerts that wait, pages in every state, and the codes of their links."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.alerts import Alert
from chalicelib.domain.paging import Page
from chalicelib.store.codec import from_item, to_item
from chalicelib.store.schema import due_range, expires, instant, parse_instant, person_pk, shard_of
from chalicelib.store.table import ABSENT, TRANSACTION_LIMIT, Delete, Expect, Item, Put, Table, Value, Write

_ALERT = "ALERT#"
_PAGE = "PAGE#"
_NOTICE = "NOTICE#"
_STATE = "STATE"
_END = "\U0010ffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a page link's code stands for: one person's group of pages."""

    person: str
    group: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """An alert that no page carries yet."""

    alert: Alert
    due_at: datetime
    held: bool
    """It was put off until then: by quiet hours, a cap, the rest of its backlog, or an outage."""
    outage: str = ""
    """Id of the known outage whose next page it waits for; empty: none."""


@dataclass(frozen=True, slots=True)
class People:
    """Access to the `P#` and `CODE#` partitions of one table."""

    table: Table

    def alerts(self, person: str) -> tuple[Alert, ...]:
        """The alerts of this person that wait to be paged, in no order."""
        return tuple(each.alert for each in self.waiting(person))

    def waiting(self, person: str) -> tuple[Waiting, ...]:
        """The same, with when each is due."""
        found = self.table.query(person_pk(person), _ALERT, _ALERT + _END)
        return tuple(
            Waiting(
                from_item(Alert, item),
                parse_instant(str(item["ix_at"])),
                bool(item.get("held")),
                str(item.get("outage", "")),
            )
            for item in found
        )

    def add(self, alert: Alert, now: datetime) -> bool:
        """Let an alert wait for this person. False: it waits already."""
        return self.table.write(Put(alert_item(alert, now), ABSENT))

    def version(self, person: str) -> int:
        """Counts the person's claims; 0 before the first. Read it before anything a claim depends on."""
        state = self.table.get(person_pk(person), _STATE)
        return int(state["version"]) if state else 0

    def claim(self, version: int, pages: Sequence[Page], code: str, now: datetime) -> bool:
        """In one transaction: the pages are claimed, their link works, and their alerts wait no longer.

        False: another claim for this person came first; nothing was written. `pages` are of one group, in their
        claimed or pending state. More alerts than a transaction takes are removed right after it: their group
        holds them already, so whoever still sees one knows that it is carried.
        """
        page = pages[0]
        pk = person_pk(page.person)
        link = Link(person=page.person, group=page.group, created_at=page.created_at)
        expect = ABSENT if version == 0 else Expect(values={"version": version})
        writes: list[Write] = [
            Put({"pk": pk, "sk": _STATE, "version": version + 1}, expect),
            Put({"pk": code_pk(code), "sk": "CODE", "expires_at": expires(now), **to_item(link)}),
            *(Put(_page_item(each), ABSENT) for each in pages),
        ]
        keys = [Delete(pk, _ALERT + alert.id) for alert in page.alerts]
        room = TRANSACTION_LIMIT - len(writes)
        if not self.table.transact([*writes, *keys[:room]]):
            return False
        for key in keys[room:]:
            self.table.write(key)
        return True

    def postpone(self, alert: Alert, until: datetime, outage: str = "") -> bool:
        """Let a waiting alert wait on, out of the sweep's sight until then. False: it waits no longer.

        `outage`: the id of the one whose next page it waits for.
        """
        item: Item = {**alert_item(alert, until), "held": True} | ({"outage": outage} if outage else {})
        return self.table.write(Put(item, Expect(values={"id": alert.id})))

    def forget(self, person: str, alerts: Iterable[Alert]) -> None:
        """Remove waiting rows of alerts that a page already carries (left by a crash half way)."""
        for alert in alerts:
            self.table.write(Delete(person_pk(person), _ALERT + alert.id))

    def drop(self, alert: Alert, reason: str, now: datetime) -> None:
        """The alert needs no page any more; why is kept."""
        pk = person_pk(alert.person)
        dropped: Item = {
            "pk": pk,
            "sk": f"DROPPED#{instant(now)}#{alert.id}",
            "kind": "dropped",
            "reason": reason,
            "expires_at": expires(now),
            **to_item(alert),
        }
        self.table.transact([Put(dropped), Delete(pk, _ALERT + alert.id)])

    def pages(self, person: str, since: datetime) -> tuple[Page, ...]:
        """The person's pages made since that instant, oldest first."""
        found = self.table.query(person_pk(person), _PAGE + instant(since), _PAGE + _END)
        return tuple(from_item(Page, item) for item in found)

    def outlines(self, person: str, since: datetime) -> tuple[Page, ...]:
        """The same without what they carry: hundreds of alerts take long to read where only their sending counts."""
        found = self.table.query(person_pk(person), _PAGE + instant(since), _PAGE + _END)
        return tuple(from_item(Page, {**item, "alerts": "[]"}) for item in found)

    def group(self, link: Link) -> tuple[Page, ...]:
        """The pages of one group, by their method's number."""
        prefix = f"{_PAGE}{instant(link.created_at)}#{link.group}#"
        return tuple(from_item(Page, item) for item in self.table.query(person_pk(link.person), prefix, prefix + _END))

    def group_of(self, page: Page) -> tuple[Page, ...]:
        """The pages that carry the same alerts as this one, itself included."""
        return self.group(Link(person=page.person, group=page.group, created_at=page.created_at))

    def page(self, person: str, key: str) -> Page | None:
        """One page by its sort key, as the index or a queue message names it."""
        item = self.table.get(person_pk(person), key)
        return from_item(Page, item) if item else None

    def save(self, page: Page, was: Page | None) -> bool:
        """Save a page if it still stands as it was read; `was` None: a new one. False: read again."""
        if was is None:
            return self.table.write(Put(_page_item(page), ABSENT))
        expect: dict[str, Value | None] = {
            "state": was.state,
            "attempts": was.attempts or None,
            "due_at": instant(was.due_at) if was.due_at is not None else None,  # somebody may have brought it forward
            "told": was.told or None,
            "telling": was.telling or None,
        }
        return self.table.write(Put(_page_item(page), Expect(values=expect)))

    def noticed(self, person: str, key: str) -> frozenset[int]:
        """The numbers of the methods by which the person got that notice of duty."""
        prefix = f"{_NOTICE}{key}#"
        found = self.table.query(person_pk(person), prefix, prefix + _END)
        return frozenset(int(str(item["sk"]).removeprefix(prefix)) for item in found)

    def note_notice(self, person: str, key: str, number: int, provider_id: str, now: datetime) -> None:
        """A notice of duty went out by the person's method of that number."""
        row: Item = {"pk": person_pk(person), "sk": f"{_NOTICE}{key}#{number}", "kind": "notice"}
        self.table.write(Put({**row, "sent_at": instant(now), "provider_id": provider_id, "expires_at": expires(now)}))

    def link(self, code: str) -> Link | None:
        """What a code stands for; None for an unknown one. Validity is the caller's to judge."""
        item = self.table.get(code_pk(code), "CODE")
        return from_item(Link, item) if item else None


def code_pk(code: str) -> str:
    """The table holds a code's hash only: who reads the table cannot open a page."""
    return "CODE#" + hashlib.sha256(code.encode()).hexdigest()


def page_key(page: Page) -> str:
    """The page's sort key: pages of a person in order of time, those of a group together."""
    return f"{_PAGE}{instant(page.created_at)}#{page.group}#{page.number}"


def alert_item(alert: Alert, now: datetime) -> Item:
    """A waiting alert, due at once: the index holds it until a page carries it or a reason ends it."""
    pk = person_pk(alert.person)
    return {
        "pk": pk,
        "sk": _ALERT + alert.id,
        "kind": "alert",
        "ix": due_range(shard_of(pk)),
        "ix_at": instant(now),
        "expires_at": expires(now),
        **to_item(alert),
    }


def _page_item(page: Page) -> Item:
    pk = person_pk(page.person)
    item: Item = {
        "pk": pk,
        "sk": page_key(page),
        "kind": "page",
        "expires_at": expires(page.created_at),
        **to_item(page),
    }
    if page.due_at is not None:
        item["ix"], item["ix_at"] = due_range(shard_of(pk)), instant(page.due_at)
    return item
