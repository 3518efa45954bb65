"""What a cell's metadata say, without nbgrader: the same as nbgrader says."""

from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbgrader import utils

from gancourse.course import graded
from gancourse.course.tidy import read

ROOT = Path(__file__).resolve().parents[3]

FUNCTIONS = ["is_solution", "is_grade", "is_locked"]


def cell(**said) -> NotebookNode:
    return NotebookNode(
        source="größer = 1", cell_type="code", metadata=NotebookNode(nbgrader=NotebookNode(said))
    )


KINDS = [
    cell(grade_id="one", grade=grade, solution=solution, locked=locked, points=points)
    for grade in (True, False)
    for solution in (True, False)
    for locked in (True, False)
    for points in (1, 2.5)
]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_cells_kind_is_what_nbgrader_says(name):
    plain = NotebookNode(source="", cell_type="code", metadata=NotebookNode())
    ours, theirs = getattr(graded, name), getattr(utils, name)
    assert {ours(one) for one in KINDS} == {True, False}
    for one in [*KINDS, plain, cell(grade_id="one")]:
        assert ours(one) == theirs(one)


def test_a_checksum_is_the_one_that_the_release_wrote():
    cells = [
        cell
        for path in ROOT.glob("notebooks/*/*.ipynb")
        for cell in read(path).cells
        if "nbgrader" in cell.metadata
    ]
    assert len(cells) > 50
    for one in cells:
        assert graded.compute_checksum(one) == one.metadata.nbgrader.checksum
    for one in KINDS:
        assert graded.compute_checksum(one) == utils.compute_checksum(one)
