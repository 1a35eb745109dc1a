"""`python -m tools.simulate`: what a period would have been like."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib import config
from chalicelib.domain.facts import Fact
from chalicelib.domain.organisation import Organisation
from chalicelib.domain.rota import Absence, Override
from chalicelib.store.duties import Duties
from chalicelib.store.notes import Notes, StoredConfig
from tests.config.example import TEXT, changed, organisation
from tests.domain.build import asked, at, dismissed, mine, replied, taken, wall
from tests.stories import x
from tests.stories.world import World, local
from tools import simulate
from tools.factsexport import export
from tools.factsfile import Record, lines, read, write
from tools.outlook import Outlook, alone, differences, look_back
from tools.unusable import Unusable

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
ACCOUNT = frozenset({"2244994945"})
WEEK = (at("16 00:00"), at("23 00:00"))


def week(
    *facts: Fact, settings: Organisation | None = None, others: dict[str, tuple[Fact, ...]] | None = None
) -> Outlook:
    record = Record(facts={"x:merk:public:42": facts, **(others or {})})
    return look_back(record, alone(settings or organisation()), *WEEK)


def question(when: str) -> Fact:
    return asked(when, accounts=ACCOUNT)


def answer(when: str) -> Fact:
    return replied(when, accounts=ACCOUNT)


def pages(found: Outlook) -> list[str]:
    return [f"{wall(page.at)} {page.to}" for page in found.pages]


@pytest.mark.parametrize(
    ("facts", "expected", "outcomes"),
    [
        pytest.param([question("10:00"), answer("10:40")], [], {}, id="answered in time pages nobody"),
        pytest.param(
            [question("10:00"), answer("10:50")], ["10:45 sanne"], {"fired": 1}, id="answered after a warning"
        ),
        pytest.param(
            [question("10:00"), mine("10:46"), answer("10:58")],
            ["10:45 sanne"],
            {"fired": 1, "held": 1},
            id="whoever took it holds the second warning back",
        ),
        pytest.param(
            [question("10:00"), taken("after 45m", "ask 10:00", "10:45", to="bram"), answer("10:50")],
            ["10:45 sanne"],
            {"fired": 1},
            id="what was decided in truth does not count: it is decided anew",
        ),
        pytest.param(
            [asked("10:00", accounts=ACCOUNT, seen="11:30"), answer("11:35")],
            ["11:30:20 sanne", "11:30:20 mirjam", "11:31 sanne"],
            {"fired": 3, "superseded": 2},
            id="what came late is paged once, after it settled",
        ),
    ],
)
def test_who_would_have_been_paged(facts: list[Fact], expected: list[str], outcomes: dict[str, int]) -> None:
    found = week(*facts)
    assert sorted(pages(found)) == sorted(expected)
    assert dict(found.outcomes) == outcomes


def test_alerts_of_one_person_at_one_instant_are_one_page() -> None:
    second = {"x:merk:public:43": (question("10:00"), answer("10:50"))}
    found = week(question("10:00"), answer("10:50"), others=second)
    assert pages(found) == ["10:45 sanne"]
    assert [alert.conversation for alert in found.pages[0].alerts] == ["x:merk:public:42", "x:merk:public:43"]


def test_pages_are_counted_by_day_and_by_night() -> None:
    found = week(question("20 22:14:59"), answer("20 23:00"), others={"x:merk:public:43": (question("20 22:30"),)})
    assert [(wall(page.at), page.to, page.night) for page in found.pages][:3] == [
        ("20 22:59:59", "sanne", False),
        ("20 23:15", "sanne", True),
        ("20 23:25", "sanne", True),
    ]
    assert found.by_person() == {"mirjam": (0, 1), "sanne": (1, 9)}


@pytest.mark.parametrize(
    ("facts", "due", "missed"),
    [
        pytest.param([question("10:00"), answer("11:00")], 1, 0, id="answered on the target is met"),
        pytest.param([question("10:00"), answer("11:00:01")], 1, 1, id="answered a second later is a miss"),
        pytest.param([question("10:00")], 1, 1, id="never answered is a miss"),
        pytest.param([question("10:00"), dismissed("11:30", reason="thanks")], 1, 1, id="dismissed too late is a miss"),
        pytest.param([question("10:00"), dismissed("11:30", reason="spam")], 1, 0, id="spam is never a miss"),
        pytest.param([question("22 23:30")], 0, 0, id="what falls due after the period is not counted in it"),
    ],
)
def test_misses(facts: list[Fact], due: int, missed: int) -> None:
    found = week(*facts)
    assert (found.due, len(found.misses)) == (due, missed)


def test_what_began_before_the_period_goes_on_in_it() -> None:
    found = look_back(
        Record(facts={"x:merk:public:42": (question("10:00"),)}),
        alone(organisation()),
        at("10:58"),
        at("11:01:01"),
    )
    assert pages(found) == ["11:00 sanne", "11:01 mirjam"]


def test_a_brand_nobody_configured_is_told_not_replayed() -> None:
    assert week(others={"x:ander:public:1": (question("10:00"),)}).unknown == ("x:ander:public:1",)


def test_exceptions_to_the_rota_count_from_when_they_were_made() -> None:
    override = Override(
        id="1", rota="webcare", person="bram", start=at("09:00"), end=at("18:00"), by="bram", made_at=at("10:50")
    )
    record = Record(facts={"x:merk:public:42": (question("10:00"), answer("10:56"))}, overrides=(override,))
    assert pages(look_back(record, alone(organisation()), *WEEK)) == ["10:45 sanne", "10:55 bram"]


def test_a_changed_configuration_is_compared_with_the_one_that_was_in_force(tmp_path: Path) -> None:
    file = tmp_path / "earlier.toml"
    file.write_text(changed('{ after = "45m"', '{ after = "30m"'))
    stored = StoredConfig("first", BEGINNING, config.dump(organisation()))
    record = Record(facts={"x:merk:public:42": (question("10:00"), answer("10:50"))}, settings=(stored,))
    before, after = simulate.simulate(record, *WEEK, str(file))
    assert before is not None
    gone, new = differences(before, after)
    assert [wall(page.at) for page in gone] == ["10:45"]
    assert [wall(page.at) for page in new] == ["10:30"]
    alone_now, same = simulate.simulate(record, *WEEK, None)
    assert alone_now is None
    assert pages(same) == pages(before)


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


def test_what_was_answered_before_any_page_has_to_be_named() -> None:
    table = friday_night().table
    found = set(export(table, *NIGHT).facts)
    (quick,) = {str(row["conversation"]) for row in table.rows("HEAD")} - found
    assert set(export(table, *NIGHT, named=[quick]).facts) == found | {quick}


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
    assert "Clocks that fell due: 2, of which missed: 1." in text
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
