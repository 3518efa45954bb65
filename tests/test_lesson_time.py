"""A lesson states honestly how long it takes, and never lets its reader only read."""

from __future__ import annotations

import ast
import builtins
import re

import nbformat
import pytest
from nbformat import NotebookNode

from benchmarks.lessons import YOUR_TURN, effort, parts
from gancourse.course.tidy import FOLDED, read
from tests.test_notebooks import PATHS

MOST_MINUTES = {"05": 90}
MINUTES = 60
MOST_WORDS_IN_ONE_GO = 700
WITHIN = 0.15


@pytest.fixture(params=PATHS, ids=lambda path: path.stem, scope="module")
def nb(request) -> NotebookNode:
    return read(request.param)


@pytest.fixture(scope="module")
def number(nb) -> str:
    return nb.cells[0].source[2:4]


def test_the_stated_time_is_what_the_lesson_takes(nb, number):
    one = effort(nb)
    assert one.minutes <= MOST_MINUTES.get(number, MINUTES) * 1.02
    assert one.stated[0] == pytest.approx(one.minutes, rel=WITHIN)
    assert one.stated[1] == pytest.approx(one.folded_minutes, rel=WITHIN, abs=2)


def test_there_is_something_to_do_every_700_words(nb):
    assert effort(nb).longest <= MOST_WORDS_IN_ONE_GO


def test_an_exercise_takes_as_long_as_its_prompt_at_least(nb):
    for part in parts(nb):
        if part.exercise:
            prompt = part.source.partition("<details>")[0]
            assert part.minutes >= 1 + len(prompt.split()) / 150, prompt.splitlines()[0]


def test_nothing_to_do_is_folded_and_the_reader_is_asked_something(nb):
    assert not [part.source for part in parts(nb) if part.folded and part.something_to_do]
    for cell in nb.cells:
        if YOUR_TURN in cell.metadata.get("tags", []):
            assert "?" in cell.source, cell.id


def test_a_heading_that_folds_stands_alone(nb):
    """What stands in its own cell stays to be read."""
    for cell in nb.cells:
        if cell.metadata.get(FOLDED):
            assert re.fullmatch(r"#+ .+", cell.source), cell.id


def test_the_main_way_does_without_what_is_folded(nb):
    """Shift-Enter passes over folded cells: no name may be missing behind them."""
    known = set(dir(builtins)) | {"__name__"}
    for part in parts(nb):
        for cell in part.cells:
            if cell.cell_type == "code" and not part.folded:
                tree = ast.parse(cell.source)
                stored = names(tree, ast.Store)
                missing = names(tree, ast.Load) - stored - known
                assert not missing, f"{cell.id} needs {sorted(missing)}"
                known |= stored


def names(tree: ast.AST, context: type[ast.expr_context]) -> set[str]:
    """The names that code reads, or all that it binds, in whatever scope."""
    found = {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name)
        if isinstance(node.ctx, context)
    }  # fmt: skip
    if context is ast.Store:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                found.add(node.name)
            elif isinstance(node, ast.arg):
                found.add(node.arg)
            elif isinstance(node, ast.alias):
                found.add((node.asname or node.name).partition(".")[0])
            elif isinstance(node, ast.ExceptHandler) and node.name:
                found.add(node.name)
    return found


# The counting itself


def lesson(*cells: NotebookNode) -> NotebookNode:
    title = "# 09 · A title\n\nTime: about 3 minutes, and 2 more for what is folded. Needed: a pen."
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(title), *cells])


def text(source: str, **metadata: object) -> NotebookNode:
    return nbformat.v4.new_markdown_cell(source, metadata=metadata)


def code(source: str, **metadata: object) -> NotebookNode:
    return nbformat.v4.new_code_cell(source, metadata=metadata)


def test_words_cells_exercises_and_training_add_up():
    nb = lesson(
        text("word " * 150),
        code("# Trains for about 30 s.\nx = 1"),
        text("### Exercise 9.1 · x\n\ndifficulty 1/5 · importance 1/5 · about 7 min · 1 point"),
        *(code(name) for name in "abc"),
        code("x"),
    )
    title = effort(lesson()).words
    assert effort(nb).minutes == pytest.approx((title + 150) / 150 + 1.5 + 7 + 1)
    assert (effort(nb).exercises, effort(nb).longest) == (1, title + 150)


def test_what_is_folded_is_counted_apart():
    fold = {FOLDED: True}
    nb = lesson(
        text("### For the curious\n\n" + "word " * 146, **fold),
        code("y = 2"),
        text("#### Deeper\n\n" + "word " * 148),
        text("### Back\n\n<details><summary>More</summary>\n\n" + "word " * 146 + "\n\n</details>"),
    )
    one = effort(nb)
    assert one.words == effort(lesson()).words + 2
    assert one.folded_words == 150 + 150 + 148
    assert one.folded_minutes == pytest.approx(448 / 150 + 1)


def test_a_title_without_a_time_is_refused():
    with pytest.raises(ValueError, match="The title says nothing like"):
        effort(nbformat.v4.new_notebook(cells=[text("# 09 · A title")]))


def test_text_beside_a_heading_that_folds_is_found():
    nb = lesson(text("### Folded\n\nand read", **{FOLDED: True}))
    with pytest.raises(AssertionError):
        test_a_heading_that_folds_stands_alone(nb)


def test_a_missing_name_is_found():
    nb = lesson(text("### Folded", **{FOLDED: True}), code("z = 1"), text("### Back"), code("z"))
    with pytest.raises(AssertionError, match=r"needs \['z'\]"):
        test_the_main_way_does_without_what_is_folded(nb)
