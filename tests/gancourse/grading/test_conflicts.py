"""Of a merge that failed, the side with the answers is read, and no deletion is blamed."""

from __future__ import annotations

import copy
import difflib
import json

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode

from benchmarks.classes.small_course import RIGHT, answered, cell, position
from gancourse.course.tidy import text_of
from gancourse.grading import conflicts
from gancourse.grading.read import read_submission
from gancourse.grading.repair import rebuild


def conflict(ours: str, theirs: str, base: str | None = None, end: str = "\n") -> str:
    """A conflict as Git writes it; with ``base`` in the style diff3."""
    parts = ["<<<<<<< HEAD", ours, *([] if base is None else ["||||||| 1a2b3c", base])]
    return end.join([*parts, "=======", theirs, ">>>>>>> origin/main", ""]).replace(end * 2, end)


def merge(ours: NotebookNode, theirs: NotebookNode) -> str:
    """Two versions of a file, with a conflict wherever they differ."""
    first, second = (text_of(nb).splitlines() for nb in (ours, theirs))
    parts = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, first, second, False).get_opcodes():
        sides = "\n".join(first[a:b]), "\n".join(second[c:d])
        parts.append(sides[0] + "\n" if what == "equal" else conflict(*sides))
    return "".join(parts)


def rebuilt(released: NotebookNode, text: str) -> tuple[NotebookNode, list[str]]:
    nb, said = read_submission(text)
    made, remarks = rebuild(released, nb, whole=not said)
    nbformat.validate(made)
    return made, [*said, *remarks]


def saved(released: NotebookNode, text: str) -> NotebookNode:
    """All answers are there, and the one remark names Git's markers."""
    nb, remarks = rebuilt(released, text)
    for name, source in RIGHT.items():
        assert cell(nb, name).source.split() == source.split()
    assert remarks == [conflicts.SAID]
    return nb


@pytest.mark.parametrize("base", [None, ' "execution_count": null,'])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("field", "ours", "theirs"),
    [
        ('"execution_count": null,', '"execution_count": 3,', '"execution_count": 7,'),
        ('"outputs": [],', '"outputs": [\n   ],', '"outputs": [\n\n   ],'),
        ('"nbformat": 4,', '"nbformat": 4,', '"nbformat": 4,\n "more": {},'),
        ('"id": "setup",', '"id": "setup",\n "mine": 1,', '"id": "setup",'),
    ],
)
def test_a_conflict_in_a_field_costs_nothing(released, field, ours, theirs, base, end):
    text = text_of(answered(released))
    assert field in text
    text = text.replace(field, "\n" + conflict(ours, theirs, base), 1)
    saved(released, text.replace("\n", end))


def halves(released: NotebookNode) -> list[NotebookNode]:
    """Two versions, each with half of the answers."""
    stubs = {name: cell(released, name).source for name in RIGHT}
    first = {name: stubs[name] for name in list(RIGHT)[::2]}
    second = {name: stubs[name] for name in list(RIGHT)[1::2]}
    return [answered(released, **first), answered(released, **second)]


@pytest.mark.parametrize("mine_first", [True, False])
def test_the_side_with_the_answer_is_taken(released, mine_first):
    whole = [answered(released), released]
    for sides in (halves(released), whole):
        text = merge(*sides if mine_first else sides[::-1])
        assert text.count("=======") >= 4
        saved(released, text)


def test_conflicts_around_the_whole_file_join_both_sides_answers(released):
    saved(released, conflict(*map(text_of, halves(released))))


def test_a_long_answer_on_one_line_of_the_file_is_an_answer(released):
    """Some programs write the text of a cell as one string."""
    longer = "# Which letter is right?\n" * 50
    solved = answered(released, batch_size_answer=longer + RIGHT["batch_size_answer"])
    sides = [copy.deepcopy(solved), copy.deepcopy(released)]
    texts = []
    for side in sides:
        data = json.loads(text_of(side))
        for one in data["cells"]:
            one["source"] = "".join(one["source"])
        texts.append(json.dumps(data, indent=1))
    for pair in (texts, texts[::-1]):
        nb, _ = rebuilt(released, conflict(*pair))
        assert cell(nb, "batch_size_answer").source.startswith(longer)


def test_a_side_without_the_cell_is_not_taken(released):
    full = text_of(answered(released))
    begin = full.index("  {", full.index('"id": "prompt-conv_out_size"') - 60)
    end = full.index("  {", full.index('"id": "check-conv_out_size"') - 120)
    for sides in ((full[begin:end], ""), ("", full[begin:end])):
        saved(released, full[:begin] + conflict(*sides) + full[end:])


def test_conflicts_in_conflicts_are_resolved(released):
    text = text_of(answered(released))
    inner = conflict('"execution_count": 1,', '"execution_count": 22,')
    outer = conflict(inner, conflict('"execution_count": 4444,', '"execution_count": 5,'))
    saved(released, text.replace('"execution_count": null,', "\n" + outer, 1))


@pytest.mark.parametrize("left", ["<<<<<<< HEAD", "=======", ">>>>>>> main", "||||||| 1a2b"])
def test_a_marker_that_was_left_is_left_out(released, left):
    text = text_of(answered(released)).replace('"cells": [', f'"cells": [\n{left}', 1)
    nb, remarks = rebuilt(released, text)
    if left[0] in "<>":
        assert remarks == [conflicts.SAID]
        assert cell(nb, "why").source == RIGHT["why"]


@pytest.mark.parametrize("mine_first", [True, False])
@pytest.mark.parametrize("name", list(RIGHT))
def test_markers_in_the_text_of_an_answer_are_resolved(released, name, mine_first):
    sides = [RIGHT[name].rstrip("\n"), cell(released, name).source.rstrip("\n")]
    source = conflict(*(sides if mine_first else sides[::-1]), base="old")
    saved(released, text_of(answered(released, **{name: source})))
    saved(released, text_of(answered(released, **{name: source.replace("\n", "\r\n")})))


def test_markers_in_cells_of_their_own_vanish(released):
    """As nbdime merges."""
    submitted = answered(released)
    at = position(submitted, "conv_out_size")
    stub = copy.deepcopy(cell(released, "conv_out_size"))
    stub.id = "stub"
    marker = '`<span style="color:red">**{}**</span>`'
    for number, source in ((at + 1, "======="), (at, "<<<<<<< local"), (at + 4, ">>>>>>> remote")):
        submitted.cells.insert(
            number, nbformat.v4.new_markdown_cell(marker.format(source), id=f"m{number}")
        )
    submitted.cells.insert(at + 3, stub)
    nb, remarks = rebuilt(released, text_of(submitted))
    assert len(nb.cells) == len(released.cells)
    assert cell(nb, "conv_out_size").source == RIGHT["conv_out_size"]
    assert remarks[0] == conflicts.SAID


def test_a_file_that_is_damaged_beside_its_conflicts_blames_no_deletion(released):
    text = text_of(answered(released)).replace(
        '"execution_count": null,', "\n" + conflict("1,", "2,,"), 1
    )
    _, remarks = rebuilt(released, text[: len(text) // 2])
    assert conflicts.SAID in remarks
    assert any("lost with a part of the file" in one for one in remarks)
    assert not any("deleted" in one for one in remarks)


def test_lines_of_equal_signs_are_no_conflict(released):
    heading = "Why\n=======\n\nSo it is.\n\n    <<<< and >>>>"
    nb, remarks = rebuilt(released, text_of(answered(released, why=heading)))
    assert (cell(nb, "why").source, remarks) == (heading, [])


lines = st.lists(
    st.sampled_from(["<<<<<<< a", "=======", "||||||| b", ">>>>>>> c", "x", "y", ""]), max_size=30
)


@given(lines)
@settings(deadline=None)
def test_no_marker_is_left_and_no_line_is_made_up(some):
    resolved = conflicts.resolve("\n".join(some)).split("\n")
    assert not any(line[:7] in ("<" * 7, "=" * 7, "|" * 7, ">" * 7) for line in resolved)
    assert all(resolved.count(line) <= some.count(line) for line in resolved if line)


@pytest.mark.parametrize("mark", ["`", "*", " \n*", "|"])
def test_a_cell_of_one_mark_takes_no_longer_than_it_is_long(mark):
    source = f"{mark * 400_000}x"  # hours, if each mark is looked at from each
    assert not conflicts.without_markers([{"source": source}])
