"""A class of 60 from three platforms, two downloads of each, to files that importers take."""

from __future__ import annotations

import csv
import shutil
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from nbformat import NotebookNode
from typer.testing import CliRunner

from benchmarks.classes.small_course import LESSON, RIGHT, answered, cell
from gancourse.cli.commands import app
from gancourse.course.roster import read_roster
from gancourse.course.tidy import text_of
from tests.gancourse.platforms import downloads
from tests.gancourse.platforms.downloads import Files, HandIn, zipped
from tests.gancourse.platforms.importers import (
    canvas_files,
    canvas_marks,
    moodle_files,
    moodle_marks,
)

pytestmark = pytest.mark.slow

FILE = f"{LESSON}.ipynb"
SIZE, LATE = 20, 2
"""Students of each platform; the last of them hand in late."""

ANSWERED: tuple[tuple[tuple[str, ...], float], ...] = (
    (("count_pixels", "conv_out_size", "batch_size_answer", "why"), 10),
    (("conv_out_size", "batch_size_answer"), 5),
    ((), 0),
    (("count_pixels", "why"), 5),
)
"""What students answer, by turns, and their points when the free answers are marked with 2."""

PLATFORMS: dict[str, tuple[int, Callable[[list[HandIn]], Files]]] = {
    "moodle": (101, downloads.moodle),
    "canvas": (1001, downloads.canvas),
    "gradescope": (5001, downloads.gradescope),
}


def name_of(number: int, first: int) -> str:
    """Two of each platform have one name; the second of them comes late."""
    at = number - first
    return "Wei Zhang" if at in (0, SIZE - 1) else f"Student{chr(65 + at)} Number"


def kind(number: int) -> int:
    return number % len(ANSWERED)


def hand_ins(released: NotebookNode, first: int, numbers: Iterable[int]) -> list[HandIn]:
    made = []
    for number in numbers:
        stubs = {name: cell(released, name).source for name in RIGHT}
        left_out = stubs.keys() - set(ANSWERED[kind(number)][0])
        nb = answered(released, **{name: stubs[name] for name in left_out})
        files = {FILE: text_of(nb)}
        made.append(
            HandIn(name_of(number, first), number, files, late=number >= first + SIZE - LATE)
        )
    return made


def test_from_three_platforms_and_back(tmp_path, monkeypatch, released_course, released):
    course = shutil.copytree(released_course, tmp_path / "class")
    monkeypatch.chdir(course)

    def run(*words: str | Path, status: int = 0) -> str:
        done = CliRunner().invoke(app, list(map(str, words)))
        assert done.exit_code == status, done.output
        return done.stdout

    # Two downloads of each platform; the second, as platforms do it, holds all once more.
    for until in (SIZE - LATE, SIZE):
        for platform, (first, build) in PLATFORMS.items():
            files = build(hand_ins(released, first, range(first, first + until)))
            said = run("collect", "01", zipped(tmp_path / f"{platform}.zip", files))
            as_before = f" ({SIZE - LATE} as before)" if until == SIZE else ""
            assert said.endswith(f"{until} in the download: {until} collected{as_before}.\n")
    run("grade", "01", "--workers", "2")

    # Each has a folder and a line in the table, and the two Wei Zhangs of a platform are two.
    roster = read_roster(course)
    assert len(roster) == 3 * SIZE == len(list((course / "submitted").iterdir()))
    by_number = {
        number: one.id for one in roster.values() for number in map(int, one.numbers.values())
    }
    assert sorted(by_number) == [n for f, _ in PLATFORMS.values() for n in range(f, f + SIZE)]

    # The free answers come as one sheet, and go back with marks in it.
    run("answers", "01", "why")
    (sheet,) = (course / "answers").glob("*.csv")
    with sheet.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    waiting = sum("why" in ANSWERED[kind(number)][0] for number in by_number)
    assert len(rows) == waiting
    with sheet.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, rows[0].keys())
        table.writeheader()
        table.writerows({**row, "points": "2"} for row in rows)
    run("answers", "01", "why", "--take", sheet)
    run("grade", "01", "--workers", "2")

    # Every mark arrives at the student who earned it; who came from elsewhere is named.
    points = {number: ANSWERED[kind(number)][1] for number in by_number}
    run("marks", "01", "--for", "moodle", "--out-of", "100", status=1)
    moodle, canvas = (range(first, first + SIZE) for first in (101, 1001))
    assert moodle_marks(course / f"{LESSON}_marks_moodle.csv", set(moodle), 100) == {
        number: 10 * points[number] for number in moodle
    }
    run("marks", "01", "--for", "canvas", status=1)
    taken = canvas_marks(course / f"{LESSON}_marks_canvas.csv", {one: {} for one in canvas}, {})
    assert {number: float(mark) for (number, _), mark in taken.items()} == {
        number: points[number] for number in canvas
    }
    run("marks", "01", "--for", "csv")
    with (course / f"{LESSON}_marks_csv.csv").open(newline="", encoding="utf-8-sig") as file:
        totals = {row["student"]: float(row["total"]) for row in csv.DictReader(file)}
    assert totals == {by_number[number]: points[number] for number in by_number}

    # So does every page.
    for platform, numbers in (("moodle", moodle), ("canvas", canvas)):
        run("pages", "01", "--for", platform, status=1)
        with zipfile.ZipFile(course / f"{LESSON}_pages_{platform}.zip") as archive:
            names = archive.namelist()
            pages = {name: archive.read(name).decode() for name in names}
        if platform == "moodle":
            whose = {
                name: number for name, (number, _) in moodle_files(names, set(numbers)).items()
            }
        else:
            attachments = {56001 + at: number for at, number in enumerate(numbers)}
            whose = canvas_files(names, attachments)
        assert sorted(whose.values()) == list(numbers)
        for name, number in whose.items():
            assert f"{points[number]:g} of 10" in pages[name]
            assert roster[by_number[number]].name in pages[name]

    # The report counts all, and who was late as the platform says.
    said = run("report", "01")
    assert "60 graded, mean 5.0 of 10 points, 2 late, 0 handed in nothing" in said
