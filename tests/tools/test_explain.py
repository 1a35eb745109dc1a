"""`python -m tools.explain`: what it prints, and what it says to bad input."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.config.example import changed
from tools import explain

ROOT = Path(__file__).parents[2]
FRIDAY_NIGHT = ["--policy", "mention", "--asked-at", "2026-11-20T23:00+01:00"]


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    explain.main(arguments)
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The sentence for bad input; nothing is printed where output goes."""
    with pytest.raises(SystemExit) as ended:
        explain.main(arguments)
    assert ended.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    return printed.err.strip()


def test_what_other_programs_rely_on(capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(told(capsys, *FRIDAY_NIGHT, "--json"))
    assert answer["asked_at"] == "2026-11-20T23:00:00+01:00"
    assert answer["due_at"] == "2026-11-21T00:00:00+01:00"
    assert [(step["at"], step["after"], step["notify"]) for step in answer["steps"]] == [
        ("2026-11-20T23:45:00+01:00", "45m", ["on-call"]),
        ("2026-11-20T23:55:00+01:00", "55m", ["on-call"]),
        ("2026-11-21T00:00:00+01:00", "1h", ["on-call"]),
        ("2026-11-21T00:01:00+01:00", "1h1m", ["manager"]),
    ]
    assert [step["unless_acknowledged"] for step in answer["steps"]] == [False, True, False, False]
    assert [step["people"][0]["person"] for step in answer["steps"]] == ["sanne", "sanne", "sanne", "mirjam"]
    assert [repeat["after"] for repeat in answer["repeats"]] == ["1h31m", "2h1m", "2h31m", "3h1m", "3h31m", "4h1m"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        pytest.param(
            "nl",
            ["Beleid direct", "wo 18-11 16:05 CET", "1,5 werkdagen na het begin", "1 werkuur voor", "tenzij iemand"],
            id="Dutch",
        ),
        pytest.param(
            "en",
            ["Policy direct", "Wed 18-11 16:05 CET", "1.5 working days after", "1 working hour before", "unless ack"],
            id="English",
        ),
        pytest.param(None, ["Beleid direct", "DE BELOFTE BREEKT"], id="the organisation's own when none is asked for"),
    ],
)
def test_a_table_in_plain_words(capsys: pytest.CaptureFixture[str], language: str | None, words: list[str]) -> None:
    asked = ["--policy", "direct", "--asked-at", "2026-11-17T11:50+01:00"]
    text = told(capsys, *asked, *(["--language", language] if language else []))
    for word in words:
        assert word in text


def test_the_breach_stands_where_it_falls(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys, *FRIDAY_NIGHT, "--language", "en").splitlines()
    (breach,) = [number for number, line in enumerate(lines) if "THE PROMISE BREAKS" in line]
    assert "55m after" in lines[breach - 1]
    assert "1h after" in lines[breach + 1]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(
            ["--policy", "mentoin", "--asked-at", "2026-11-20T23:00+01:00"],
            "--policy: 'mentoin' is no policy; known are: direct, mention, promise",
            id="an unknown policy, with those that are known",
        ),
        pytest.param(
            ["--policy", "mention", "--asked-at", "vrijdag"],
            "--asked-at: 'vrijdag' is no time; write it as 2026-11-20T23:00+01:00",
            id="a time nobody can read",
        ),
        pytest.param(
            ["--policy", "mention", "--asked-at", "2026-11-20T23:00"],
            "--asked-at: '2026-11-20T23:00' does not say its zone; add the offset, as in 2026-11-20T23:00+01:00, "
            "or Z for UTC",
            id="a time without its zone",
        ),
        pytest.param(
            ["--policy", "mention", "--asked-at", "9999-12-31T23:59-12:00"],
            "--asked-at: '9999-12-31T23:59-12:00' is too far away; write a year from 2000 to 2099",
            id="a year without a calendar",
        ),
        pytest.param(
            [*FRIDAY_NIGHT, "--config", "nowhere.toml"],
            "--config: nowhere.toml cannot be read (No such file or directory); name a file such as waakhond.toml",
            id="a file that is not there",
        ),
        pytest.param(
            [*FRIDAY_NIGHT, "--account", "merkje"],
            "--account: 'merkje' names no account; write one of: facebook:merk, x:merk, x:merk_webcare",
            id="an unknown account",
        ),
        pytest.param(
            ["--policy", "promise", "--asked-at", "2026-11-20T23:00+01:00"],
            "--promise-due: policy promise needs the time that was promised; add --promise-due",
            id="a promise without its time",
        ),
        pytest.param(
            [*FRIDAY_NIGHT, "--promise-due", "2026-11-21T23:00+01:00"],
            "--promise-due: only policy promise has one; leave it out for policy mention",
            id="a promised time for what is no promise",
        ),
        pytest.param(
            ["--policy", "promise", *FRIDAY_NIGHT[2:], "--promise-due", "2026-11-20T23:00+01:00"],
            "--promise-due: a promise is due after it is made; give a time later than --asked-at",
            id="a promise that is due when it is made",
        ),
        pytest.param(
            ["--policy", "promise", *FRIDAY_NIGHT[2:], "--promise-due", "2026-11-21T23:00+01:00", "--owner", "kees"],
            "--owner: 'kees' is nobody's id; known are: bram, chris, mirjam, noor, sanne",
            id="an owner nobody knows",
        ),
    ],
)
def test_bad_input_is_told_in_a_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert refused(capsys, *arguments) == sentence


def test_a_broken_configuration_is_told_with_every_problem(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "broken.toml"
    file.write_text(
        changed('target = "1h"', 'target = "soon"').replace('zone = "Europe/Amsterdam"', 'zone = "Mars"', 1)
    )
    first, *problems = refused(capsys, *FRIDAY_NIGHT, "--config", str(file)).splitlines()
    assert first == f"--config: {file} has problems."
    assert [problem.split(":")[0] for problem in problems] == ["organisation.zone", "policies.mention.target"]


def other(tmp_path: Path, old: str, new: str) -> list[str]:
    file = tmp_path / "other.toml"
    file.write_text(changed(old, new))
    return ["--config", str(file)]


def test_another_configuration_can_be_tried(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    half = other(tmp_path, '{ after = "45m"', '{ after = "30m"')
    answer = json.loads(told(capsys, *FRIDAY_NIGHT, "--json", *half))
    assert answer["steps"][0]["at"] == "2026-11-20T23:30:00+01:00"


def test_a_policy_that_no_account_uses_is_explained_too(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    quiet = '[policies.vip]\ntarget = "20m"\nsteps = [{ at = "due", notify = ["manager"] }]\n[policies.mention]'
    spare = other(tmp_path, "[policies.mention]", quiet)
    asked = ["--policy", "vip", *FRIDAY_NIGHT[2:], *spare]
    answer = json.loads(told(capsys, *asked, "--json"))
    assert [step["at"] for step in answer["steps"]] == ["2026-11-20T23:20:00+01:00"]
    assert answer["notes"] == ["No account uses this policy: explained for x:merk."]
    assert "Geen account gebruikt dit beleid" in told(capsys, *asked)


def test_an_account_that_is_not_watched_yet_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(told(capsys, "--policy", "mention", "--asked-at", "2023-11-17T12:00+01:00", "--json"))
    assert len(answer["steps"]) == 4
    assert answer["notes"] == [
        "x:merk is watched from 2024-01-01T00:00:00+01:00: what was asked before starts no clock."
    ]


def test_a_rule_without_conditions_on_the_message_moves_the_steps(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rule = '[[rules]]\nname = "all of x"\nplatforms = ["x"]\nearlier = "15m"\n\n[[rules]]\nname = "large reach"'
    asked = [*FRIDAY_NIGHT, *other(tmp_path, '[[rules]]\nname = "large reach"', rule)]
    answer = json.loads(told(capsys, *asked, "--json"))
    assert [step["after"] for step in answer["steps"]] == ["30m", "40m", "45m", "46m"]
    assert answer["steps"][0]["why"] == "45m after the start, moved by a rule"
    assert answer["due_at"] == "2026-11-21T00:00:00+01:00"


def test_the_second_account_is_explained_by_its_own_name(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("merk_webcare", "x:merk_webcare", "6253282"):
        assert json.loads(told(capsys, *FRIDAY_NIGHT, "--json", "--account", name))["account"] == "x:merk_webcare"


def test_the_days_that_count_for_nothing_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(told(capsys, "--policy", "direct", "--asked-at", "2026-12-24T14:00+01:00", "--json"))
    assert answer["closed"] == ["2026-12-25", "2026-12-26", "2026-12-27"]


def test_run_as_a_command_it_needs_no_aws() -> None:
    program = (
        "import runpy, sys; sys.argv = ['explain', *sys.argv[1:]]; "
        "runpy.run_module('tools.explain', run_name='__main__'); "
        "print(sorted({'boto3', 'botocore', 'chalice'} & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, *FRIDAY_NIGHT, "--json"],
        cwd=ROOT,
        env={},
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(json.loads(ran.stdout)["steps"]) == 4
    assert ran.stderr.strip() == "[]"
