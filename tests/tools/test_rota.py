"""`python -m tools.rota`: what it prints, and what it says to bad input."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from chalicelib.domain.reach import Outcome
from chalicelib.domain.roster import Roster
from chalicelib.domain.rota import Absence
from chalicelib.store.duties import Duties
from chalicelib.store.dynamo_table import DynamoTable
from chalicelib.store.reach import Reaches
from chalicelib.usecases.duties import be_away
from chalicelib.usecases.rota_check import check_rotas
from tests.config.example import changed, organisation
from tests.store.cloud import REGION, create_table
from tools import rota, settingsfile

ROOT = Path(__file__).parents[2]
FROM = ["--from", "2026-12-28T09:00+01:00"]


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    rota.main(arguments)
    return capsys.readouterr().out


def config_file(folder: Path, old: str, new: str) -> str:
    path = folder / "changed.toml"
    path.write_text(changed(old, new), "utf-8")
    return str(path)


def test_two_weeks_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, *FROM) == (
        "Rooster webcare, ma 28-12 09:00 CET tot ma 11-1 09:00 CET\n"
        "  ma 28-12 09:00 CET  Sanne  shift of webcare (week)\n"
        "  ma 4-1 09:00 CET    Bram   shift of webcare (week)\n"
        "\n"
        "Rooster management, ma 28-12 09:00 CET tot ma 11-1 09:00 CET\n"
        "  ma 28-12 09:00 CET  Mirjam  shift of management (manager)\n"
        "\n"
        "Steeds heeft er iemand dienst, en niemand te lang.\n"
    )


def test_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(told(capsys, *FROM, "--days", "8", "--json"))
    assert (answer["from"], answer["until"]) == ("2026-12-28T09:00:00+01:00", "2027-01-05T09:00:00+01:00")
    assert answer["sound"] is True
    webcare, management = answer["rotas"]
    assert [(each["person"], each["since"], each["until"]) for each in webcare["shifts"]] == [
        ("sanne", "2026-12-28T09:00:00+01:00", "2027-01-04T09:00:00+01:00"),
        ("bram", "2027-01-04T09:00:00+01:00", "2027-01-05T09:00:00+01:00"),
    ]
    assert (webcare["gaps"], webcare["too_long"]) == ([], [])
    assert (management["rota"], management["too_long"]) == ("management", []), "one person has no turns"


HOURS = 'turn = "1 week"                  # or "1 day", "2 weeks"\n'
NIGHTS_OFF = HOURS + 'hours = { monday = ["08:00-24:00"], tuesday = ["00:00-20:00"] }\n'


@pytest.mark.parametrize(
    ("old", "new", "days", "said"),
    [
        pytest.param(
            HOURS,
            NIGHTS_OFF,
            "3",
            ["! Niemand heeft dienst: di 29-12 20:00 CET tot do 31-12 09:00 CET.", "di 29-12 20:00 CET  NIEMAND"],
            id="hours that nobody carries",
        ),
        pytest.param(
            HOURS,
            'turn = "2 weeks"\n',
            "14",
            ["! Sanne heeft te lang dienst: ma 28-12 09:00 CET tot ma 11-1 09:00 CET."],
            id="two weeks without a handoff",
        ),
    ],
)
def test_what_is_not_as_it_should_be(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, old: str, new: str, days: str, said: list[str]
) -> None:
    printed = told(capsys, *FROM, "--days", days, "--config", config_file(tmp_path, old, new))
    assert [line for line in said if line not in printed] == [], printed
    assert "Steeds heeft er iemand dienst" not in printed


def test_in_english(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    printed = told(capsys, *FROM, "--language", "en", "--config", config_file(tmp_path, HOURS, NIGHTS_OFF))
    assert "! Nobody is on duty: Tue 29-12 20:00 CET until Mon 4-1 08:00 CET." in printed


def test_a_gap_says_who_is_away_in_json() -> None:
    start, end = datetime.fromisoformat("2026-12-28T09:00+01:00"), datetime.fromisoformat("2027-01-04T09:00+01:00")
    new_year = datetime.fromisoformat("2027-01-01T00:00+01:00")
    away = Absence(id="1", person="sanne", start=new_year, end=new_year + timedelta(days=1), by="sanne", made_at=start)
    roster = Roster(organisation(), (), (away,))
    answer = rota.as_json(check_rotas(roster, start, end), roster.organisation, start, end)
    assert answer["sound"] is False
    webcare = json.loads(json.dumps(answer))["rotas"][0]
    assert webcare["gaps"] == [
        {
            "person": None,
            "since": "2027-01-01T00:00:00+01:00",
            "until": "2027-01-02T00:00:00+01:00",
            "why": "nobody of webcare (week)",
        }
    ]


def test_the_exceptions_of_a_stage_are_weighed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    start, new_year = (datetime.fromisoformat(f"{day}T00:00+01:00") for day in ("2026-12-28", "2027-01-01"))
    with mock_aws():
        dynamodb = boto3.client("dynamodb")
        create_table(dynamodb, "waakhond-dev")
        duties = Duties(DynamoTable(dynamodb, "waakhond-dev"))
        day = (new_year, new_year + timedelta(days=1))
        be_away(duties, organisation(), person="sanne", start=day[0], end=day[1], by="sanne", now=start)
        with pytest.raises(SystemExit) as ended:
            rota.main([*FROM, "--table", "dev"])
        assert ended.value.code == 1, "nobody was ever reached"
        printed = capsys.readouterr().out
        assert "! Niemand heeft dienst: vr 1-1 00:00 CET tot za 2-1 00:00 CET." in printed
        assert "! Sanne (webcare): in 30 dagen kwam er aantoonbaar niets aan. Laat testen:" in printed
        with pytest.raises(SystemExit):
            rota.main([*FROM, "--table", "elsewhere"])
    assert capsys.readouterr().err.startswith("--table: AWS refused (")
    assert "Niemand heeft dienst" not in told(capsys, *FROM), "without --table nobody asks for them"


def test_of_a_stage_everybody_on_a_rota_must_have_a_method_that_worked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    with mock_aws():
        dynamodb = boto3.client("dynamodb")
        create_table(dynamodb, "waakhond-dev")
        reaches, now = Reaches(DynamoTable(dynamodb, "waakhond-dev")), datetime.now(UTC)

        def works(person: str) -> None:
            (number, *_) = (method.to for method in organisation().people[person].methods)
            fine = Outcome(channel="sms", to=number, at=now, worked=True, how="delivered")
            reaches.note(person, [fine], now)

        for person in ("sanne", "bram"):
            works(person)
        with pytest.raises(SystemExit) as ended:
            rota.main([*FROM, "--table", "dev", "--json"])
        assert ended.value.code == 1
        unreachable = [{"person": "mirjam", "rotas": ["management"], "worked_at": None}]
        assert json.loads(capsys.readouterr().out)["unreachable"] == unreachable
        works("mirjam")
        assert json.loads(told(capsys, *FROM, "--table", "dev", "--json"))["unreachable"] == []
    assert json.loads(told(capsys, *FROM, "--json"))["unreachable"] is None, "without --table nobody asks"


@pytest.mark.parametrize(
    ("turn", "limit", "found"),
    [
        pytest.param("1 week", 8, 0, id="a weekly turn is not too long"),
        pytest.param("1 week", 7, 0, id="nor is it at exactly the limit"),
        pytest.param("1 week", 6, 2, id="it is beyond it"),
        pytest.param("2 weeks", 8, 1, id="two weeks are too long"),
    ],
)
def test_how_long_is_too_long(tmp_path: Path, turn: str, limit: int, found: int) -> None:
    start = datetime.fromisoformat("2026-12-28T09:00+01:00")
    settings = settingsfile.read(config_file(tmp_path, HOURS, f'turn = "{turn}"\n'), start.date())
    checks = check_rotas(Roster(settings), start, start + timedelta(days=14), longest=timedelta(days=limit))
    assert [len(check.too_long) for check in checks if check.rota == "webcare"] == [found]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--days", "0"], "--days: 0 is not from 1 to 366", id="no day"),
        pytest.param(["--days", "367"], "--days: 367 is not from 1 to 366", id="more than a year"),
        pytest.param(["--from", "monday"], "--from: 'monday' is no time", id="no time"),
        pytest.param(["--from", "2026-12-28T09:00"], "does not say its zone", id="a time without its zone"),
        pytest.param(["--config", "/nowhere/x.toml"], "cannot be read", id="no such file"),
    ],
)
def test_bad_input_is_told_in_a_sentence(capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    with pytest.raises(SystemExit) as ended:
        rota.main(arguments)
    assert ended.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err


def test_it_runs_from_the_command_line() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tools.rota", *FROM, "--days", "1"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.startswith("Rooster webcare")
