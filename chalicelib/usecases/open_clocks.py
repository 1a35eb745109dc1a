"""The clocks that run, the first to break first: a part of bounded cost, and where to read on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.domain.head import Head, Running
from chalicelib.store.open_heads import read_open
from chalicelib.usecases.ports import Context

State = Literal["running", "warned", "breached"]


@dataclass(frozen=True, slots=True)
class Line:
    """One running clock with the conversation that it belongs to."""

    head: Head
    clock: Running


@dataclass(frozen=True, slots=True)
class OpenClocks:
    """`cursor` is empty when these are all, or the last of them."""

    lines: tuple[Line, ...]
    cursor: str


def open_clocks(context: Context, most: int, cursor: str = "") -> OpenClocks:
    """About `most` of each range of the due index: the next steps, and who waited longest. Raises NoCursor."""
    read = read_open(context.due.table, most, cursor)
    heads = {head.conversation: head for head in read.heads}  # one may move to another range meanwhile
    lines = [Line(head, clock) for head in heads.values() for clock in head.running]
    lines.sort(key=lambda line: (line.clock.due_at, line.head.conversation, line.clock.anchor))
    return OpenClocks(tuple(lines), read.cursor)


def state(clock: Running, now: datetime) -> State:
    """Derived, never stored: breached from the due instant on, warned from the first step on."""
    if now >= clock.due_at:
        return "breached"
    return "warned" if now >= clock.warn_at else "running"
