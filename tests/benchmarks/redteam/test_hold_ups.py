"""What would hold up the grading of a whole class."""

from __future__ import annotations

from collections.abc import Iterator

import nbformat
import pytest
from nbgrader.utils import determine_grade, is_grade

from benchmarks.redteam import target
from gancourse.course.settings import quiet_nbgrader
from gancourse.grading import mark as marking
from gancourse.grading.bounded import TooLong, bounded
from gancourse.grading.grade import plan
from gancourse.grading.jobs import Job, Marked
from gancourse.grading.record import Importer
from gancourse.sandbox.executor import Executor


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    course = target.make_course(tmp_path_factory.mktemp("late") / "course")
    nb = target.filled_in(target.released(course), target.RIGHT)
    target.cell(nb, "why").source = "<b>Because.</b>"
    target.hand_in(course, "ada-allright", nb)
    with quiet_nbgrader(), Importer(course) as importer:
        return plan(importer, "ada-allright", target.LESSON)


@pytest.fixture(scope="module")
def executor(job: Job) -> Iterator[Executor]:
    with Executor(job.limits) as executor:
        yield executor


def marked_late(
    job: Job, executor: Executor, monkeypatch: pytest.MonkeyPatch, *late: object
) -> tuple[dict[str, float], Marked]:
    """The points of each check, and the marks, where some work is not done in time.

    Work is named by its function, or by the check that it judges.
    """

    def slowly(function, *arguments, **limits):
        if {function.__name__, str(arguments[0])} & set(late):
            raise TooLong
        return bounded(function, *arguments, **limits)

    monkeypatch.setattr(marking, "bounded", slowly)
    marked = marking.mark(job, executor)
    cells = filter(is_grade, nbformat.reads(marked.notebook, as_version=4).cells)
    points = {cell.metadata.nbgrader.grade_id: determine_grade(cell)[0] for cell in cells}
    return {name.removeprefix("check_"): n for name, n in points.items() if n is not None}, marked


def test_what_is_not_judged_in_time_costs_its_own_points(job, executor, monkeypatch):
    points, marked = marked_late(job, executor, monkeypatch, "check_get_noise")
    assert points == target.POINTS | {"get_noise": 0}
    assert marked.remarks == (
        "What `check_get_noise` checks took too long to compare; it earns nothing.",
    )


def test_what_is_not_sanitised_in_time_is_not_shown(job, executor, monkeypatch):
    points, marked = marked_late(job, executor, monkeypatch, "sanitized")
    assert points == target.POINTS
    assert "left out" in marked.remarks[0]
    assert "<b>Because" not in marked.notebook
    assert "Because" in marked.notebook


def test_what_is_not_read_in_time_counts_as_nothing(job, executor, monkeypatch):
    points, marked = marked_late(job, executor, monkeypatch, "_read_and_repair")
    assert set(points.values()) == {0}
    assert marked.remarks == (marking.TOO_SLOW,)
