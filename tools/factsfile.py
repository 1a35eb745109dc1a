"""The facts of a period in a file: a JSON object on every line, as the store writes a row, with its kind.

Besides facts, which name their conversation, a line may be a configuration (hash, effective_from, body), an override
or an absence. The file holds what customers wrote in public, and who they are: keep it as carefully as the table.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from chalicelib import config
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import KINDS, Fact, fact_id
from chalicelib.domain.merging import merge
from chalicelib.domain.organisation import Effective, Organisation
from chalicelib.domain.rota import Absence, Override
from chalicelib.store.codec import from_plain, to_plain
from chalicelib.store.notes import StoredConfig
from chalicelib.store.schema import instant, parse_instant
from tools.unusable import Unusable

_FACTS = {kind.KIND: kind for kind in KINDS}
_OVERRIDE, _ABSENCE, _CONFIGURATION = "override", "absence", "configuration"
_KNOWN = ", ".join((*_FACTS, _OVERRIDE, _ABSENCE, _CONFIGURATION))


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What happened, by conversation, and by which settings and exceptions to the rotas people were paged."""

    facts: Mapping[str, tuple[Fact, ...]]
    settings: tuple[StoredConfig, ...] = ()
    overrides: tuple[Override, ...] = ()
    absences: tuple[Absence, ...] = ()

    def effective(self) -> tuple[Effective, ...]:
        """The configurations, oldest first. Raises Unusable for one that cannot be read."""
        ordered = sorted(self.settings, key=lambda each: each.effective_from)
        return tuple(Effective(each.hash, each.effective_from, _organisation(each)) for each in ordered)


@dataclass(slots=True)
class _Reading:
    facts: dict[str, dict[str, Fact]] = field(default_factory=dict)
    settings: list[StoredConfig] = field(default_factory=list)
    overrides: list[Override] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)


def read(path: str) -> Record:
    """Copies of one fact are joined, so files may overlap. Raises Unusable, which names the line."""
    try:
        text = Path(path).read_text("utf-8")
    except OSError as error:
        raise Unusable(
            f"--facts: {path} cannot be read ({error.strerror}); make one with --table and --export"
        ) from None
    except UnicodeDecodeError:
        raise Unusable(f"--facts: {path} is not written in UTF-8; make one with --table and --export") from None
    found = _Reading()
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                _take(json.loads(line), found)
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise Unusable(
                    f"--facts: line {number} of {path} is no row of ours ({error}); make the file with --export"
                ) from None
    return Record(
        facts={ref: tuple(facts.values()) for ref, facts in found.facts.items()},
        settings=tuple(found.settings),
        overrides=tuple(found.overrides),
        absences=tuple(found.absences),
    )


def write(path: str, record: Record) -> None:
    """Readable by its owner only. Raises Unusable when the file exists already or cannot be made."""
    try:
        Path(path).touch(mode=0o600, exist_ok=False)
        Path(path).write_text("".join(f"{line}\n" for line in lines(record)), "utf-8")
    except OSError as error:
        raise Unusable(f"--export: {path} cannot be made ({error.strerror}); name a new file") from None


def lines(record: Record) -> Iterator[str]:
    """Settings and exceptions first, then the facts of each conversation in the order they were stored."""
    for settings in record.settings:
        at = instant(settings.effective_from)
        yield _line({"kind": _CONFIGURATION, "hash": settings.hash, "effective_from": at, "body": settings.body})
    yield from _exceptions(_OVERRIDE, record.overrides)
    yield from _exceptions(_ABSENCE, record.absences)
    for ref in sorted(record.facts):
        for fact in sorted(record.facts[ref], key=lambda fact: (fact.stored_at, fact_id(fact))):
            yield _line({"kind": fact.KIND, "conversation": ref, **to_plain(fact)})


def _exceptions(kind: str, rows: Iterable[Override | Absence]) -> Iterator[str]:
    return (_line({"kind": kind, **to_plain(row)}) for row in rows)


def _line(row: Mapping[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _take(row: Mapping[str, str], found: _Reading) -> None:
    kind = row["kind"]
    if kind == _CONFIGURATION:
        found.settings.append(StoredConfig(row["hash"], parse_instant(row["effective_from"]), row["body"]))
    elif kind == _OVERRIDE:
        found.overrides.append(from_plain(Override, row))
    elif kind == _ABSENCE:
        found.absences.append(from_plain(Absence, row))
    elif kind in _FACTS:
        ref = Conversation.parse(row["conversation"]).ref
        fact: Fact = from_plain(_FACTS[kind], row)
        known = found.facts.setdefault(ref, {})
        known[fact_id(fact)] = merge(known[fact_id(fact)], fact) if fact_id(fact) in known else fact
    else:
        raise ValueError(f"kind {kind!r}; known are: {_KNOWN}")


def _organisation(settings: StoredConfig) -> Organisation:
    try:
        return config.load(settings.body)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unusable(f"--facts: configuration {settings.hash} cannot be read ({error}); export it again") from None
