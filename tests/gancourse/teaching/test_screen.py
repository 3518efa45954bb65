"""The screen after grading: a table for a small class, a summary for a large one."""

from __future__ import annotations

import io

from rich.console import Console

from gancourse.cli.report import MOST_IN_FULL, print_results
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
    assert "700 answers to `why` (02) wait to be graded by hand." in shown
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
