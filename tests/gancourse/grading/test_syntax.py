"""Cells in the syntax of a newer Python are named, with both versions."""

from __future__ import annotations

import sys

import pytest
from nbformat import NotebookNode

from benchmarks.classes.small_course import answered, code
from gancourse.grading.mark import repair

THIS = sys.version_info.minor
BROKEN = "def count_pixels(h, w):\n    return h w\n"


def saved_by(nb: NotebookNode, version: object) -> NotebookNode:
    nb.metadata["language_info"] = {"name": "python", "version": version}
    return nb


def test_the_remark_names_the_cell_and_both_versions(released):
    for version in (f"3.{THIS + 1}.0", f"3.{THIS + 3}", f"3.{THIS + 1}.0rc1"):
        submitted = saved_by(answered(released, count_pixels=BROKEN), version)
        _, (remark,) = repair(released, submitted, ())
        minor = version.split(".")[1]
        for words in (f"Python 3.{THIS}, which grades here", f"Python 3.{minor}", "`count_pixels`"):
            assert words in remark


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="this Python reads them")
def test_except_without_brackets_is_named(released):
    source = "try:\n    pass\nexcept A, B:\n    pass"
    submitted = saved_by(answered(released, count_pixels=source), "3.14.1")
    assert "`count_pixels`" in repair(released, submitted, ())[1][0]


@pytest.mark.parametrize("version", [f"3.{THIS}.9", "3.8", "2.7", "4.0", "", None, 3.99, ["3.99"]])
def test_of_another_version_nothing_is_said(released, version):
    submitted = saved_by(answered(released, count_pixels=BROKEN), version)
    assert repair(released, submitted, ())[1] == []


def test_where_all_can_be_read_nothing_is_said(released):
    submitted = saved_by(answered(released), f"3.{THIS + 1}.0")
    submitted.cells.append(code("m", "%time 1 + 1\n!pip list\nx = !ls\n?len"))
    submitted.cells.append(code("n", "%%bash\nfi done"))
    assert repair(released, submitted, ())[1] == []
    submitted.metadata = NotebookNode(language_info="python")
    assert repair(released, submitted, ())[1] == []
