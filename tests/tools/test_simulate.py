"""`python -m tools.simulate`: what a period would have been like."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chalicelib import config
from chalicelib.domain.rota import Absence, Override
from chalicelib.store.duties import Duties
from chalicelib.store.notes import Notes, StoredConfig
from tests.config.example import TEXT, changed, organisation
from tests.domain.build import asked, at, replied, wall
from tests.stories import x
from tests.stories.world import World, local
from tools import simulate
from tools.factsexport import export
from tools.factsfile import Record, lines, read, write
from tools.outlook import differences
from tools.unusable import Unusable

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def friday_night() -> World:
    """Two customers at night: one is answered after a warning, one never; one more had an answer in time."""
    world = World("2026-11-20 22:58").at("2026-11-20 23:00")
    stored = StoredConfig("first", BEGINNING, config.dump(config.read(TEXT, world.now.date())))
    Notes(world.table).register(stored)
    quick, warned = (x.mention(name, "wanneer belt iemand mij terug?", world.now) for name in ("anna", "ben"))
    world.post(x.posts(quick, warned))
    world.at("2026-11-20 23:30")
    world.post(x.posts(x.reply(quick, "Vervelend! We zoeken het uit. ^Sanne", world.now)))
    world.post(x.posts(x.mention("carla", "waarom krijg ik geen antwoord?", world.now)))
    world.at("2026-11-20 23:50")
    world.post(x.posts(x.reply(warned, "We kijken ernaar. ^Sanne", world.now)))
    return world.at("2026-11-21 06:00")


NIGHT = (local("2026-11-20 22:00"), local("2026-11-21 06:00"))


def test_a_replay_pages_as_the_app_did() -> None:
    world = friday_night()
    record = export(world.table, *NIGHT)
    _, found = simulate.simulate(record, *NIGHT, None)
    assert [(page.at, page.to) for page in found.pages] == [(p.at, p.to) for p in world.sent if p.channel == "sms"]
    assert len(found.pages) == 1 + 4 + 6


def test_what_was_answered_before_any_page_is_in_it_too() -> None:
    table = friday_night().table
    found = export(table, *NIGHT).facts
    assert set(found) == {str(row["conversation"]) for row in table.rows("HEAD")}
    assert len(found) == 3


def test_what_came_to_rest_before_the_period_is_not() -> None:
    world = friday_night()
    world.at("2026-11-23 09:00")
    world.post(x.posts(x.mention("dirk", "wanneer gaan jullie open?", world.now)))
    world.at("2026-11-23 10:30")
    week = local("2026-11-23 01:00"), local("2026-11-23 10:00")
    waiting = export(world.table, *week).facts
    assert len(waiting) == 2, "Dirk, and Carla who still waits"
    assert all(fact.stored_at < week[1] for facts in waiting.values() for fact in facts)


def test_a_storm_is_no_conversation_to_replay() -> None:
    world = World("2026-11-21 20:00")
    for number in range(20):
        world.post(x.posts(x.mention(f"klant{number}", "waarom doet de app het niet?", world.now)))
    world.until(world.now + timedelta(minutes=1))
    world.acknowledge(world.sent[0])
    assert any(str(row["conversation"]).startswith("storm:") for row in world.table.rows("HEAD"))
    assert len(export(world.table, local("2026-11-21 20:00"), local("2026-11-21 21:00")).facts) == 20


def test_a_file_gives_back_what_was_written(tmp_path: Path) -> None:
    record = export(friday_night().table, *NIGHT)
    again = _reread(record, tmp_path)
    assert {ref: set(facts) for ref, facts in again.facts.items()} == {
        ref: set(facts) for ref, facts in record.facts.items()
    }
    assert again.settings == record.settings
    assert list(lines(again)) == list(lines(record))


def test_exceptions_are_exported_as_they_counted(tmp_path: Path) -> None:
    world = friday_night()
    duties = Duties(world.table)
    override = Override(
        id="1",
        rota="webcare",
        person="bram",
        start=NIGHT[0],
        end=NIGHT[1],
        by="bram",
        made_at=NIGHT[0],
    )
    absence = Absence(id="2", person="sanne", start=NIGHT[0], end=NIGHT[1], by="sanne", made_at=NIGHT[0])
    duties.add_override(override)
    duties.add_absence(absence)
    taken_back = local("2026-11-20 23:10")
    duties.remove("override#1", "bram", taken_back)
    record = _reread(export(world.table, *NIGHT), tmp_path)
    assert [each.end for each in record.overrides] == [taken_back]
    assert record.absences == (absence,)


def _reread(record: Record, folder: Path) -> Record:
    write(str(folder / "facts.jsonl"), record)
    return read(str(folder / "facts.jsonl"))


def test_a_file_is_for_its_owner_only_and_replaces_none(tmp_path: Path) -> None:
    file = tmp_path / "facts.jsonl"
    write(str(file), Record(facts={}))
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Unusable, match="File exists"):
        write(str(file), Record(facts={}))


def command(file: Path, *more: str) -> list[str]:
    return ["--facts", str(file), "--since", "2026-11-20T22:00+01:00", "--until", "2026-11-21T06:00+01:00", *more]


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    file = tmp_path / "night.jsonl"
    file.write_text("".join(f"{line}\n" for line in lines(export(friday_night().table, *NIGHT))), "utf-8")
    return file


def test_as_a_table(capsys: pytest.CaptureFixture[str], facts: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.toml"
    earlier.write_text(changed('{ after = "45m"', '{ after = "30m"'))
    simulate.main(command(facts, "--config", str(earlier)))
    text = capsys.readouterr().out
    assert "Sanne: 0 pages by day, 10 by night." in text
    assert "Mirjam: 0 pages by day, 1 by night." in text
    assert "Clocks that fell due: 3, of which missed: 1." in text
    assert "Against the configurations in force then: 2 pages gone, 2 new." in text
    assert "shift of webcare (week)" in text


def test_as_json(capsys: pytest.CaptureFixture[str], facts: Path) -> None:
    simulate.main(command(facts, "--json"))
    told = json.loads(capsys.readouterr().out)
    assert told["pages"][0]["at"] == "2026-11-20T23:45:00+01:00"
    assert told["pages"][0]["alerts"][0]["step"] == "after 45m"
    assert told["people"] == {"mirjam": {"day": 0, "night": 1}, "sanne": {"day": 0, "night": 10}}
    assert told["steps"] == {"fired": 11}
    assert told["compared"] is None
    (miss,) = told["misses"]
    assert (miss["due_at"], miss["end"]) == ("2026-11-21T00:30:00+01:00", None)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        pytest.param("{", "Expecting property name", id="no JSON"),
        pytest.param("[]", "list indices", id="no object"),
        pytest.param('{"kind": "gossip"}', "kind 'gossip'; known are: message, deletion", id="a kind nobody knows"),
        pytest.param('{"kind": "message", "conversation": "x:merk"}', "not enough values", id="no conversation"),
        pytest.param('{"kind": "message", "conversation": "x:merk:public:1"}', "missing", id="half a fact"),
    ],
)
def test_a_row_that_is_not_ours_is_told_with_its_line(tmp_path: Path, row: str, why: str) -> None:
    file = tmp_path / "facts.jsonl"
    file.write_text(f"\n{row}\n")
    with pytest.raises(
        Unusable, match=r"^--facts: line 2 of .* is no row of ours .*; make the file with --export$"
    ) as told:
        read(str(file))
    assert why in str(told.value)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        pytest.param(["--until", "2026-11-20T22:00+01:00"], "--until: ", id="a period that ends when it begins"),
        pytest.param(["--since", "2026-11-20T22:00"], "--since: ", id="a time without its zone"),
        pytest.param(["--facts", "nowhere.jsonl"], "--facts: ", id="a file that is not there"),
        pytest.param(["--config", "nowhere.toml"], "--config: ", id="a configuration that is not there"),
        pytest.param(["--export", "week.jsonl"], "--export: ", id="an export of what is a file already"),
    ],
)
def test_bad_input_is_told_in_a_sentence(
    capsys: pytest.CaptureFixture[str], facts: Path, more: list[str], sentence: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        simulate.main(command(facts, *more))
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith(sentence)


def test_a_changed_configuration_is_compared_with_the_one_that_was_in_force(tmp_path: Path) -> None:
    file = tmp_path / "earlier.toml"
    file.write_text(changed('{ after = "45m"', '{ after = "30m"'))
    day = at("00:00"), at("18 00:00")
    seen_by = ["2244994945"]
    facts = (asked("10:00", accounts=seen_by), replied("10:50", accounts=seen_by))
    stored = StoredConfig("first", BEGINNING, config.dump(organisation()))
    record = Record(facts={"x:merk:public:42": facts}, settings=(stored,))
    before, after = simulate.simulate(record, *day, str(file))
    assert before is not None
    gone, new = differences(before, after)
    assert [wall(page.at) for page in gone] == ["10:45"]
    assert [wall(page.at) for page in new] == ["10:30"]
    nothing, as_it_was = simulate.simulate(record, *day, None)
    assert nothing is None
    assert as_it_was.pages == before.pages
