"""Names of people and files: in tables, in spreadsheets, on a terminal, in JSON."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from rich.console import Console

from benchmarks.classes.small_course import LESSON, put
from gancourse.cli.report import (
    checked_json,
    print_checked,
    print_results,
    results_json,
    results_table,
    warn,
)
from gancourse.course.spreadsheets import harmless
from gancourse.grading.find import find, fits
from gancourse.grading.names import name_warnings, skeleton
from gancourse.grading.result import FAILED, Item, Result
from gancourse.platforms.slug import slug
from gancourse.text import printable

NO_UTF_8 = os.fsdecode(b"m\xfcller")

# Spreadsheets -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        '=HYPERLINK("http:x")',
        "=cmd|' C'!A0",
        " =1",
        "\u00a0=1",
        '"=1',
        "'=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠a",
    ],
)
def test_a_name_that_a_spreadsheet_would_compute_gets_an_apostrophe(name):
    assert harmless(name) == f"'{name}"


def test_a_formula_behind_a_separator_is_harmless_too():
    assert harmless("ada;=1+1") == "ada;'=1+1"
    assert harmless("ada\n=1") == "ada\n'=1"
    assert harmless("\t=1") == "'\t'=1"


@pytest.mark.parametrize("name", ["ada", "Anne-Marie", "a=b", "o'neil", "ada@x.org", "名", ""])
def test_other_names_stay(name):
    assert harmless(name) == name


# Terminals and JSON -------------------------------------------------------------------------------

STRANGE = ["q[/b]", "[link=x]y", "[red]r", ":snake:", "[", "\\[x]", NO_UTF_8, "a\x1b[2J"]


@pytest.mark.parametrize("name", STRANGE)
def test_a_name_is_printed_as_it_is(released_course, name):
    item = Item(1, 2, False, f"{name}: the check failed")
    result = Result(name, LESSON, FAILED, (f"{name} was left out",), 1.0, {f"check_{name}": item})
    console = Console(file=io.StringIO(), width=200, force_terminal=False)
    print_results(released_course, [result], console)
    print_checked(Path(f"{name}.ipynb"), result, console)
    shown = console.file.getvalue()
    assert f"{printable(name)}.ipynb: {LESSON}" in shown
    assert f"{printable(name)} was left out" in shown
    assert results_table([result]).row_count == 1
    assert shown.count(printable(name)) >= 4


def test_a_byte_that_is_no_utf_8_can_be_found_again():
    assert printable(NO_UTF_8) == "m\\xfcller"
    assert printable("a\nb\ud800") == "a?b?"


def test_json_is_ascii_whatever_the_names_are():
    odd = Result(NO_UTF_8, LESSON, FAILED, ("half a character: \ud800", "名"), 0.0, {})
    (shown,) = json.loads(results_json([odd]).encode("ascii"))
    assert shown["student"] == "m\\xfcller"
    assert shown["remarks"] == ["half a character: ?", "名"]
    checked = json.loads(checked_json(Path(f"{NO_UTF_8}.ipynb"), odd).encode("ascii"))
    assert checked["file"] == "m\\xfcller.ipynb"


@pytest.mark.parametrize("encoding", ["utf-8:strict", "ascii:strict"])
def test_a_strict_terminal_ends_nothing(encoding):
    code = f"""
import sys
from gancourse import __main__
from gancourse.cli.commands import app
@app.command("show")
def show():
    print({NO_UTF_8!r}, "é · 名")
sys.argv = ["gancourse", "show"]
__main__.main()
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONIOENCODING": encoding},
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    assert b"ller" in done.stdout


# One person or two --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada", "аda"),  # Cyrillic
        ("cora", "ϲora"),  # Greek
        ("ada", "ａda"),  # full width
        ("ada", "𝐚da"),  # mathematical
        ("paul", "pau1"),
        ("ada", "Ada"),
        ("Ian", "lan"),
        ("adam", "adarn"),
        ("ada-lee", "ada‐lee"),  # another hyphen
        ("josé", "jose\u0301"),
        ("müller", "mu\u0308ller"),
        ("ada", "ada\u3164"),
        ("ada", "a\u034fda"),
        ("ada", "ada\U000e0100"),
    ],
)
def test_names_that_look_alike_are_named(one, other):
    assert skeleton(one) == skeleton(other)
    (warning,) = name_warnings(["bea", one, other])
    assert one in warning
    assert other in warning


def test_what_tells_two_names_apart_is_spelled():
    (warning,) = name_warnings(["ada", "аda"])
    assert "CYRILLIC SMALL LETTER A" in warning


@pytest.mark.parametrize("other", ["jose", "hosé", "josef", "jo-se"])
def test_other_people_are_not_suspected(other):
    assert name_warnings(["josé", other]) == []


@pytest.mark.parametrize("name", ["con", "NUL", "com1", "lpt9.txt", "aux", "ada.", "com²"])
def test_a_name_that_windows_cannot_hold_is_named(name):
    (warning,) = name_warnings([name, "console", "ada"])
    assert name in warning
    assert "Windows" in warning


def test_the_report_says_it(released_course):
    console = Console(file=io.StringIO(), width=80)
    warn(released_course, [Result(name, LESSON, FAILED) for name in ("ada", "аda")], console)
    assert "These names look alike: ada, аda (CYRILLIC" in console.file.getvalue()


@pytest.mark.parametrize("name", ["José Núñez", "Zoë", "Jürgen Ångström", "Nguyễn"])
def test_a_composed_name_is_the_same_from_every_computer(name):
    composed = slug(unicodedata.normalize("NFC", name))
    assert slug(unicodedata.normalize("NFD", name)) == composed
    assert composed == name.casefold().replace(" ", "-")


def test_accents_that_no_single_character_holds_are_kept():
    assert slug("हिन्दी") == "हिन्दी"


def test_a_long_name_gets_a_sentence(released_course, released, tmp_path):
    name = "d" * 129
    put(released, tmp_path / "submitted" / name / LESSON / f"{LESSON}.ipynb")
    result = find(tmp_path, name, LESSON)
    assert isinstance(result, Result)
    assert "128 characters" in result.remarks[0]


# nbgrader's formgrader ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["<img src=x onerror=alert()>", 'a";alert();"', "a>b"])
def test_a_name_that_would_be_code_in_nbgraders_pages_is_not_taken(released_course, name):
    result = find(released_course, name, LESSON)
    assert result.status == FAILED
    assert "rename it" in result.remarks[0]


@pytest.mark.parametrize("name", ["o'neil", "Tom & Jerry", "名", "a+b@x.org", "a\\b"])
def test_names_of_people_are_taken(name):
    assert fits(name)
