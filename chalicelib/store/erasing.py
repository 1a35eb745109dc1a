"""What has to be written so that the rows of a table name one customer no longer. Nothing here writes.

By Query alone: of the conversations that are told, and of everybody who may have been paged about them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from chalicelib.domain.alerts import Alert
from chalicelib.domain.erasing import nobodys_alert, nobodys_result
from chalicelib.domain.facts import Fact, fact_id
from chalicelib.domain.paging import Page
from chalicelib.domain.results import Result
from chalicelib.store.codec import from_item, to_item
from chalicelib.store.results import counted_of
from chalicelib.store.schema import conversation_pk, person_pk
from chalicelib.store.table import Delete, Expect, Item, Put, Table, Write

What = Literal["facts", "heads", "results", "alerts", "pages", "replies", "posts"]

_FACT = "F#"


@dataclass(frozen=True, slots=True)
class Step:
    """Writes that are done together or not at all, and what it is that they erase."""

    what: What
    writes: tuple[Write, ...]


def of_person(
    table: Table, person: str, refs: Collection[str], is_theirs: Callable[[Alert], bool], nobody: str
) -> Iterator[Step]:
    """Alerts that wait, or needed no page, go; a page keeps that somebody was paged, about `nobody`.

    What we understood of a text that answered such a page goes too.
    """
    for item in table.query(person_pk(person)):
        delete = Delete(str(item["pk"]), str(item["sk"]))
        match item.get("kind"):
            case "alert" | "dropped" if is_theirs(from_item(Alert, item)):
                yield Step("alerts", (delete,))
            case "page":
                alerts = from_item(Page, item).alerts
                if any(map(is_theirs, alerts)):
                    yield Step("pages", (_without(item, alerts, is_theirs, nobody),))
            case "reply" if any(ref in str(value) for value in item.values() for ref in refs):
                yield Step("replies", (delete,))


def of_conversation(table: Table, ref: str, new_name: Callable[[], str]) -> Iterator[Step]:
    """All of it, its head last: whatever is left by a crash is still found."""
    for item in table.query(conversation_pk(ref)):
        match item["kind"]:
            case "counted":
                yield _result(table, ref, item, new_name)
            case "conversation":
                yield Step("heads", (Delete(str(item["pk"]), str(item["sk"])),))
            case _:
                yield Step("facts", (Delete(str(item["pk"]), str(item["sk"])),))


def of_thread(
    table: Table,
    ref: str,
    gone: Iterable[Fact],
    changed: Iterable[Fact],
    results: Collection[str],
    new_name: Callable[[], str],
) -> Iterator[Step]:
    """Of a thread that others take part in: these facts, and the results of those ids."""
    pk = conversation_pk(ref)
    for item in table.query(pk, "COUNTED#", "COUNTED#\U0010ffff"):
        if counted_of(item).id in results:
            yield _result(table, ref, item, new_name)
    for fact in gone:
        yield Step("facts", (Delete(pk, _FACT + fact_id(fact)),))
    for fact in changed:
        stored = table.get(pk, _FACT + fact_id(fact))
        if stored is not None:
            kept: Item = {n: stored[n] for n in ("pk", "sk", "kind", "expires_at", "copies") if n in stored}
            expect = Expect(values={"copies": stored.get("copies")})
            yield Step("facts", (Put({**kept, **to_item(fact)}, expect),))


def of_posts(table: Table, platform: str, messages: Iterable[str], refs: Collection[str]) -> Iterator[Step]:
    """Where answers of the brand to the customer stand, and that messages were deleted."""
    for message in messages:
        for item in table.query(f"POST#{platform}#{message}"):
            if item["sk"] == "DELETED" or str(item["sk"]).removeprefix("AT#") in refs:
                yield Step("posts", (Delete(str(item["pk"]), str(item["sk"])),))


def _without(item: Item, alerts: tuple[Alert, ...], is_theirs: Callable[[Alert], bool], nobody: str) -> Put:
    kept = tuple(nobodys_alert(a, nobody, n) if is_theirs(a) else a for n, a in enumerate(alerts))
    changed = to_item(replace(from_item(Page, item), alerts=kept))
    # Somebody may be sending it this moment: then it is read again.
    expect = Expect(values={name: item[name] for name in ("alerts", "state")})
    return Put({**item, "alerts": changed["alerts"]}, expect)


def _result(table: Table, ref: str, item: Item, new_name: Callable[[], str]) -> Step:
    """The row counts on under another name; that the conversation had it is forgotten."""
    counted = counted_of(item)
    forgotten = Delete(conversation_pk(ref), str(item["sk"]))
    stored = table.get(counted.row, counted.id)
    if stored is None:
        return Step("results", (forgotten,))
    named = nobodys_result(from_item(Result, stored), new_name())
    kept = {name: stored[name] for name in ("pk", "expires_at")}
    anonymous: Item = {**kept, "sk": named.id, **to_item(named)}
    return Step("results", (Put(anonymous), Delete(counted.row, counted.id), forgotten))
