"""What would hold up the grading of a whole class."""

from __future__ import annotations

import contextlib
import sqlite3

import nbformat

from benchmarks.redteam import target
from gancourse.cli.report import remark_lines
from gancourse.course.settings import quiet_nbgrader
from gancourse.grading.grade import _imported, plan
from gancourse.grading.jobs import Marked
from gancourse.grading.record import Importer
from gancourse.grading.result import FAILED


def test_a_locked_gradebook_costs_one_submission(tmp_path):
    course = target.make_course(tmp_path / "course")
    target.hand_in(course, "ada-allright", target.filled_in(target.released(course), target.RIGHT))
    marked = Marked(nbformat.writes(target.released(course)), {}, (), "strong", 1.0, {})
    with quiet_nbgrader(), Importer(course) as importer:
        importer.enter_lessons([target.LESSON])
        importer.enter_students(["ada-allright"])
        job = plan(importer, "ada-allright", target.LESSON)
        other = sqlite3.connect(course / "gradebook.db", isolation_level=None)
        with contextlib.closing(other):
            other.execute("BEGIN EXCLUSIVE")
            result = _imported(importer, job, marked)
        assert result.status == FAILED
        assert "locked" in " ".join(remark_lines([result]))
        assert _imported(importer, job, "later").status == FAILED
