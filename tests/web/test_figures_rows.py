"""The figures for machines: complete, the same in JSON and CSV, and no cell begins a formula."""

import csv
import io
import re
from dataclasses import replace

import pytest

from chalicelib.web.figures_filter import Asked
from chalicelib.web.figures_rows import COLUMNS, rows_of, told_csv, told_json
from tests.domain.merk import ACCOUNT, MERK
from tests.web.counting import BUSY, NOW, WEEK, named, row, seen

BOM = "\ufeff"


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline="")))


def said(asked: Asked) -> list[str]:
    return [
        f"{each['platform']} {each['clock']} {each['by']} {each['group']}: {each['within_target']} of "
        f"{each['past_target_or_answered']}, {each['percent_within_target']}%, open {each['still_unanswered']}, "
        f"never {each['never_answered']}, median {each['median_seconds']}"
        for each in rows_of(WEEK, asked)
    ]


def test_an_account_in_every_way_there_is() -> None:
    asked = Asked(clock="first_response")
    assert said(asked) == [
        "x first_response all all: 2 of 5, 40%, open 1, never 1, median 1200",
        "x first_response opening_hours inside: 2 of 3, 66%, open 0, never 0, median 1200",
        "x first_response opening_hours outside: 0 of 2, 0%, open 1, never 1, median None",
        "x first_response hour 10: 2 of 3, 66%, open 0, never 0, median 1200",
        "x first_response hour 23: 0 of 2, 0%, open 1, never 1, median None",
        "x first_response weekday tuesday: 2 of 3, 66%, open 0, never 0, median 1200",
        "x first_response weekday wednesday: 0 of 2, 0%, open 1, never 1, median None",
        "x first_response outage known: 1 of 2, 50%, open 0, never 0, median 4200",
        "facebook first_response all all: 1 of 1, 100%, open 0, never 0, median 300",
        "facebook first_response opening_hours outside: 1 of 1, 100%, open 0, never 0, median 300",
        "facebook first_response hour 00: 1 of 1, 100%, open 0, never 0, median 300",
        "facebook first_response weekday sunday: 1 of 1, 100%, open 0, never 0, median 300",
    ]


def test_a_clock_that_is_not_asked_for_is_left_out() -> None:
    assert {each["clock"] for each in rows_of(WEEK, Asked())} == {"first_response", "promise"}
    assert {each["clock"] for each in rows_of(WEEK, Asked(clock="promise"))} == {"promise"}


def test_json_and_csv_tell_the_same() -> None:
    told = told_json(WEEK, Asked(), MERK, NOW)
    rows = told["figures"]
    assert isinstance(rows, list)
    as_text = [{name: "" if value is None else str(value) for name, value in each.items()} for each in rows]
    table = read(told_csv(WEEK, Asked()))
    assert [{name: each[name] for name in COLUMNS} for each in table] == as_text
    assert {(each["first_day"], each["last_day"], each["missing_days"]) for each in table} == {
        ("2026-11-14", "2026-11-20", "0")
    }
    assert (told["now"], told["zone"]) == ("2026-11-20T14:05:00+01:00", "Europe/Amsterdam")


def test_days_that_are_missing_are_named() -> None:
    week = replace(WEEK, missing=(WEEK.first,))
    assert told_json(week, Asked(), MERK, NOW)["missing_days"] == ["2026-11-14"]
    assert {each["missing_days"] for each in read(told_csv(week, Asked()))} == {"1"}


def test_csv_is_as_rfc_4180_has_it_and_spreadsheets_know_its_letters() -> None:
    text = told_csv(seen(row(replace(ACCOUNT, name='De "Beste", één'), *BUSY)), Asked())
    assert text.startswith(BOM + "first_day,last_day,missing_days,platform,")
    lines = text.removeprefix(BOM).split("\r\n")
    assert lines[-1] == ""
    assert all(line and "\n" not in line for line in lines[:-1])
    assert '"De ""Beste"", één"' in lines[1]
    assert {each["name"] for each in read(text)} == {'De "Beste", één'}


def test_nothing_counted_is_a_table_with_only_its_heads() -> None:
    text = told_csv(seen(), Asked())
    assert read(text) == []
    assert text.count("\r\n") == 1
    assert told_json(seen(), Asked(), MERK, NOW)["figures"] == []


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        pytest.param("=1+1", "'=1+1", id="a formula"),
        pytest.param("+31600000001", "'+31600000001", id="a telephone number"),
        pytest.param("-1001", "'-1001", id="the id of a group"),
        pytest.param("@merk", "'@merk", id="a handle"),
        pytest.param("\t=1", "'=1", id="behind a tab"),
        pytest.param("\r=1", "'=1", id="behind a return"),
        pytest.param(" \u202e=1", "'=1", id="behind what is not seen"),
        pytest.param("\uff1d1", "'\uff1d1", id="a wide sign"),
        pytest.param("a;=1", "a;'=1", id="where a Dutch spreadsheet parts cells"),
        pytest.param("a,=1", "a,'=1", id="where others part them"),
        pytest.param("a; @b", "a; '@b", id="with a space between"),
        pytest.param("merk-x = goed", "merk-x = goed", id="a sign within stays"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_no_cell_begins_a_formula(name: str, cell: str) -> None:
    week = seen(row(replace(ACCOUNT, name=name, brand=name, id=name, platform=name), *BUSY))
    (first, *_) = read(told_csv(week, Asked()))
    assert [first[column] for column in ("name", "brand", "account", "platform")] == [cell] * 4


@pytest.mark.parametrize("name", ["x" * 10_000, "\0\x1b\u202e;=2", '",=cmd\r\n=cmd', "\ud800=1"])
def test_a_hostile_name_is_one_short_harmless_cell(name: str) -> None:
    week, _ = named(name)
    text = told_csv(week, Asked())
    text.encode()
    assert len(text) < 30_000
    assert not set(text) & set("\0\x1b\u202e")
    assert len(read(text)) == len(list(rows_of(week, Asked())))
    assert not re.search(r"(^|[;,\"\n])[=+\-@]", text.removeprefix(BOM))
