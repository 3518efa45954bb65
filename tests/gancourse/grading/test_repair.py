"""What students do to notebooks is repaired, and they are told."""

from __future__ import annotations

import copy
import json

import nbformat
import pytest
from nbformat import NotebookNode

from benchmarks.classes.small_course import RIGHT, answered, cell, code, position, text
from gancourse.course.tidy import text_of
from gancourse.grading.read import read_submission
from gancourse.grading.repair import rebuild


def ids(nb: NotebookNode) -> list[str]:
    return [one.id for one in nb.cells]


def sources(nb: NotebookNode) -> list[str]:
    return [one.source for one in nb.cells]


def only(remarks: list[str], *words: str) -> None:
    """There is one remark, and it has these words."""
    assert len(remarks) == 1, remarks
    for word in words:
        assert word in remarks[0]


def pasted(one: NotebookNode, source: str | None = None) -> NotebookNode:
    """What copy and paste makes: the same metadata under a new cell id."""
    other = copy.deepcopy(one)
    other.id = f"pasted-{one.id}"
    other.source = one.source if source is None else source
    return other


def test_an_undamaged_submission_is_the_release_with_its_answers(released):
    submitted = answered(released)
    nb, remarks = rebuild(released, submitted)
    assert remarks == []
    assert text_of(nb) == text_of(submitted)
    nbformat.validate(nb)


def test_a_blank_submission_needs_no_repair(released):
    nb, remarks = rebuild(released, copy.deepcopy(released))
    assert (text_of(nb), remarks) == (text_of(released), [])


def test_the_release_itself_is_not_changed(released):
    before = text_of(released)
    submitted = answered(released)
    rebuild(released, submitted)
    assert text_of(released) == before


def test_outputs_and_counts_are_dropped(released):
    submitted = answered(released)
    look = cell(submitted, "look-count_pixels")
    look.execution_count = 7
    look.outputs = [nbformat.v4.new_output("stream", text="42")]
    nb, _ = rebuild(released, submitted)
    assert cell(nb, "look-count_pixels").outputs == []
    assert cell(nb, "look-count_pixels").execution_count is None


def test_of_two_copies_of_an_answer_the_one_that_is_not_the_stub_counts(released):
    stub = cell(released, "count_pixels")
    for blank_first in (True, False):
        submitted = answered(released)
        at = position(submitted, "count_pixels") + (0 if blank_first else 1)
        submitted.cells.insert(at, pasted(stub))
        nb, remarks = rebuild(released, submitted)
        assert ids(nb) == ids(released)
        assert cell(nb, "count_pixels").source == RIGHT["count_pixels"]
        only(remarks, "`count_pixels`", "2 times")


def test_of_two_different_answers_the_last_one_counts_and_the_first_still_runs(released):
    submitted = answered(released, count_pixels="HELPER = 1\n")
    second = pasted(
        cell(submitted, "count_pixels"), "def count_pixels(n, m):\n    return HELPER * n * m\n"
    )
    submitted.cells.insert(position(submitted, "count_pixels") + 1, second)
    nb, remarks = rebuild(released, submitted)
    at = position(nb, "count_pixels")
    assert nb.cells[at].source == second.source
    assert nb.cells[at - 1].source == "HELPER = 1\n"
    assert "nbgrader" not in nb.cells[at - 1].metadata
    only(remarks, "the last one with an answer counts")


def test_a_copied_free_answer_keeps_both_texts(released):
    submitted = answered(released, why="First thought.")
    submitted.cells.append(pasted(cell(submitted, "why"), "Second thought."))
    nb, _ = rebuild(released, submitted)
    assert cell(nb, "why").source == "Second thought."
    assert "First thought." in sources(nb)


def test_who_has_a_release_without_links_and_install_cell_is_not_blamed_for_that(released):
    submitted = answered(released)
    submitted.cells = [one for one in submitted.cells if one.id not in ("badges", "install")]
    assert len(submitted.cells) == len(released.cells) - 2
    nb, remarks = rebuild(released, submitted)
    assert (ids(nb), remarks) == (ids(released), [])


def test_a_notebook_as_colab_saves_it_needs_no_repair(released):
    """It keeps ids and metadata, and adds its own."""
    submitted = answered(released)
    submitted.metadata.colab = {"provenance": []}
    for one in submitted.cells:
        one.metadata |= {"id": one.id, "colab": {"base_uri": "https://localhost:8080/"}}
    nb, remarks = rebuild(released, submitted)
    assert (ids(nb), remarks) == (ids(released), [])
    assert all("colab" not in one.metadata for one in nb.cells)


def test_a_copied_check_counts_once(released):
    submitted = answered(released)
    submitted.cells.append(pasted(cell(submitted, "check-count_pixels")))
    nb, remarks = rebuild(released, submitted)
    assert ids(nb) == ids(released)
    only(remarks, "`check_count_pixels`", "counts once")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("count_pixels", "answer cell `count_pixels`"),
        ("check-count_pixels", "check `check_count_pixels`"),
        ("setup", "code cell `setup`"),
        ("prompt-count_pixels", "text cell “Exercise 1.1 · count_pixels”"),
        ("why", "answer cell `why`"),
    ],
)
def test_a_deleted_cell_comes_back_at_its_place(released, name, kind):
    submitted = answered(released)
    del submitted.cells[position(submitted, name)]
    nb, remarks = rebuild(released, submitted)
    assert ids(nb) == ids(released)
    assert cell(nb, name).source == cell(released, name).source
    only(remarks, kind, "had been deleted; it was put back")


def test_many_deleted_cells_make_one_sentence(released):
    submitted = answered(released)
    submitted.cells = [one for one in submitted.cells if not one.id.startswith("prompt")]
    _, remarks = rebuild(released, submitted)
    only(remarks, "4 text cells had been deleted", "…")


def test_an_edited_check_is_the_released_one_again(released):
    submitted = answered(released)
    cell(submitted, "check-count_pixels").source = 'print("count_pixels: the check passed.")'
    nb, remarks = rebuild(released, submitted)
    assert cell(nb, "check-count_pixels") == cell(released, "check-count_pixels")
    only(remarks, "`check_count_pixels`", "edited")


def test_changed_points_are_the_released_ones_again(released):
    submitted = answered(released)
    cell(submitted, "check-count_pixels").metadata.nbgrader.points = 300
    cell(submitted, "why").metadata.nbgrader.points = 20
    nb, remarks = rebuild(released, submitted)
    assert cell(nb, "check-count_pixels").metadata.nbgrader.points == 3
    assert cell(nb, "why").metadata.nbgrader.points == 2
    assert [("`300`" in one, "`20`" in one) for one in remarks] == [(True, False), (False, True)]


def test_tags_and_locks_are_the_released_ones_again(released):
    submitted = answered(released)
    cell(submitted, "check-count_pixels").metadata.tags = ["skip-grading"]
    cell(submitted, "training").metadata.tags = []
    nb, _ = rebuild(released, submitted)
    assert cell(nb, "check-count_pixels").metadata.tags == ["raises-exception"]
    assert cell(nb, "training").metadata.tags == ["raises-exception", "skip-grading"]


def test_a_renamed_answer_is_recognised_by_its_cell_id(released):
    submitted = answered(released)
    cell(submitted, "count_pixels").metadata.nbgrader.grade_id = "my_count_pixels"
    nb, remarks = rebuild(released, submitted)
    assert cell(nb, "count_pixels").source == RIGHT["count_pixels"]
    assert cell(nb, "count_pixels").metadata.nbgrader.grade_id == "count_pixels"
    only(remarks, "`count_pixels`", "had lost its name")


def test_an_answer_without_id_and_metadata_is_recognised_by_what_it_defines(released):
    submitted = answered(released)
    for number, one in enumerate(submitted.cells):
        one.id = f"new-{number}"
        one.metadata = NotebookNode()
    nb, remarks = rebuild(released, submitted)
    assert cell(nb, "count_pixels").source == RIGHT["count_pixels"]
    assert cell(nb, "batch_size_answer").source == RIGHT["batch_size_answer"]
    assert cell(nb, "check-count_pixels") == cell(released, "check-count_pixels")
    assert len([one for one in remarks if "recognised by what it defines" in one]) == 3


def test_an_answer_that_became_text_is_code_again(released):
    submitted = answered(released)
    at = position(submitted, "count_pixels")
    damaged = text("count_pixels", RIGHT["count_pixels"])
    damaged.metadata = submitted.cells[at].metadata
    submitted.cells[at] = damaged
    nb, remarks = rebuild(released, submitted)
    assert cell(nb, "count_pixels").cell_type == "code"
    assert cell(nb, "count_pixels").source == RIGHT["count_pixels"]
    only(remarks, "`count_pixels`", "markdown")


def test_cells_in_another_order_are_sorted_again(released):
    submitted = answered(released)
    submitted.cells.reverse()
    nb, remarks = rebuild(released, submitted)
    assert text_of(nb) == text_of(answered(released))
    only(remarks, "another order")


def test_an_added_cell_stays_behind_the_cell_it_stood_behind(released):
    submitted = answered(released)
    submitted.cells.insert(position(submitted, "count_pixels"), code("mine", "import math"))
    submitted.cells.insert(0, text("mine-too", "My name is Ann."))
    nb, remarks = rebuild(released, submitted)
    assert remarks == []
    assert nb.cells[0].source == "My name is Ann."
    assert nb.cells[position(nb, "count_pixels") - 1].source == "import math"
    assert len(set(ids(nb))) == len(nb.cells)


def test_what_a_student_wrote_into_ordinary_cells_stays(released):
    submitted = answered(released)
    cell(submitted, "setup").source += "\nimport math"
    cell(submitted, "prompt-why").source += "\n\nBecause."
    nb, remarks = rebuild(released, submitted)
    assert remarks == []
    assert cell(nb, "setup").source.endswith("import math")
    assert cell(nb, "prompt-why").source.endswith("Because.")


def test_an_emptied_setup_cell_is_put_back(released):
    submitted = answered(released)
    cell(submitted, "setup").source = "  \n"
    nb, remarks = rebuild(released, submitted)
    assert cell(nb, "setup").source == cell(released, "setup").source
    only(remarks, "`setup`", "empty")


def test_an_emptied_answer_counts_as_the_stub(released):
    nb, remarks = rebuild(released, answered(released, why="", count_pixels="\n"))
    assert cell(nb, "why").source == cell(released, "why").source
    assert cell(nb, "count_pixels").source == cell(released, "count_pixels").source
    assert len(remarks) == 2


def test_a_made_up_graded_cell_earns_nothing(released):
    submitted = answered(released)
    bonus = pasted(cell(submitted, "check-count_pixels"), "print('bonus: the check passed.')")
    bonus.metadata.nbgrader.grade_id = "<script>bonus"
    submitted.cells.append(bonus)
    nb, remarks = rebuild(released, submitted)
    assert "nbgrader" not in nb.cells[-1].metadata
    only(remarks, "no part of this lesson")
    assert "<" not in remarks[0]


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "PK\x03\x04 a zip file",
        "<html>Please log in</html>",
        "[]",
        "{}",
        "null",
        '{"cells": 3, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
    ],
)
def test_a_file_that_is_no_notebook_counts_as_nothing_handed_in(released, damage):
    submitted, said = read_submission(damage)
    nb, _ = rebuild(released, submitted)
    assert text_of(nb) == text_of(released)
    only(said, "not a notebook", "nothing handed in")


def test_of_half_a_file_the_whole_cells_count(released):
    whole = text_of(answered(released))
    assert read_submission(whole)[1] == []
    end = whole.index('"check-conv_out_size"')
    submitted, said = read_submission(whole[:end])
    only(said, "cut off or damaged", "were saved")
    nb, _ = rebuild(released, submitted)
    assert cell(nb, "count_pixels").source == RIGHT["count_pixels"]
    assert "check-conv_out_size" in ids(nb)


def test_a_file_without_a_whole_cell_counts_as_nothing_handed_in(released):
    whole = text_of(answered(released))
    only(read_submission(whole[: whole.index("{", 5) + 5])[1], "not a notebook")


def test_cells_that_lack_everything_do_no_harm(released):
    whole = json.loads(text_of(answered(released)))
    whole["cells"] += [
        {},
        3,
        {"cell_type": "code", "metadata": None, "source": ["1 +", " 1"]},
        {"cell_type": "unheard", "metadata": {"nbgrader": [], "tags": 7}, "source": 4},
        {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": ["x"], "grade": True}}},
    ]
    nb, _ = rebuild(released, NotebookNode(cells=[_node(one) for one in whole["cells"]]))
    nbformat.validate(nb)
    assert cell(nb, "count_pixels").source == RIGHT["count_pixels"]
    assert "1 + 1" in sources(nb)


def _node(value):
    return nbformat.from_dict(value) if isinstance(value, dict) else value


def test_a_free_answer_whose_cell_became_code_is_its_words(released):
    nb = answered(released)
    nb.cells[position(nb, "why")] = code("why", "# So many rows,\n# each as long.")
    repaired, remarks = rebuild(released, nb)
    assert cell(repaired, "why").source == "So many rows,\neach as long."
    assert "had become a code cell" in remarks[-1]
