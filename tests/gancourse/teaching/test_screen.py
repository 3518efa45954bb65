"""The screen after grading: a table for a small class, a summary for a large one."""

from __future__ import annotations

import io
import shutil

from rich.console import Console

from benchmarks.classes.small_course import LESSON
from gancourse.cli.report import (
    MOST_IN_FULL,
    bar_on,
    print_results,
    results_table,
    untimed_lines,
    waiting_lines,
)
from gancourse.course.delivery import Delivery, write_delivery
from gancourse.grading.grade import LOG
from gancourse.grading.result import BY_HAND, FAILED, GRADED, Item, Result


def test_a_class_of_800_is_a_screen_and_its_details_are_in_the_log(released_course, tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    marked = {"check_noise": Item(1, 2, False), "why": Item(0, 2, True)}
    results = [
        Result(f"s{number}", "02", BY_HAND, ("A cell was mended.",), 1.0, marked)
        for number in range(700)
    ]
    results += [Result(f"f{number}", "02", FAILED, ("It is no notebook.",)) for number in range(90)]
    results += [Result("odd\x1b[2J", "02", FAILED, (f"Reason {number}.",)) for number in range(9)]
    results += [Result("nosy", "02", GRADED, notices=("It names `graders`.",))]
    console = Console(file=io.StringIO(), width=100)
    print_results(tmp_path, results, console)
    shown = console.file.getvalue()
    assert len(shown.splitlines()) < 30
    assert "1.0 / 4" in shown  # the mean
    assert "It is no notebook. 90: f0 · 02, f1 · 02, f2 · 02, f3 · 02, f4 · 02, …" in shown
    assert "700 answers to `why` (02) wait to be graded by hand: gancourse answers 02 why" in shown
    assert "It names `graders`. 1: nosy · 02" in shown
    assert "A cell was mended." not in shown
    assert "\x1b" not in shown
    log = (tmp_path / LOG).read_text("utf-8")
    assert log.count("A cell was mended.") == 700
    assert "s7 · 02: needs manual grading, 1 of 4 points" in log
    assert "\x1b" not in log


def test_a_small_class_is_shown_in_full(released_course):
    results = [Result(f"s{n}", "02", GRADED, ("Mended.",)) for n in range(MOST_IN_FULL)]
    console = Console(file=io.StringIO(), width=100)
    print_results(released_course, results, console)
    assert console.file.getvalue().count("Mended.") == MOST_IN_FULL


LONG = "maximiliana-theodora-von-und-zu-hohenstein-waldenfels-4070"


def test_a_students_name_is_whole_in_a_narrow_terminal_and_no_line_is_empty():
    results = [Result(one, "01_police_and_counterfeiter", BY_HAND) for one in (LONG, "ada", "bob")]
    of_two = [*results, Result("bob", "02_building_blocks", GRADED)]
    for found, lines in ((results, 6), (of_two, 9)):
        console = Console(file=io.StringIO(), width=80)
        console.print(results_table(found))
        shown = console.file.getvalue().splitlines()
        assert all(map(str.strip, shown))
        assert len(shown) == lines
        columns = (line[: line.find("  ", 2)] if line.find("  ", 2) > 0 else line for line in shown)
        assert LONG in "".join(map(str.strip, columns))


def test_one_answer_that_waits_is_one_answer():
    (line,) = waiting_lines([Result("ada", "01_x", BY_HAND, items={"why": Item(0, 2, True)})])
    assert line == "1 answer to `why` (01_x) waits to be graded by hand: gancourse answers 01 why"


def test_no_bar_and_no_empty_line_goes_into_a_file():
    console = Console(file=io.StringIO())
    with bar_on(console)("grading", 1) as done:
        done(None)
    assert console.file.getvalue() == ""


def test_work_that_is_late_without_a_time_is_named_where_dates_count(released_course, tmp_path):
    course = shutil.copytree(released_course, tmp_path / "c")
    folder = course / "submitted" / "tom" / LESSON
    folder.mkdir(parents=True)
    write_delivery(folder, Delivery("canvas", "7", "Tom", late=True))
    results = [Result("tom", LESSON, GRADED), Result("ada", LESSON, GRADED)]
    assert untimed_lines(course, results) == []
    (course / "dates.csv").write_text("lesson,student,due\n01,,2026-11-09T23:59\n")
    (line,) = untimed_lines(course, results)
    assert line.startswith("1 submission came late, as the platform says without a time:")
    assert line.endswith(f"tom · {LESSON}")
    (folder / "timestamp.txt").write_text("2026-11-10 08:00:00 UTC\n")
    assert untimed_lines(course, results) == []
